#include "kiosk/screens/library.h"

namespace kiosk::screens {

Result<LibraryPtr> Library::open(const std::filesystem::path& folder) {
  Result<std::vector<std::filesystem::path>> folders = content::pack_folders(folder);
  if (!folders) return folders.error();
  auto library = std::make_shared<Library>();
  library->folder_ = folder;
  Error last{ErrorKind::not_found, "holds no pack", folder.string()};
  for (const std::filesystem::path& one : *folders) {
    Result<std::unique_ptr<content::Pack>> pack = content::Pack::open(one);
    if (!pack) {
      last = pack.error();
      library->problems_.push_back(to_string(last));
      continue;
    }
    for (const std::string& id : (*pack)->index().points) library->points_.push_back({pack->get(), id});
    library->packs_.push_back(std::move(*pack));
  }
  if (library->packs_.empty()) return last;
  return library;
}

content::Pack* Library::pack(std::string_view id) const {
  if (id.empty()) return packs_.front().get();
  for (const auto& pack : packs_)
    if (pack->index().id == id) return pack.get();
  return nullptr;
}

}  // namespace kiosk::screens
