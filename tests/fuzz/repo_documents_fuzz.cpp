// What a coordinator is handed: a curator's public key, a server's listing.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kiosk/repo/keyring.h"
#include "kiosk/repo/screens.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto key = kiosk::repo::parse_public_key(bytes, "input"))
    if (const auto again = kiosk::repo::parse_public_key(kiosk::repo::write_public_key(*key), "output"); !again || again->id != key->id) __builtin_trap();
  (void)kiosk::repo::parse_listing(bytes, "input");
  return 0;
}
