// SHA-256 by OpenSSL (FIPS 180-4). The only room that includes OpenSSL; signatures and key files live here too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kiosk::crypto {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // Ends the sum; the object may only be destroyed afterwards.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view bytes);
// Lower-case hexadecimal.
std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace kiosk::crypto
