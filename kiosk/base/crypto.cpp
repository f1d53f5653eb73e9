#include "kiosk/base/crypto.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace kiosk::crypto {

struct Key {
  EVP_PKEY* pkey = nullptr;
  explicit Key(EVP_PKEY* value) : pkey(value) {}
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { EVP_PKEY_free(pkey); }
};

namespace {

constexpr std::uint64_t kScryptN = 16384, kScryptR = 8, kScryptP = 1;
constexpr int kRsaBitsMin = 2048, kRsaBitsMax = 8192;
constexpr std::string_view kPlainPem = "PRIVATE KEY", kEncryptedPem = "ENCRYPTED PRIVATE KEY";

// OpenSSL fails here only without memory or without its default provider: nothing to go on with.
void require(bool ok) { if (!ok) std::abort(); }

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const { Free(object); }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;
using Bio = Owned<BIO, BIO_free_all>;
using MdContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Pkcs8 = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using EncryptedPkcs8 = Owned<X509_SIG, X509_SIG_free>;
using Number = Owned<BIGNUM, BN_free>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Bio reader(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(std::min<std::size_t>(text.size(), 1u << 20))));
  require(bio != nullptr);
  return bio;
}

std::string written(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Error malformed(std::string message) { return {ErrorKind::malformed, std::move(message), ""}; }
Error refused(std::string message) { return {ErrorKind::refused, std::move(message), ""}; }

// The y coordinates, little-endian without the sign of x, of the points whose order divides 8: 0, 1 and -1, and the two of order 8. Each
// with either sign. p - 1 is -1. (Chalkias, Garillot, Nikolaenko: "Taming the many EdDSAs", 2020, table 1.)
constexpr std::array<std::string_view, 5> kSmallOrderY{
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"};

// y ≥ p = 2^255 - 19 in 255 bits: ed…7f to ff…7f.
bool is_beyond_field(std::string_view y) {
  if (static_cast<unsigned char>(y[31]) != 0x7F || static_cast<unsigned char>(y[0]) < 0xED) return false;
  return std::all_of(y.begin() + 1, y.begin() + 31, [](char c) { return static_cast<unsigned char>(c) == 0xFF; });
}

// What a PEM file says that it holds, "PRIVATE KEY"; empty where it is none.
std::string pem_label(std::string_view pem) {
  const Bio bio = reader(pem);
  char *name = nullptr, *header = nullptr;
  unsigned char* data = nullptr;
  long length = 0;
  std::string label;
  if (PEM_read_bio(bio.get(), &name, &header, &data, &length) == 1) label = name;
  OPENSSL_free(name);
  OPENSSL_free(header);
  OPENSSL_free(data);
  ERR_clear_error();
  return label;
}

int give_passphrase(char* buffer, int size, int, void* user) {
  const auto& passphrase = *static_cast<const std::optional<std::string_view>*>(user);
  if (!passphrase || passphrase->size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase->data(), passphrase->size());
  return static_cast<int>(passphrase->size());
}

std::string raw_public(const EVP_PKEY* pkey) {
  std::string bytes(kEd25519KeyBytes, '\0');
  std::size_t size = bytes.size();
  require(EVP_PKEY_get_raw_public_key(pkey, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1 && size == bytes.size());
  return bytes;
}

// The point as 04 x y, however the file wrote it.
std::string point_of(EVP_PKEY* pkey) {
  EVP_PKEY_set_utf8_string_param(pkey, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed");
  std::string bytes(65, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), &size) != 1)
    return {};
  bytes.resize(size);
  return bytes;
}

std::string modulus_of(const EVP_PKEY* pkey) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_N, &raw) != 1) return {};
  const Number n(raw);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(n.get())), '\0');
  BN_bn2bin(n.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

Result<void> check_ecdsa(EVP_PKEY* pkey) {
  char group[64] = {};
  if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_EC || EVP_PKEY_get_group_name(pkey, group, sizeof group, nullptr) != 1 ||
      std::string_view(group) != "prime256v1")
    return refused("is not a key on the curve P-256");
  if (point_of(pkey).size() != 65) return refused("is not a point on the curve P-256");
  return {};
}

Result<void> check_rsa(const EVP_PKEY* pkey) {
  if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_RSA) return refused("is not an RSA key");
  const int bits = EVP_PKEY_get_bits(pkey);
  if (bits < kRsaBitsMin || bits > kRsaBitsMax) return refused("is an RSA key of " + std::to_string(bits) + " bits; 2,048 to 8,192 are taken");
  return {};
}

}  // namespace

template <std::size_t Size>
struct Sha2<Size>::Context {
  MdContext md{EVP_MD_CTX_new()};
};

template <std::size_t Size>
Sha2<Size>::Sha2() : context_(std::make_unique<Context>()) {
  require(context_->md && EVP_DigestInit_ex(context_->md.get(), Size == 32 ? EVP_sha256() : EVP_sha512(), nullptr) == 1);
}
template <std::size_t Size>
Sha2<Size>::~Sha2() = default;
template <std::size_t Size>
Sha2<Size>::Sha2(Sha2&&) noexcept = default;
template <std::size_t Size>
Sha2<Size>& Sha2<Size>::operator=(Sha2&&) noexcept = default;

template <std::size_t Size>
void Sha2<Size>::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_->md.get(), bytes.data(), bytes.size()) == 1);
}

template <std::size_t Size>
typename Sha2<Size>::Digest Sha2<Size>::finish() {
  Digest digest{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(context_->md.get(), digest.data(), &length) == 1 && length == digest.size());
  return digest;
}

template class Sha2<32>;
template class Sha2<64>;

Digest sha256(std::string_view bytes) {
  Sha256 sum;
  sum.update(bytes);
  return sum.finish();
}

