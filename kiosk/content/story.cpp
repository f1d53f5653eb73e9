#include "kiosk/content/story.h"

#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"
#include "kiosk/content/fence.h"
#include "kiosk/content/markdown.h"
#include "kiosk/content/toml_tree.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostOwnSources = 100;

// Unwanted characters taken out (control-character), lines kept.
std::string clean_body(std::string_view body, int line, Report& report) {
  std::string out;
  out.reserve(body.size());
  for (std::size_t at = 0; at < body.size();) {
    const char32_t c = utf8::next(body, at);
    if (is_unwanted(c)) {
      report.add("control-character", line, 0,
                 {"a control character or another invisible character that programs misread is left out", "这里有会被程序误读的不可见字符，显示时会去掉"},
                 {"delete it; it often comes with text that was copied", "删去它；多半是复制文字时带进来的，重新输入即可"});
      continue;
    }
    line += c == '\n' ? 1 : 0;
    utf8::append(out, c == '\t' ? U' ' : c);
  }
  return out;
}

// From raw pages to the story's pages.
class PageBuilder {
 public:
  PageBuilder(Library& library, Language language, NoteBook& book, Report& report)
      : library_(library), language_(language), book_(book), report_(report), names_(library.names()) {}

  // False where there is nothing on it.
  bool build(const RawPage& raw, Page& page) {
    page.line = raw.line;
    for (const RawBlock& block : raw.blocks) {
      RichText text = finish_text(block.chars, raw, book_, *names_, language_);
      if (text.empty()) continue;
      check_names(text.text, block.line);
      if (block.kind == BlockKind::heading && page.blocks.empty() && page.title.empty()) page.title = std::move(text);
      else page.blocks.push_back({block.kind, std::move(text), block.line});
    }
    if (raw.picture) take_picture(*raw.picture, page);
    page.kind = kind_of(page);
    return page.picture || !page.blocks.empty() || !page.title.empty();
  }

  void check_names(std::string_view text, int line) {
    if (language_ != Language::hant) return;
    if (const std::string name = names_->simplified_in(text); !name.empty())
      report_.add("name-form", line, 0, {in_quotes(name) + " is the 简体 form of a name", in_quotes(name) + "是名称的简体写法"},
                  {"write its 繁體 form of names.toml", "改用 names.toml 的繁體写法"});
  }

 private:
  void take_picture(const RawPicture& raw, Page& page) {
    page.picture = library_.picture({raw.path, raw.line, 0}, report_);
    if (!page.picture) return;
    page.caption = clean_text(raw.caption, 120, false, raw.line, report_);
    if (page.caption.empty()) page.caption = page.picture->caption.get(language_);
    if (const std::string alt = clean_text(raw.alt, kMostPageCharacters, false, raw.line, report_); !alt.empty()) {
      auto copy = std::make_shared<Picture>(*page.picture);
      copy->alt[language_] = alt;
      page.picture = std::move(copy);
    }
  }

  static PageKind kind_of(const Page& page) {
    if (page.picture)
      return page.blocks.empty() && page.title.empty() ? PageKind::full_picture : PageKind::picture_text;
    const bool quoted = !page.blocks.empty() && std::ranges::all_of(page.blocks, [](const Block& b) {
      return b.kind == BlockKind::quotation || b.kind == BlockKind::attribution;
    });
    return quoted ? PageKind::quotation : PageKind::text;
  }

  Library& library_;
  Language language_;
  NoteBook& book_;
  Report& report_;
  std::shared_ptr<const Names> names_;
};

Page cover_page(const Story& story) {
  Page cover;
  cover.kind = PageKind::cover;
  cover.title = story.title;
  cover.picture = story.picture;
  if (story.picture) cover.caption = story.picture->caption.get(story.language);
  cover.line = 1;
  return cover;
}

Page sources_page(const std::vector<std::string>& titles, const Names& names, Language language) {
  Page page;
  page.kind = PageKind::sources;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    Block block;
    block.text.text = std::to_string(i + 1) + "　" + titles[i];
    names.mark(block.text, language);
    page.blocks.push_back(std::move(block));
  }
  return page;
}

