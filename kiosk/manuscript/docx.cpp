#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>

#include "kiosk/base/utf8.h"
#include "kiosk/manuscript/manuscript.h"

namespace kiosk::manuscript {
namespace {

constexpr std::size_t kMostEntries = 5'000, kMostPart = 32u << 20, kMostPicture = 64u << 20, kMostUnpacked = 512u << 20, kMostBlocks = 100'000;
constexpr int kDeepest = 64;
constexpr std::size_t kLongestBoldHeading = 30;

using Parts = std::map<std::string, std::string, std::less<>>;

bool is_wanted(std::string_view name) {
  constexpr std::string_view kParts[] = {"word/document.xml",  "word/styles.xml",   "word/numbering.xml",
                                         "word/footnotes.xml", "word/endnotes.xml", "word/_rels/document.xml.rels"};
  return std::ranges::find(kParts, name) != std::end(kParts) || name.starts_with("word/media/");
}

Result<Parts> unpack(std::string_view bytes, std::string_view subject) {
  const auto wrong = [&](ErrorKind kind, std::string en, std::string zh) { return Error{kind, std::move(en), std::string(subject), std::move(zh)}; };
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return wrong(ErrorKind::malformed, "is a Word file of before 2007, or one with a password; save it as .docx without one",
                 "是旧版 .doc 文件或加了密码；请另存为不加密的 .docx");
  const std::unique_ptr<archive, int (*)(archive*)> zip(::archive_read_new(), &::archive_read_free);
  ::archive_read_support_format_zip(zip.get());
  const Error not_word = wrong(ErrorKind::malformed, "is not a whole Word file (.docx)", "不是完整的 Word 文件（.docx）");
  if (::archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return not_word;
  Parts parts;
  std::size_t entries = 0, unpacked = 0;
  archive_entry* entry = nullptr;
  int state;
  while ((state = ::archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK || state == ARCHIVE_WARN) {
    if (++entries > kMostEntries) return wrong(ErrorKind::limit, "holds more than 5,000 files", "内含超过 5,000 个文件");
    if (::archive_entry_is_encrypted(entry))
      return wrong(ErrorKind::malformed, "is encrypted; save it without a password", "已加密；请去掉密码后保存");
    const char* name = ::archive_entry_pathname(entry);
    if (!name || !is_wanted(name)) continue;
    const std::size_t most = std::string_view(name).starts_with("word/media/") ? kMostPicture : kMostPart;
    std::string& part = parts[name];
    part.clear();
    char buffer[64 * 1024];
    la_ssize_t n;
    while ((n = ::archive_read_data(zip.get(), buffer, sizeof buffer)) > 0) {
      part.append(buffer, static_cast<std::size_t>(n));
      unpacked += static_cast<std::size_t>(n);
      if (part.size() > most || unpacked > kMostUnpacked)
        return wrong(ErrorKind::limit, std::string("unpacks to more than is allowed: ") + utf8::plain_line(name),
                     std::string("解压后超过限度：") + utf8::plain_line(name));
    }
    if (n < 0) return not_word;
  }
  if (state != ARCHIVE_EOF || !parts.contains("word/document.xml")) return not_word;
  return parts;
}

// Names of elements without their prefix: Word writes w:, others may not.
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') == name.npos ? 0 : name.find(':') + 1);
}
pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node one : node)
    if (local_name(one) == name) return one;
  return {};
}
std::string attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute one : node.attributes()) {
    const std::string_view full = one.name();
    if (full.substr(full.find(':') == full.npos ? 0 : full.find(':') + 1) == name) return one.value();
  }
  return {};
}
std::string value(const pugi::xml_node& node) { return attribute(node, "val"); }
bool is_on(const pugi::xml_node& node) { return node && value(node) != "0" && value(node) != "false" && value(node) != "none"; }

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

struct Style {
  enum class Role { body, title, heading, caption, quotation } role = Role::body;
  int level = 0;
  std::string list;  // numId
};

