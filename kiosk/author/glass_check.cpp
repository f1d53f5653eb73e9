#include "kiosk/author/glass_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <tuple>

#include "kiosk/author/crew.h"
#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/library.h"
#include "kiosk/text/coverage.h"

namespace kiosk::author {
namespace {

using content::Finding;

std::string rounded(double number, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

std::string whole(double number) { return rounded(number, 0); }

struct Words {
  Bilingual message, mend;
};

// What the finding says, by rule. `at`: where it is worst.
Words words_of(const Fault& f) {
  const Bilingual at{described(f, Language::en), described(f, Language::hans)};
  const std::string en = "\"" + f.words + "\"", zh = "“" + f.words + "”";
  if (f.rule == "text-cut")
    return {{en + " leaves the room that it is seen in by " + rounded(f.amount, 1) + " characters " + at.en,
             zh + at.zh + "超出可见范围约 " + rounded(f.amount, 1) + " 个字"},
            {"write it shorter", "请缩短文字"}};
  if (f.rule == "words-overlap")
    return {{en + " lies over other words " + at.en, zh + at.zh + "与其他文字重叠"},
            {"write it, or what is beside it, shorter", "请缩短这段文字或它旁边的文字"}};
  if (f.rule == "text-scrolls")
    return {{"the page of " + en + " is " + whole(f.amount) + " lines too long and scrolls " + at.en,
             zh + "所在的页面" + at.zh + "长出 " + whole(f.amount) + " 行，需要滚动才能读完"},
            f.where.file.ends_with(".md") ? Bilingual{"shorten it by that much, or part the page with a line ---", "请删减相应的行数，或用一行 --- 把页面分成两页"}
                                          : Bilingual{"shorten it by that much", "请删减相应的行数"}};
  if (f.rule == "run-long")
    return {{en + " is wider than its column and is broken in the middle " + at.en, zh + "比栏宽还长，" + at.zh + "只能从中间断开"},
            {"put a space or a hyphen where it may be broken, or write it shorter", "请在可以换行处加空格或连字符，或改写得短一些"}};
  if (f.rule == "contrast-low") {
    const double wanted = f.amount;  // as many times too low
    return {{en + " has " + rounded(wanted, 1) + " times less contrast with the picture behind it than can be read well " + at.en,
             zh + at.zh + "与背后图片的对比度不足，应提高到现在的 " + rounded(wanted, 1) + " 倍"},
            {"choose a darker or calmer picture, or another focus", "请换一幅较暗、较平静的图片，或调整 focus"}};
  }
  if (f.rule == "picture-small")
    return {{"the picture is magnified " + rounded(f.amount, 2) + " times on " + f.page + " " + at.en + " and looks soft",
             f.page + at.zh + "把图片放大到 " + rounded(f.amount, 2) + " 倍，画面会发虚"},
            {"use a larger picture of " + whole(std::round(f.amount * 100)) + " % of its width and height or more",
             "请换用宽、高至少为现在 " + whole(std::round(f.amount * 100)) + "% 的原图"}};
  if (f.rule == "picture-crop")
    return {{"only " + whole(std::floor(100 / f.amount)) + " % of the picture are seen on " + f.page + " " + at.en + ", and no focus is chosen",
             f.page + at.zh + "只显示图片的 " + whole(std::floor(100 / f.amount)) + "%，而图片没有指定 focus"},
            {"write focus = [x, y] of what must be seen into its .toml, each from 0 to 1",
             "请在图片的 .toml 里写上 focus = [x, y]，即必须看到的位置，数值从 0 到 1"}};
  const std::u32string character = utf8::decode(f.words);  // glyph-missing
  char code[16];
  std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(character.empty() ? 0 : character.front()));
  return {{"no font of the exhibition has " + std::string(code) + " (" + f.words + "); 〓 is shown in its place",
           "展览字体里没有 " + std::string(code) + "（" + f.words + "），屏幕上会显示〓"},
          {"write another form of the character, or ask for a font that has it", "请改用通行的字形；确需此字时，请联系技术人员增加字体"}};
}

content::Severity severity_of(std::string_view rule) {
  const auto found = std::ranges::find(content::rules(), rule, &content::Rule::id);
  return found == content::rules().end() ? content::Severity::warning : found->severity;
}

// All showings of one subject, one after the other; runs in a worker.
class Inspector {
 public:
  static Result<std::unique_ptr<Inspector>> begin(const std::filesystem::path& pack, const std::vector<Glass>& glasses) {
    auto made = std::make_unique<Inspector>();
    auto library = screens::Library::open(pack);
    if (!library) return library.error();
    auto folder = content::Folder::open((*library)->first().folder());
    if (!folder) return folder.error();
    auto fonts = text::FontSet::find();
    if (!fonts) return fonts.error();
    made->library_ = *library;
    made->folder_ = std::move(*folder);
    made->fonts_ = std::move(*fonts);
    for (const Glass& glass : glasses) {
      auto easel = Easel::make(glass, made->library_, *made->fonts_);
      if (!easel) return easel.error();
      made->easels_.push_back(std::move(*easel));
    }
    return made;
  }

