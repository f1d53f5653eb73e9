#include "kiosk/content/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"
#include "kiosk/content/emphasis.h"
#include "kiosk/content/page_lines.h"

namespace kiosk::content {
namespace {

struct Entity {
  std::string_view name;
  char32_t c;
};
constexpr std::array kEntities = std::to_array<Entity>({
    {"&amp;", '&'},
    {"&lt;", '<'},
    {"&gt;", '>'},
    {"&quot;", '"'},
    {"&nbsp;", 0xA0},
    {"&copy;", 0xA9},
    {"&middot;", 0xB7},
    {"&times;", 0xD7},
    {"&ndash;", 0x2013},
    {"&mdash;", 0x2014},
    {"&hellip;", 0x2026},
    {"&emsp;", 0x2003},
    {"&ensp;", 0x2002},
});

// The character that an entity names; 0 where it is none that we know.
char32_t entity(std::string_view text) {
  if (text.size() > 3 && text[1] == '#') {
    const bool hex = text[2] == 'x' || text[2] == 'X';
    char32_t c = 0;
    for (char digit : text.substr(hex ? 3 : 2, text.size() - (hex ? 4 : 3))) {
      const int value = digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
      c = std::min<char32_t>(c * (hex ? 16 : 10) + static_cast<char32_t>(value), 0x110000);
    }
    return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) || is_unwanted(c) ? utf8::kReplacement : c;
  }
  const auto found = std::ranges::find(kEntities, text, &Entity::name);
  return found == kEntities.end() ? 0 : found->c;
}

constexpr std::size_t kMostBase = 20, kMostRuby = 60;  // characters

// The readings of {base|reading}: one for each character where there are as many, parted by | or blanks; else one for all.
std::vector<std::u32string> readings_of(const std::u32string& text, std::size_t base) {
  for (const char32_t separator : {U'|', U' '}) {
    std::vector<std::u32string> parts{U""};
    for (const char32_t c : text)
      if (c != separator) parts.back() += c;
      else if (!parts.back().empty()) parts.emplace_back();
    if (parts.back().empty()) parts.pop_back();
    if (parts.size() == base) return parts;
  }
  std::u32string all = text;
  std::ranges::replace(all, U'|', U' ');
  return {all};
}

// {汉字|hàn zì} becomes its base with its readings; anything else in braces stays what it is.
void take_rubies(std::vector<MarkedChar>& chars, std::vector<std::string>& rubies) {
  std::vector<MarkedChar> out;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    const auto is = [&](std::size_t at, char32_t c) { return chars[at].c == c && chars[at].note < 0 && !chars[at].literal; };
    const std::size_t limit = std::min(chars.size(), i + kMostBase + kMostRuby + 3);
    std::size_t bar = i + 1, end = 0;
    if (is(i, U'{')) {
      const auto plain = [&](std::size_t at) { return chars[at].note < 0 && !is(at, U'{') && !is(at, U'}') && chars[at].c != kSoftBreak && chars[at].c != U'\n'; };
      while (bar < limit && plain(bar) && !is(bar, U'|')) ++bar;
      if (bar < limit && is(bar, U'|') && bar > i + 1 && bar - i - 1 <= kMostBase) {
        end = bar + 1;
        while (end < limit && plain(end)) ++end;
        if (end >= limit || !is(end, U'}') || end == bar + 1) end = 0;
      }
    }
    if (end == 0) {
      out.push_back(chars[i]);
      continue;
    }
    std::u32string reading;
    for (std::size_t at = bar + 1; at < end; ++at) reading += chars[at].c;
    const std::size_t base = bar - i - 1;
    const std::vector<std::u32string> readings = readings_of(reading, base);
    for (std::size_t at = 0; at < base; ++at) {
      if (at < readings.size()) rubies.push_back(utf8::encode(readings[at]));
      out.push_back(chars[i + 1 + at]);
      out.back().ruby = static_cast<int>(rubies.size()) - 1;
    }
    i = end;
  }
  chars = std::move(out);
}

