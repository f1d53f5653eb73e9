#include "kiosk/author/picture_stage.h"

#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <thread>

#include "kiosk/author/built_files.h"
#include "kiosk/base/files.h"
#include "kiosk/content/picture_header.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

class Stage {
 public:
  Stage(const fs::path& from, const fs::path& to, BuildCache& cache) : from_(from), to_(to), cache_(cache) {}

  Result<PictureOutcome> prepare(const PictureJob& job) {
    const fs::path source = from_ / job.path;
    struct stat info {};
    if (::lstat(source.c_str(), &info) != 0) return system_error("cannot read", source, errno);
    if (const auto sha256 = cache_.seen(job.path, info))
      if (auto outcome = from_cache(job, *sha256)) return keep_seen(job, info, *sha256, *std::move(outcome));
    if (static_cast<std::uint64_t>(info.st_size) > content::kMostPictureBytes) return unprepared(job);
    const auto bytes = read_file(source, content::kMostPictureBytes);
    if (!bytes) return bytes.error();
    const crypto::Digest sha256 = crypto::sha256(*bytes);
    if (auto outcome = from_cache(job, sha256)) return keep_seen(job, info, sha256, *std::move(outcome));
    if (!fits(*bytes)) return unprepared(job);
    auto outcome = make(job, *bytes, sha256);
    if (!outcome || outcome->broken) return outcome;
    return keep_seen(job, info, sha256, *std::move(outcome));
  }

 private:
  static crypto::Digest key_of(const PictureJob& job, const crypto::Digest& sha256) {
    return crypto::sha256(name_of(job.recipe) + '\n' + job.path + '\n' + crypto::hex(sha256));
  }

  PictureOutcome keep_seen(const PictureJob& job, const struct stat& info, const crypto::Digest& sha256, PictureOutcome outcome) {
    cache_.see(job.path, info, sha256);
    return outcome;
  }

  // What content would refuse by its header is not opened here: content's check says why, where a page shows it.
  static bool fits(std::string_view bytes) {
    const auto header = content::read_picture_header(bytes);
    return header && header->width <= content::kMostPictureSide && header->height <= content::kMostPictureSide &&
           header->width * header->height <= content::kMostPicturePixels &&
           (header->format != content::PictureFormat::svg || bytes.size() <= content::kMostDrawingBytes);
  }

  Result<PictureOutcome> unprepared(const PictureJob& job) {
    PictureOutcome outcome;
    auto file = copy_file(from_ / job.path, to_, job.path);
    if (!file) return file.error();
    outcome.files.push_back(*std::move(file));
    return outcome;
  }

  // Nothing where anything of it is missing or not what it was.
  std::optional<PictureOutcome> from_cache(const PictureJob& job, const crypto::Digest& sha256) {
    PictureOutcome outcome;
    outcome.reused = true;
    for (const BuildCache::Kept& kept : cache_.find(key_of(job, sha256))) {
      const auto file = copy_file(kept.source ? from_ / job.path : cache_.file_of(kept.sha256), to_, kept.path);
      if (!file || file->sha256 != kept.sha256) return std::nullopt;
      outcome.changed = outcome.changed || (outcome.files.empty() && !kept.source);
      outcome.files.push_back(*file);
    }
    return outcome.files.empty() ? std::nullopt : std::optional(std::move(outcome));
  }

  Result<PictureOutcome> make(const PictureJob& job, const std::string& bytes, const crypto::Digest& sha256) {
    PictureOutcome outcome;
    auto made = make_ready(bytes, from_ / job.path, job.path, job.recipe);
    if (!made && made.error().kind == ErrorKind::io) return made.error();
    if (!made) {
      outcome.broken = made.error();
      return outcome;
    }
    std::vector<BuildCache::Kept> kept;
    for (const MadeFile& one : *made) {
      const bool source = one.bytes.empty();
      auto file = write_file(source ? std::string_view(bytes) : std::string_view(one.bytes), to_, one.path);
      if (!file) return file.error();
      if (!source) cache_.keep_bytes(file->sha256, one.bytes);
      kept.push_back({one.path, file->size, file->sha256, source});
      outcome.files.push_back(*std::move(file));
    }
    outcome.changed = !kept.front().source;
    cache_.keep(key_of(job, sha256), kept);
    return outcome;
  }

  const fs::path &from_, &to_;
  BuildCache& cache_;
};

}  // namespace

Result<std::vector<PictureOutcome>> prepare_pictures(const fs::path& from, const fs::path& to, const std::vector<PictureJob>& jobs, BuildCache& cache,
                                                     const std::function<void(std::size_t done)>& progress) {
  std::vector<PictureOutcome> outcomes(jobs.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t done = 0;
  std::optional<Error> failed;
  Stage stage(from, to, cache);
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      auto outcome = [&]() -> Result<PictureOutcome> {
        try {
          return stage.prepare(jobs[i]);
        } catch (const fs::filesystem_error& e) {
          return system_error("cannot write", e.path1(), e.code().value());
        } catch (const std::exception& e) {
          return Error{ErrorKind::internal, e.what(), jobs[i].path};
        }
      }();
      const std::lock_guard lock(mutex);
      if (!outcome && !failed) failed = outcome.error();
      if (failed) return;
      outcomes[i] = *std::move(outcome);
      progress(++done);
    }
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
  }
  if (failed) return *failed;
  return outcomes;
}

}  // namespace kiosk::author
