// What a curator wrote, whichever program they wrote it in: blocks of text and pictures, and what could not be taken along.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bilingual.h"
#include "kiosk/base/result.h"

namespace kiosk::manuscript {

struct Block {
  enum class Kind { heading, paragraph, bullet, number, quotation, picture, page_break } kind = Kind::paragraph;
  int level = 0;     // of a heading, 1 first
  std::string text;  // one line of inline Markdown; of a picture its caption
  int picture = -1;  // in Manuscript::pictures
};

struct Picture {
  std::string bytes;   // empty where only its name is known
  std::string ending;  // "jpg", "png", "webp", "svg": by the bytes
  std::string name;    // what it was called
  std::string alt;
};

struct Note {
  std::string id, text;  // cited as [^id]
};

struct Manuscript {
  std::string title;  // empty where it has none
  std::vector<Block> blocks;
  std::vector<Picture> pictures;
  std::vector<Note> notes;
  std::vector<Bilingual> dropped;  // what was not taken along, with how often
};

inline constexpr std::size_t kMostManuscriptBytes = 256u << 20;  // of the file as it is
inline constexpr std::size_t kMostTextBytes = 8u << 20;          // of a text file

// "jpg", "png", "webp", "svg" by the first bytes; empty for anything else.
std::string_view picture_ending(std::string_view bytes);

// A Word file as Word and WPS write it (ECMA-376 part 1, WordprocessingML).
// Kept    : headings (by style or outline level; a short line wholly bold is one), lists of one level, bold and italic, footnotes, pictures with
//           their alternative texts and captions, page breaks. Deleted text of tracked changes is not there, inserted text is.
// Hostile : at most 5,000 entries, 32 MiB a part, 64 MiB a picture, 512 MiB in all, whatever the archive says; nesting of 64; no name in the archive is
//           a path of ours; XML entities are not expanded.
// Errors  : malformed (no Word file; a .doc of before 2007, encrypted), limit.
Result<Manuscript> read_docx(std::string_view bytes, std::string_view subject);

// Plain text: a line a paragraph; a short line without a full stop is a heading. Pre: decoded and mended.
Manuscript read_plain(std::string_view text);
// CommonMark as it stands: headings, lists, --- and pictures that have a line of their own are taken as blocks, everything else as lines. Of a YAML
// description before the text its title is taken. Pre: as read_plain. Pictures have their path as name, relative to the text, and no bytes.
Manuscript read_markdown(std::string_view text);

// A story's body: pages apart by ---, a new one at each heading, and after `most_han` characters where a paragraph ends. `picture_path` names the
// file of a picture.
struct StoryText {
  std::string body;
  std::string summary;  // the first sentence, at most 60 characters
};
StoryText story_text(const Manuscript& manuscript, const std::vector<std::string>& picture_paths, std::size_t most_han = 240);

}  // namespace kiosk::manuscript
