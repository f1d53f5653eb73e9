#include "kiosk/sync/canonical_json.h"

namespace kiosk::sync {
namespace {

void write_string(const std::string& text, std::string& out) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// False where a number cannot be written. Depth is bounded by whoever parsed the value.
bool write(const Json& value, std::string& out) {
  switch (value.type()) {
    case Json::value_t::null: out += "null"; return true;
    case Json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return true;
    case Json::value_t::string: write_string(value.get_ref<const std::string&>(), out); return true;
    case Json::value_t::number_unsigned: {
      const auto number = value.get<std::uint64_t>();
      out += std::to_string(number);
      return number <= kLargestNumber;
    }
    case Json::value_t::number_integer: {
      const auto number = value.get<std::int64_t>();
      out += std::to_string(number);
      return number >= -static_cast<std::int64_t>(kLargestNumber) && number <= static_cast<std::int64_t>(kLargestNumber);
    }
    case Json::value_t::array: {
      out += '[';
      bool first = true;
      for (const Json& each : value) {
        if (!std::exchange(first, false)) out += ',';
        if (!write(each, out)) return false;
      }
      out += ']';
      return true;
    }
    case Json::value_t::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, each] : value.get_ref<const Json::object_t&>()) {  // std::map: sorted by bytes
        if (!std::exchange(first, false)) out += ',';
        write_string(key, out);
        out += ':';
        if (!write(each, out)) return false;
      }
      out += '}';
      return true;
    }
    default: return false;
  }
}

}  // namespace

Result<std::string> canonical_json(const Json& value, std::string_view subject) {
  std::string out;
  if (write(value, out)) return out;
  return Error{ErrorKind::malformed, "has a number that is not whole, or larger than 9007199254740991", std::string(subject)};
}

}  // namespace kiosk::sync
