// A page's lines, before md4c reads them.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/content/rules.h"

namespace kiosk::content {

// Reports lines that CommonMark would read as something else than their author meant:
// heading-underlined, thematic-break, table.
void check_lines(std::string_view markdown, int line, Report& report);

// "[^id]: …" at the start of a line is how Pandoc defines a footnote; here the words of the whole line go (note-definition).
// Pre: mark_notes was there before.
std::string without_definitions(std::string_view markdown, int line, Report& report);

}  // namespace kiosk::content