  void inspect(const Subject& subject, LocalTime now, const Answer& answer) {
    FaultFinder finder(library_, *folder_);
    std::vector<LocalTime> moments{now};
    if (subject.kind == Subject::Kind::slides) moments = moments_of(*library_, now);
    for (const auto& easel : easels_)
      for (const Language language : languages_of(*library_))
        for (const ui::TextSize size : {ui::TextSize::normal, ui::TextSize::large, ui::TextSize::largest})
          for (const LocalTime moment : moments) {
            const Showing showing{language, size, false, moment};
            for (int number = 1; easel->show(subject, number, showing); ++number)
              for (const Fault& fault : finder.look_at(*easel, subject, number, showing)) answer(to_line(fault));
          }
  }
  void inspect_characters(const Answer& answer) {
    for (const Fault& fault : missing_glyphs(*folder_, *fonts_)) answer(to_line(fault));
  }

 private:
  screens::LibraryPtr library_;
  std::unique_ptr<content::Folder> folder_;
  std::unique_ptr<text::FontSet> fonts_;
  std::vector<std::unique_ptr<Easel>> easels_;
};

}  // namespace

std::vector<Language> languages_of(const screens::Library& library) { return library.first().index().languages; }

std::string described(const Fault& fault, Language language) {
  constexpr std::array kEnglish{"normal", "large", "largest"}, kChinese{"标准", "大", "特大"};
  constexpr std::array kNames{"简体", "繁體", "English"};
  const auto size = static_cast<std::size_t>(fault.size), in = static_cast<std::size_t>(fault.language);
  const bool named = fault.glass == "landscape" || fault.glass == "portrait";
  if (language == Language::en)
    return "(" + (named ? fault.glass : (fault.portrait ? "portrait " : "landscape ") + fault.glass) + ", " + kNames[in] + ", " + kEnglish[size] +
           " text)";
  return "在" + std::string(fault.portrait ? "竖屏" : "横屏") + (named ? "" : "（" + fault.glass + "）") + "、" +
         (fault.language == Language::en ? "英文" : kNames[in]) + "、" + kChinese[size] + "字号下";
}

std::string to_line(const Fault& f) {
  return to_text({{"rule", f.rule},
                  {"file", f.where.file},
                  {"line", f.where.line},
                  {"column", f.where.column},
                  {"words", f.words},
                  {"amount", f.amount},
                  {"glass", f.glass},
                  {"page", f.page},
                  {"portrait", f.portrait},
                  {"language", tag(f.language)},
                  {"size", static_cast<int>(f.size)}});
}

Result<Fault> read_fault(std::string_view line) {
  const Result<Json> json = parse_json(line, "fault");
  if (!json) return json.error();
  try {
    Fault f;
    f.rule = json->at("rule");
    f.where = {json->at("file"), json->at("line"), json->at("column")};
    f.words = json->at("words");
    f.amount = json->at("amount");
    f.glass = json->at("glass");
    f.page = json->at("page");
    f.portrait = json->at("portrait");
    f.language = language_from_tag(json->at("language").get<std::string>()).value_or(Language::hans);
    f.size = static_cast<ui::TextSize>(std::clamp(json->at("size").get<int>(), 0, 2));
    return f;
  } catch (const Json::exception& why) { return Error{ErrorKind::internal, why.what(), "fault"}; }
}

std::vector<Fault> missing_glyphs(const content::Folder& folder, text::FontSet& fonts) {
  std::vector<Fault> faults;
  WhenceFinder whence(folder);
  folder.walk("", [&](const std::string& path, content::Folder::Entry entry) {
    if (entry != content::Folder::Entry::file || !(path.ends_with(".md") || path.ends_with(".toml"))) return true;
    if (path.ends_with(".md") && !path.starts_with("points/")) return true;  // notes to oneself are no part of the pack
    const Result<std::string> text = folder.read(path, content::kMostTextBytes);
    if (!text || utf8::find_ill_formed(*text)) return true;
    std::set<char32_t> said;
    for (const text::Missing& missing : text::coverage(fonts, *text)) {
      if (!said.insert(missing.character).second) continue;
      const std::optional<Whence> where = whence.find(missing.character, path);
      if (!where) continue;  // in a comment alone
      Fault fault;
      fault.rule = "glyph-missing";
      fault.where = *where;
      fault.words = utf8::encode(std::u32string(1, missing.character));
      faults.push_back(std::move(fault));
    }
    return true;
  });
  return faults;
}

content::Findings findings_of(std::vector<Fault> faults) {
  const auto key = [](const Fault& f) {
    return std::tie(f.where.file, f.where.line, f.where.column, f.rule, f.where.line > 0 && f.rule != "glyph-missing" ? f.rule : f.words);
  };
  std::ranges::stable_sort(faults, [&](const Fault& a, const Fault& b) {
    if (key(a) != key(b)) return key(a) < key(b);
    // The worst first; of those that are as bad, always the same one.
    return std::tuple(-a.amount, a.page, a.glass, a.language, a.size) < std::tuple(-b.amount, b.page, b.glass, b.language, b.size);
  });
  content::Findings findings;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (i > 0 && key(faults[i]) == key(faults[i - 1])) continue;
    Words words = words_of(faults[i]);
    findings.push_back({severity_of(faults[i].rule), faults[i].rule, faults[i].where.file, faults[i].where.line, faults[i].where.column,
                        std::move(words.message), std::move(words.mend)});
  }
  return findings;
}

