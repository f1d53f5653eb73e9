#include "kiosk/content/page_lines.h"

#include <algorithm>
#include <array>

#include "kiosk/base/utf8.h"
#include "kiosk/content/emphasis.h"
#include "kiosk/content/fence.h"

namespace kiosk::content {
namespace {

bool is_one_of(std::string_view line, char mark) { return line.find_first_not_of(mark) == line.npos; }

// CommonMark 0.30 §4.1: three or more of one mark, spaces between.
bool is_rule(std::string_view line) {
  const char mark = line.empty() ? '\0' : line.front();
  if (mark != '*' && mark != '-' && mark != '_') return false;
  return std::ranges::count(line, mark) >= 3 &&
         std::ranges::all_of(line, [mark](char c) { return c == mark || c == ' '; });
}

struct Slip {
  std::string_view wide, right;
};

// What a Chinese input method makes of Markdown's signs: as the whole line, at its beginning, and anywhere.
constexpr auto kWholeLine = std::to_array<Slip>({{"－－－", "---"}, {"———", "---"}, {"＋＋＋", "+++"}});
constexpr auto kBegin = std::to_array<Slip>({{"＃", "#"}, {"＞", ">"}, {"！［", "!["}, {"！[", "!["}, {"！【", "!["}, {"－ ", "- "}});
constexpr auto kAnywhere = std::to_array<Slip>({{"［＾", "[^"}, {"［^", "[^"}, {"[＾", "[^"}, {"【＾", "[^"}, {"【^", "[^"}, {"［……", "[^"}, {"【……", "[^"}, {"＊＊", "**"}});

void check_signs(std::string_view text, int line, Report& report) {
  const auto say = [&](const Slip& slip, std::size_t at) {
    int column = 1;
    for (std::size_t i = 0; i < at; ++column) utf8::next(text, i);
    report.add("full-width-sign", line, column,
               {in_quotes(slip.wide) + " is full-width and means nothing here", in_quotes(slip.wide) + "是全角符号，在这里不起作用"},
               {"type `" + std::string(slip.right) + "` with the Chinese input method off", "切换到英文输入法，改成 `" + std::string(slip.right) + '`'});
  };
  for (const Slip& slip : kWholeLine)
    if (text == slip.wide) return say(slip, 0);
  for (const Slip& slip : kBegin)
    if (text.starts_with(slip.wide)) return say(slip, 0);
  for (const Slip& slip : kAnywhere)
    if (const std::size_t at = text.find(slip.wide); at != text.npos) return say(slip, at);
}

}  // namespace

void check_lines(std::string_view markdown, int line, Report& report) {
  bool after_text = false;
  Fence fence;
  for (std::size_t at = 0; at < markdown.size(); ++line) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    std::string_view text = without_trailing_blanks(markdown.substr(at, end - at));
    at = end + 1;
    if (fence.takes(text)) {
      after_text = false;
      continue;
    }
    check_signs(text, line, report);
    const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    text.remove_prefix(indent);
    const bool underline = !text.empty() && after_text && indent < 4 && (is_one_of(text, '=') || is_one_of(text, '-'));
    if (underline)
      report.add("heading-underlined", line, 0, {"this line makes a heading of the text above it", "这一行把上面的文字变成了标题"},
                 {"write ## before a heading; for a new page a line of exactly ---", "标题前写 `##`；要分页就写单独一行 `---`，前面空一行"});
    else if (is_rule(text))
      report.add("thematic-break", line, 0, {"a line across the page is not shown", "横线不会显示"},
                 {"for a new page write a line of exactly ---", "要分页就写单独一行 `---`"});
    if (text.size() > 2 && text.find('|') != text.npos && text.find('-') != text.npos &&
        text.find_first_not_of("|:- ") == text.npos)
      report.add("table", line, 0, {"tables are not shown as such", "表格显示不出来"}, {"write sentences or a list", "改写成句子或列表"});
    after_text = !text.empty() && !underline && text[0] != '#' && text[0] != '>';
  }
}

std::string without_definitions(std::string_view markdown, int line, Report& report) {
  std::string out;
  std::string begin;
  utf8::append(begin, kNoteBegin);
  for (std::size_t at = 0; at <= markdown.size(); ++line) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    const std::string_view text = markdown.substr(at, end - at);
    std::string close;
    utf8::append(close, kNoteEnd);
    const std::size_t closed = text.find(close);
    if (text.starts_with(begin) && closed != text.npos && text.substr(closed + close.size()).starts_with(":"))
      report.add("note-definition", line, 0, {"a note is not defined on the page; the line is left out", "来源不在页面上定义，这一行不显示"},
                 {"put the source into [[sources]] between the +++ lines, or into sources.toml", "把来源写进两行 `+++` 之间的 `[[sources]]`，或写进 sources.toml"});
    else out += text;
    if (end < markdown.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace kiosk::content
