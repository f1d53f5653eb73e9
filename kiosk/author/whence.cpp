#include "kiosk/author/whence.h"

#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/library.h"
#include "kiosk/content/toml_tree.h"

namespace kiosk::author {
namespace {

// Neither spaces nor what Markdown and TOML use as marks.
bool counts(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c != 0x3000 && c != 0xA0 && c != 0xFEFF && c != U'　';
}

// Calls `seen` with each character that counts and its place; notes ([^id]), and in TOML comments, are passed over.
template <typename F>
void reduce(std::string_view text, bool toml, const F& seen) {
  int line = 1, column = 1;
  bool line_begins = true, comment = false;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("[^")) {
      const std::size_t end = text.find_first_of("]\n", at);
      if (end != text.npos && text[end] == ']') {
        column += static_cast<int>(end + 1 - at);
        at = end + 1;
        line_begins = false;
        continue;
      }
    }
    const char32_t c = utf8::next(text, at);
    if (c == U'\n') {
      ++line;
      column = 1;
      line_begins = true;
      comment = false;
      continue;
    }
    comment |= toml && line_begins && c == U'#';
    line_begins &= c == U' ' || c == U'\t';
    if (!comment && counts(c)) seen(c, Whence{{}, line, column});
    ++column;
  }
}

void collect(const content::Node& node, std::map<std::string, Whence, std::less<>>& strings) {
  if (node.kind == content::Node::Kind::string && !node.text.empty()) strings.try_emplace(node.text, Whence{{}, node.line, node.column});
  for (const content::Node& item : node.items) collect(item, strings);
}

}  // namespace

const WhenceFinder::Text& WhenceFinder::read(const std::string& file) {
  const auto [found, fresh] = texts_.try_emplace(file);
  Text& text = found->second;
  if (!fresh) return text;
  const Result<std::string> bytes = folder_.read(file, content::kMostTextBytes);
  if (!bytes) return text;
  const bool toml = file.ends_with(".toml");
  reduce(*bytes, toml, [&](char32_t c, const Whence& place) {
    text.reduced.push_back(c);
    text.places.push_back(place);
  });
  if (!toml || utf8::find_ill_formed(*bytes)) return text;
  content::Report report(file);
  if (const std::optional<content::Node> tree = content::parse_toml(*bytes, 1, report)) collect(*tree, text.strings);
  return text;
}

std::optional<Whence> WhenceFinder::find(std::string_view words, std::span<const std::string> files) {
  std::u32string reduced;
  reduce(words, false, [&](char32_t c, const Whence&) { reduced.push_back(c); });
  if (reduced.empty()) return std::nullopt;
  const auto at = [](const std::string& file, Whence place) {
    place.file = file;
    return place;
  };
  for (const std::string& file : files)
    if (const auto exact = read(file).strings.find(words); exact != read(file).strings.end()) return at(file, exact->second);
  constexpr std::size_t kLeast = 4;  // fewer characters stand in too many places
  for (std::size_t length = reduced.size();; length /= 2) {
    for (const std::string& file : files) {
      const Text& text = read(file);
      if (const std::size_t found = text.reduced.find(reduced.substr(0, length)); found != text.reduced.npos) return at(file, text.places[found]);
    }
    if (length / 2 < kLeast) return std::nullopt;
  }
}

std::optional<Whence> WhenceFinder::find(char32_t character, const std::string& file) {
  const Text& text = read(file);
  const std::size_t found = text.reduced.find(character);
  if (found == text.reduced.npos) return std::nullopt;
  Whence place = text.places[found];
  place.file = file;
  return place;
}

}  // namespace kiosk::author