// Collects what md4c calls back with.
class Reader {
 public:
  Reader(std::string_view source, int first_line, Report& report, RawPage& page)
      : source_(source), report_(report), page_(page), line_(first_line) {}

  void enter(MD_BLOCKTYPE type, void* detail);
  void leave(MD_BLOCKTYPE type);
  void enter(MD_SPANTYPE type, void* detail);
  void leave(MD_SPANTYPE type);
  void text(MD_TEXTTYPE type, std::string_view text);

 private:
  void warn(std::string_view rule, Bilingual message, Bilingual mend) {
    report_.add(rule, line_, 0, std::move(message), std::move(mend));
  }
  void follow(std::string_view text);
  RawBlock& block();
  void end_block();
  void put(char32_t c);
  void put_normal(std::string_view text, bool literal);
  void put_note(std::string id);
  void check_marks(std::string_view text, bool escaped);
  void end_quotation();
  std::string attribute(const MD_ATTRIBUTE& attribute) const;

  std::string_view source_;
  Report& report_;
  RawPage& page_;
  int line_;              // of what was read last
  std::size_t read_ = 0;  // how far source_ has been followed for line_
  std::optional<RawBlock> current_;
  int quotes_ = 0, code_blocks_ = 0, strong_ = 0, emphasis_ = 0, code_spans_ = 0, images_ = 0, headings_ = 0;
  std::size_t quotation_begin_ = 0;
  std::vector<int> lists_;  // 0 for bullets, else the next number
  bool item_begins_ = false, code_begins_ = false, extra_image_ = false, in_note_ = false;
  std::string note_;
};

