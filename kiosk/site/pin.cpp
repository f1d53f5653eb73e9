#include "kiosk/site/pin.h"

#include <algorithm>

#include "kiosk/base/crypto.h"

namespace kiosk::site {
namespace {

constexpr std::string_view kForm = "scrypt:15:";
constexpr unsigned kLogN = 15;
constexpr std::size_t kSalt = 16, kHash = 32;  // bytes

std::string hex(std::string_view bytes) { return crypto::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}); }

}  // namespace

bool is_pin(std::string_view digits) {
  if (digits.size() < kLeastPin || digits.size() > kMostPin || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return digits.find_first_not_of(digits.front()) != std::string_view::npos;
}

std::string keep_pin(std::string_view digits) {
  const std::string salt = crypto::random_bytes(kSalt);
  return std::string(kForm) + hex(salt) + ":" + hex(crypto::scrypt(digits, salt, kLogN));
}

bool is_kept_pin(std::string_view kept) {
  const std::size_t salt = kForm.size(), colon = salt + 2 * kSalt;
  if (!kept.starts_with(kForm) || kept.size() != colon + 1 + 2 * kHash || kept[colon] != ':') return false;
  return crypto::from_hex(kept.substr(salt, 2 * kSalt)) && crypto::from_hex(kept.substr(colon + 1));
}

bool fits(std::string_view digits, std::string_view kept) {
  if (!is_pin(digits) || !is_kept_pin(kept)) return false;
  const std::size_t salt = kForm.size(), hash = salt + 2 * kSalt + 1;
  return crypto::alike(crypto::scrypt(digits, *crypto::from_hex(kept.substr(salt, 2 * kSalt)), kLogN), *crypto::from_hex(kept.substr(hash)));
}

}  // namespace kiosk::site
