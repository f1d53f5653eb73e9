#include "kiosk/manuscript/manuscript.h"

#include <algorithm>
#include <optional>

#include "kiosk/base/utf8.h"

namespace kiosk::manuscript {
namespace {

constexpr std::size_t kLongestHeading = 30, kLongestSummary = 60;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWide = "　";
  while (!text.empty() && (text.front() == ' ' || text.starts_with(kWide))) text.remove_prefix(text.front() == ' ' ? 1 : kWide.size());
  while (!text.empty() && (text.back() == ' ' || text.ends_with(kWide))) text.remove_suffix(text.back() == ' ' ? 1 : kWide.size());
  return text;
}

bool looks_like_heading(std::string_view line) {
  const std::u32string letters = utf8::decode(line);
  return letters.size() <= kLongestHeading && std::u32string_view(U"。！？；：，、.!?;:,”’）》").find(letters.back()) == std::u32string_view::npos;
}

std::size_t han_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) count += utf8::is_han(utf8::next(text, at));
  return count;
}

// Up to the first full stop, without notes and marks, cut after kLongestSummary characters.
std::string first_sentence(std::string_view text) {
  std::u32string out;
  bool note = false;
  for (const char32_t c : utf8::decode(text)) {
    if (c == U'[') note = true;
    if (!note && c != U'*' && c != U'\\') out += c;
    if (c == U']') note = false;
    if (c == U'。' || c == U'！' || c == U'？') break;
    if (out.size() >= kLongestSummary) return utf8::encode(out) + "……";
  }
  if (!out.empty() && out.back() == U'。') out.pop_back();
  return utf8::encode(out);
}

// ![alt](path "caption"), the whole of a line. Web addresses are none of ours.
struct PictureLine {
  std::string alt, path, caption;
};
std::optional<PictureLine> picture_line(std::string_view line) {
  const std::size_t middle = line.find("](");
  if (!line.starts_with("![") || !line.ends_with(')') || middle == line.npos || line.find("![", 2) != line.npos) return std::nullopt;
  std::string_view inside = line.substr(middle + 2, line.size() - middle - 3);
  PictureLine out{std::string(line.substr(2, middle - 2)), "", ""};
  const std::size_t quote = inside.find(" \"");
  if (quote != inside.npos && inside.ends_with('"') && inside.size() > quote + 2) {
    out.caption = inside.substr(quote + 2, inside.size() - quote - 3);
    inside = trimmed(inside.substr(0, quote));
  }
  if (inside.starts_with('<') && inside.ends_with('>')) inside = inside.substr(1, inside.size() - 2);
  out.path = inside;
  const bool address = inside.find("://") != inside.npos || inside.starts_with("data:");
  return inside.empty() || address ? std::nullopt : std::optional(out);
}

// Behind the YAML description between two lines of ---, with which `lines` may begin; its title goes to `out`, and what else it says is named.
std::size_t take_description(const std::vector<std::string_view>& lines, Manuscript& out) {
  if (lines.empty() || trimmed(lines[0]) != "---") return 0;
  std::string left_out;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (trimmed(lines[i]) == "---") {
      if (!left_out.empty()) out.dropped.push_back({"of the description before the text: " + left_out, "文前说明中的：" + left_out});
      return i + 1;
    }
    const std::size_t colon = lines[i].find(':');
    const bool item = lines[i].starts_with(' ') || lines[i].starts_with('-') || lines[i].starts_with('#') || lines[i].empty();
    if (colon == lines[i].npos && !item) break;
    if (item) continue;
    const std::string_view key = lines[i].substr(0, colon), value = trimmed(lines[i].substr(colon + 1));
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    if (key == "title") out.title = quoted ? value.substr(1, value.size() - 2) : value;
    else left_out += (left_out.empty() ? "" : ", ") + std::string(key);
  }
  out = {};
  return 0;
}

}  // namespace

