// Hashes, signatures and key files by OpenSSL 3, which nothing else includes.
//
// Sums    : SHA-256 and SHA-512 (FIPS 180-4).
// Verify  : Ed25519 (RFC 8032), ECDSA on P-256 with SHA-256 (DER signatures), RSA-PSS with SHA-256 and MGF1-SHA-256 (RFC 8017).
// Sign    : Ed25519 alone.
// Threads : any; an object is used by one at a time.
// Errors  : malformed (not a key, not a key file), refused (a key that must not be trusted, a wrong passphrase).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::crypto {

// A sum over bytes that come in pieces; Size is that of its digest in bytes.
template <std::size_t Size>
class Sha2 {
 public:
  using Digest = std::array<std::uint8_t, Size>;
  Sha2();
  ~Sha2();
  Sha2(Sha2&&) noexcept;
  Sha2& operator=(Sha2&&) noexcept;

  void update(std::string_view bytes);
  // Ends the sum; the object may only be destroyed afterwards.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

using Sha256 = Sha2<32>;
using Sha512 = Sha2<64>;
using Digest = Sha256::Digest;

Digest sha256(std::string_view bytes);
Sha512::Digest sha512(std::string_view bytes);

// Lower-case hexadecimal, and back: nothing where a character is not, or one is missing.
std::string hex(std::span<const std::uint8_t> bytes);
std::optional<std::string> from_hex(std::string_view text);
std::optional<Digest> parse_digest(std::string_view text);  // as hex writes it

// scrypt (RFC 7914) with r = 8, p = 1 and N = 2^log_n: 32 bytes. It takes 2^log_n KiB of memory; log_n 10 to 17.
std::string scrypt(std::string_view secret, std::string_view salt, unsigned log_n);
// Whether two texts are alike, in a time that does not say where they differ.
bool alike(std::string_view one, std::string_view two);
std::string random_bytes(std::size_t count);

inline constexpr std::size_t kEd25519KeyBytes = 32;
inline constexpr std::size_t kEd25519SignatureBytes = 64;

struct Key;  // OpenSSL's

enum class Scheme { ed25519, ecdsa_p256_sha256, rsa_pss_sha256 };

class PublicKey {
 public:
  // 32 bytes, y with the sign of x (RFC 8032 §5.1.2). Refused are encodings that are not the canonical one and the 8 points of small
  // order: OpenSSL takes the latter, and one signature with such a key fits every message.
  static Result<PublicKey> ed25519(std::string_view bytes);
  // "-----BEGIN PUBLIC KEY-----". Refused are other curves than P-256, other kinds of key, and RSA below 2,048 or above 8,192 bits.
  static Result<PublicKey> from_pem(std::string_view pem, Scheme scheme);

  bool verifies(std::string_view message, std::string_view signature) const;
  // The same bytes for the same key, however its file was written: who counts keys counts these. Of RSA the modulus alone: whoever
  // factored it has every key with it.
  std::string identity() const;

 private:
  PublicKey(std::shared_ptr<const Key> key, Scheme scheme) : key_(std::move(key)), scheme_(scheme) {}
  std::shared_ptr<const Key> key_;
  Scheme scheme_;
};

// An Ed25519 key that can sign. Key files are PKCS#8 PEM, as `openssl pkey` reads and writes them; an encrypted one is PBES2 with
// scrypt (RFC 7914; N = 16384, r = 8, p = 1: more memory than that OpenSSL's own reader refuses) and AES-256-CBC.
class PrivateKey {
 public:
  static PrivateKey generate();
  // `passphrase` nothing: a file that is not encrypted, and only such.
  static Result<PrivateKey> from_pem(std::string_view pem, std::optional<std::string_view> passphrase);
  // Nothing: not encrypted, for a machine's own key that starts without anybody.
  std::string to_pem(std::optional<std::string_view> passphrase) const;

  std::string public_bytes() const;                   // 32
  std::string sign(std::string_view message) const;   // 64

 private:
  explicit PrivateKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
  std::shared_ptr<const Key> key_;
};

// Whether a key file is encrypted; malformed where it is no private key file.
Result<bool> is_encrypted(std::string_view pem);

}  // namespace kiosk::crypto