// Word's own names of styles, also as Chinese Word and WPS write them.
void read_name(const std::string& name, Style& style) {
  const std::string plain = lower(name);
  const auto numbered = [&](std::string_view word) {
    return plain.starts_with(word) && plain.size() > word.size() && plain.back() >= '1' && plain.back() <= '9';
  };
  if (numbered("heading") || numbered("标题") || numbered("標題")) style.role = Style::Role::heading, style.level = plain.back() - '0';
  else if (plain == "title" || plain == "标题" || plain == "標題") style.role = Style::Role::title;
  else if (plain == "caption" || plain == "题注" || plain == "題注" || plain == "图注") style.role = Style::Role::caption;
  else if (plain.find("quote") != plain.npos || plain == "引用" || plain == "明显引用") style.role = Style::Role::quotation;
}

std::map<std::string, Style> read_styles(const Parts& parts) {
  std::map<std::string, Style> styles;
  std::map<std::string, std::string> based_on;
  pugi::xml_document xml;
  const auto part = parts.find("word/styles.xml");
  if (part == parts.end() || !xml.load_buffer(part->second.data(), part->second.size())) return styles;
  for (const pugi::xml_node node : xml.document_element()) {
    if (local_name(node) != "style") continue;
    Style style;
    read_name(value(child(node, "name")), style);
    const pugi::xml_node properties = child(node, "pPr");
    if (const pugi::xml_node level = child(properties, "outlineLvl"); level && style.role == Style::Role::body && value(level) < "9")
      style.role = Style::Role::heading, style.level = std::atoi(value(level).c_str()) + 1;
    style.list = value(child(child(properties, "numPr"), "numId"));
    based_on[attribute(node, "styleId")] = value(child(node, "basedOn"));
    styles[attribute(node, "styleId")] = style;
  }
  for (auto& [id, style] : styles)
    for (std::string parent = based_on[id]; style.role == Style::Role::body && !parent.empty() && styles.contains(parent);) {
      style = styles[parent];
      const std::string next = based_on[parent];
      based_on[parent].clear();  // no circles
      parent = next;
    }
  return styles;
}

// numId: whether its first level has bullets.
std::map<std::string, bool> read_lists(const Parts& parts) {
  std::map<std::string, bool> bullets, lists;
  pugi::xml_document xml;
  const auto part = parts.find("word/numbering.xml");
  if (part == parts.end() || !xml.load_buffer(part->second.data(), part->second.size())) return lists;
  for (const pugi::xml_node node : xml.document_element())
    if (local_name(node) == "abstractNum") bullets[attribute(node, "abstractNumId")] = value(child(child(node, "lvl"), "numFmt")) == "bullet";
  for (const pugi::xml_node node : xml.document_element())
    if (local_name(node) == "num") lists[attribute(node, "numId")] = bullets[value(child(node, "abstractNumId"))];
  return lists;
}

std::map<std::string, std::string> read_targets(const Parts& parts) {
  std::map<std::string, std::string> targets;
  pugi::xml_document xml;
  const auto part = parts.find("word/_rels/document.xml.rels");
  if (part == parts.end() || !xml.load_buffer(part->second.data(), part->second.size())) return targets;
  for (const pugi::xml_node node : xml.document_element())
    if (attribute(node, "TargetMode") != "External") {
      std::string target = attribute(node, "Target");
      targets[attribute(node, "Id")] = target.starts_with("/") ? target.substr(1) : "word/" + target;
    }
  return targets;
}

// Signs that Markdown would take for its own.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (std::string_view("\\*_`<[").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
  }
}

class Reader {
 public:
  Reader(const Parts& parts, Manuscript& out)
      : parts_(parts), out_(out), styles_(read_styles(parts)), lists_(read_lists(parts)), targets_(read_targets(parts)) {}

