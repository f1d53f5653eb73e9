#include "kiosk/text/font_search.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kiosk::text {
namespace {

// Packages fonts-noto-cjk and fonts-lxgw-wenkai of Debian 12. In Noto's collections face 2 is Simplified Chinese.
struct Known {
  Family family;
  Weight weight;
  const char* path;
  int face_index;
  const char* name;  // what fontconfig calls the family
};

constexpr Known kKnown[] = {
    {Family::serif, Weight::regular, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2, "Noto Serif CJK SC"},
    {Family::serif, Weight::bold, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2, "Noto Serif CJK SC"},
    {Family::sans, Weight::regular, "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2, "Noto Sans CJK SC"},
    {Family::sans, Weight::bold, "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2, "Noto Sans CJK SC"},
    {Family::letter, Weight::regular, "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0, "LXGW WenKai"},
    {Family::letter, Weight::bold, "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", 0, "LXGW WenKai"},
};

// Files of one folder that are looked into; a folder of fonts for one exhibition has a dozen.
constexpr std::size_t kMaxFiles = 64;

// fontconfig answers with its best guess; only a face of the very family counts.
std::optional<FontFile> ask_fontconfig(FcConfig* config, const Known& wanted) {
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(wanted.name));
  FcPatternAddInteger(pattern, FC_WEIGHT, wanted.weight == Weight::bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcConfigSubstitute(config, pattern, FcMatchPattern);
  FcDefaultSubstitute(pattern);
  FcResult result = FcResultNoMatch;
  FcPattern* match = FcFontMatch(config, pattern, &result);
  std::optional<FontFile> found;
  FcChar8* file = nullptr;
  FcChar8* family = nullptr;
  int index = 0, weight = FC_WEIGHT_REGULAR;
  if (match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch) {
    FcPatternGetInteger(match, FC_INDEX, 0, &index);
    FcPatternGetInteger(match, FC_WEIGHT, 0, &weight);
    const bool bold = weight >= FC_WEIGHT_DEMIBOLD;
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &family) == FcResultMatch; ++i)
      if (reinterpret_cast<const char*>(family) == std::string_view(wanted.name) &&
          bold == (wanted.weight == Weight::bold))
        found = FontFile{reinterpret_cast<const char*>(file), index & 0xFFFF};
  }
  if (match) FcPatternDestroy(match);
  FcPatternDestroy(pattern);
  return found;
}

std::optional<std::size_t> slot_by_name(const FT_Face face) {
  const std::string_view family = face->family_name ? face->family_name : "";
  const auto has = [family](std::string_view part) { return family.find(part) != std::string_view::npos; };
  if (has("Mono")) return std::nullopt;
  // Of Noto's regional faces the Simplified one serves all languages by `locl`.
  for (std::string_view region : {" JP", " KR", " TC", " HK"})
    if (family.ends_with(region)) return std::nullopt;
  const Weight weight = face->style_flags & FT_STYLE_FLAG_BOLD ? Weight::bold : Weight::regular;
  return slot_of(has("Kai") ? Family::letter : has("Sans") ? Family::sans : Family::serif, weight);
}

}  // namespace

FoundFaces find_installed_fonts() {
  FoundFaces found;
  FcConfig* config = nullptr;
  for (const Known& known : kKnown) {
    auto& slot = found[slot_of(known.family, known.weight)];
    std::error_code error;
    if (std::filesystem::is_regular_file(known.path, error)) {
      slot = FontFile{known.path, known.face_index};
      continue;
    }
    if (!config) config = FcInitLoadConfigAndFonts();
    if (config) slot = ask_fontconfig(config, known);
  }
  if (config) FcConfigDestroy(config);
  return found;
}

FoundFaces find_fonts_in(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const std::string extension = at->path().extension().string();
    if (extension == ".ttf" || extension == ".otf" || extension == ".ttc") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  files.resize(std::min(files.size(), kMaxFiles));

  FoundFaces found;
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return found;
  for (const auto& path : files) {
    FT_Long faces = 1;
    for (FT_Long i = 0; i < faces; ++i) {
      FT_Face face = nullptr;
      if (FT_New_Face(library, path.c_str(), i, &face) != 0) break;
      faces = face->num_faces;
      if (const auto slot = slot_by_name(face); slot && !found[*slot])
        found[*slot] = FontFile{path, static_cast<int>(i)};
      FT_Done_Face(face);
    }
  }
  FT_Done_FreeType(library);
  return found;
}

}  // namespace kiosk::text
