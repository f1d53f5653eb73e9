// pack.toml
#include <algorithm>

#include "kiosk/content/characters.h"
#include "kiosk/content/parts.h"

namespace kiosk::content {
namespace {

About read_about(const Node& table, Report& report, Untranslated& untranslated) {
  About about;
  Fields fields(table, report);
  const auto text = [&](std::string_view key, Need need) {
    return fields.text(key, need, TextForm::prose, &untranslated);
  };
  about.presented_by = text("presented_by", Need::required);
  about.undertaken_by = text("undertaken_by", Need::optional);
  about.sources = text("sources", Need::required);
  about.text_licence = text("text_licence", Need::required);
  about.picture_licence = text("picture_licence", Need::required);
  about.note = text("note", Need::optional);
  about.report = text("report", Need::required);
  about.report_url = fields.string("report_url", Need::optional, TextForm::prose);
  about.map_number = fields.string("map_number", Need::optional);
  if (!about.report_url.empty() && !about.report_url.starts_with("https://") &&
      !about.report_url.starts_with("http://")) {
    report.add("value-range", line_of(table, "report_url"), 0, {"`report_url` is not a web address", "`report_url` 不是网址"}, {"write https://…", "写成 https://… 这样的网址"});
    about.report_url.clear();
  }
  for (const Node* entry : fields.tables("corrections", kMostCorrections)) {
    Fields correction(*entry, report);
    Correction one{correction.date("date", Need::required),
                   correction.text("text", Need::required, TextForm::prose, &untranslated)};
    correction.done();
    if (!one.date.empty() && !one.text.empty()) about.corrections.push_back(std::move(one));
  }
  fields.done();
  return about;
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
  fields.done();
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
    else if (std::ranges::find(index.languages, *language) == index.languages.end())
      index.languages.push_back(*language);
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
  if (std::erase(index.points, "routes") > 0)
    report.add("id-form", line_of(tree, "points"), 0, {"“routes” cannot be a point: that word begins the routes", "“routes”不能用作点位：路线的地址以它开头"},
               {"give the point another id", "给点位换个编号"});
  index.routes = texts(fields.ids("routes", Need::optional, kMostRoutes));
  if (const Node* about = fields.member("about"); about && about->kind == Node::Kind::table)
    index.about = read_about(*about, report, untranslated);
  else
    report.add("key-missing", about ? about->line : 0, 0, {"[about] is missing", "缺少 [about]"},
               {"say there who presents the exhibition, its sources and licences", "在其中写明主办者、资料来源和授权说明"});
  index.strict_sources = fields.flag("strict_sources");
  if (const Node* review = fields.member("review"); review && review->kind == Node::Kind::table) index.review = read_review_demand(*review, report);
  for (const Node* table : fields.tables("slides", kMostSlides))
    if (auto slide = read_slide(*table, library, report, untranslated)) index.slides.push_back(std::move(*slide));
  fields.done();
  library.note_untranslated(report.file(), untranslated);
  if (index.points.empty() && tree.find("points"))
    report.add("value-range", line_of(tree, "points"), 0, {"the exhibition has no point", "展览没有点位"},
               {"list at least one in `points`", "在 `points` 中至少列一个"});
  if (!format || index.id.empty() || index.title.empty() || index.points.empty()) return std::nullopt;
  return index;
}

}  // namespace

std::optional<Index> read_index(Library& library) {
  Report report("pack.toml");
  std::optional<Index> index;
  if (const auto text = library.read_text("pack.toml", report))
    if (const auto tree = parse_toml(*text, 1, report)) index = read_fields(*tree, library, report);
  library.ledger().add(report.take());
  return index;
}

}  // namespace kiosk::content
