#include "kiosk/author/transfer.h"

#include <optional>

#include "kiosk/author/build.h"
#include "kiosk/base/files.h"
#include "kiosk/content/folder.h"
#include "kiosk/media/header.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

// What is published of a folder.
Result<sync::FileList> files_of(const fs::path& folder) {
  const auto manifest = read_file(folder / "manifest.json", sync::Limits{}.manifest_bytes);
  if (manifest) {
    auto parsed = sync::parse_manifest(*manifest, (folder / "manifest.json").string());
    if (!parsed) return parsed.error();
    return std::move(parsed->files);
  }
  const auto opened = content::Folder::open(folder);
  if (!opened) return opened.error();
  sync::FileList files;
  std::optional<Error> failed;
  (*opened)->walk("", [&](const std::string& path, content::Folder::Entry entry) {
    if (entry != content::Folder::Entry::file || is_made_by_build(path) || !belongs_to_pack(path)) return true;
    const auto bytes = (*opened)->read(path, media::kMaxFileBytes);
    if (bytes) files.push_back({path, bytes->size(), crypto::sha256(*bytes), std::string(sync::media_type(path))});
    else failed = bytes.error();
    return !failed;
  });
  if (failed) return *failed;
  return files;
}

std::uint64_t bytes_beyond(const sync::FileList& files, const sync::FileList& known, std::uint64_t* count = nullptr) {
  std::uint64_t bytes = 0;
  for (const std::uint32_t i : files.contents_beyond(known)) {
    bytes += files.file_size(i);
    if (count) ++*count;
  }
  return bytes;
}

}  // namespace

Result<Transfer> transfer_of(const fs::path& before, const fs::path& after) {
  const auto a = files_of(before);
  if (!a) return a.error();
  const auto b = files_of(after);
  if (!b) return b.error();
  Transfer out;
  out.bytes_fetched = bytes_beyond(*b, *a, &out.files_fetched);
  out.bytes_freed = bytes_beyond(*a, *b);
  return out;
}

}  // namespace kiosk::author