// Texts of md4c point into the source, apart from a few constants of its own.
void Reader::follow(std::string_view text) {
  if (text.data() < source_.data() || text.data() >= source_.data() + source_.size()) return;
  const auto at = static_cast<std::size_t>(text.data() - source_.data());
  if (at < read_) return;
  line_ += static_cast<int>(std::count(source_.begin() + static_cast<std::ptrdiff_t>(read_),
                                       source_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  read_ = at;
}

RawBlock& Reader::block() {
  if (current_) return *current_;
  current_.emplace();
  current_->line = line_;
  if (headings_ > 0) current_->kind = BlockKind::heading;
  else if (quotes_ > 0) current_->kind = BlockKind::quotation;
  else if (item_begins_ && lists_.back() == 0) current_->kind = BlockKind::bullet;
  if (item_begins_ && lists_.back() > 0)
    for (char c : std::to_string(lists_.back()++) + ". ") current_->chars.push_back({static_cast<char32_t>(c)});
  item_begins_ = false;
  return *current_;
}

void Reader::end_block() {
  if (!current_) return;
  take_rubies(current_->chars, page_.rubies);
  const bool blank = std::ranges::all_of(
      current_->chars, [](const MarkedChar& m) { return m.note < 0 && (is_space(m.c) || m.c == kSoftBreak); });
  if (!blank) page_.blocks.push_back(std::move(*current_));
  current_.reset();
}

// The attribution is the quotation's last paragraph, or its last line, where that begins with a dash of two.
void Reader::end_quotation() {
  if (page_.blocks.size() <= quotation_begin_) return;
  const auto dash = [](const std::vector<MarkedChar>& chars, std::size_t at) {
    return at + 1 < chars.size() && chars[at].c == 0x2014 && chars[at + 1].c == 0x2014;
  };
  RawBlock& last = page_.blocks.back();
  if (dash(last.chars, 0) && page_.blocks.size() > quotation_begin_ + 1) {
    last.kind = BlockKind::attribution;
    return;
  }
  for (std::size_t at = last.chars.size(); at-- > 1;) {
    if (last.chars[at].c != kSoftBreak && last.chars[at].c != '\n') continue;
    if (dash(last.chars, at + 1)) {
      RawBlock attribution{
          BlockKind::attribution, {last.chars.begin() + static_cast<std::ptrdiff_t>(at) + 1, last.chars.end()}, line_};
      last.chars.resize(at);
      page_.blocks.push_back(std::move(attribution));
    }
    return;
  }
}

void Reader::enter(MD_BLOCKTYPE type, void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      end_block();
      if (quotes_++ == 0) quotation_begin_ = page_.blocks.size();
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      end_block();
      if (!lists_.empty())
        warn("list-nested", {"a list within a list is shown as one list", "列表里的列表会显示成一层"}, {"write one list, or two pages", "写成一层列表，或分成两页"});
      lists_.push_back(type == MD_BLOCK_UL
                           ? 0
                           : static_cast<int>(std::min(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, 1'000'000u)));
      if (type == MD_BLOCK_OL && lists_.back() == 0) lists_.back() = 1;
      break;
    case MD_BLOCK_LI: item_begins_ = true; break;
    case MD_BLOCK_H:
      end_block();
      ++headings_;
      break;
    case MD_BLOCK_CODE:
      end_block();
      ++code_blocks_;
      code_begins_ = true;
      break;
    default: break;
  }
}

void Reader::leave(MD_BLOCKTYPE type) {
  if (type == MD_BLOCK_P || type == MD_BLOCK_LI || type == MD_BLOCK_H || type == MD_BLOCK_CODE) end_block();
  if (type == MD_BLOCK_QUOTE && --quotes_ == 0) end_quotation();
  if ((type == MD_BLOCK_UL || type == MD_BLOCK_OL) && !lists_.empty()) lists_.pop_back();
  if (type == MD_BLOCK_LI) item_begins_ = false;
  if (type == MD_BLOCK_H) --headings_;
  if (type == MD_BLOCK_CODE) --code_blocks_;
}

std::string Reader::attribute(const MD_ATTRIBUTE& attribute) const {
  std::string out;
  if (attribute.size == 0) return out;
  for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::string_view part(attribute.text + attribute.substr_offsets[i],
                                attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
    const char32_t c = attribute.substr_types[i] == MD_TEXT_ENTITY ? entity(part) : 0;
    if (c) {
      utf8::append(out, c);
      continue;
    }
    for (std::size_t at = 0; at < part.size();) {
      const char32_t one = utf8::next(part, at);
      if (one < kNoteBegin || one > kSoftBreak) utf8::append(out, one == '\n' ? U' ' : one);
    }
  }
  return out;
}

void Reader::enter(MD_SPANTYPE type, void* detail) {
  switch (type) {
    case MD_SPAN_STRONG: ++strong_; break;
    case MD_SPAN_EM: ++emphasis_; break;
    case MD_SPAN_CODE:
      ++code_spans_;
      warn("code", {"code is shown as plain text", "代码会显示成普通文字"}, {"take the ` away", "删去反引号 `"});
      break;
    case MD_SPAN_A:
      warn("link-dropped", {"a link cannot be followed on the wall; only its words are shown", "展屏上打不开链接，只显示文字"},
           {"write the words alone; sources belong in [^id]", "只写文字；来源写成 `[^编号]`"});
      break;
    case MD_SPAN_IMG: {
      const auto& image = *static_cast<MD_SPAN_IMG_DETAIL*>(detail);
      follow({image.src.text, image.src.size});
      if (images_++ > 0) break;
      extra_image_ = page_.picture.has_value();
      if (extra_image_)
        warn("page-pictures", {"a page has one picture; this one is left out", "一页只放一张图片，这一张不显示"}, {"put it on a page of its own", "另起一页"});
      else page_.picture = RawPicture{attribute(image.src), {}, attribute(image.title), line_};
      break;
    }
    default: break;
  }
}

void Reader::leave(MD_SPANTYPE type) {
  if (type == MD_SPAN_STRONG) --strong_;
  if (type == MD_SPAN_EM) --emphasis_;
  if (type == MD_SPAN_CODE) --code_spans_;
  if (type == MD_SPAN_IMG) --images_;
}

void Reader::put(char32_t c) {
  if (images_ > 0) {
    if (!extra_image_ && page_.picture) utf8::append(page_.picture->alt, c == kSoftBreak ? U' ' : c);
    return;
  }
  block().chars.push_back({c, strong_ > 0, emphasis_ > 0});
}

void Reader::put_note(std::string id) {
  if (code_spans_ > 0 || code_blocks_ > 0 || images_ > 0) {
    for (char c : "[^" + id + "]") put(static_cast<char32_t>(c));
    return;
  }
  block().chars.push_back({0, false, false, static_cast<int>(page_.notes.size())});
  page_.notes.push_back({std::move(id), line_});
}

void Reader::put_normal(std::string_view text, bool literal) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = utf8::next(text, at);
    if (c == kJoiner) continue;
    if (c == kNoteBegin) {
      in_note_ = true;
      note_.clear();
    } else if (c == kNoteEnd) {
      if (std::exchange(in_note_, false)) put_note(note_);
    } else if (in_note_) utf8::append(note_, c);
    else {
      put(c);
      if (std::exchange(literal, false) && current_ && !current_->chars.empty()) current_->chars.back().literal = true;
    }
  }
}

