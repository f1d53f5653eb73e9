#include "kiosk/base/bilingual.h"

#include <cstdlib>
#include <string_view>

namespace kiosk {

Language language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value) return std::string_view(value).starts_with("zh") ? Language::hans : Language::en;
  return Language::en;
}

}  // namespace kiosk
