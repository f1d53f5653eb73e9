// A pack's texts as their authors wrote them, with their places: what checks of wording read. What cannot be read is nothing here; content::check
// says why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/content/folder.h"
#include "kiosk/content/story.h"
#include "kiosk/content/toml_tree.h"

namespace kiosk::author {

inline constexpr std::size_t kMostWritten = content::kMostTextBytes;

// From 1, in characters; column 0 where only the line is known.
struct Place {
  int line = 0, column = 0;
};

struct Written {
  std::string words;
  Place begin;  // of the first character
  Place place_of(std::size_t offset) const;
};

// Nothing where the file is missing, too large or no TOML.
std::optional<content::Node> written_toml(const content::Folder& folder, const std::string& path);
// The tables of [[key]].
std::vector<const content::Node*> tables_of(const content::Node& table, std::string_view key);
std::vector<std::string> strings_of(const content::Node& table, std::string_view key);
// Empty where it is not there.
std::string string_of(const content::Node& table, std::string_view key);
// key.LANGUAGE; null where it is not there.
const content::Node* text_of(const content::Node& table, std::string_view key, Language language);
Written written(const content::Node& text);

struct WrittenStory {
  std::string file;
  content::FrontMatter front;
  struct Page {
    Written text;             // as it is written
    std::size_t han = 0;      // Han characters that are read on it
  };
  std::vector<Page> pages;
  std::vector<Written> prose, headings;  // of all pages; prose without pictures and headings
};
std::optional<WrittenStory> written_story(const content::Folder& folder, std::string_view point, std::string_view story, Language language);

}  // namespace kiosk::author
