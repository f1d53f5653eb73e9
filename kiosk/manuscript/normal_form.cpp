#include "kiosk/manuscript/normal_form.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace kiosk::manuscript {

std::string composed(std::string_view text) {
  utf8proc_uint8_t* made = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &made,
                                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  return length < 0 ? std::string(text) : std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(length));
}

}  // namespace kiosk::manuscript
