// Where words that are seen on the glass were written: file, line and column in the pack.
//
// How     : a string of a TOML file that is exactly the words; else the words, without spaces and Markdown's marks, in the file likewise reduced; else
//           as many of their first characters as are found. The program's own words are found nowhere.
// Cost    : each file is read and reduced once; a search is linear in it.
// Threads : one.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/content/folder.h"

namespace kiosk::author {

struct Whence {
  std::string file;
  int line = 0, column = 0;  // from 1, in characters
  auto operator<=>(const Whence&) const = default;
};

class WhenceFinder {
 public:
  explicit WhenceFinder(const content::Folder& folder) : folder_(folder) {}

  // The first of `files` that has the words; nothing where none has. Files that cannot be read have none.
  std::optional<Whence> find(std::string_view words, std::span<const std::string> files);
  // The first place of this character outside comments.
  std::optional<Whence> find(char32_t character, const std::string& file);

 private:
  struct Text {
    std::u32string reduced;
    std::vector<Whence> places;                          // of each character of `reduced`, without the file
    std::map<std::string, Whence, std::less<>> strings;  // of a TOML file
  };
  const Text& read(const std::string& file);

  const content::Folder& folder_;
  std::map<std::string, Text> texts_;
};

}  // namespace kiosk::author
