#include "kiosk/author/wording_check.h"

#include <algorithm>

#include "kiosk/author/traditional.h"
#include "kiosk/author/written.h"
#include "kiosk/content/fields.h"
#include "kiosk/content/schedule.h"
#include "kiosk/manuscript/script_converter.h"

namespace kiosk::author {
namespace {

using content::Node;
using content::Report;

// "YYYY-MM-DD"; nothing where it is no date.
std::optional<LocalTime> day_of(const std::string& date) {
  const auto time = parse_local_time(date);
  return content::is_date(date) && time ? std::optional(*time) : std::nullopt;
}

class WordingCheck {
 public:
  WordingCheck(const content::Folder& folder, const content::Index& index, const WordingArguments& arguments)
      : folder_(folder), index_(index), arguments_(arguments) {}

  content::Findings run() {
    read_names();
    for (const std::string& point : index_.points) check_point(point);
    check_schedule();
    if (arguments_.release) check_questions(), check_converted();
    return std::move(findings_);
  }

 private:
  void take(Report& report) {
    for (content::Finding& finding : report.take()) findings_.push_back(std::move(finding));
  }
  bool has(Language language) const { return std::ranges::find(index_.languages, language) != index_.languages.end(); }

  // Names that conversion to 繁體 would damage: by their damaged form.
  void read_names() {
    const auto tree = has(Language::hant) ? written_toml(folder_, "names.toml") : std::nullopt;
    const auto converter = manuscript::ScriptConverter::open(manuscript::Conversion::hans_to_hant);
    if (!tree || !converter) return;
    Report report("names.toml");
    for (const Node* name : tables_of(*tree, "names")) {
      const std::string hans = string_of(*name, "zh-Hans"), hant = string_of(*name, "zh-Hant");
      const std::string converted = converter->convert(hans);
      if (hant.empty() && converted != hans)
        report.add("name-unproved", name->line, 0,
                   {"“" + hans + "” has no 繁體 form: it is kept as it is, also in 繁體 texts", "“" + hans + "”没有繁體写法：繁體文本中将照简体显示"},
                   {"write zh-Hant = \"" + converted + "\" if that is right", "如“" + converted + "”无误，补上 zh-Hant = \"" + converted + "\""});
      if (!hant.empty() && converted != hant && converted != hans) damaged_.emplace_back(converted, hant);
    }
    take(report);
  }

  void check_names(Report& report, const Written& text) {
    for (const auto& [wrong, right] : damaged_)
      for (std::size_t at = text.words.find(wrong); at != text.words.npos; at = text.words.find(wrong, at + wrong.size())) {
        const Place place = text.place_of(at);
        report.add("name-converted", place.line, place.column,
                   {"“" + wrong + "” is what a converter makes of a name; it is written “" + right + "”",
                    "“" + wrong + "”是转换造成的误写，名称应作“" + right + "”"},
                   {"write " + right, "改为“" + right + "”"});
      }
  }

  void check_story(const std::string& point, const std::string& id) {
    for (Language language : kLanguages) {
      const auto story = written_story(folder_, point, id, language);
      const std::string file = content::story_path(point, id, language);
      Report report(file);
      if (!story) {
        if (arguments_.release && language == Language::hant && has(language))
          report.add(
              "hant-unproved", 0, 0,
              {"the story has no 繁體 of its own: build would convert it, and nobody has read that", "本篇没有繁體稿：build 会自动转换，但无人校对"},
              {"build, proof-read the list beside the built folder, and put the file into the pack",
               "先 build，按生成目录旁的清单校对，再把该文件放入内容包"});
        take(report);
        continue;
      }
      bool first = true;
      for (const WrittenStory::Page& page : story->pages) {
        const std::size_t most = first ? kMostReadFirst : kMostRead;
        first = false;
        if (language == Language::hant) check_names(report, page.text);
        if (language == Language::en || page.han <= most) continue;
        report.add("page-long", page.text.begin.line, 0,
                   {"the page has " + std::to_string(page.han) + " Han characters; standing visitors read about " + std::to_string(most),
                    "本页 " + std::to_string(page.han) + " 字；站着的观众大约读 " + std::to_string(most) + " 字"},
                   {"divide it with a line of exactly ---, or shorten it", "用单独一行 --- 分页，或删减"});
      }
      if (language == Language::hant) check_names(report, {story->front.title + "\n" + story->front.summary, {story->front.title_line, 0}});
      take(report);
    }
  }

