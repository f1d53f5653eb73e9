// The packs that play, as one exhibition: points and slides of all packs in their order.
// Immutable but for what packs load on demand; shared between threads while a worker checks it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/content/pack.h"

namespace kiosk::screens {

class Library {
 public:
  // A pack or a generation. Packs that cannot be opened are left out and noted; an error where none is left.
  static Result<std::shared_ptr<Library>> open(const std::filesystem::path& folder);

  struct PointRef {
    content::Pack* pack;
    std::string id;
  };

  const std::filesystem::path& folder() const { return folder_; }
  content::Pack& first() const { return *packs_.front(); }
  const std::vector<std::unique_ptr<content::Pack>>& packs() const { return packs_; }
  const std::vector<PointRef>& points() const { return points_; }
  const std::vector<std::string>& problems() const { return problems_; }

  // The pack by its id; the first where the id is empty; null where there is none.
  content::Pack* pack(std::string_view id) const;

 private:
  std::filesystem::path folder_;
  std::vector<std::unique_ptr<content::Pack>> packs_;
  std::vector<PointRef> points_;
  std::vector<std::string> problems_;
};

using LibraryPtr = std::shared_ptr<Library>;

}  // namespace kiosk::screens
