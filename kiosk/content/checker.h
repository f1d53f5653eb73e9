// Reads a whole pack, part by part, and then compares the parts with each other. Findings go to the library's ledger.
// Threads: one at a time calls next(); others may use the library meanwhile.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "kiosk/content/library.h"

namespace kiosk::content {

inline constexpr std::size_t kMostFiles = 200'000;  // of a pack; FORMAT.md, limits

class Checker {
 public:
  // `point` and `route` are the pack's own, so that each part is read once. Borrows all.
  Checker(Library& library, const Index& index, std::function<PointPtr(const std::string&)> point,
          std::function<RoutePtr(const std::string&)> route, std::size_t most_files = kMostFiles);

  // Does one part; false when all is done.
  bool next();

 private:
  void check_point(const std::string& id);
  void check_story(const std::string& point, const std::string& id);
  void check_files();
  void check_unlisted(const std::string& path, Folder::Entry entry);
  void check_references();
  void check_languages();
  Bilingual objection_to(const Located& where) const;
  bool is_declared(Language language) const;

  Library& library_;
  const Index& index_;
  std::size_t most_files_;
  std::function<PointPtr(const std::string&)> point_;
  std::function<RoutePtr(const std::string&)> route_;
  std::deque<std::function<void()>> tasks_;
  std::map<std::string, std::size_t, std::less<>> pages_;  // "POINT/STORY": pages in 简体; 0 where it cannot be shown
};

}  // namespace kiosk::content
