#include "kiosk/content/emphasis.h"

#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostNoteId = 64;

bool is_note_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_note_mark(char32_t c) { return c == kNoteBegin || c == kNoteEnd; }

// How md4c sees a neighbour of a delimiter run.
enum class Class { space, mark, letter };
Class class_of(char32_t c) { return is_space(c) ? Class::space : is_punctuation(c) ? Class::mark : Class::letter; }

bool may_open_here(char32_t before, char32_t after) {
  if (class_of(after) != Class::mark || class_of(before) != Class::letter || is_closing(after)) return false;
  return is_cjk(before) || is_cjk(after) || is_note_mark(before);
}

bool may_close_here(char32_t before, char32_t after) {
  if (class_of(before) != Class::mark || class_of(after) != Class::letter || is_opening(before)) return false;
  return is_cjk(before) || is_cjk(after) || is_note_mark(after);
}

}  // namespace

std::string mark_notes(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size() + 16);
  for (std::size_t at = 0; at < markdown.size();) {
    if (markdown[at] == '\\' && at + 1 < markdown.size() && markdown[at + 1] != '\n') {
      out += markdown.substr(at, 2);  // may split a character: its other bytes follow unchanged
      at += 2;
      continue;
    }
    if (markdown.substr(at, 2) == "[^") {
      std::size_t end = at + 2;
      while (end < markdown.size() && end - at - 2 < kMostNoteId && is_note_byte(markdown[end])) ++end;
      if (end > at + 2 && end < markdown.size() && markdown[end] == ']') {
        utf8::append(out, kNoteBegin);
        out += markdown.substr(at + 2, end - at - 2);
        utf8::append(out, kNoteEnd);
        at = end + 1;
        continue;
      }
    }
    out += markdown[at++];
  }
  return out;
}

std::string join_emphasis(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size() + 16);
  char32_t before = '\n';
  for (std::size_t at = 0; at < markdown.size();) {
    if (markdown[at] == '*') {
      const std::size_t end = std::min(markdown.find_first_not_of('*', at), markdown.size());
      std::size_t next = end;
      const char32_t after = end < markdown.size() ? utf8::next(markdown, next) : U'\n';
      if (may_close_here(before, after)) utf8::append(out, kJoiner);
      out += markdown.substr(at, end - at);
      if (may_open_here(before, after)) utf8::append(out, kJoiner);
      before = '*';
      at = end;
      continue;
    }
    const std::size_t from = at;
    before = utf8::next(markdown, at);
    const bool escape = before == '\\' && at < markdown.size() && static_cast<unsigned char>(markdown[at]) < 0x80 &&
                        is_punctuation(static_cast<unsigned char>(markdown[at]));
    if (escape) before = static_cast<unsigned char>(markdown[at++]);
    out += markdown.substr(from, at - from);
  }
  return out;
}

}  // namespace kiosk::content
