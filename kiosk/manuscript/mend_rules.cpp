#include "kiosk/manuscript/mend_rules.h"

#include <algorithm>
#include <array>
#include <map>

#include "kiosk/base/utf8.h"
#include "kiosk/manuscript/encoding.h"

namespace kiosk::manuscript {
namespace {

using utf8::is_han;

constexpr char32_t kCommon[] = {
#include "common_characters.inc"
};

bool is_in(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool is_chinese(char32_t c) { return is_han(c) || is_mark(c); }
char32_t char_at(std::u32string_view text, std::size_t at) { return at < text.size() ? text[at] : U'\n'; }

// ---- shifted

constexpr std::size_t kLongestShift = 80;  // characters that may follow before the bytes are in step again

// The bytes of GBK from text[at] on, with the place of each character in them; as far as a line and kLongestShift go.
struct GbkRun {
  std::string bytes;
  std::vector<std::size_t> begins;
};
GbkRun gbk_from(std::u32string_view text, std::size_t at) {
  GbkRun run;
  for (std::size_t i = at; i < text.size() && i < at + kLongestShift && text[i] != U'\n'; ++i) {
    const std::string bytes = to_gbk(text[i]);
    if (bytes.empty()) break;
    run.begins.push_back(run.bytes.size());
    run.bytes += bytes;
  }
  run.begins.push_back(run.bytes.size());
  return run;
}

// What stands behind the lost character: pairs from A1 on until a pair ends where a character of the damaged text ends.
std::optional<Edit> unshifted(std::u32string_view text, std::size_t mark) {
  const GbkRun run = gbk_from(text, mark + 1);
  std::u32string restored;
  auto lead = static_cast<unsigned char>(0xA1);
  for (std::size_t at = 0; at < run.bytes.size(); at += 2) {
    const char32_t c = from_gbk(lead, static_cast<unsigned char>(run.bytes[at]));
    if (c == 0 || !is_chinese(c)) return std::nullopt;
    restored += c;
    const auto end = std::ranges::find(run.begins, at + 1);
    if (end != run.begins.end()) return Edit{mark, 1 + static_cast<std::size_t>(end - run.begins.begin()), std::move(restored)};
    if (at + 1 >= run.bytes.size()) return std::nullopt;
    lead = static_cast<unsigned char>(run.bytes[at + 1]);
  }
  return std::nullopt;
}

// The character whose second byte is A3 and which makes a word with what stands before it; 0 where none does, or several.
char32_t lost_character(std::u32string_view before, const Words& words) {
  const std::size_t context = std::min<std::size_t>(before.size(), 8);
  std::u32string text(before.substr(before.size() - context));
  if (const std::size_t line = text.rfind(U'\n'); line != text.npos) text.erase(0, line + 1);
  char32_t found = 0;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    const char32_t c = from_gbk(static_cast<unsigned char>(lead), 0xA3);
    if (!is_han(c)) continue;
    text.push_back(c);
    if (words.joins_last(text)) {
      if (found != 0) return 0;
      found = c;
    }
    text.pop_back();
  }
  return found;
}

// ---- pinyin

constexpr std::u32string_view kToned = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ";
constexpr std::size_t kLongestSyllable = 6, kFewNotes = 3;

// The end of "(xué)" at `at`, 0 where it is none.
std::size_t pinyin_end(std::u32string_view text, std::size_t at) {
  const char32_t open = char_at(text, at);
  if (open != U'(' && open != U'（') return 0;
  std::size_t end = at + 1;
  bool toned = false;
  while (end < text.size() && end - at <= kLongestSyllable && (is_latin(text[end]) || text[end] == U'ü' || is_in(kToned, text[end]))) {
    toned = toned || is_in(kToned, text[end]);
    ++end;
  }
  const bool closed = char_at(text, end) == (open == U'(' ? U')' : U'）');
  return toned && closed ? end + 1 : 0;
}

// ---- punctuation

struct Pair {
  char32_t ascii, wide;
};
constexpr std::array<Pair, 5> kMarks{{{U',', U'，'}, {U':', U'：'}, {U';', U'；'}, {U'?', U'？'}, {U'!', U'！'}}};

// Beside Chinese: one side is Chinese, the other is too, or a line's end, a digit or a letter. Signs of emphasis do not count as neighbours.
bool stands_in_chinese(std::u32string_view text, std::size_t before, std::size_t after) {
  while (before != text.npos && char_at(text, before) == U'*') before = before == 0 ? text.npos : before - 1;
  while (char_at(text, after) == U'*') ++after;
  const char32_t left = before == text.npos ? U'\n' : char_at(text, before), right = char_at(text, after);
  const auto fits = [](char32_t c) { return is_chinese(c) || c == U'\n' || is_digit(c) || is_latin(c); };
  return fits(left) && fits(right) && (is_chinese(left) || is_chinese(right));
}

std::size_t closing_of(std::u32string_view text, std::size_t open) {
  for (std::size_t at = open + 1; at < text.size() && text[at] != U'\n' && at < open + 200; ++at) {
    if (text[at] == U'(') return text.npos;
    if (text[at] == U')') return at;
  }
  return text.npos;
}

// A parenthesis goes with its other half: both become wide where there is Chinese inside and beside them.
void add_parentheses(std::u32string_view text, std::vector<Edit>& edits) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != U'(') continue;
    const std::size_t end = closing_of(text, at);
    if (end == text.npos) continue;
    const bool inside = std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end), is_han);
    const char32_t left = at == 0 ? U'\n' : text[at - 1], right = char_at(text, end + 1);
    const bool beside = (is_chinese(left) || left == U'\n') && (is_chinese(right) || right == U'\n' || is_in(U",:;?!", right));
    if (!inside || !beside) continue;
    edits.push_back({at, 1, U"（"});
    edits.push_back({end, 1, U"）"});
  }
}

