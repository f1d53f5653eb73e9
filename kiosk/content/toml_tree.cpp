#include "kiosk/content/toml_tree.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "kiosk/base/utf8.h"

namespace kiosk::content {
namespace {

constexpr int kMostNesting = 32, kMostLines = 40'000, kMostValues = 100'000;

// Where a limit is broken, as a line from 0; nothing where it is kept. A lexer of just strings, comments,
// brackets and dots: it may count a dot too many (numbers, dates), never one too few.
class NestingScan {
 public:
  explicit NestingScan(std::string_view text) : text_(text) {}

  std::optional<int> too_deep_at() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '\n') {
        ++line_;
        dots_ = 0;
      } else if (c == '[' || c == '{') {
        ++depth_;
        dots_ = 0;
      } else if (c == ']' || c == '}') depth_ = std::max(0, depth_ - 1);
      else if (c == '=' || c == ',') {
        dots_ = 0;
        ++values_;
      } else if (c == '.') ++dots_;
      if (depth_ > kMostNesting || dots_ > kMostNesting || line_ > kMostLines || values_ > kMostValues) return line_;
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool many = text_.substr(at_, 3) == three;
    at_ += many ? 3 : 1;
    while (at_ < text_.size()) {
      if (text_[at_] == '\\' && quote == '"') {
        at_ += 1;
        if (at_ < text_.size() && text_[at_] != '\n') ++at_;
        continue;
      }
      if (many ? text_.substr(at_, 3) == three : text_[at_] == quote) {
        at_ += many ? 3 : 1;
        for (int more = 0; many && more < 2 && at_ < text_.size() && text_[at_] == quote; ++more)
          ++at_;  // """a""""" ends in a quote
        return;
      }
      if (text_[at_] == '\n') {
        if (!many) return;
        ++line_;
      }
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 0, depth_ = 0, dots_ = 0, values_ = 0;
};

std::string_view line_at(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(0, text.find('\n'));
}

struct WideSign {
  std::string_view wide, narrow;
  int column = 0;  // in characters, from 1
};

// The first sign outside "…" and '…' that a Chinese input method writes for one of TOML's.
std::optional<WideSign> full_width_sign(std::string_view line) {
  constexpr auto kSigns = std::to_array<WideSign>({{"“", "\""}, {"”", "\""}, {"‘", "'"}, {"’", "'"}, {"＂", "\""}, {"＝", "="}, {"，", ","},
                                                   {"、", ","}, {"．", "."}, {"。", "."}, {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"},
                                                   {"｛", "{"}, {"｝", "}"}, {"＃", "#"}, {"：", "="}, {"　", " "}});
  char quote = '\0';
  int column = 1;
  for (std::size_t at = 0; at < line.size(); ++column) {
    const std::size_t begin = at;
    utf8::next(line, at);
    const std::string_view one = line.substr(begin, at - begin);
    if (quote == '\0' && one == "#") break;
    if (one == "\"" || one == "'") {
      if (quote == '\0') quote = one[0];
      else if (quote == one[0]) quote = '\0';
    }
    if (quote != '\0') continue;
    if (const auto sign = std::ranges::find(kSigns, one, &WideSign::wide); sign != kSigns.end()) return WideSign{sign->wide, sign->narrow, column};
  }
  return std::nullopt;
}

Bilingual mend_of(const WideSign& sign) {
  const std::string wide(sign.wide), narrow = sign.narrow == " " ? "" : std::string(sign.narrow);
  if (narrow.empty()) return {"write an ordinary blank in its place", "改成半角空格"};
  return {"type " + narrow + " in place of " + wide + ", with the Chinese input method off", "切换到英文输入法，把 " + wide + " 改成半角的 " + narrow};
}

// The commonest complaints of toml++, by words in them.
std::string cause_in_chinese(std::string_view description) {
  constexpr auto kCauses = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"redefine", "同一个键写了两次"},
      {"end-of-file", "内容没有写完，多半缺引号或括号"},
      {"line breaks are prohibited", "引号没有在同一行结束"},
      {"while parsing string", "引号里的文字写法不对，多半缺引号或 \\ 用错"},
      {"while parsing key", "键名写法不对"},
      {"while parsing array", "列表写法不对，多半缺逗号或 ]"},
      {"while parsing table header", "[表名] 写法不对"},
      {"while parsing inline table", "{…} 写法不对，多半缺逗号或 }"},
      {"while parsing value", "等号后面的值写法不对，多半缺引号"},
      {"determine value type", "等号后面的值写法不对，多半缺引号"},
  });
  for (const auto& [words, chinese] : kCauses)
    if (description.find(words) != description.npos) return std::string(chinese);
  return std::string(description);
}

