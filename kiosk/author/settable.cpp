#include "kiosk/author/settable.h"

#include <set>

#include "kiosk/base/utf8.h"
#include "kiosk/text/coverage.h"
#include "kiosk/text/line_break.h"

namespace kiosk::author {
namespace {

using manuscript::Change;

// About what a character takes in a line; enough to tell an address from a word.
float width_of(char32_t c) { return text::character(c).wide() ? 1.f : 0.55f; }

Change noted(const char* rule, int line, std::size_t column, std::string words, Bilingual why) {
  return {Change::Level::noted, rule, line, static_cast<int>(column) + 1, std::move(words), "", std::move(why), false};
}

void find_unbroken(std::u32string_view line, int number, std::vector<Change>& out) {
  const auto breaks = text::find_breaks(line, text::Tailoring::chinese);
  float width = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    width += width_of(line[i]);
    if (breaks[i + 1] == text::Break::none) continue;
    if (width > kNarrowestColumn)
      out.push_back(noted("unbroken", number, begin, utf8::encode(line.substr(begin, i + 1 - begin)),
                          {"a line can end nowhere in this run, and the narrowest column cannot hold it", "这一串中间不能换行，最窄的栏里放不下"}));
    width = 0;
    begin = i + 1;
  }
}

}  // namespace

std::vector<Change> unsettable(text::FontSet& fonts, std::string_view text) {
  std::vector<Change> out;
  std::set<char32_t> said;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    ++number;
    for (const text::Missing& missing : text::coverage(fonts, line))
      if (said.insert(missing.character).second)
        out.push_back(noted("glyph", number, utf8::decode(line.substr(0, missing.at)).size(), utf8::encode({&missing.character, 1}),
                            {"no font of the exhibition has this character; 〓 would stand in its place", "展览字体里没有这个字，屏幕上会显示〓"}));
    find_unbroken(utf8::decode(line), number, out);
    at = end + 1;
  }
  return out;
}

}  // namespace kiosk::author
