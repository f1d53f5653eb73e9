#include "kiosk/text/wholes.h"

#include <algorithm>
#include <array>

#include "kiosk/text/characters.h"

namespace kiosk::text {
namespace {

using std::u32string_view;

// A whole longer than this is no number that a reader takes in at a glance; lines may break in it again.
constexpr std::size_t kMaxLength = 40;

bool is_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９'); }
bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool is_any(char32_t c, u32string_view set) { return set.find(c) != u32string_view::npos; }
bool is_chinese_numeral(char32_t c) {
  switch (c) {  // asked of every character
    case U'〇': case U'○': case U'零': case U'一': case U'二': case U'三': case U'四': case U'五': case U'六': case U'七': case U'八': case U'九':
    case U'十': case U'百': case U'千': case U'万': case U'廿': case U'卅': case U'两': case U'兩': return true;
    default: return false;
  }
}
bool is_gap(char32_t c) { return c == U' ' || c == U'\u00A0' || c == U'\u2009' || c == U'\u202F'; }

// Joins two groups of digits: decimal points, thousands, times, ranges, fractions, telephone numbers.
bool is_joint(char32_t c) { return is_any(c, U".,:/-–—~～／：．－×"); }

// Units after a number, longest first where one begins another.
constexpr std::array kUnits{
    U"平方公里", U"平方千米", U"平方米", U"立方米", U"世纪", U"世紀", U"年代", U"周年", U"週年", U"小时", U"小時",
    U"分钟",     U"分鐘",     U"公里",   U"千米",   U"厘米", U"毫米", U"公顷", U"公頃", U"公斤", U"千克", U"万元",
    U"萬元",     U"亿元",     U"億元",   U"余人",   U"餘人", U"号线", U"號線", U"年",   U"月",   U"日",   U"号",
    U"號",       U"时",       U"時",     U"点",     U"點",   U"分",   U"秒",   U"岁",   U"歲",   U"人",   U"名",
    U"位",       U"个",       U"個",     U"米",     U"亩",   U"畝",   U"吨",   U"噸",   U"克",   U"元",   U"万",
    U"萬",       U"亿",       U"億",     U"余",     U"餘",   U"多",   U"度",   U"层",   U"層",   U"座",   U"所",
    U"家",       U"处",       U"處",     U"件",     U"条",   U"條",   U"次",   U"路",   U"版",   U"届",   U"屆",
    U"章",       U"节",       U"節",     U"页",     U"頁",   U"幅",   U"张",   U"張",   U"封",   U"册",   U"冊",
    U"卷",       U"期",       U"辆",     U"輛",     U"户",   U"戶",   U"村",   U"天",   U"倍",   U"％",   U"%",
    U"‰",        U"℃",        U"°"};

constexpr std::array kMonths{U"January", U"February", U"March",     U"April",   U"May",      U"June",
                             U"July",    U"August",   U"September", U"October", U"November", U"December"};
constexpr std::array kLatinUnits{U"km", U"cm", U"mm",  U"kg", U"ha", U"am", U"pm",
                                 U"BC", U"AD", U"BCE", U"CE", U"m",  U"g",  U"t"};

class Scanner {
 public:
  explicit Scanner(u32string_view text) : text_(text) {}

  std::vector<Whole> scan() {
    std::vector<Whole> found;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(whole_at(at), at + kMaxLength);
      if (end > at + 1) found.push_back({at, end});
      at = std::max(end, at + 1);
    }
    return found;
  }

 private:
  char32_t peek(std::size_t at) const { return at < text_.size() ? text_[at] : 0; }

  std::size_t skip_gap(std::size_t at) const { return is_gap(peek(at)) ? at + 1 : at; }

  template <typename Words>
  std::size_t match(std::size_t at, const Words& words) const {
    for (u32string_view word : words)
      if (text_.substr(at, word.size()) == word) return at + word.size();
    return at;
  }

  // A word of a list that ends where a word ends.
  template <typename Words>
  std::size_t match_word(std::size_t at, const Words& words) const {
    for (u32string_view word : words)
      if (text_.substr(at, word.size()) == word && !is_latin(peek(at + word.size()))) return at + word.size();
    return at;
  }

  // Digits with joints and single letters between them: 1,000.5, 10:30, 021-5973-0000, 1921—1949, 2.0rc1.
  std::size_t digits(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && end - at < kMaxLength) {
      if (is_digit(peek(end))) ++end;
      else if (end > at && is_joint(peek(end)) && is_digit(peek(end + 1))) end += 2;
      else if (end > at && peek(end) == U'—' && peek(end + 1) == U'—' && is_digit(peek(end + 2))) end += 3;
      else break;
    }
    return end;
  }