  bool read() {
    pugi::xml_document xml;
    const std::string& part = parts_.find("word/document.xml")->second;
    if (!xml.load_buffer(part.data(), part.size())) return false;
    const pugi::xml_node body = child(xml.document_element(), "body");
    if (!body) return false;
    read_blocks(body, 0);
    read_notes("word/footnotes.xml", "footnote");
    read_notes("word/endnotes.xml", "endnote");
    for (const auto& [what, count] : dropped_)
      out_.dropped.push_back({what.en + ": " + std::to_string(count), what.zh + "：" + std::to_string(count)});
    return true;
  }

 private:
  struct Piece {
    std::string text;
    bool bold = false, italic = false;
  };
  struct Paragraph {
    std::vector<Piece> pieces;
    Style style;
    std::optional<bool> bullet;
    std::vector<Block> after;  // pictures and breaks that stand in it
  };
  struct Less {
    bool operator()(const Bilingual& a, const Bilingual& b) const { return a.en < b.en; }
  };

  void drop(const char* en, const char* zh) { ++dropped_[Bilingual{en, zh}]; }

  void read_blocks(const pugi::xml_node& parent, int depth) {
    if (depth > kDeepest) return drop("parts nested too deeply", "嵌套过深的部分");
    for (const pugi::xml_node node : parent) {
      if (out_.blocks.size() > kMostBlocks) return;
      const std::string_view name = local_name(node);
      if (name == "p") read_paragraph(node);
      else if (name == "tbl") read_table(node, depth);
      else if (name == "sdt") read_blocks(child(node, "sdtContent"), depth + 1);
      else if (name == "ins" || name == "customXml") read_blocks(node, depth + 1);
      else if (name == "del" || name == "moveFrom") drop("deleted text of tracked changes", "修订中已删除的文字");
    }
  }

  // A row becomes a line.
  void read_table(const pugi::xml_node& table, int depth) {
    drop("tables, which became lines", "表格（已转为文字行）");
    if (depth > kDeepest) return;
    for (const pugi::xml_node row : table) {
      if (local_name(row) != "tr") continue;
      std::string line;
      for (const pugi::xml_node cell : row) {
        if (local_name(cell) != "tc") continue;
        const std::size_t first = out_.blocks.size();
        read_blocks(cell, depth + 1);
        std::string words;
        for (std::size_t i = first; i < out_.blocks.size(); ++i)
          if (out_.blocks[i].picture < 0) words += (words.empty() ? "" : " ") + out_.blocks[i].text;
        std::erase_if(out_.blocks, [&, i = std::size_t{0}](const Block& block) mutable { return i++ >= first && block.picture < 0; });
        if (!words.empty()) line += (line.empty() ? "" : "　") + words;
      }
      if (!line.empty()) out_.blocks.push_back({Block::Kind::paragraph, 0, line, -1});
    }
  }

  void read_paragraph(const pugi::xml_node& node) {
    Paragraph paragraph;
    const pugi::xml_node properties = child(node, "pPr");
    if (const auto style = styles_.find(value(child(properties, "pStyle"))); style != styles_.end()) paragraph.style = style->second;
    else read_name(value(child(properties, "pStyle")), paragraph.style);
    if (const pugi::xml_node level = child(properties, "outlineLvl"); level && value(level) < "9")
      paragraph.style.role = Style::Role::heading, paragraph.style.level = std::atoi(value(level).c_str()) + 1;
    const pugi::xml_node numbered = child(properties, "numPr");
    const std::string list = numbered ? value(child(numbered, "numId")) : paragraph.style.list;
    if (!list.empty() && list != "0") {
      const auto found = lists_.find(list);
      paragraph.bullet = found == lists_.end() || found->second;
      if (std::atoi(value(child(numbered, "ilvl")).c_str()) > 0) drop("deeper levels of lists, which became one", "列表的下级（已并为一级）");
    }
    read_runs(node, paragraph, 0);
    finish(paragraph);
  }

