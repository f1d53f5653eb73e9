// One request a line, tab separated: id, language (zh-Hans, zh-Hant, en), font family name, font size px, column extent px, variant, text.
//
// Variants: base (greedy, squeeze and Han-Latin space on, no push-in, no repair of the last line, brackets and quotes alone trim at a line's end),
//           plain (squeeze and space off), noauto (squeeze alone), justify and vert (base, justified; in columns from right to left) follow Chromium;
//           house and house-vert are all our rules, justified.
#pragma once

#include <optional>
#include <string>

#include "kiosk/text/paragraph.h"

namespace kiosk::text {

struct Request {
  std::string id;
  Setting setting;
};

// Nothing where the line is no request.
std::optional<Request> parse_request(const std::string& line);

}  // namespace kiosk::text