  std::size_t chinese_digits(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && end - at < kMaxLength && is_chinese_numeral(text_[end])) ++end;
    return end;
  }

  // After a number: its unit, and the rest of a date.
  std::size_t units(std::size_t at, bool chinese_numerals) const {
    const std::size_t unit = skip_gap(at), end = match(unit, kUnits);
    if (end == unit) return at;
    const char32_t name = text_[unit];
    if (name != U'年' && name != U'月' && name != U'点' && name != U'點' && name != U'时' && name != U'時')
      return second_unit(end);
    const std::size_t next = skip_gap(end), number = chinese_numerals ? chinese_digits(next) : digits(next);
    if (number == next) return end;
    const std::size_t rest = skip_gap(number);
    if (!is_any(peek(rest), U"月日号號分")) return end;
    return units(number, chinese_numerals);
  }

  // 余万 and the like: 30 余万元, 3 万人.
  std::size_t second_unit(std::size_t at) const {
    const bool quantity = is_any(text_[at - 1], U"万萬亿億余餘多");
    return quantity ? match(at, kUnits) : at;
  }

  // The rest of a western date or a Latin unit after a number: " June 2000", " km".
  std::size_t western_tail(std::size_t at) const {
    if (!is_gap(peek(at))) return at;
    if (const std::size_t unit = match_word(at + 1, kLatinUnits); unit > at + 1) return unit;
    const std::size_t month = match_word(at + 1, kMonths);
    if (month == at + 1) return at;
    return is_gap(peek(month)) && is_digit(peek(month + 1)) ? digits(month + 1) : month;
  }

  // "+86 21 5973 0000", "(021) 5973 0000": groups apart by single spaces.
  std::size_t telephone(std::size_t at) const {
    std::size_t end = at + 1, count = 0;
    while (end < text_.size() && end - at < kMaxLength) {
      const char32_t c = text_[end];
      if (is_digit(c)) ++count, ++end;
      else if (is_any(c, U" -()") && (is_digit(peek(end + 1)) || is_any(peek(end + 1), U" (-"))) ++end;
      else break;
    }
    return count >= 7 ? end : at;
  }

  std::size_t month_first(std::size_t at) const {
    const std::size_t month = match_word(at, kMonths);
    if (month == at || !is_gap(peek(month)) || !is_digit(peek(month + 1))) return at;
    const std::size_t day = digits(month + 1);
    if (peek(day) == U',' && is_gap(peek(day + 1)) && is_digit(peek(day + 2))) return digits(day + 2);
    return day;
  }

  // Words that UAX #14 would take apart at their marks: C++20, GB/T, AT&T.
  std::size_t word(std::size_t at) const {
    std::size_t end = at;
    const auto alphanumeric = [this](std::size_t i) { return is_latin(peek(i)) || is_digit(peek(i)); };
    while (end < text_.size() && end - at < kMaxLength &&
           (alphanumeric(end) || is_any(text_[end], U"+#&_") || (is_any(text_[end], U"/.") && alphanumeric(end + 1))))
      ++end;
    return end;
  }

  // Where the whole that begins here ends; `at` where none does.
  std::size_t whole_at(std::size_t at) const {
    const char32_t c = text_[at];
    if (is_latin(c)) return std::max(word(at), month_first(at));
    const bool ideograph = c >= 0x3400 && c < 0xA000;
    if (ideograph && c != U'第' && c != U'约' && !is_chinese_numeral(c)) return at;
    if (c == U'第') {
      const std::size_t number = skip_gap(at + 1), end = std::max(digits(number), chinese_digits(number));
      return end == number ? at : units_or_one(end);
    }
    if ((c == U'+' || c == U'(') && is_digit(peek(at + 1)))
      if (const std::size_t end = telephone(at); end > at) return end;
    if (is_any(c, U"+-−±￥¥$€约") && is_digit(peek(at + 1))) return after_number(digits(at + 1));
    if (is_digit(c)) return after_number(digits(at));
    if (is_chinese_numeral(c)) {
      const std::size_t number = chinese_digits(at), end = units(number, true);
      return end > number ? end : at;
    }
    return at;
  }

  std::size_t after_number(std::size_t number) const {
    const std::size_t end = units(number, false);
    return end > number ? end : western_tail(number);
  }

  // An ordinal's noun: 第十二届, 第 3 次; any one character that is no mark.
  std::size_t units_or_one(std::size_t number) const {
    const std::size_t noun = skip_gap(number), end = match(noun, kUnits);
    if (end > noun) return end;
    return noun < text_.size() && character(text_[noun]).script() == Script::han &&
                   character(text_[noun]).letter_or_number()
               ? noun + 1
               : number;
  }

  u32string_view text_;
};

}  // namespace

std::vector<Whole> find_wholes(u32string_view text) { return Scanner(text).scan(); }

}  // namespace kiosk::text