bool pages_within_limits(const std::vector<PageText>& pages, Report& report) {
  if (pages.size() > kMostPages) {
    report.add("pages-limit", pages[kMostPages].line, 0, {"the story has more than 60 pages", "故事超过 60 页"},
               {"divide it into two stories", "分成两个故事"});
    return false;
  }
  for (const PageText& page : pages)
    if (const std::size_t count = count_characters(page.text); count > kMostPageCharacters) {
      report.add("page-length", page.line, 0, {"the page has " + std::to_string(count) + " characters", "本页有 " + std::to_string(count) + " 字"},
                 {"divide it with a line of exactly ---: at most 4,000", "用单独一行 `---` 分页：每页最多 4,000 字"});
      return false;
    }
  return true;
}

// The reference file of a translation, for what the translation does not say itself. Its own findings are left to its
// own reading.
std::optional<FrontMatter> read_reference(Library& library, std::string_view point, std::string_view story) {
  Report silent(story_path(point, story, Language::hans));
  bool missing = false;
  const auto text = library.read_text(silent.file(), silent, &missing);
  return text ? parse_front_matter(*text, Language::hans, silent) : std::nullopt;
}

StoryPtr build_story(Library& library, FrontMatter front, const std::optional<FrontMatter>& reference, Story story,
                     Report& report) {
  if (reference) front.sources.insert(front.sources.end(), reference->sources.begin(), reference->sources.end());
  const auto sources = library.sources();
  const auto names = library.names();
  NoteBook book(*sources, front.sources, story.language, report);
  PageBuilder builder(library, story.language, book, report);
  story.title.text = front.title;
  names->mark(story.title, story.language);
  story.summary = front.summary;
  builder.check_names(front.title + '\n' + front.summary, front.title_line);
  if (front.picture.line > 0) {
    story.picture = library.picture(front.picture, report);
  } else if (reference && reference->picture.line > 0) {
    Report silent("");
    story.picture = library.picture(reference->picture, silent);
  }
  story.pages.push_back(cover_page(story));
  const std::vector<PageText> texts = split_pages(front.body, front.body_line, report);
  if (!pages_within_limits(texts, report)) return nullptr;
  story.characters = count_words(front.title) + count_words(front.summary);
  for (const PageText& text : texts) {
    Page page;
    const RawPage raw = parse_page(text.text, text.line, report);
    if (!builder.build(raw, page)) {
      if (raw.picture) continue;  // was refused, which was said
      report.add("page-empty", text.line, 0, {"there is nothing on this page; it is left out", "这一页没有内容，不显示"},
                 {"take one of the --- lines away", "删去一行 `---`"});
      continue;
    }
    story.characters += count_words(page.title.text);
    for (const Block& block : page.blocks) story.characters += count_words(block.text.text);
    story.pages.push_back(std::move(page));
  }
  if (story.pages.size() == 1) {
    report.add("story-empty", front.body_line, 0, {"the story has no page after its cover", "封面之后没有正文"},
               {"write one below the second +++ line", "在第二行 `+++` 之后写正文"});
    return nullptr;
  }
  story.cited = book.titles();
  if (!story.cited.empty()) story.pages.push_back(sources_page(story.cited, *names, story.language));
  return std::make_shared<const Story>(std::move(story));
}

}  // namespace

std::string story_path(std::string_view point, std::string_view story, Language language) {
  return "points/" + std::string(point) + '/' + std::string(story) + "/story." + std::string(tag(language)) + ".md";
}

