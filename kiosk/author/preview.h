// The preview as files: pictures of the pages, one sheet with all of them, and both kept up to date while the pack is written.
//
// Files   : PNGs (shots.h), index.html (contact_sheet.h) and pages.json, which names the PNGs: those of an earlier preview that are no page any more
//           are removed, and nothing else in the folder.
// Watching: what changed decides which pages are taken again: first the pages of a story whose words changed, in its language, then what else may
//           show them; a picture's pages; otherwise all. The sheet follows.
// Errors  : not_found, usage (no such page), io, and those of the easel.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "kiosk/author/contact_sheet.h"
#include "kiosk/author/shots.h"

namespace kiosk::author {

class Preview {
 public:
  // `open`: an address of the exhibition, or empty for all pages.
  static Result<std::unique_ptr<Preview>> make(ShotOptions options, const std::string& open);

  // All pages.
  Result<void> take(const GlassProgress& progress);
  // Those that depend on the changed files (relative to the pack). Calls `seen` as soon as the first pictures are there.
  Result<void> take_again(const std::set<std::string>& changed, const std::function<void(const std::vector<Shot>&)>& seen);

  void set_watched(bool watched) { watched_ = watched; }
  const std::vector<Shot>& shots() const { return shots_; }
  const content::Findings& findings() const { return findings_; }  // of the pack and of all pages

 private:
  explicit Preview(ShotOptions options) : options_(std::move(options)) {}
  Result<void> read();
  Result<std::vector<Shot>> shoot(const std::vector<Wanted>& wanted, const std::vector<Language>& languages, const GlassProgress& progress = {});
  std::vector<Wanted> depend_on(const std::set<std::string>& changed) const;
  std::vector<Wanted> changed_pages(const std::string& path);
  std::vector<Wanted> pages_with(const std::string& picture) const;
  Result<void> write_sheet();
  void remove_stale();

  ShotOptions options_;
  std::optional<Wanted> only_;
  bool watched_ = false;
  screens::LibraryPtr library_;
  std::vector<Shot> shots_;
  content::Findings pack_findings_, findings_;
  std::map<std::string, std::vector<std::size_t>> story_parts_;  // by story file: a hash of each page's text, the front matter first
};

}  // namespace kiosk::author
