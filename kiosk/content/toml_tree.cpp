#include "kiosk/content/toml_tree.h"

#include <toml++/toml.h>
#include <algorithm>

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
               "tables are nested deeper than 32, or the file has more than 40,000 lines or 100,000 values",
               "write it flatter, or in several files");
    return std::nullopt;
  }
  try {
    return convert(toml::parse(text), first_line - 1);
  } catch (const toml::parse_error& error) {
    report.add("toml-syntax", static_cast<int>(error.source().begin.line) + first_line - 1,
               static_cast<int>(error.source().begin.column), std::string(error.description()),
               "mend the line, or compare it with content/FORMAT.md");
  } catch (const std::exception& error) {
    report.add("toml-syntax", 0, 0, error.what(), "compare the file with content/FORMAT.md");
  }
  return std::nullopt;
}

}  // namespace kiosk::content
