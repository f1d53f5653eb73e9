// From marked characters to the text that is set: the second half of reading Markdown.
#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"
#include "kiosk/content/markdown.h"
#include "kiosk/content/names.h"
#include "kiosk/content/sources.h"

namespace kiosk::content {
namespace {

bool is_edge(const MarkedChar& m) { return m.note < 0 && (is_space(m.c) || m.c == kSoftBreak); }

// Numbers beside each other are parted by commas; a number that already stands there is not repeated.
void put_numbers(const std::vector<int>& places, bool follows_number, std::vector<int>& standing, RichText& out) {
  if (!follows_number) standing.clear();
  for (int place : places) {
    if (std::ranges::find(standing, place) != standing.end()) continue;
    const std::size_t begin = out.text.size();
    if (!standing.empty()) out.text += ',';
    out.text += std::to_string(place + 1);
    out.spans.push_back({begin, out.text.size(), Mark::note, place});
    standing.push_back(place);
  }
}

void extend(RichText& out, Mark mark, std::size_t begin) {
  if (!out.spans.empty() && out.spans.back().mark == mark && out.spans.back().end == begin)
    out.spans.back().end = out.text.size();
  else out.spans.push_back({begin, out.text.size(), mark, -1});
}

}  // namespace

RichText finish_text(const std::vector<MarkedChar>& chars, const RawPage& page, NoteBook& book, const Names& names, Language language) {
  RichText out;
  std::size_t first = 0, last = chars.size();
  while (first < last && is_edge(chars[first])) ++first;  // also the full-width spaces that stand for an indent
  while (last > first && is_edge(chars[last - 1])) --last;
  std::vector<int> standing;
  bool after_number = false;
  int ruby = -1;
  for (std::size_t i = first; i < last; ++i) {
    const MarkedChar& m = chars[i];
    if (m.note >= 0) {
      const RawNote& note = page.notes[static_cast<std::size_t>(m.note)];
      put_numbers(book.cite(note.id, note.line), after_number, standing, out);
      after_number = true;
      continue;
    }
    char32_t c = m.c;
    if (c == kSoftBreak) {
      std::size_t before = i - 1;  // in front of any notes
      while (before > first && chars[before].note >= 0) --before;
      if (chars[i + 1].note >= 0 || is_cjk(chars[before].c) || is_cjk(chars[i + 1].c)) continue;
      c = ' ';
    }
    after_number = false;
    const std::size_t begin = out.text.size();
    utf8::append(out.text, c);
    if (m.ruby >= 0) {
      if (m.ruby != ruby) out.annotations.push_back({begin, begin, page.rubies[static_cast<std::size_t>(m.ruby)]});
      out.annotations.back().end = out.text.size();
    }
    ruby = m.ruby;
    if (m.strong) extend(out, Mark::strong, begin);
    else if (m.emphasis) extend(out, Mark::emphasis, begin);
  }
  names.mark(out, language);
  return out;
}

}  // namespace kiosk::content
