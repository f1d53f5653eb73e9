// Where the lines of paragraphs begin and how wide they are, to compare engines.
//
// Reads requests (request.h) and prints for each its id, then START:WIDTH for each line, tab separated; START in code points, WIDTH the line's advance
// in px. Ends with 2 at a line that is no request.
#include <iostream>

#include "kiosk/base/utf8.h"
#include "request.h"

int main() {
  using namespace kiosk;
  auto fonts = text::FontSet::find();
  if (!fonts) return std::cerr << to_string(fonts.error()) << '\n', 1;
  text::Typesetter typesetter(**fonts);
  std::cout.precision(4);
  std::cout << std::fixed;
  std::size_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const auto request = text::parse_request(line);
    if (!request) {
      std::cerr << "line " << number << ": not a request: id, language, family, size, extent, variant, text, tab separated\n";
      return 2;
    }
    const text::Paragraph paragraph = typesetter.lay_out(request->setting);
    std::cout << request->id;
    std::size_t at = 0, start = 0;
    for (const text::Line& one : paragraph.lines) {
      for (; at < one.text_begin; ++start) utf8::next(request->setting.text, at);
      std::cout << '\t' << start << ':' << one.width;
    }
    std::cout << '\n';
  }
  return 0;
}