std::size_t run_length(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == text[at]) ++end;
  return end - at;
}

// "1921-1949" at `at`: the hyphen's place.
bool is_years(std::u32string_view text, std::size_t hyphen) {
  const auto four = [&](std::size_t at) {
    return at + 4 <= text.size() &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(at) + 4, is_digit);
  };
  return hyphen >= 4 && four(hyphen - 4) && four(hyphen + 1) && !is_digit(char_at(text, hyphen + 5)) && (hyphen == 4 || !is_digit(text[hyphen - 5]));
}

}  // namespace

bool is_mark(char32_t c) { return is_in(U"，。、；：？！“”‘’（）《》〈〉【】「」『』…—·", c); }
bool is_common(char32_t c) { return std::ranges::binary_search(kCommon, c); }

std::optional<std::size_t> find_refused(std::u32string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool control =
        (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool private_use = (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
    if (control || private_use || c == 0xFFFD) return i;
  }
  return std::nullopt;
}

std::vector<Edit> invisible_edits(std::u32string_view text) {
  std::vector<Edit> edits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_in(U"\u200B\u200C\u200D\u2060\uFEFF\u00AD", text[at])) {
      edits.push_back({at, 1, U""});
    } else if (text[at] == U' ' || text[at] == U'\t') {
      std::size_t end = at;
      while (char_at(text, end) == U' ' || char_at(text, end) == U'\t') ++end;
      const bool line_begins = at == 0 || text[at - 1] == U'\n', line_ends = char_at(text, end) == U'\n' || end >= text.size();
      // Two spaces at a line's end keep it in Markdown; four at its beginning mean something too.
      if (line_ends && end - at != 2) edits.push_back({at, end - at, U""});
      else if (!line_begins && !line_ends && (end - at > 1 || text[at] == U'\t')) edits.push_back({at, end - at, U" "});
      at = end - 1;
    }
  }
  return edits;
}