Manuscript read_plain(std::string_view text) {
  Manuscript out;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view words = trimmed(line);
    if (words.empty()) continue;
    const bool heading = looks_like_heading(words);
    if (heading && out.title.empty() && out.blocks.empty()) out.title = words;
    else out.blocks.push_back({heading ? Block::Kind::heading : Block::Kind::paragraph, heading ? 2 : 0, std::string(words), -1});
  }
  return out;
}

Manuscript read_markdown(std::string_view text) {
  Manuscript out;
  std::string paragraph;
  const auto flush = [&] {
    if (!paragraph.empty()) out.blocks.push_back({Block::Kind::paragraph, 0, std::exchange(paragraph, {}), -1});
  };
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = take_description(lines, out); i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::size_t level = line.find_first_not_of('#');
    const std::string_view words = trimmed(line);
    if (words.empty() || words == "---") {
      flush();
      if (!words.empty()) out.blocks.push_back({Block::Kind::page_break, 0, "", -1});
    } else if (level != line.npos && level > 0 && level <= 6 && line[level] == ' ') {
      flush();
      if (level == 1 && out.title.empty()) out.title = trimmed(line.substr(level));
      else out.blocks.push_back({Block::Kind::heading, static_cast<int>(level), std::string(trimmed(line.substr(level))), -1});
    } else if (const auto picture = picture_line(words)) {
      flush();
      out.pictures.push_back({"", "", picture->path, picture->alt});
      out.blocks.push_back({Block::Kind::picture, 0, picture->caption, static_cast<int>(out.pictures.size()) - 1});
    } else if (line.starts_with("- ") || line.starts_with("* ")) {
      flush();
      out.blocks.push_back({Block::Kind::bullet, 0, std::string(trimmed(line.substr(2))), -1});
    } else if (line.starts_with("> ")) {
      flush();
      out.blocks.push_back({Block::Kind::quotation, 0, std::string(trimmed(line.substr(2))), -1});
    } else {
      paragraph += (paragraph.empty() ? "" : "\n") + std::string(line);
    }
  }
  flush();
  return out;
}

StoryText story_text(const Manuscript& manuscript, const std::vector<std::string>& picture_paths, std::size_t most_han) {
  StoryText out;
  std::string page;
  std::size_t han = 0;
  bool pictured = false, headed = false;
  int number = 0;
  const auto turn = [&] {
    if (page.empty()) return;
    out.body += (out.body.empty() ? "" : "\n---\n\n") + page;
    page.clear();
    han = 0;
    pictured = headed = false;
  };
  const auto add = [&](const std::string& words, bool close) {
    page += (page.empty() || close ? "" : "\n") + words + "\n";
    han += han_in(words);
  };
  Block::Kind before = Block::Kind::page_break;
  for (const Block& block : manuscript.blocks) {
    const bool list = block.kind == Block::Kind::bullet || block.kind == Block::Kind::number;
    if (block.kind != Block::Kind::number) number = 0;
    if (block.kind == Block::Kind::page_break || block.kind == Block::Kind::heading) turn();
    else if (han > 0 && han + han_in(block.text) > most_han && !(headed && han < 20)) turn();
    if (block.kind == Block::Kind::picture && pictured) turn();
    switch (block.kind) {
      case Block::Kind::page_break: break;
      case Block::Kind::heading: add("## " + block.text, false), headed = true; break;
      case Block::Kind::bullet: add("- " + block.text, before == block.kind); break;
      case Block::Kind::number: add(std::to_string(++number) + ". " + block.text, before == block.kind); break;
      case Block::Kind::quotation: add("> " + block.text, false); break;
      case Block::Kind::paragraph: add(block.text, false); break;
      case Block::Kind::picture: {
        std::string caption = block.text;
        std::ranges::replace(caption, '"', '\'');
        add("![](" + picture_paths[static_cast<std::size_t>(block.picture)] + (caption.empty() ? "" : " \"" + caption + "\"") + ")", false);
        pictured = true;
      }
    }
    if (out.summary.empty() && (block.kind == Block::Kind::paragraph || list)) out.summary = first_sentence(block.text);
    before = block.kind;
  }
  turn();
  return out;
}

}  // namespace kiosk::manuscript
