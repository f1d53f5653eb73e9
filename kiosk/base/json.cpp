#include "kiosk/base/json.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kiosk {

Result<Json> parse_json(std::string_view text, std::string_view subject, int max_depth) {
  const auto fail = [&](ErrorKind kind, std::string message) { return Error{kind, std::move(message), std::string(subject)}; };
  std::vector<std::set<std::string>> keys;  // of each object that is open
  std::optional<std::string> duplicate;
  bool too_deep = false;
  const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth > max_depth) too_deep = true;
    switch (event) {
      case Json::parse_event_t::object_start: keys.emplace_back(); break;
      case Json::parse_event_t::object_end: keys.pop_back(); break;
      case Json::parse_event_t::key:
        if (!keys.back().insert(value.get_ref<const std::string&>()).second) duplicate = value.get<std::string>();
        break;
      default: break;
    }
    return true;
  };
  // The parser recurses nowhere (it keeps its own stack), so that a deep text cannot exhaust ours; still refuse early.
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\') ++i;
      else if (text[i] == '"') in_string = false;
    } else if (text[i] == '"') in_string = true;
    else if (text[i] == '{' || text[i] == '[') { if (++depth > max_depth) return fail(ErrorKind::limit, "is nested too deeply"); }
    else if (text[i] == '}' || text[i] == ']') --depth;
  }
  try {
    Json value = Json::parse(text.begin(), text.end(), watch);
    if (duplicate) return fail(ErrorKind::malformed, "has the key \"" + *duplicate + "\" twice in one object");
    if (too_deep) return fail(ErrorKind::limit, "is nested too deeply");
    return value;
  } catch (const Json::parse_error& e) {
    return fail(ErrorKind::malformed, std::string("is not JSON, at byte ") + std::to_string(e.byte));
  } catch (const Json::exception& e) {
    return fail(ErrorKind::malformed, std::string("is not JSON: ") + e.what());
  }
}

}  // namespace kiosk
