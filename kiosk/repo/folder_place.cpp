#include "kiosk/repo/place.h"

namespace kiosk::repo {
namespace {

class HeldFolder final : public Place::Held {
 public:
  explicit HeldFolder(FolderLock lock) : lock_(std::move(lock)) {}

 private:
  FolderLock lock_;
};

class FolderPlace final : public Place {
 public:
  explicit FolderPlace(Folder folder) : folder_(std::move(folder)) {}

  std::string name() const override { return folder_.root().string(); }
  Result<std::string> read(const std::string& path, std::size_t max_bytes) override { return folder_.read(path, max_bytes); }
  Result<bool> has(const std::string& path, std::uint64_t size) override { return folder_.has(path, size); }
  Result<void> add(const std::string& path, std::string_view bytes) override { return folder_.add(path, bytes); }
  Result<void> replace(const std::string& path, std::string_view bytes) override { return folder_.replace(path, bytes); }

  Result<Sent> send(const std::vector<Item>& items, const std::function<void(const Item&)>& progress) override {
    Sent sent;
    for (const Item& item : items) {
      if (!folder_.has(item.path, item.size)) {
        sent.files += 1;
        sent.bytes += item.size;
      }
      if (auto done = folder_.add_file(item.path, item.from, item.sha256, item.size); !done) return done.error();
      if (progress) progress(item);
    }
    return sent;
  }

  Result<std::unique_ptr<Held>> lock(const std::string&) override {
    auto lock = folder_.lock();
    if (!lock) return lock.error();
    return std::unique_ptr<Held>(std::make_unique<HeldFolder>(*std::move(lock)));
  }
  Result<void> break_lock() override { return folder_.break_lock(); }

 private:
  Folder folder_;
};

}  // namespace

Result<std::unique_ptr<Place>> open_folder_place(const std::filesystem::path& path) {
  auto folder = Folder::open_or_create(path);
  if (!folder) return folder.error();
  return std::unique_ptr<Place>(std::make_unique<FolderPlace>(*std::move(folder)));
}

}  // namespace kiosk::repo
