#include "kiosk/sync/scrub.h"

namespace kiosk::sync {
namespace {

// A place that cannot be read is as good as one that reads wrong.
bool is_whole(FileSystem& files, const std::string& path, const Entry& blob) {
  if (blob.kind != Entry::Kind::file) return false;
  crypto::Sha256 sum;
  const auto read = scan(files, path, blob.size, [&](std::string_view piece) { sum.update(piece); });
  return read && crypto::hex(sum.finish()) == blob.name;
}

}  // namespace

Result<ScrubReport> scrub(Store& store, const std::function<void(const ScrubReport&)>& progress) {
  ScrubReport report;
  FileSystem& files = store.files();
  if (auto done = store.prepare(); !done) return done.error();
  const auto shelves = files.list("blobs");
  if (!shelves) return shelves.error();
  for (const Entry& shelf : *shelves) {
    const auto blobs = files.list("blobs/" + shelf.name);
    if (!blobs) return blobs.error();
    for (const Entry& blob : *blobs) {
      if (progress) progress(report);
      ++report.files;
      report.bytes += blob.size;
      if (is_whole(files, "blobs/" + shelf.name + "/" + blob.name, blob)) continue;
      if (auto done = store.quarantine(blob.name); !done) return done.error();
      report.rotten.push_back(blob.name);
    }
  }
  return report;
}

}  // namespace kiosk::sync
