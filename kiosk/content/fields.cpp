#include "kiosk/content/fields.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "kiosk/base/suggest.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostTitle = 120, kMostProse = 4000;  // characters

std::size_t most_of(TextForm form) { return form == TextForm::title ? kMostTitle : kMostProse; }

}  // namespace

std::string clean_text(std::string_view text, std::size_t most_characters, bool keep_lines, int line, Report& report) {
  std::string out;
  std::size_t count = 0;
  bool unwanted = false;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = utf8::next(text, at);
    if (c == '\r') continue;
    if (c == '\t' || (c == '\n' && !keep_lines)) c = ' ';
    if (is_unwanted(c)) {
      unwanted = true;
      continue;
    }
    if (++count > most_characters) {
      report.add("text-length", line, 0,
                 {"the text is longer than " + std::to_string(most_characters) + " characters and is cut",
                  "文字超过 " + std::to_string(most_characters) + " 字，多出的会截去"},
                 {"shorten it", "缩短"});
      break;
    }
    utf8::append(out, c);
  }
  if (unwanted)
    report.add("control-character", line, 0,
               {"a control character or another invisible character that programs misread is left out", "这里有会被程序误读的不可见字符，显示时会去掉"},
               {"delete it; it often comes with text that was copied", "删去它；多半是复制文字时带进来的，重新输入即可"});
  const std::size_t begin = std::min(out.find_first_not_of(" \n"), out.size());
  const std::size_t end = out.find_last_not_of(" \n");
  return end == out.npos ? std::string() : out.substr(begin, end - begin + 1);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {};
  for (std::size_t i = 0, part = 0; i < 10; ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return false;
    parts[part] = parts[part] * 10 + (text[i] - '0');
  }
  return std::chrono::year_month_day{std::chrono::year{parts[0]}, std::chrono::month{static_cast<unsigned>(parts[1])},
                                     std::chrono::day{static_cast<unsigned>(parts[2])}}
      .ok();
}

int line_of(const Node& table, std::string_view key) {
  const Node* node = table.find(key);
  return node ? node->line : table.line;
}

const Node* Fields::member(std::string_view key) {
  known_.push_back(key);
  return table_.find(key);
}

void Fields::wrong_type(const Node& node, const Bilingual& what) {
  report_.add("key-type", node.line, node.column, {'`' + node.key + "` must be " + what.en, '`' + node.key + "` 应当是" + what.zh},
              {"see FORMAT.md; texts stand in \"…\"", "按 FORMAT.md 改写；文字要放在半角引号 \"…\" 里"});
}

const Node* Fields::get(std::string_view key, Need need, Node::Kind kind, const Bilingual& what) {
  const Node* node = member(key);
  if (!node) {
    if (need == Need::required)
      report_.add("key-missing", table_.line, table_.column, {'`' + std::string(key) + "` is missing", "缺少 `" + std::string(key) + '`'},
                  {"add it: " + what.en, "补上：" + what.zh});
    return nullptr;
  }
  if (node->kind == kind) return node;
  wrong_type(*node, what);
  return nullptr;
}

std::string Fields::string(std::string_view key, Need need, TextForm form) {
  const Node* node = get(key, need, Node::Kind::string, {"a text in quotation marks", "放在半角引号里的文字"});
  if (!node) return {};
  std::string text = clean_text(node->text, most_of(form), form != TextForm::title, node->line, report_);
  if (text.empty() && need == Need::required)
    report_.add("key-missing", node->line, node->column, {'`' + std::string(key) + "` is empty", '`' + std::string(key) + "` 是空的"},
                {"write something, or take the entry out", "写上内容，或删去这一项"});
  return text;
}

Located Fields::located(std::string_view key, Need need) {
  const Node* node = get(key, need, Node::Kind::string, {"a text in quotation marks", "放在半角引号里的文字"});
  return node ? Located{node->text, node->line, node->column} : Located{};
}

Located Fields::id(std::string_view key, Need need) {
  Located found = located(key, need);
  if (found.line == 0 || is_id(found.text)) return found;
  report_.add("id-form", found.line, found.column, {in_quotes(found.text) + " cannot be an id", in_quotes(found.text) + "不能作编号"},
              {"use a-z, 0-9 and \"-\", at most 64", "只用小写字母、数字和 `-`，不超过 64 个字符"});
  return {};
}