std::optional<FrontMatter> parse_front_matter(std::string_view text, Language language, Report& report) {
  const auto is_mark = [](std::string_view line) { return without_trailing_blanks(line) == "+++"; };
  const std::size_t first_end = std::min(text.find('\n'), text.size());
  std::size_t end = text.npos, at = std::min(first_end + 1, text.size());
  int lines = 1;
  if (is_mark(text.substr(0, first_end))) {
    for (std::size_t begin = at; begin < text.size(); ++lines) {
      const std::size_t line_end = std::min(text.find('\n', begin), text.size());
      if (is_mark(text.substr(begin, line_end - begin))) {
        end = begin;
        break;
      }
      begin = line_end + 1;
    }
  }
  if (end == text.npos) {
    constexpr std::string_view kWide = "＋＋＋";
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
      const std::size_t line_end = std::min(text.find('\n', begin), text.size());
      if (without_trailing_blanks(text.substr(begin, line_end - begin)) == kWide)
        report.add("full-width-sign", line, 1, {"“＋＋＋” is full-width and does not enclose the description", "“＋＋＋”是全角符号，不能括起说明"},
                   {"type `+++` with the Chinese input method off", "切换到英文输入法，改成 `+++`"});
      begin = line_end + 1;
    }
    report.add("front-matter", 1, 0, {"the story does not begin with its description between two lines of exactly +++", "故事开头没有夹在两行 `+++` 之间的说明"},
               {"write +++, then title and summary, then +++", "先写一行 `+++`，再写标题、摘要，再写一行 `+++`"});
    return std::nullopt;
  }
  const auto tree = parse_toml(text.substr(at, end - at), 2, report);
  if (!tree) return std::nullopt;
  FrontMatter front;
  Fields fields(*tree, report);
  front.title = fields.string("title", Need::required);
  front.title_line = line_of(*tree, "title");
  front.summary = fields.string("summary", Need::required);
  front.picture = fields.located("picture", Need::optional);
  for (const Node* table : fields.tables("sources", kMostOwnSources)) {
    Fields source(*table, report);
    const Located id = source.id("id", Need::required);
    OwnSource own{id.text, source.string("title", Need::required), language};
    source.done();
    if (own.id.empty() || own.title.empty()) continue;
    if (std::ranges::find(front.sources, own.id, &OwnSource::id) != front.sources.end())
      report.add("id-duplicate", id.line, id.column, {"a source " + in_quotes(id.text) + " is already there", "已有编号为" + in_quotes(id.text) + "的来源"},
                 {"give one of them another id", "其中一个换个编号"});
    else front.sources.push_back(std::move(own));
  }
  fields.done();
  const std::size_t body = std::min(text.find('\n', end), text.size() - 1) + 1;
  front.body_line = lines + 2;
  front.body = clean_body(text.substr(body), front.body_line, report);
  if (front.title.empty()) return std::nullopt;
  return front;
}

std::vector<PageText> split_pages(std::string_view body, int first_line, Report& report) {
  std::vector<PageText> pages;
  Fence fence;
  int line = first_line, page_line = first_line, fence_line = 0;
  std::size_t page_begin = 0;
  for (std::size_t at = 0; at < body.size(); ++line) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const bool was_open = fence.open();
    const bool fenced = fence.takes(body.substr(at, end - at));
    if (fence.open() && !was_open) fence_line = line;
    if (!fenced && without_trailing_blanks(body.substr(at, end - at)) == "---") {
      pages.push_back({body.substr(page_begin, at - page_begin), page_line});
      page_begin = std::min(end + 1, body.size());
      page_line = line + 1;
    }
    at = end + 1;
  }
  if (fence.open())
    report.add("fence-open", fence_line, 0, {"this fence is not closed: all that follows is one page", "围栏没有结束：后面的内容都挤在一页"},
               {"close it with the same marks, or take it away", "用同样的符号结束，或删去"});
  const std::string_view last = body.substr(page_begin);
  if (!pages.empty() || last.find_first_not_of(" \n") != last.npos) pages.push_back({last, page_line});
  // Where a page begins with empty lines, findings about it should point at its words.
  for (PageText& page : pages)
    while (page.text.starts_with('\n')) {
      page.text.remove_prefix(1);
      ++page.line;
    }
  return pages;
}

StoryPtr read_story(Library& library, std::string_view point, std::string_view id, Language language, bool& missing) {
  Report report(story_path(point, id, language));
  StoryPtr story;
  missing = false;
  if (const auto text = library.read_text(report.file(), report, &missing)) {
    if (auto front = parse_front_matter(*text, language, report)) {
      const auto reference = language == Language::hans ? std::nullopt : read_reference(library, point, id);
      Story start;
      start.point = point;
      start.id = id;
      start.language = language;
      story = build_story(library, std::move(*front), reference, std::move(start), report);
    }
  }
  library.ledger().add(report.take());
  return story;
}

}  // namespace kiosk::content
