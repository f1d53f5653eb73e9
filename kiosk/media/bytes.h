// Integers out of a buffer, each read checked; private to this room's parsers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kiosk::media::detail {

// Reads at `at`; callers check `has` first, what lies outside reads as 0.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  bool has(std::size_t at, std::size_t count) const { return at <= bytes_.size() && count <= bytes_.size() - at; }
  std::uint32_t u8(std::size_t at) const { return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0; }
  std::uint32_t be16(std::size_t at) const { return u8(at) << 8 | u8(at + 1); }
  std::uint32_t be32(std::size_t at) const { return be16(at) << 16 | be16(at + 2); }
  std::uint32_t le16(std::size_t at) const { return u8(at + 1) << 8 | u8(at); }
  std::uint32_t le24(std::size_t at) const { return u8(at + 2) << 16 | le16(at); }
  std::uint32_t le32(std::size_t at) const { return le16(at + 2) << 16 | le16(at); }
  std::string_view part(std::size_t at, std::size_t count) const {
    return at < bytes_.size() ? bytes_.substr(at, count) : std::string_view();
  }

 private:
  std::string_view bytes_;
};

}  // namespace kiosk::media::detail
