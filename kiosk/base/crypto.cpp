#include "kiosk/base/crypto.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace kiosk::crypto {
namespace {

// OpenSSL fails here only without memory or without its default provider: nothing to go on with.
void require(bool ok) { if (!ok) std::abort(); }

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(md); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(context_->md && EVP_DigestInit_ex(context_->md, EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) { require(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1); }

Digest Sha256::finish() {
  Digest digest{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(context_->md, digest.data(), &length) == 1 && length == digest.size());
  return digest;
}

Digest sha256(std::string_view bytes) {
  Sha256 sum;
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

}  // namespace kiosk::crypto
