#include "kiosk/author/shots.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "kiosk/author/crew.h"
#include "kiosk/base/json.h"
#include "kiosk/media/save_png.h"

namespace kiosk::author {
namespace {

// FNV-1a over words: to see a change, not to resist an attack.
std::uint64_t hash_of(const gfx::Bitmap& picture) {
  std::uint64_t hash = 14695981039346656037u;
  for (const std::uint32_t pixel : picture.pixels) hash = (hash ^ pixel) * 1099511628211u;
  return hash;
}

std::string file_name(const std::string& subject, int number, const Glass& glass, const Showing& showing) {
  return subject + (number > 1 ? ".p" + std::to_string(number) : "") + "." + std::string(tag(showing.language)) + "." + glass.name + "." +
         std::string(name_of(showing.size)) + (showing.high_contrast ? ".contrast" : "") + ".png";
}

std::string to_line(const Shot& shot) {
  OrderedJson faults = OrderedJson::array();
  for (const Fault& fault : shot.faults) faults.push_back(to_line(fault));
  return to_text({{"number", shot.number},
                  {"file", shot.file},
                  {"width", shot.width},
                  {"height", shot.height},
                  {"language", tag(shot.language)},
                  {"glass", shot.glass},
                  {"size", static_cast<int>(shot.size)},
                  {"pixels", shot.pixels},
                  {"pictures", shot.pictures},
                  {"faults", faults}});
}

Result<Shot> read_shot(std::string_view line, const Subject& subject) {
  const Result<Json> json = parse_json(line, "shot");
  if (!json) return json.error();
  try {
    Shot shot;
    shot.subject = subject;
    shot.number = json->at("number");
    shot.file = json->at("file");
    shot.glass = json->at("glass");
    shot.width = json->at("width");
    shot.height = json->at("height");
    shot.language = language_from_tag(json->at("language").get<std::string>()).value_or(Language::hans);
    shot.size = static_cast<ui::TextSize>(std::clamp(json->at("size").get<int>(), 0, 2));
    shot.pixels = json->at("pixels");
    shot.pictures = json->at("pictures").get<std::vector<std::string>>();
    for (const Json& one : json->at("faults")) {
      Result<Fault> fault = read_fault(one.get<std::string>());
      if (!fault) return fault.error();
      shot.faults.push_back(std::move(*fault));
    }
    return shot;
  } catch (const Json::exception& why) { return Error{ErrorKind::internal, why.what(), "shot"}; }
}

// One language of one subject on one glass.
struct Job {
  Wanted wanted;
  std::size_t glass;
  Language language;
};

// Takes the pictures of a job; lives in a worker.
class Photographer {
 public:
  Photographer(const ShotOptions& options, const std::map<std::string, std::uint64_t>& known) : options_(options), known_(known) {}

  Result<void> begin() {
    auto library = screens::Library::open(options_.pack);
    if (!library) return library.error();
    auto folder = content::Folder::open((*library)->first().folder());
    if (!folder) return folder.error();
    auto fonts = text::FontSet::find();
    if (!fonts) return fonts.error();
    library_ = *library;
    folder_ = std::move(*folder);
    fonts_ = std::move(*fonts);
    easels_.resize(options_.glasses.size());
    return {};
  }

