#include "kiosk/author/statements.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kiosk/base/utf8.h"

namespace kiosk::author {
namespace {

constexpr std::u32string_view kChineseStops = U"。！？…", kChineseClosing = U"”’」』）》", kStops = U".!?", kClosing = U"”’\")";
constexpr std::u32string_view kHanDigits = U"〇零一二三四五六七八九", kHanNumber = U"〇零一二三四五六七八九十百千两兩";
constexpr std::array<std::u32string_view, 12> kMonths{U"January", U"February", U"March",     U"April",   U"May",      U"June",
                                                      U"July",    U"August",   U"September", U"October", U"November", U"December"};

bool is_in(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_blank(char32_t c) { return c == U' ' || c == U'\n' || c == U'\t' || c == U'\u00a0' || c == U'\u3000'; }

// A text as code points, each with the byte that it begins at.
struct Points {
  std::u32string text;
  std::vector<std::size_t> at;
};

Points points_of(std::string_view text) {
  Points out;
  for (std::size_t at = 0; at < text.size();) {
    out.at.push_back(at);
    out.text.push_back(utf8::next(text, at));
  }
  out.at.push_back(text.size());
  return out;
}

std::size_t skip(std::u32string_view text, std::size_t at, auto belongs) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

// The end of a note [^id] at `at`; nothing where there is none.
std::optional<std::size_t> note_end(std::u32string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != U'[' || text[at + 1] != U'^') return std::nullopt;
  const std::size_t end = skip(text, at + 2, [](char32_t c) { return c != U']' && !is_blank(c); });
  return end > at + 2 && end < text.size() && text[end] == U']' ? std::optional(end + 1) : std::nullopt;
}

// Behind the notes that follow, with blanks before each.
std::size_t skip_notes(std::u32string_view text, std::size_t at) {
  while (const auto end = note_end(text, skip(text, at, is_blank))) at = *end;
  return at;
}

// The end of the sentence whose stop is at `at`; nothing where the sentence goes on.
std::optional<std::size_t> sentence_end(std::u32string_view text, std::size_t at, bool english) {
  const std::u32string_view stops = english ? kStops : kChineseStops, closing = english ? kClosing : kChineseClosing;
  if (!is_in(stops, text[at])) return std::nullopt;
  const std::size_t stop = skip(text, skip(text, at, [&](char32_t c) { return is_in(stops, c); }), [&](char32_t c) { return is_in(closing, c); });
  const std::size_t end = skip_notes(text, stop);
  if (!english || end > stop) return end;
  const std::size_t next = skip(text, stop, is_blank);
  if (next == text.size()) return end;
  const bool begins = (text[next] >= U'A' && text[next] <= U'Z') || is_digit(text[next]) || is_in(U"“‘\"(", text[next]) || utf8::is_han(text[next]);
  return next > stop && begins ? std::optional(end) : std::nullopt;
}

Sentence sentence_of(const Points& points, std::size_t begin, std::size_t end) {
  begin = skip(std::u32string_view(points.text).substr(0, end), begin, is_blank);
  Sentence out;
  out.begin = points.at[begin];
  for (std::size_t at = begin; at < end;) {
    if (const auto after = note_end(points.text, at)) {
      out.cited.push_back(utf8::encode(std::u32string_view(points.text).substr(at + 2, *after - at - 3)));
      out.cited_last = true;
      at = *after;
      continue;
    }
    const char32_t c = points.text[at++];
    if (!is_blank(c) && !is_in(kChineseStops, c) && !is_in(kChineseClosing, c) && !is_in(kStops, c) && !is_in(kClosing, c)) out.cited_last = false;
    utf8::append(out.words, c == U'\n' ? U' ' : c);
  }
  return out;
}

std::size_t digits(std::u32string_view text, std::size_t at, std::size_t most) {
  std::size_t n = 0;
  while (n < most && at + n < text.size() && is_digit(text[at + n])) ++n;
  return n;
}

std::size_t run_of(std::u32string_view text, std::size_t at, std::u32string_view set) {
  return skip(text, at, [&](char32_t c) { return is_in(set, c); }) - at;
}

// Length of a Chinese date at `at`, 0 for none: 2000年[6月[6日]], 6月6日, 一九二七年, 六月六日, 九十五周年.
std::size_t chinese_date(std::u32string_view text, std::size_t at) {
  const auto is = [&](std::size_t i, char32_t c) { return i < text.size() && text[i] == c; };
  const auto month_and_day = [&](std::size_t from, bool day_needed) -> std::size_t {
    const std::size_t month = digits(text, from, 2);
    if (month == 0 || !is(from + month, U'月')) return 0;
    const std::size_t day = digits(text, from + month + 1, 2);
    if (day > 0 && is(from + month + 1 + day, U'日')) return month + day + 2;
    return day_needed ? 0 : month + 1;
  };
  if (digits(text, at, 5) == 4 && is(at + 4, U'年')) return 5 + month_and_day(at + 5, false);
  if (const std::size_t length = month_and_day(at, true)) return length;
  if (run_of(text, at, kHanDigits) == 4 && is(at + 4, U'年')) return 5;
  const std::size_t number = run_of(text, at, kHanNumber);
  if (number == 0) return 0;
  if (is(at + number, U'周') && is(at + number + 1, U'年')) return number + 2;
  if (!is(at + number, U'月')) return 0;
  const std::size_t day = run_of(text, at + number + 1, kHanNumber);
  return day > 0 && is(at + number + 1 + day, U'日') ? number + day + 2 : 0;
}

std::size_t month_at(std::u32string_view text, std::size_t at) {
  for (std::u32string_view month : kMonths)
    if (text.substr(at).starts_with(month)) return month.size();
  return 0;
}

// Length of an English date at `at`, 0 for none: [6[–10] ]June 2000, 6 June.
std::size_t english_date(std::u32string_view text, std::size_t at) {
  const auto month_year = [&](std::size_t from) -> std::size_t {
    const std::size_t month = month_at(text, from);
    return month > 0 && from + month < text.size() && text[from + month] == U' ' && digits(text, from + month + 1, 5) == 4 ? month + 5 : 0;
  };
  if (const std::size_t length = month_year(at)) return length;
  const std::size_t day = digits(text, at, 3);
  if (day == 0 || day > 2) return 0;
  std::size_t next = at + day;
  if (next < text.size() && is_in(U"–-", text[next]))
    if (const std::size_t last = digits(text, next + 1, 3); last == 1 || last == 2) next += 1 + last;
  if (next >= text.size() || text[next] != U' ') return 0;
  if (const std::size_t length = month_year(next + 1)) return next + 1 - at + length;
  const std::size_t month = month_at(text, next + 1);
  return month > 0 && next == at + day ? next + 1 + month - at : 0;
}

std::size_t number_at(std::u32string_view text, std::size_t at) {
  std::size_t length = digits(text, at, text.size());
  if (length > 0 && at + length + 1 < text.size() && text[at + length] == U'.' && is_digit(text[at + length + 1]))
    length += 1 + digits(text, at + length + 1, text.size());
  if (length > 0 && at + length < text.size() && is_in(U"万亿", text[at + length])) ++length;
  return length;
}

}  // namespace

std::vector<Sentence> sentences_of(std::string_view text, Language language) {
  const Points points = points_of(text);
  const std::u32string_view all = points.text;
  std::vector<Sentence> out;
  const auto add = [&](std::size_t begin, std::size_t end) {
    Sentence sentence = sentence_of(points, begin, end);
    if (!sentence.words.empty() || !sentence.cited.empty()) out.push_back(std::move(sentence));
  };
  for (std::size_t begin = 0; begin < all.size();) {
    // A paragraph ends with an empty line.
    std::size_t paragraph = begin;
    while (paragraph < all.size()) {
      const std::size_t blank = skip(all, paragraph, is_blank);
      if (std::ranges::count(all.substr(paragraph, blank - paragraph), U'\n') > 1 && paragraph > begin) break;
      paragraph = blank > paragraph ? blank : paragraph + 1;
    }
    const std::u32string_view seen = all.substr(0, paragraph);
    std::size_t start = begin;
    for (std::size_t at = begin; at < paragraph;) {
      const auto end = sentence_end(seen, at, language == Language::en);
      if (!end) {
        ++at;
        continue;
      }
      add(start, *end);
      start = at = *end;
    }
    if (skip(seen, start, is_blank) < paragraph) add(start, paragraph);
    begin = skip(all, paragraph, is_blank);
  }
  return out;
}

std::u32string squeezed(std::string_view text, Language language) {
  const std::u32string all = utf8::decode(text);
  std::u32string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t c = all[i];
    if (c == U',' && i > 0 && is_digit(all[i - 1]) && digits(all, i + 1, 4) == 3) continue;
    if (is_blank(c)) {
      if (language == Language::en && !out.empty() && out.back() != U' ') out += U' ';
      continue;
    }
    out += c == U'萬' ? U'万' : c == U'億' ? U'亿' : c == U'週' ? U'周' : c;
  }
  return out;
}