std::vector<Edit> shifted_edits(std::u32string_view text, const Words& words) {
  std::vector<Edit> edits;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] != U'!' || !is_han(text[at - 1])) continue;
    auto edit = unshifted(text, at);
    if (!edit) continue;
    const char32_t lost = lost_character(text.substr(0, at), words);
    if (lost == 0) continue;
    edit->with.insert(edit->with.begin(), lost);
    at += edit->length - 1;
    edits.push_back(*std::move(edit));
  }
  return edits;
}

std::vector<Edit> pinyin_edits(std::u32string_view text) {
  std::vector<Edit> edits;
  std::map<char32_t, std::size_t> noted, seen;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_han(text[at])) continue;
    ++seen[text[at]];
    if (const std::size_t end = pinyin_end(text, at + 1)) {
      ++noted[text[at]];
      edits.push_back({at + 1, end - at - 1, U""});
    }
  }
  const bool always = std::ranges::all_of(noted, [&](const auto& one) { return one.second == seen[one.first] && one.second > 1; });
  return edits.size() > kFewNotes || (!edits.empty() && always) ? edits : std::vector<Edit>{};
}

std::vector<Edit> ruby_edits(std::u32string_view text) {
  std::vector<Edit> edits;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (const std::size_t end = is_han(text[at]) ? pinyin_end(text, at + 1) : 0) {
      std::u32string with = U"{";
      with += text[at];
      with += U'|';
      with += text.substr(at + 2, end - at - 3);
      with += U'}';
      edits.push_back({at, end - at, std::move(with)});
    }
  return edits;
}

std::vector<Edit> punctuation_edits(std::u32string_view text) {
  std::vector<Edit> edits;
  add_parentheses(text, edits);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    const std::size_t before = at == 0 ? text.npos : at - 1;
    const auto mark = std::ranges::find(kMarks, c, &Pair::ascii);
    // A parenthesis that becomes wide counts as Chinese.
    const auto is_wide = [&](std::size_t i) { return std::ranges::find(edits, i, &Edit::at) != edits.end(); };
    if (mark != kMarks.end()) {
      const bool beside_wide = (before != text.npos && is_wide(before) && is_chinese(char_at(text, at + 1))) ||
                               (is_wide(at + 1) && before != text.npos && is_chinese(text[before]));
      if (stands_in_chinese(text, before, at + 1) || beside_wide) edits.push_back({at, 1, std::u32string(1, mark->wide)});
    } else if (c == U'.' || c == U'。' || c == U'…') {
      const std::size_t length = run_length(text, at);
      const bool chinese = stands_in_chinese(text, before, at + length);
      if ((c == U'.' && length >= 3 && chinese) || (c == U'。' && length >= 3) || (c == U'…' && length == 1 && chinese))
        edits.push_back({at, length, U"……"});
      at += length - 1;
    } else if (c == U'-' || c == U'—') {
      const std::size_t length = run_length(text, at);
      const bool line = (before == text.npos || text[before] == U'\n') && char_at(text, at + length) == U'\n';  // --- breaks a page
      if (length == 1 && c == U'-' && is_years(text, at)) edits.push_back({at, 1, U"—"});
      else if (!line && stands_in_chinese(text, before, at + length) && ((c == U'-' && length == 2) || (c == U'—' && length == 1)))
        edits.push_back({at, length, U"——"});
      at += length - 1;
    } else if (is_in(U"‧•・", c) && before != text.npos && is_han(text[before]) && is_han(char_at(text, at + 1))) {
      edits.push_back({at, 1, U"·"});
    }
  }
  std::ranges::sort(edits, {}, &Edit::at);
  return edits;
}

std::vector<Edit> quote_edits(std::u32string_view text) {
  std::vector<Edit> edits, line;
  bool chinese = false;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at == text.size() || text[at] == U'\n') {
      if (chinese && line.size() % 2 == 0) edits.insert(edits.end(), line.begin(), line.end());
      line.clear();
      chinese = false;
    } else {
      chinese = chinese || is_han(text[at]);
      if (text[at] == U'"') line.push_back({at, 1, line.size() % 2 == 0 ? U"“" : U"”"});
    }
  }
  return edits;
}