std::string Fields::date(std::string_view key, Need need) {
  const Node* node = member(key);
  if (!node) return get(key, need, Node::Kind::date, {"a date, 2026-11-01", "日期，如 2026-11-01"}), std::string();
  if ((node->kind == Node::Kind::date || node->kind == Node::Kind::string) && is_date(node->text)) return node->text;
  report_.add("date-form", node->line, node->column, {'`' + node->key + "` is not a date", '`' + node->key + "` 不是日期"},
              {"write it as 2026-11-01", "写成 2026-11-01 这样"});
  return {};
}

std::optional<double> Fields::number(std::string_view key, Need need, double low, double high) {
  const Node* node = member(key);
  if (!node) return get(key, need, Node::Kind::real, {"a number", "数字"}), std::nullopt;
  if (node->kind != Node::Kind::integer && node->kind != Node::Kind::real)
    return wrong_type(*node, {"a number", "数字"}), std::nullopt;
  if (node->number >= low && node->number <= high) return node->number;
  char range[80];
  std::snprintf(range, sizeof range, "%g–%g", low, high);
  report_.add("value-range", node->line, node->column, {'`' + node->key + "` is out of range", '`' + node->key + "` 超出范围"},
              {std::string("write a number within ") + range, std::string("写 ") + range + " 之间的数字"});
  return std::nullopt;
}

bool Fields::flag(std::string_view key) {
  const Node* node = get(key, Need::optional, Node::Kind::boolean, {"true or false", "true 或 false"});
  return node && node->number != 0;
}

std::optional<Point> Fields::point(std::string_view key, Need need) {
  const Node* node = get(key, need, Node::Kind::array, {"two numbers from 0 to 1: [0.5, 0.6]", "两个 0 到 1 之间的数字：[0.5, 0.6]"});
  if (!node) return std::nullopt;
  const auto inside = [](const Node& n) {
    return (n.kind == Node::Kind::real || n.kind == Node::Kind::integer) && n.number >= 0 && n.number <= 1;
  };
  if (node->items.size() == 2 && inside(node->items[0]) && inside(node->items[1]))
    return Point{static_cast<float>(node->items[0].number), static_cast<float>(node->items[1].number)};
  report_.add("value-range", node->line, node->column, {'`' + std::string(key) + "` is not a place", '`' + std::string(key) + "` 不是位置"},
              {"write two numbers from 0 to 1: [0.5, 0.6]", "写两个 0 到 1 之间的数字：[0.5, 0.6]"});
  return std::nullopt;
}