std::vector<std::string> values_in(std::string_view text, Language language) {
  const std::u32string all = squeezed(text, language);
  std::vector<std::string> dates, numbers;
  for (std::size_t at = 0; at < all.size();) {
    if (const std::size_t length = language == Language::en ? english_date(all, at) : chinese_date(all, at)) {
      dates.push_back(utf8::encode(std::u32string_view(all).substr(at, length)));
      at += length;
    } else if (const std::size_t number = number_at(all, at)) {
      numbers.push_back(utf8::encode(std::u32string_view(all).substr(at, number)));
      at += number;
    } else {
      ++at;
    }
  }
  dates.insert(dates.end(), numbers.begin(), numbers.end());
  return dates;
}

bool states(std::u32string_view text, std::string_view value) {
  const std::u32string wanted = utf8::decode(value);
  if (wanted.empty()) return false;
  const bool ends_in_digit = is_digit(wanted.back());
  for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) {
    if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == U'.') && is_digit(wanted.front())) continue;
    std::size_t after = at + wanted.size();
    if (ends_in_digit) {
      if (after < text.size() && is_in(U"万亿", text[after])) continue;
      while (after < text.size() && text[after] == U'.') ++after;
      if (after < text.size() && is_digit(text[after])) continue;
    }
    return true;
  }
  return false;
}

}  // namespace kiosk::author