Sha512::Digest sha512(std::string_view bytes) {
  Sha512 sum;
  sum.update(bytes);
  return sum.finish();
}

std::string hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::uint8_t b : bytes) {
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::optional<Digest> parse_digest(std::string_view text) {
  const auto bytes = from_hex(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

Result<PublicKey> PublicKey::ed25519(std::string_view bytes) {
  if (bytes.size() != kEd25519KeyBytes) return malformed("is not an Ed25519 key of 32 bytes");
  std::string y(bytes);
  y[31] = static_cast<char>(y[31] & 0x7F);
  if (is_beyond_field(y)) return refused("is not the canonical encoding of an Ed25519 key");
  for (std::string_view small : kSmallOrderY)
    if (*from_hex(small) == y) return refused("is an Ed25519 point of small order, with which a signature fits every message");
  EVP_PKEY* const pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(bytes), bytes.size());
  require(pkey != nullptr);
  return PublicKey(std::make_shared<const Key>(pkey), Scheme::ed25519);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem, Scheme scheme) {
  const Bio bio = reader(pem);
  EVP_PKEY* const pkey = PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr);
  ERR_clear_error();
  if (!pkey) return malformed("is not a public key in PEM");
  auto key = std::make_shared<const Key>(pkey);
  if (scheme == Scheme::ed25519) {
    if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_ED25519) return refused("is not an Ed25519 key");
    return ed25519(raw_public(pkey));
  }
  auto fine = scheme == Scheme::ecdsa_p256_sha256 ? check_ecdsa(pkey) : check_rsa(pkey);
  ERR_clear_error();
  if (!fine) return fine.error();
  return PublicKey(std::move(key), scheme);
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
  const MdContext context(EVP_MD_CTX_new());
  require(context != nullptr);
  EVP_PKEY_CTX* options = nullptr;  // the context's own
  bool ok = EVP_DigestVerifyInit(context.get(), &options, scheme_ == Scheme::ed25519 ? nullptr : EVP_sha256(), nullptr, key_->pkey) == 1;
  if (ok && scheme_ == Scheme::rsa_pss_sha256)
    ok = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 && EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_AUTO) == 1;
  ok = ok && EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
  ERR_clear_error();
  return ok;
}

std::string PublicKey::identity() const {
  switch (scheme_) {
    case Scheme::ed25519: return "ed25519:" + raw_public(key_->pkey);
    case Scheme::ecdsa_p256_sha256: return "p256:" + point_of(key_->pkey);
    case Scheme::rsa_pss_sha256: return "rsa:" + modulus_of(key_->pkey);
  }
  return {};
}

PrivateKey PrivateKey::generate() {
  EVP_PKEY* const pkey = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  require(pkey != nullptr);
  return PrivateKey(std::make_shared<const Key>(pkey));
}

Result<bool> is_encrypted(std::string_view pem) {
  const std::string label = pem_label(pem);
  if (label == kEncryptedPem) return true;
  if (label == kPlainPem) return false;
  return malformed("is not a private key file (PKCS#8 PEM)");
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem, std::optional<std::string_view> passphrase) {
  const auto encrypted = is_encrypted(pem);
  if (!encrypted) return encrypted.error();
  if (*encrypted && !passphrase) return refused("is encrypted, and no passphrase was given");
  if (!*encrypted && passphrase) return refused("is not encrypted, and should be");
  const Bio bio = reader(pem);
  EVP_PKEY* const pkey = PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase);
  ERR_clear_error();
  if (!pkey) return *encrypted ? refused("does not open: the passphrase is wrong, or the file is damaged") : malformed("is a damaged key file");
  auto key = std::make_shared<const Key>(pkey);
  if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_ED25519) return refused("is not an Ed25519 key");
  return PrivateKey(std::move(key));
}

std::string PrivateKey::to_pem(std::optional<std::string_view> passphrase) const {
  const Pkcs8 plain(EVP_PKEY2PKCS8(key_->pkey));
  const Bio bio(BIO_new(BIO_s_mem()));
  require(plain && bio);
  if (!passphrase) {
    require(PEM_write_bio_PKCS8_PRIV_KEY_INFO(bio.get(), plain.get()) == 1);
    return written(bio.get());
  }
  X509_ALGOR* const how = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 0, nullptr, kScryptN, kScryptR, kScryptP);
  require(how != nullptr);
  const EncryptedPkcs8 encrypted(PKCS8_set0_pbe(passphrase->data(), static_cast<int>(passphrase->size()), plain.get(), how));
  require(encrypted && PEM_write_bio_PKCS8(bio.get(), encrypted.get()) == 1);
  return written(bio.get());
}

std::string PrivateKey::public_bytes() const { return raw_public(key_->pkey); }

std::string PrivateKey::sign(std::string_view message) const {
  const MdContext context(EVP_MD_CTX_new());
  std::string signature(kEd25519SignatureBytes, '\0');
  std::size_t size = signature.size();
  require(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pkey) == 1);
  require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message), message.size()) == 1);
  return signature;
}

std::string scrypt(std::string_view secret, std::string_view salt, unsigned log_n) {
  require(log_n >= 10 && log_n <= 17);
  std::string out(32, '\0');
  // OpenSSL counts a little above 128 r N bytes.
  require(EVP_PBE_scrypt(secret.data(), secret.size(), bytes_of(salt), salt.size(), 1u << log_n, 8, 1, (1024ull << log_n) + (1u << 20),
                         reinterpret_cast<unsigned char*>(out.data()), out.size()) == 1);
  return out;
}

bool alike(std::string_view one, std::string_view two) { return one.size() == two.size() && CRYPTO_memcmp(one.data(), two.data(), one.size()) == 0; }

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  require(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
  return bytes;
}

}  // namespace kiosk::crypto
