// Any bytes as a story's file, through to the text that is set: marks lie in order within well-formed text without our
// own characters, and lines within the file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"
#include "kiosk/content/markdown.h"
#include "kiosk/content/story.h"

using namespace kiosk::content;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_text(const RichText& text, std::size_t cited) {
  require(!kiosk::utf8::find_ill_formed(text.text));
  for (std::size_t at = 0; at < text.text.size();) require(!is_unwanted(kiosk::utf8::next(text.text, at)));
  std::size_t end = 0;
  for (const Span& span : text.spans) {
    require(span.begin >= end && span.end > span.begin && span.end <= text.text.size());
    require(span.mark != Mark::note || (span.note >= 0 && static_cast<std::size_t>(span.note) < cited));
    require((static_cast<unsigned char>(text.text[span.begin]) & 0xC0) != 0x80);
    end = span.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (kiosk::utf8::find_ill_formed(text)) return 0;  // refused before any parser sees it
  Report report("story.md");
  const auto front = parse_front_matter(text, kiosk::Language::hans, report);
  require(front || !report.empty());
  if (!front) return 0;
  const int lines = static_cast<int>(std::ranges::count(text, '\n')) + 2;
  const Sources sources;
  const Names names;
  NoteBook book(sources, front->sources, kiosk::Language::hans, report);
  for (const PageText& page : split_pages(front->body, front->body_line, report)) {
    if (count_characters(page.text) > kMostPageCharacters) continue;  // refused as well
    const RawPage raw = parse_page(page.text, page.line, report);
    for (const RawBlock& block : raw.blocks) {
      require(block.line >= page.line && block.line <= lines);
      const RichText rich = finish_text(block.chars, raw, book, names, kiosk::Language::hans);
      check_text(rich, book.titles().size());
    }
  }
  for (const Finding& finding : report.take()) require(finding.line >= 0 && finding.line <= lines);
  return 0;
}
