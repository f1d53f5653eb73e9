// JSON read strictly: UTF-8 checked, duplicate keys, NaN, comments and trailing bytes refused, depth limited.
// The one door to nlohmann-json; include from .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

// `subject` names the text in errors. Depth beyond `max_depth` is refused (kind limit). Time grows with the text's length.
Result<Json> parse_json(std::string_view text, std::string_view subject, int max_depth = 32);

// As a text that ends with a line end, in one line unless `indent` says otherwise; what is not UTF-8 is replaced.
std::string to_text(const OrderedJson& json, int indent = -1);

}  // namespace kiosk