std::string date_text(const toml::date& date) {
  char out[16];
  std::snprintf(out, sizeof out, "%04u-%02u-%02u", unsigned{date.year}, unsigned{date.month}, unsigned{date.day});
  return out;
}

// Recursion is bounded by the nesting limits above: header + dotted keys + values, each at most kMostNesting.
Node convert(const toml::node& from, int line_shift) {
  Node node;
  node.line = static_cast<int>(from.source().begin.line) + line_shift;
  node.column = static_cast<int>(from.source().begin.column);
  if (const auto* table = from.as_table()) {
    for (const auto& [key, value] : *table) {
      Node member = convert(value, line_shift);
      member.key = std::string(key.str());
      member.line = static_cast<int>(key.source().begin.line) + line_shift;
      member.column = static_cast<int>(key.source().begin.column);
      node.items.push_back(std::move(member));
    }
  } else if (const auto* array = from.as_array()) {
    node.kind = Node::Kind::array;
    for (const auto& value : *array) node.items.push_back(convert(value, line_shift));
  } else if (const auto* string = from.as_string()) {
    node.kind = Node::Kind::string;
    node.text = string->get();
    const int lines = static_cast<int>(from.source().end.line - from.source().begin.line);
    node.text_line = node.line + (lines > std::ranges::count(node.text, '\n') ? 1 : 0);
  } else if (const auto* integer = from.as_integer()) {
    node.kind = Node::Kind::integer;
    node.number = static_cast<double>(integer->get());
  } else if (const auto* real = from.as_floating_point()) {
    node.kind = Node::Kind::real;
    node.number = real->get();
  } else if (const auto* flag = from.as_boolean()) {
    node.kind = Node::Kind::boolean;
    node.number = flag->get() ? 1 : 0;
  } else if (const auto* date = from.as_date()) {
    node.kind = Node::Kind::date;
    node.text = date_text(date->get());
  } else {
    node.kind = Node::Kind::other;
  }
  return node;
}

}  // namespace

const Node* Node::find(std::string_view name) const {
  if (kind != Kind::table) return nullptr;
  const auto found = std::ranges::lower_bound(items, name, {}, &Node::key);
  return found != items.end() && found->key == name ? &*found : nullptr;
}

std::optional<Node> parse_toml(std::string_view text, int first_line, Report& report) {
  if (const auto line = NestingScan(text).too_deep_at()) {
    report.add("toml-nesting", *line + first_line, 0,
               {"tables are nested deeper than 32, or the file has more than 40,000 lines or 100,000 values", "嵌套超过 32 层，或文件超过 40,000 行、100,000 个值"},
               {"write it flatter, or in several files", "减少层次，或分成几个文件"});
    return std::nullopt;
  }
  try {
    return convert(toml::parse(text), first_line - 1);
  } catch (const toml::parse_error& error) {
    const int line = static_cast<int>(error.source().begin.line);
    const auto sign = full_width_sign(line_at(text, line));
    report.add("toml-syntax", line + first_line - 1, static_cast<int>(error.source().begin.column),
               {"this is not TOML: " + std::string(error.description()), "不是合法的 TOML（" + cause_in_chinese(error.description()) + "）"},
               sign ? mend_of(*sign)
                    : Bilingual{"mend this line or the one before: each text stands in \"…\", each list in […], as FORMAT.md shows",
                                "改正这一行或上一行：文字放在半角引号 \"…\" 里，列表放在 […] 里，写法见 FORMAT.md"});
    if (sign)
      report.add("full-width-sign", line + first_line - 1, sign->column, {"“" + std::string(sign->wide) + "” is a full-width sign", "“" + std::string(sign->wide) + "”是全角符号"},
                 mend_of(*sign));
  } catch (const std::exception& error) {
    report.add("toml-syntax", 0, 0, {error.what(), "读不懂这个文件：" + std::string(error.what())},
               {"compare the file with FORMAT.md", "对照 FORMAT.md 检查这个文件"});
  }
  return std::nullopt;
}

}  // namespace kiosk::content