std::optional<std::size_t> Fields::choice(std::string_view key, Need need, std::span<const std::string_view> names) {
  const Node* node = get(key, need, Node::Kind::string, {"a word in quotation marks", "放在半角引号里的词"});
  if (!node) return std::nullopt;
  const auto found = std::ranges::find(names, node->text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string allowed;
  for (std::string_view name : names) allowed += (allowed.empty() ? "" : ", ") + std::string(name);
  report_.add("value-range", node->line, node->column, {in_quotes(node->text) + " is not known here", "此处不认识" + in_quotes(node->text)},
              {"write one of " + allowed, "从这些词里选一个：" + allowed});
  return std::nullopt;
}

LocalText Fields::text(std::string_view key, Need need, TextForm form, Untranslated* untranslated) {
  LocalText out;
  const Node* node =
      get(key, need, Node::Kind::table, {"a text for each language: " + std::string(key) + ".zh-Hans = \"…\"", "分语言写的文字：" + std::string(key) + ".zh-Hans = \"…\""});
  if (!node) return out;
  Fields languages(*node, report_);
  for (Language language : kLanguages) {
    out[language] = languages.string(tag(language), Need::optional, form);
    if (form == TextForm::markup) continue;
    if (out[language].find("[^") != std::string::npos || out[language].find("**") != std::string::npos)
      report_.add("markup-misplaced", line_of(*node, tag(language)), 0,
                  {"`[^…]` and `**` mean nothing in this text and are shown as they are", "`[^…]` 和 `**` 在这段文字里不起作用，会照原样显示"},
                  {"take them out", "删去这些符号"});
  }
  languages.done();
  if (out.empty()) {
    // Where the reference is missing, the text counts as missing: no screen may open with another language by chance.
    report_.add("text-reference", node->line, node->column, {'`' + std::string(key) + "` has no zh-Hans", '`' + std::string(key) + "` 没有 zh-Hans"},
                {"write `" + std::string(key) + ".zh-Hans`", "补上 `" + std::string(key) + ".zh-Hans`"});
    return {};
  }
  for (std::size_t i = 0; untranslated && i < kLanguages.size(); ++i)
    if (!out.has(kLanguages[i]) && untranslated->count[i]++ == 0) untranslated->first_line[i] = node->line;
  return out;
}

std::vector<Located> Fields::list(std::string_view key, Need need, std::size_t most) {
  std::vector<Located> out;
  const Node* node = get(key, need, Node::Kind::array, {"a list: [\"…\", \"…\"]", "列表：[\"…\", \"…\"]"});
  if (!node) return out;
  for (const Node& item : node->items) {
    if (item.kind != Node::Kind::string) {
      report_.add("key-type", item.line, item.column, {'`' + std::string(key) + "` must be a list of texts", '`' + std::string(key) + "` 应当是文字的列表"},
                  {"put each into quotation marks: \"…\"", "每一项都放在半角引号 \"…\" 里"});
      continue;
    }
    if (out.size() == most) {
      report_.add("count-limit", item.line, item.column,
                  {'`' + std::string(key) + "` has more than " + std::to_string(most) + " entries",
                   '`' + std::string(key) + "` 超过 " + std::to_string(most) + " 项"},
                  {"keep to the limit; the rest is left out", "减到上限以内；多出的不显示"});
      break;
    }
    out.push_back({item.text, item.line, item.column});
  }
  return out;
}

std::vector<Located> Fields::ids(std::string_view key, Need need, std::size_t most) {
  std::vector<Located> out;
  std::vector<std::string_view> seen;
  const std::vector<Located> all = list(key, need, most);
  for (const Located& one : all) {
    if (!is_id(one.text)) {
      report_.add("id-form", one.line, one.column, {in_quotes(one.text) + " cannot be an id", in_quotes(one.text) + "不能作编号"},
                  {"use a-z, 0-9 and \"-\", at most 64", "只用小写字母、数字和 `-`，不超过 64 个字符"});
      continue;
    }
    const auto place = std::ranges::lower_bound(seen, std::string_view(one.text));
    if (place != seen.end() && *place == one.text) {
      report_.add("id-duplicate", one.line, one.column, {in_quotes(one.text) + " is listed twice", in_quotes(one.text) + "列了两次"},
                  {"keep one of them", "只留一个"});
      continue;
    }
    seen.insert(place, one.text);
    out.push_back(one);
  }
  return out;
}

std::vector<const Node*> Fields::tables(std::string_view key, std::size_t most) {
  std::vector<const Node*> out;
  const Node* node = get(key, Need::optional, Node::Kind::array, {"tables: [[" + std::string(key) + "]]", "分条写的 [[" + std::string(key) + "]]"});
  if (!node) return out;
  for (const Node& item : node->items) {
    if (item.kind != Node::Kind::table) {
      report_.add("key-type", item.line, item.column, {'`' + std::string(key) + "` must be tables", '`' + std::string(key) + "` 应当分条写"},
                  {"write [[" + std::string(key) + "]] above each", "每条之前写 [[" + std::string(key) + "]]"});
      continue;
    }
    if (out.size() == most) {
      report_.add("count-limit", item.line, item.column,
                  {"there are more than " + std::to_string(most) + " [[" + std::string(key) + "]]",
                   "[[" + std::string(key) + "]] 超过 " + std::to_string(most) + " 条"},
                  {"keep to the limit; the rest is left out", "减到上限以内；多出的不显示"});
      break;
    }
    out.push_back(&item);
  }
  return out;
}

void Fields::done() {
  for (const Node& item : table_.items) {
    if (std::ranges::find(known_, item.key) != known_.end()) continue;
    const std::string_view nearest = nearest_word(std::string_view(item.key).substr(0, 64), known_);
    report_.add("key-unknown", item.line, item.column, {in_quotes(item.key) + " means nothing here", "此处不认识" + in_quotes(item.key)},
                nearest.empty() ? Bilingual{"take it out; FORMAT.md lists what is known", "删去；可用的键见 FORMAT.md"}
                                : Bilingual{"did you mean `" + std::string(nearest) + "`?", "是否应为 `" + std::string(nearest) + "`？"});
  }
}

}  // namespace kiosk::content
