// pack.toml
#include <algorithm>
#include <charconv>

#include "kiosk/content/characters.h"
#include "kiosk/content/parts.h"
#include "kiosk/content/schedule.h"

namespace kiosk::content {
namespace {

About read_about(const Node& table, Report& report, Untranslated& untranslated) {
  About about;
  Fields fields(table, report);
  const auto text = [&](std::string_view key, Need need) { return fields.text(key, need, TextForm::prose, &untranslated); };
  about.presented_by = text("presented_by", Need::required);
  about.undertaken_by = text("undertaken_by", Need::optional);
  about.sources = text("sources", Need::required);
  about.text_licence = text("text_licence", Need::required);
  about.picture_licence = text("picture_licence", Need::required);
  about.note = text("note", Need::optional);
  about.report = text("report", Need::required);
  about.report_url = fields.string("report_url", Need::optional, TextForm::prose);
  about.map_number = fields.string("map_number", Need::optional);
  if (!about.report_url.empty() && !about.report_url.starts_with("https://") && !about.report_url.starts_with("http://")) {
    report.add("value-range", line_of(table, "report_url"), 0, {"`report_url` is not a web address", "`report_url` 不是网址"},
               {"write https://…", "写成 https://… 这样的网址"});
    about.report_url.clear();
  }
  for (const Node* entry : fields.tables("corrections", kMostCorrections)) {
    Fields correction(*entry, report);
    Correction one{correction.date("date", Need::required), correction.text("text", Need::required, TextForm::prose, &untranslated)};
    correction.done();
    if (!one.date.empty() && !one.text.empty()) about.corrections.push_back(std::move(one));
  }
  fields.done();
  return about;
}

// The slide's [….when] and its years; false where they are wrong: a slide that may play at a wrong time does not play.
bool read_times(Fields& fields, Slide& slide, Report& report, Untranslated& untranslated) {
  bool good = true;
  if (const Node* table = fields.member("when"); table && table->kind == Node::Kind::table) {
    const auto when = read_when(*table, report);
    good = when.has_value();
    if (when) slide.when = *when;
  }
  for (const Node* table : fields.tables("years", kMostYears)) {
    Fields year(*table, report);
    YearWording wording{static_cast<int>(year.number("year", Need::required, 2000, 2100).value_or(0)),
                        year.text("title", Need::required, TextForm::title, &untranslated),
                        year.text("line", Need::optional, TextForm::title, &untranslated), year.string("approved_by", Need::required)};
    year.date("approved_on", Need::optional);
    year.done();
    if (wording.year != 0 && !wording.title.empty() && !wording.approved_by.empty()) slide.years.push_back(std::move(wording));
  }
  if (slide.when.every && slide.years.empty())
    report.add("anniversary-wording", slide.file_line, 0,
               {"a slide that comes each year has no approved wording: it plays in no year", "每年播放的画面没有经审定的文字：哪一年都不会播放"},
               {"add [[slides.years]] with year, title and approved_by", "补上 [[slides.years]]，写明 year、title 和 approved_by"});
  return good;
}

void read_playlists(Fields& fields, Report& report, Index& index) {
  for (const Node* table : fields.tables("playlists", kMostPlaylists)) {
    Fields one(*table, report);
    Playlist playlist{one.id("id", Need::required).text, {}, one.flag("only")};
    const Node* when = one.member("when");
    const auto read = when && when->kind == Node::Kind::table ? read_when(*when, report) : std::optional(When{});
    one.done();
    if (!playlist.id.empty() && read) playlist.when = *read, index.playlists.push_back(std::move(playlist));
  }
  // A slide of a list that is not there would play at any time.
  std::erase_if(index.slides, [&](const Slide& slide) {
    if (slide.playlist.empty() || std::ranges::find(index.playlists, slide.playlist, &Playlist::id) != index.playlists.end()) return false;
    report.add("playlist-unknown", slide.file_line, 0,
               {"there is no playlist " + in_quotes(slide.playlist) + "; the slide is left out",
                "没有播放列表" + in_quotes(slide.playlist) + "，此画面不播放"},
               {"add it to [[playlists]], or mend the id", "在 [[playlists]] 中补上，或改正编号"});
    return true;
  });
}

void read_memorial_days(Fields& fields, Report& report, Untranslated& untranslated, Index& index) {
  for (const Node* table : fields.tables("memorial_days", kMostMemorialDays)) {
    Fields one(*table, report);
    MemorialDay day{one.text("name", Need::required, TextForm::title, &untranslated), {}};
    const Node* when = one.member("when");
    const auto read = when && when->kind == Node::Kind::table ? read_when(*when, report) : std::nullopt;
    if (!when)
      report.add("key-missing", table->line, 0, {"a memorial day has no `when`", "纪念日没有写 `when`"},
                 {"write when.every = \"12-13\" or when.from and when.until", "写 when.every = \"12-13\"，或 when.from 与 when.until"});
    one.done();
    if (read && !read->always() && !day.name.empty()) day.when = *read, index.memorial_days.push_back(std::move(day));
  }
}

std::optional<Slide> read_slide(const Node& table, Library& library, Report& report, Untranslated& untranslated) {
  Slide slide;
  Fields fields(table, report);
  std::vector<Located> pictures;
  if (table.find("pictures")) pictures = fields.list("pictures", Need::required, 3);
  else fields.member("pictures");
  if (pictures.empty()) {
    if (Located one = fields.located("picture", Need::required); one.line > 0) pictures.push_back(std::move(one));
  } else {
    fields.member("picture");
  }
  for (const Located& where : pictures)
    if (PicturePtr picture = library.picture(where, report)) slide.pictures.push_back(std::move(picture));
  slide.title = fields.text("title", Need::required, TextForm::title, &untranslated);
  slide.line = fields.text("line", Need::optional, TextForm::title, &untranslated);
  const Located about = fields.located("about", Need::optional);
  if (about.line > 0) library.note_reference(report.file(), about);
  slide.about = about.text;
  slide.file_line = table.line;
  slide.playlist = fields.located("playlist", Need::optional).text;
  const bool timed = read_times(fields, slide, report, untranslated);
  fields.done();
  if (!timed) return std::nullopt;
  if (slide.pictures.empty() || slide.title.empty()) return std::nullopt;
  return slide;
}

void read_languages(Fields& fields, Report& report, Index& index) {
  for (const Located& name : fields.list("languages", Need::required, kLanguages.size())) {
    const auto language = language_from_tag(name.text);
    if (!language)
      report.add("language-unknown", name.line, name.column,
                 {in_quotes(name.text) + " is not a language of the glass", "展屏没有" + in_quotes(name.text) + "这种语言"},
                 {"write zh-Hans, zh-Hant or en", "写 zh-Hans、zh-Hant 或 en"});
    else if (std::ranges::find(index.languages, *language) == index.languages.end()) index.languages.push_back(*language);
  }
  if (!index.languages.empty() && index.languages[0] == Language::hans) return;
  report.add("language-unknown", line_of(fields.table(), "languages"), 0, {"the first language is not zh-Hans", "第一种语言不是 zh-Hans"},
             {"write zh-Hans first: it is the reference", "把 zh-Hans 写在最前：各语言以它为准"});
  std::erase(index.languages, Language::hans);
  index.languages.insert(index.languages.begin(), Language::hans);
}

ReviewDemand read_review_demand(const Node& table, Report& report) {
  constexpr double kMostPeople = 9;
  ReviewDemand demand;
  Fields fields(table, report);
  demand.reviewed = static_cast<std::size_t>(fields.number("reviewed", Need::optional, 0, kMostPeople).value_or(0));
  demand.approved = static_cast<std::size_t>(fields.number("approved", Need::optional, 0, kMostPeople).value_or(0));
  fields.done();
  return demand;
}

void read_screens(Fields& fields, Report& report, Index& index) {
  for (const Located& text : fields.list("screens", Need::optional, kMostScreens))
    if (const auto screen = parse_screen(text.text)) index.screens.push_back(*screen);
    else
      report.add("value-range", text.line, text.column,
                 {in_quotes(text.text) + " is not a screen in pixels", in_quotes(text.text) + "不是屏幕的像素尺寸"},
                 {"write its width and height as it hangs, like 1920x1080", "写挂好以后的宽和高，如 1920x1080"});
}

void read_seal(Fields& fields, Report& report, Index& index) {
  index.seal = fields.string("seal", Need::optional);
  if (index.seal.empty() || count_characters(index.seal) == 2) return;
  report.add("value-range", line_of(fields.table(), "seal"), 0, {"the seal does not have two characters", "印章不是两个字"},
             {"write two, like “长廊”", "写两个字，如“长廊”"});
  index.seal.clear();
}

std::vector<std::string> texts(const std::vector<Located>& located) {
  std::vector<std::string> out;
  for (const Located& one : located) out.push_back(one.text);
  return out;
}

bool has_format(Fields& fields, Report& report) {
  const auto format = fields.number("format", Need::required, 0, 1e6);
  if (format == 1) return true;
  if (format)
    report.add("format-version", line_of(fields.table(), "format"), 0, {"this program reads format 1 alone", "本程序只读格式 1"},
               {"write format = 1, or use a newer program", "写 `format = 1`，或改用新版程序"});
  return false;
}

std::optional<Index> read_fields(const Node& tree, Library& library, Report& report) {
  Index index;
  Untranslated untranslated;
  Fields fields(tree, report);
  const bool format = has_format(fields, report);
  index.id = fields.id("id", Need::required).text;
  index.version = fields.string("version", Need::required);
  index.date = fields.date("date", Need::optional);
  read_seal(fields, report, index);
  read_languages(fields, report, index);
  index.title = fields.text("title", Need::required, TextForm::title, &untranslated);
  index.subtitle = fields.text("subtitle", Need::optional, TextForm::title, &untranslated);
  index.points = texts(fields.ids("points", Need::required, kMostPoints));
  if (std::erase_if(index.points, [](const std::string& id) { return id == "routes" || id == "programme"; }) > 0)
    report.add("id-form", line_of(tree, "points"), 0,
               {"“routes” and “programme” cannot be points: routes of the exhibition begin with these words",
                "“routes”和“programme”不能用作点位：展览内的地址以它们开头"},
               {"give the point another id", "给点位换个编号"});
  index.routes = texts(fields.ids("routes", Need::optional, kMostRoutes));
  if (const Node* about = fields.member("about"); about && about->kind == Node::Kind::table) index.about = read_about(*about, report, untranslated);
  else
    report.add("key-missing", about ? about->line : 0, 0, {"[about] is missing", "缺少 [about]"},
               {"say there who presents the exhibition, its sources and licences", "在其中写明主办者、资料来源和授权说明"});
  index.strict_sources = fields.flag("strict_sources");
  if (const Node* review = fields.member("review"); review && review->kind == Node::Kind::table) index.review = read_review_demand(*review, report);
  read_screens(fields, report, index);
  for (const Node* table : fields.tables("slides", kMostSlides))
    if (auto slide = read_slide(*table, library, report, untranslated)) index.slides.push_back(std::move(*slide));
  read_playlists(fields, report, index);
  read_memorial_days(fields, report, untranslated, index);
  fields.done();
  library.note_untranslated(report.file(), untranslated);
  if (index.points.empty() && tree.find("points"))
    report.add("value-range", line_of(tree, "points"), 0, {"the exhibition has no point", "展览没有点位"},
               {"list at least one in `points`", "在 `points` 中至少列一个"});
  if (!format || index.id.empty() || index.title.empty() || index.points.empty()) return std::nullopt;
  return index;
}

}  // namespace

std::optional<Size> parse_screen(std::string_view text) {
  constexpr int kLeast = 240, kMost = 16'384;
  int width = 0, height = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != 'x') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, height);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  if (std::min(width, height) < kLeast || std::max(width, height) > kMost) return std::nullopt;
  return Size{static_cast<float>(width), static_cast<float>(height)};
}

std::optional<Index> read_index(Library& library) {
  Report report("pack.toml");
  std::optional<Index> index;
  if (const auto text = library.read_text("pack.toml", report))
    if (const auto tree = parse_toml(*text, 1, report)) index = read_fields(*tree, library, report);
  if (index) index->events = read_programme(library);
  library.ledger().add(report.take());
  return index;
}

}  // namespace kiosk::content
