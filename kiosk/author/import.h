// `kioskctl pack import`: from what a curator brings to stories and pictures of a pack.
//
// Files   : .docx, .md, .txt (UTF-8, GB18030, UTF-16), pictures, or folders of these. A text of a picture's name ("bridge.txt" beside "bridge.jpg"), or a line
//           "bridge: …" of 图注.txt or captions.txt, is its caption. Pictures that come beside one text belong to its story, each on a page at its end; with
//           several texts a picture goes to the one whose name it begins with, else to the first.
// Stories : one a text, or one a heading of the first level with `split`. The id is made of the file's name where that has letters a-z, else story-1, story-2.
// Writes  : points/POINT/STORY/story.LANGUAGE.md, pictures/STORY-1.jpg with its .toml, and the story's id in point.toml. All is made beside the pack's files
//           first and then put in place, point.toml last; nothing that is there is replaced, unless `replace`.
// Errors  : usage (no pack, no such point), refused (a file that is there; damaged text, with file:line:column), malformed and limit (files that cannot be
//           read), io, disk_full. Nothing was written then.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/manuscript/mend.h"

namespace kiosk::author {

struct ImportArguments {
  std::vector<std::filesystem::path> files;
  std::filesystem::path pack;
  std::string point, id;  // empty: the pack's only point; made of the file's name
  Language language = Language::hans;
  bool split = false, replace = false;
  // Whether a proposal for the file is taken.
  std::function<bool(const std::string& file, const manuscript::Change& change)> accept;
};

struct ImportedFile {
  std::string file;  // as it was named
  std::vector<manuscript::Change> changes;
  std::vector<Bilingual> dropped;
};

struct Imported {
  std::vector<ImportedFile> files;
  std::vector<std::string> stories;  // "POINT/STORY"
  std::vector<std::string> written;  // paths in the pack, in order
  std::string list_by_hand;          // what to add to point.toml where it could not be edited safely; else empty
};

Result<Imported> import_files(const ImportArguments& arguments);

// `text` of a TOML file with `id` added to its list `stories`, everything else as it is; nothing where that list cannot be found for certain.
std::optional<std::string> with_story(const std::string& text, const std::string& id);

}  // namespace kiosk::author