Result<content::Findings> check_on_glass(const std::filesystem::path& pack, const GlassCheckOptions& options, const GlassProgress& progress) {
  const Result<screens::LibraryPtr> library = screens::Library::open(pack);
  if (!library) return content::Findings{};
  std::vector<Glass> glasses = options.glasses;
  if (glasses.empty())
    for (const char* name : {"landscape", "portrait"}) glasses.push_back(*parse_glass(name));
  const std::vector<Subject> subjects = subjects_of(**library);
  const LocalTime now = options.now.value_or(local_time_now());
  std::vector<Fault> faults;
  std::optional<Error> unreadable;
  Crew crew;
  crew.jobs = subjects.size() + 1;  // the last: characters
  crew.workers = options.workers;
  crew.begin = [&]() -> Result<Work> {
    auto inspector = Inspector::begin(pack, glasses);
    if (!inspector) return inspector.error();
    return Work([inspector = std::shared_ptr(std::move(*inspector)), &subjects, now](std::size_t job, const Answer& answer) -> Result<void> {
      if (job < subjects.size()) inspector->inspect(subjects[job], now, answer);
      else inspector->inspect_characters(answer);
      return {};
    });
  };
  crew.answered = [&](std::size_t, const std::string& line) {
    if (Result<Fault> fault = read_fault(line)) faults.push_back(std::move(*fault));
    else unreadable = fault.error();
  };
  if (progress) crew.progress = [&](std::size_t done) { progress(done, subjects.size() + 1); };
  crew.name_of = [&](std::size_t job) { return job < subjects.size() ? name_of(subjects[job], **library) : std::string("characters"); };
  if (const Result<void> ran = run(crew); !ran) return ran.error();
  if (unreadable) return *unreadable;
  return findings_of(std::move(faults));
}

}  // namespace kiosk::author
