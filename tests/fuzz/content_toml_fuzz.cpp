// Any bytes as a TOML file: the tree, sources.toml and names.toml.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/utf8.h"
#include "kiosk/content/names.h"
#include "kiosk/content/sources.h"
#include "kiosk/content/toml_tree.h"

using namespace kiosk::content;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (kiosk::utf8::find_ill_formed(text)) return 0;  // refused before any parser sees it
  Report tree("a.toml"), sources("sources.toml"), names("names.toml");
  const auto root = parse_toml(text, 1, tree);
  if (!root && tree.empty()) std::abort();
  (void)Sources::parse(text, sources, nullptr);
  const Names found = Names::parse(text, names);
  RichText rich;
  rich.text = text;
  for (kiosk::Language language : kiosk::kLanguages) {
    found.mark(rich, language);
    std::size_t end = 0;
    for (const Unbroken& part : rich.unbroken) {
      if (part.begin < end || part.end <= part.begin || part.end > rich.text.size()) std::abort();
      end = part.end;
    }
  }
  return 0;
}