  Result<void> take(const Job& job, const Answer& answer) {
    std::unique_ptr<Easel>& easel = easels_[job.glass];
    if (!easel) {
      auto made = Easel::make(options_.glasses[job.glass], library_, *fonts_);
      if (!made) return made.error();
      easel = std::move(*made);
    }
    FaultFinder finder(library_, *folder_);
    const bool resizes = job.wanted.subject.kind != Subject::Kind::slides;  // slides are seen from afar, in one size
    const std::vector<ui::TextSize> sizes = options_.all_sizes && resizes
                                                ? std::vector{ui::TextSize::normal, ui::TextSize::large, ui::TextSize::largest}
                                                : std::vector{ui::TextSize::normal};
    for (const ui::TextSize size : sizes) {
      const Showing showing{job.language, size, options_.high_contrast, options_.now};
      const int first = std::max(1, job.wanted.page), last = job.wanted.page > 0 ? job.wanted.page : std::numeric_limits<int>::max();
      for (int number = first; number <= last && easel->show(job.wanted.subject, number, showing); ++number) {
        Shot shot{job.wanted.subject,  number, file_name(name_of(job.wanted.subject, *library_), number, easel->glass(), showing),
                  easel->glass().name, 0,      0,
                  job.language,        size,   0,
                  pictures_on(*easel), {}};
        const gfx::Bitmap picture = easel->picture();
        shot.width = picture.width;
        shot.height = picture.height;
        shot.pixels = hash_of(picture);
        if (const Result<void> saved = save(picture, shot); !saved) return saved;
        shot.faults = finder.look_at(*easel, job.wanted.subject, number, showing);
        answer(to_line(shot));
      }
    }
    return {};
  }

 private:
  // The pack's own pictures that are on the glass.
  std::vector<std::string> pictures_on(const Easel& easel) const {
    std::set<std::string> files;
    for (const ui::Item& item : easel.scene().items())
      if (const auto* image = std::get_if<ui::Image>(&item.paint)) files.insert(image->file.lexically_relative(folder_->path()).generic_string());
    std::erase_if(files, [](const std::string& file) { return file.empty() || file.starts_with(".."); });
    return {files.begin(), files.end()};
  }

  Result<void> save(const gfx::Bitmap& picture, const Shot& shot) const {
    const std::filesystem::path file = options_.out / shot.file, fresh = options_.out / ("." + shot.file + ".new");
    std::error_code error;
    const auto before = known_.find(shot.file);
    if (before != known_.end() && before->second == shot.pixels && std::filesystem::exists(file, error)) return {};
    if (const Result<void> saved = media::save_png(picture, fresh); !saved) return saved;
    std::filesystem::rename(fresh, file, error);
    if (error) return Error{ErrorKind::io, "cannot be written: " + error.message(), file.string(), "无法写入：" + error.message()};
    return {};
  }

  const ShotOptions& options_;
  const std::map<std::string, std::uint64_t>& known_;
  screens::LibraryPtr library_;
  std::unique_ptr<content::Folder> folder_;
  std::unique_ptr<text::FontSet> fonts_;
  std::vector<std::unique_ptr<Easel>> easels_;
};

}  // namespace

Result<std::vector<Shot>> take_shots(const ShotOptions& options, const std::vector<Wanted>& wanted, const std::vector<Shot>& known,
                                     const GlassProgress& progress) {
  const auto library = screens::Library::open(options.pack);
  if (!library) return library.error();
  std::map<std::string, std::uint64_t> pixels;
  for (const Shot& shot : known) pixels[shot.file] = shot.pixels;
  std::vector<Job> jobs;
  for (const Wanted& one : wanted)
    for (std::size_t glass = 0; glass < options.glasses.size(); ++glass)
      for (const Language language : options.languages.empty() ? languages_of(**library) : options.languages) jobs.push_back({one, glass, language});
  std::vector<Shot> shots;
  std::optional<Error> unreadable;
  Crew crew;
  crew.jobs = jobs.size();
  crew.workers = options.workers;
  crew.begin = [&]() -> Result<Work> {
    auto photographer = std::make_shared<Photographer>(options, pixels);
    if (const Result<void> began = photographer->begin(); !began) return began.error();
    return Work([photographer, &jobs](std::size_t job, const Answer& answer) { return photographer->take(jobs[job], answer); });
  };
  crew.answered = [&](std::size_t job, const std::string& line) {
    if (Result<Shot> shot = read_shot(line, jobs[job].wanted.subject)) shots.push_back(std::move(*shot));
    else unreadable = shot.error();
  };
  if (progress) crew.progress = [&](std::size_t done) { progress(done, jobs.size()); };
  crew.name_of = [&](std::size_t job) { return name_of(jobs[job].wanted.subject, **library); };
  if (const Result<void> ran = run(crew); !ran) return ran.error();
  if (unreadable) return *unreadable;
  return shots;
}

}  // namespace kiosk::author
