// 繁體 for what a pack has in 简体 alone: by phrases (OpenCC, s2tw), the names of names.toml in their own 繁體 form or else untouched.
//
// Stories : story.zh-Hans.md gives the text of story.zh-Hant.md, line by line. [^ids], paths and web addresses stay.
// TOML    : beside each zh-Hans without zh-Hant the converted text is put in; every other byte stays. Not in names.toml, whose missing forms mean
//           "as in 简体", nor in `says` of sources.toml, which no visitor reads.
// Proof   : what changed, by file and line of the built pack; characters that have more than one 繁體 form are named, since phrases choose between
//           them and may be wrong.
// Errors  : of ScriptConverter::open.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/content/folder.h"
#include "kiosk/content/names.h"
#include "kiosk/manuscript/script_converter.h"

namespace kiosk::author {

struct ConvertedLine {
  std::string file;  // in the built pack
  int line = 0;
  std::string hans, hant;
  std::vector<std::string> choices;  // "里→裡": one character, several forms
};

class Traditional {
 public:
  // Reads names.toml, which may be missing.
  static Result<Traditional> open(const content::Folder& folder);

  std::string convert(std::string_view text) const;
  // The story in 繁體; `file` is what it will be called.
  std::string convert_story(std::string_view hans, const std::string& file, std::vector<ConvertedLine>& proof) const;
  // The file with what was missing; the same text where nothing was, or where it is no TOML.
  std::string complete_toml(std::string_view toml, const std::string& file, std::vector<ConvertedLine>& proof) const;

 private:
  Traditional(manuscript::ScriptConverter converter) : converter_(std::move(converter)) {}
  void note(const std::string& file, int line, std::string_view hans, std::string_view hant, std::vector<ConvertedLine>& proof) const;

  manuscript::ScriptConverter converter_;
  content::Names names_;
  std::map<std::string, std::string, std::less<>> forms_;  // of names: 简体 to 繁體
};

// The list for the proof-reader.
std::string proof_list(const std::string& pack, const std::vector<ConvertedLine>& proof);
// How it begins: what does not is no such list.
inline constexpr std::string_view kProofHead = "# 繁體待校对";

// converted.toml of the built pack: which texts nobody has read. Files that an earlier one names (of a built pack that is built again) stay named.
std::string converted_toml(const content::Folder& folder, const std::vector<ConvertedLine>& proof);
inline constexpr std::string_view kConverted = "converted.toml";

}  // namespace kiosk::author
