// points/POINT/STORY/story.LANGUAGE.md: front matter between +++ lines, then pages parted by lines of exactly ---.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/content/library.h"

namespace kiosk::content {

inline constexpr std::size_t kMostPages = 60, kMostPageCharacters = 4000;  // FORMAT.md, limits

struct FrontMatter {
  std::string title, summary;
  int title_line = 0;
  Located picture;  // line 0: none
  std::vector<OwnSource> sources;
  std::string body;
  int body_line = 0;  // in the file
};

// Nothing where the story cannot be shown.
std::optional<FrontMatter> parse_front_matter(std::string_view text, Language language, Report& report);

struct PageText {
  std::string_view text;
  int line = 0;
};
// Pages as written, before Markdown.
std::vector<PageText> split_pages(std::string_view body, int first_line, Report& report);

std::string story_path(std::string_view point, std::string_view story, Language language);

// Reads one language of a story; null where its file is missing (`missing` is set, no finding) or broken (findings).
StoryPtr read_story(Library& library, std::string_view point, std::string_view story, Language language, bool& missing);

}  // namespace kiosk::content
