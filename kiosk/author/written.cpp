#include "kiosk/author/written.h"

#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"

namespace kiosk::author {
namespace {

// Blanks over ![…](…), as many bytes as there were: places stay what they are.
void blank_pictures(std::string& text) {
  for (std::size_t at = text.find("!["); at != text.npos; at = text.find("![", at + 1)) {
    const std::size_t middle = text.find("](", at), end = middle == text.npos ? middle : text.find(')', middle);
    if (end == text.npos || text.find('\n', at) < end) continue;
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end) + 1, ' ');
  }
}

// Takes the lines that begin with # out of `text`.
void take_headings(Written& text, std::vector<Written>& headings) {
  int line = text.begin.line;
  for (std::size_t at = 0; at < text.words.size(); ++line) {
    const std::size_t end = std::min(text.words.find('\n', at), text.words.size());
    if (text.words[at] == '#') {
      const std::size_t words = text.words.find_first_not_of("# ", at);
      if (words < end) headings.push_back({text.words.substr(words, end - words), {line, static_cast<int>(words - at) + 1}});
      std::fill(text.words.begin() + static_cast<std::ptrdiff_t>(at), text.words.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
    at = end + 1;
  }
}

std::size_t han_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) count += utf8::is_han(utf8::next(text, at));
  return count;
}

}  // namespace

Place Written::place_of(std::size_t offset) const {
  const std::string_view before = std::string_view(words).substr(0, offset);
  const auto lines = static_cast<int>(std::ranges::count(before, '\n'));
  const std::size_t last = before.rfind('\n');
  const auto characters = static_cast<int>(content::count_characters(before.substr(last == before.npos ? 0 : last + 1)));
  if (lines > 0) return {begin.line + lines, characters + 1};
  return {begin.line, begin.column > 0 ? begin.column + characters : 0};
}

std::optional<content::Node> written_toml(const content::Folder& folder, const std::string& path) {
  const auto text = folder.read(path, kMostWritten);
  if (!text || utf8::find_ill_formed(*text)) return std::nullopt;
  content::Report silent(path);
  return content::parse_toml(*text, 1, silent);
}

std::vector<const content::Node*> tables_of(const content::Node& table, std::string_view key) {
  std::vector<const content::Node*> out;
  if (const content::Node* list = table.find(key); list && list->kind == content::Node::Kind::array)
    for (const content::Node& item : list->items)
      if (item.kind == content::Node::Kind::table) out.push_back(&item);
  return out;
}

std::vector<std::string> strings_of(const content::Node& table, std::string_view key) {
  std::vector<std::string> out;
  if (const content::Node* list = table.find(key); list && list->kind == content::Node::Kind::array)
    for (const content::Node& item : list->items)
      if (item.kind == content::Node::Kind::string) out.push_back(item.text);
  return out;
}

std::string string_of(const content::Node& table, std::string_view key) {
  const content::Node* node = table.find(key);
  return node && node->kind == content::Node::Kind::string ? node->text : std::string();
}

const content::Node* text_of(const content::Node& table, std::string_view key, Language language) {
  const content::Node* texts = table.find(key);
  const content::Node* text = texts && texts->kind == content::Node::Kind::table ? texts->find(tag(language)) : nullptr;
  return text && text->kind == content::Node::Kind::string ? text : nullptr;
}

Written written(const content::Node& text) { return {text.text, {text.text_line, 0}}; }

std::optional<WrittenStory> written_story(const content::Folder& folder, std::string_view point, std::string_view story, Language language) {
  WrittenStory out;
  out.file = content::story_path(point, story, language);
  const auto text = folder.read(out.file, kMostWritten);
  if (!text || utf8::find_ill_formed(*text)) return std::nullopt;
  content::Report silent(out.file);
  auto front = content::parse_front_matter(*text, language, silent);
  if (!front) return std::nullopt;
  out.front = std::move(*front);
  for (const content::PageText& page : content::split_pages(out.front.body, out.front.body_line, silent)) {
    Written prose{std::string(page.text), {page.line, 1}};
    blank_pictures(prose.words);
    out.pages.push_back({{std::string(page.text), {page.line, 1}}, han_characters(prose.words)});
    take_headings(prose, out.headings);
    out.prose.push_back(std::move(prose));
  }
  return out;
}

}  // namespace kiosk::author