  void read_runs(const pugi::xml_node& parent, Paragraph& paragraph, int depth) {
    if (depth > kDeepest) return drop("parts nested too deeply", "嵌套过深的部分");
    for (const pugi::xml_node node : parent) {
      const std::string_view name = local_name(node);
      if (name == "r") read_run(node, paragraph, depth);
      else if (name == "del" || name == "moveFrom") drop("deleted text of tracked changes", "修订中已删除的文字");
      else if (name == "sdt") read_runs(child(node, "sdtContent"), paragraph, depth + 1);
      else if (name == "hyperlink") drop("links, of which the words stay", "超链接（保留文字）"), read_runs(node, paragraph, depth + 1);
      else if (name == "ins" || name == "smartTag" || name == "fldSimple" || name == "customXml" || name == "moveTo")
        read_runs(node, paragraph, depth + 1);
      else if (name == "commentRangeStart") drop("comments", "批注");
      else if (name == "oMath" || name == "oMathPara") drop("formulas", "公式");
    }
  }

  void read_run(const pugi::xml_node& run, Paragraph& paragraph, int depth) {
    const pugi::xml_node properties = child(run, "rPr");
    if (is_on(child(properties, "vanish"))) return drop("hidden text", "隐藏文字");
    const bool bold = is_on(child(properties, "b")), italic = is_on(child(properties, "i"));
    const auto add = [&](std::string_view text, bool raw) {
      if (paragraph.pieces.empty() || paragraph.pieces.back().bold != bold || paragraph.pieces.back().italic != italic)
        paragraph.pieces.push_back({"", bold, italic});
      if (raw) paragraph.pieces.back().text += text;
      else append_escaped(paragraph.pieces.back().text, text);
    };
    for (const pugi::xml_node node : run) {
      const std::string_view name = local_name(node);
      if (name == "t") add(node.text().get(), false);
      else if (name == "tab") add(" ", true);
      else if (name == "noBreakHyphen") add("-", true);
      else if (name == "footnoteReference" || name == "endnoteReference")
        add("[^" + note_id(name.substr(0, name.size() - 9), attribute(node, "id")) + "]", true);
      else if (name == "br" && attribute(node, "type") == "page") paragraph.after.push_back({Block::Kind::page_break, 0, "", -1});
      else if (name == "br" || name == "cr") add(" ", true);
      else if (name == "drawing" || name == "pict" || name == "object" || name == "AlternateContent") read_drawing(node, paragraph, depth + 1);
    }
  }

  static std::string note_id(std::string_view kind, const std::string& number) { return (kind == "footnote" ? "note-" : "endnote-") + number; }

  // The first picture in it; what else it holds (shapes, text boxes) is not taken along.
  void read_drawing(const pugi::xml_node& node, Paragraph& paragraph, int depth) {
    const pugi::xml_node scope = local_name(node) == "AlternateContent" ? child(node, "Choice") : node;
    std::string id, alt;
    const auto look = [&](const auto& self, const pugi::xml_node& at, int deep) -> void {
      if (deep > kDeepest) return;
      for (const pugi::xml_node one : at) {
        const std::string_view name = local_name(one);
        if (name == "docPr") alt = attribute(one, "descr").empty() ? attribute(one, "title") : attribute(one, "descr");
        if (name == "blip" && id.empty()) id = attribute(one, "embed");
        if (name == "imagedata" && id.empty()) id = attribute(one, "id");
        self(self, one, deep + 1);
      }
    };
    look(look, scope, depth);
    const auto target = targets_.find(id);
    const auto bytes = target == targets_.end() ? parts_.end() : parts_.find(target->second);
    if (id.empty() || bytes == parts_.end()) return drop("shapes and text boxes", "图形与文本框");
    const std::string_view ending = picture_ending(bytes->second);
    if (ending.empty()) return drop("pictures in formats that the wall cannot show", "展屏无法显示的图片格式");
    out_.pictures.push_back({bytes->second, std::string(ending), target->second.substr(target->second.rfind('/') + 1), alt});
    paragraph.after.push_back({Block::Kind::picture, 0, "", static_cast<int>(out_.pictures.size()) - 1});
  }