// What md4c leaves in the text was not understood as its author meant it. An escaped sign begins the text.
void Reader::check_marks(std::string_view text, bool escaped) {
  for (std::size_t at = escaped ? 1 : 0; at < text.size(); ++at) {
    const char before = at > 0 ? text[at - 1] : ' ', after = at + 1 < text.size() ? text[at + 1] : ' ';
    if (text[at] == '<' && (std::isalpha(static_cast<unsigned char>(after)) || after == '/' || after == '!')) {
      warn("html", {"HTML is not read; it is shown as it stands", "HTML 不起作用，会照原样显示"}, {"use Markdown, or write `\\<` for the sign itself", "改用 Markdown；要显示该符号就写 `\\<`"});
      return;
    }
    if (text[at] == '*' && (before != ' ' || after != ' ')) {
      warn("emphasis-open", {"a * that opens or closes nothing is shown", "这个 `*` 没有配成对，会显示出来"},
           {"close the emphasis, or write `\\*` for the sign itself", "补上另一半；要显示星号就写 `\\*`"});
      return;
    }
  }
}

void Reader::text(MD_TEXTTYPE type, std::string_view text) {
  follow(text);
  const bool inside = text.data() >= source_.data() && text.data() < source_.data() + source_.size();
  const bool escaped = inside && text.data() > source_.data() && text.data()[-1] == '\\';
  if (type == MD_TEXT_NORMAL && inside) check_marks(text, escaped);
  if (std::exchange(code_begins_, false)) warn("code", {"code is shown as plain text", "代码会显示成普通文字"}, {"take the fence away", "删去围栏"});
  switch (type) {
    case MD_TEXT_BR: put('\n'); break;
    case MD_TEXT_SOFTBR: put(kSoftBreak); break;
    case MD_TEXT_NULLCHAR: break;
    case MD_TEXT_ENTITY:
      if (const char32_t c = entity(text)) put(c);
      else put_normal(text, false);
      break;
    default: put_normal(text, escaped || code_spans_ > 0 || code_blocks_ > 0);
  }
}

}  // namespace

RawPage parse_page(std::string_view markdown, int first_line, Report& report) {
  RawPage page;
  page.line = first_line;
  check_lines(markdown, first_line, report);
  const std::string source = join_emphasis(without_definitions(mark_notes(markdown), first_line, report));
  Reader reader(source, first_line, report, page);
  MD_PARSER parser{};
  parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return static_cast<Reader*>(self)->enter(type, detail), 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) { return static_cast<Reader*>(self)->leave(type), 0; };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return static_cast<Reader*>(self)->enter(type, detail), 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return static_cast<Reader*>(self)->leave(type), 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    return static_cast<Reader*>(self)->text(type, {text, size}), 0;
  };
  md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &reader);
  return page;
}

}  // namespace kiosk::content