  void check_point(const std::string& id) {
    const std::string file = "points/" + id + "/point.toml";
    const auto tree = written_toml(folder_, file);
    if (!tree) return;
    Report report(file);
    for (const char* key : {"title", "slip", "line", "intro"})
      if (const Node* text = text_of(*tree, key, Language::hant)) check_names(report, written(*text));
    for (const Node* practical : tables_of(*tree, "facts")) {
      const Node* verified = practical->find("verified_on");
      const auto day = verified ? day_of(verified->text) : std::nullopt;
      if (!day) continue;
      if (*day > arguments_.now)
        report.add("date-future", verified->line, verified->column, {"this was verified on a day that has not come yet", "核实日期还没有到"},
                   {"write the day on which it was checked", "写实际核实的日期"});
      else if (arguments_.now - *day > kHoursHold)
        report.add("hours-old", verified->line, verified->column,
                   {"this was verified on " + verified->text + ", more than half a year ago", "上次核实是 " + verified->text + "，已超过半年"},
                   {"ask the site again, and write the day", "向馆方重新核实，并改写日期"});
    }
    for (const std::string& story : strings_of(*tree, "stories")) check_story(id, story);
    take(report);
  }

  // Anniversaries that come soon need their wording; the glass should never be without a slide.
  void check_schedule() {
    Report report("pack.toml");
    const auto today = std::chrono::floor<std::chrono::days>(arguments_.now);
    for (const content::Slide& slide : index_.slides) {
      if (slide.years.empty()) continue;  // that is said by content::check
      for (auto day = today; day <= today + kLookAhead; day += std::chrono::days{1}) {
        const auto year = content::anniversary_year(slide.when, day);
        if (!year || std::ranges::find(slide.years, *year, &content::YearWording::year) != slide.years.end()) continue;
        const std::string when = to_string(LocalTime{day}).substr(0, 10), which = std::to_string(*year);
        report.add("anniversary-wording", slide.file_line, 0, {"the slide would come on " + when + ", and has no approved wording for " + which, "此画面应在 " + when + " 播放，但还没有 " + which + " 年的审定文字"},
                   {"add [[slides.years]] with year = " + which + ", title and approved_by", "补上 [[slides.years]]：year = " + which + "，并写明 title 和 approved_by"});
        break;
      }
    }
    if (content::has_gaps(index_))
      report.add("schedule-gap", 0, 0, {"every slide has a time: when none is due, nothing plays", "每幅画面都限定了时间：都不到时间时，就没有画面可播"},
                 {"keep one slide without `when`", "留一幅不写 `when` 的画面"});
    take(report);
  }

  // What build converted, in the folder that it built.
  void check_converted() {
    const auto tree = written_toml(folder_, std::string(kConverted));
    if (!tree) return;
    for (const Node* file : tables_of(*tree, "files")) {
      const Node* lines = file->find("lines");
      if (!lines || lines->items.empty()) continue;
      Report report(string_of(*file, "path"));
      const std::string count = std::to_string(lines->items.size());
      report.add("hant-unproved", static_cast<int>(lines->items.front().number), 0,
                 {count + " lines in 繁體, from this one on, were converted by build, and nobody has read them", "从此行起有 " + count + " 行繁體由 build 转换，无人校对"},
                 {"proof-read the list beside the built folder, put the text into the pack's own folder, and build again",
                  "按生成目录旁的清单校对，把文稿放入内容包的源文件夹，再 build"});
      take(report);
    }
  }

  // "- [ ] …" lines of QUESTIONS.md.
  void check_questions() {
    const auto text = folder_.read("QUESTIONS.md", kMostWritten);
    if (!text) return;
    Report report("QUESTIONS.md");
    int line = 0;
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t end = std::min(text->find('\n', at), text->size());
      const std::string_view one = std::string_view(*text).substr(at, end - at);
      at = end + 1;
      ++line;
      const std::size_t mark = one.find("- [ ]");
      if (mark == one.npos || one.find_first_not_of(" \t") != mark) continue;
      report.add("question-open", line, 0,
                 {"a question is open:" + std::string(one.substr(mark + 5, 200)), "尚有未决问题：" + std::string(one.substr(mark + 5, 200))},
                 {"answer it in the pack and write [x], or take it out", "解决后写成 [x]，或删去"});
    }
    take(report);
  }

  const content::Folder& folder_;
  const content::Index& index_;
  const WordingArguments& arguments_;
  std::vector<std::pair<std::string, std::string>> damaged_;
  content::Findings findings_;
};

}  // namespace

content::Findings check_wording(const content::Folder& folder, const content::Index& index, const WordingArguments& arguments) {
  return WordingCheck(folder, index, arguments).run();
}

}  // namespace kiosk::author