  static std::string markdown_of(const std::vector<Piece>& pieces, bool plain) {
    std::string out;
    for (const Piece& piece : pieces) {
      const std::size_t first = piece.text.find_first_not_of(' '), last = piece.text.find_last_not_of(' ');
      const char* mark = plain || first == piece.text.npos ? "" : piece.bold ? "**" : piece.italic ? "*" : "";
      if (*mark == 0) {
        out += piece.text;
        continue;
      }
      out += piece.text.substr(0, first) + mark + piece.text.substr(first, last - first + 1) + mark + piece.text.substr(last + 1);
    }
    const std::size_t begin = out.find_first_not_of(' ');
    return begin == out.npos ? "" : out.substr(begin, out.find_last_not_of(' ') - begin + 1);
  }

  void finish(const Paragraph& paragraph) {
    using Role = Style::Role;
    const bool bold = !paragraph.pieces.empty() &&
                      std::ranges::all_of(paragraph.pieces, [](const Piece& p) { return p.bold || p.text.find_first_not_of(' ') == p.text.npos; });
    Block block;
    block.text = markdown_of(paragraph.pieces, bold || paragraph.style.role != Role::body);
    const std::u32string letters = utf8::decode(block.text);
    const bool short_line = letters.size() <= kLongestBoldHeading && !letters.empty() &&
                            std::u32string_view(U"。！？；：，.!?;:,”").find(letters.back()) == std::u32string_view::npos;
    if (paragraph.style.role == Role::title && out_.title.empty()) {
      out_.title = block.text;
      block.text.clear();
    } else if (paragraph.style.role == Role::heading || paragraph.style.role == Role::title || (bold && short_line && !paragraph.bullet)) {
      block.kind = Block::Kind::heading;
      block.level = std::max(1, paragraph.style.role == Role::heading ? paragraph.style.level : 2);
    } else if (paragraph.style.role == Role::caption && !out_.blocks.empty() && out_.blocks.back().kind == Block::Kind::picture) {
      out_.blocks.back().text = block.text;
      block.text.clear();
    } else if (paragraph.style.role == Role::quotation) {
      block.kind = Block::Kind::quotation;
    } else if (paragraph.bullet) {
      block.kind = *paragraph.bullet ? Block::Kind::bullet : Block::Kind::number;
    }
    if (!block.text.empty()) out_.blocks.push_back(std::move(block));
    for (const Block& one : paragraph.after) out_.blocks.push_back(one);
  }

  void read_notes(const char* name, std::string_view kind) {
    pugi::xml_document xml;
    const auto part = parts_.find(name);
    if (part == parts_.end() || !xml.load_buffer(part->second.data(), part->second.size())) return;
    for (const pugi::xml_node node : xml.document_element()) {
      if (local_name(node) != kind || !attribute(node, "type").empty()) continue;
      Paragraph words;
      for (const pugi::xml_node p : node)
        if (local_name(p) == "p") read_runs(p, words, 0);
      std::string text;
      for (const Piece& piece : words.pieces) text += piece.text;
      if (const std::size_t begin = text.find_first_not_of(' '); begin != text.npos)
        out_.notes.push_back({note_id(kind, attribute(node, "id")), text.substr(begin)});
    }
  }

  const Parts& parts_;
  Manuscript& out_;
  std::map<std::string, Style> styles_;
  std::map<std::string, bool> lists_;
  std::map<std::string, std::string> targets_;
  std::map<Bilingual, std::size_t, Less> dropped_;
};

}  // namespace

std::string_view picture_ending(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xD8\xFF")) return "jpg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "png";
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "webp";
  const std::string_view head = bytes.substr(0, 1024);
  return head.find("<svg") != head.npos ? "svg" : "";
}

Result<Manuscript> read_docx(std::string_view bytes, std::string_view subject) {
  const auto parts = unpack(bytes, subject);
  if (!parts) return parts.error();
  Manuscript out;
  if (!Reader(*parts, out).read())
    return Error{ErrorKind::malformed, "is not a whole Word file (.docx)", std::string(subject), "不是完整的 Word 文件（.docx）"};
  return out;
}

}  // namespace kiosk::manuscript