std::vector<Edit> width_edits(std::u32string_view text) {
  std::vector<Edit> edits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    if ((c >= U'０' && c <= U'９') || (c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ'))
      edits.push_back({at, 1, std::u32string(1, c - 0xFEE0)});
  }
  return edits;
}

std::vector<Edit> wrapped_edits(std::u32string_view text) {
  constexpr std::size_t kWidest = 90, kNarrowest = 12;  // characters of a wrapped line: a screen's or a printed page's
  constexpr std::size_t kRagged = 3;                    // a line is full where at most so many would have fitted still
  struct Line {
    std::size_t begin = 0, end = 0;
    std::size_t width() const { return end - begin; }
  };
  std::vector<Line> lines;
  std::size_t widest = 0, full = 0;
  bool apart = false;  // paragraphs are told by an indent or an empty line
  const auto is_indented = [&](std::size_t at) { return char_at(text, at) == U'　' || (char_at(text, at) == U' ' && char_at(text, at + 1) == U' '); };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(U'\n', at), text.size());
    lines.push_back({at, end});
    widest = std::max(widest, end - at);
    apart = apart || end == at || is_indented(at);
    at = end + 1;
  }
  if (widest > kWidest || widest < kNarrowest) return {};
  std::vector<Edit> edits;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const Line &line = lines[i], &next = lines[i + 1];
    if (line.width() + kRagged < widest || next.width() == 0 || is_indented(next.begin)) continue;
    const char32_t last = text[line.end - 1], first = text[next.begin];
    if (is_in(U"。！？：；…—", last) && !apart) continue;
    ++full;
    const bool latin = !is_han(last) && !is_mark(last) && !is_han(first) && !is_mark(first);
    edits.push_back({line.end, 1, latin ? U" " : U""});
  }
  return full >= 2 ? edits : std::vector<Edit>{};
}

std::vector<Doubt> doubts(std::u32string_view text) {
  constexpr std::size_t kNear = 8;
  std::vector<Doubt> out;
  // Both ways are found in print, so it is said once and never changed.
  std::size_t spare = 0, first_spare = 0;
  for (std::size_t at = 1; at + 1 < text.size(); ++at)
    if (text[at] == U'、' && ((text[at - 1] == U'》' && text[at + 1] == U'《') || (text[at - 1] == U'”' && text[at + 1] == U'“')) && ++spare == 1) first_spare = at;
  if (spare > 0)
    out.push_back({first_spare,
                   {"、 between 》《 or ”“ is usually left out (GB/T 15834, 4.5.3.5); " + std::to_string(spare) + " kept",
                    "》《、”“之间通常不用顿号（GB/T 15834，4.5.3.5）；保留了 " + std::to_string(spare) + " 处"}});
  std::optional<std::size_t> rare;
  std::vector<std::pair<char32_t, std::size_t>> open;
  constexpr std::u32string_view kOpening = U"“‘（《〈【「『", kClosing = U"”’）》〉】」』";
  const auto alone = [&](std::size_t at) { out.push_back({at, {"its other half is missing", "缺少与之成对的另一半"}}); };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (is_han(c) && !is_common(c)) {
      if (rare && at - *rare <= kNear)
        out.push_back({*rare, {"rare characters near each other: the text may be damaged here", "生僻字相邻，此处可能是乱码"}});
      rare = at;
    }
    if (const std::size_t kind = kOpening.find(c); kind != kOpening.npos) open.emplace_back(kClosing[kind], at);
    else if (is_in(kClosing, c) && c != U'’') {
      if (!open.empty() && open.back().first == c) open.pop_back();
      else alone(at);
    } else if (c == U'\n') {
      for (const auto& [closing, where] : open) alone(where);
      open.clear();
    }
  }
  for (const auto& [closing, where] : open) alone(where);
  return out;
}

}  // namespace kiosk::manuscript
