// The faces of the exhibition, found once at start; opened when first needed.
//
// Families: serif = Noto Serif CJK SC, sans = Noto Sans CJK SC, letter = LXGW WenKai. Fallback order for a
//           character that a family lacks: the other two, same weight first. One SC face serves 简体 and 繁體 by `locl`
//           (shape with the language).
// Finding : well-known Debian paths first, then fontconfig (its start costs more than opening a face).
// Threads : the main thread only (FreeType: a face belongs to one thread at a time).
// Errors  : a missing family falls back to another; no usable font at all is not_found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::text {

enum class Family : std::uint8_t { serif, sans, letter };
enum class Weight : std::uint8_t { regular, bold };

// One file that was found, and the face within it (.ttc collections hold several).
struct FontFile {
  std::filesystem::path path;
  int face_index = 0;
};

class Face;  // an open face: FreeType and HarfBuzz objects; private to this room (face.h)

// Index into the opened faces of a FontSet; stays valid for its life.
using FaceId = std::uint8_t;

class FontSet {
 public:
  // Looks the families up. `directory`: use the fonts of this folder alone (tests: no installed fonts).
  static Result<std::unique_ptr<FontSet>> find(const std::filesystem::path& directory = {});
  ~FontSet();

  // The faces to try for one character, best first. Opens the first one; the others only when asked for.
  FaceId face(Family family, Weight weight);
  // The face that has the character, following the fallback order; nothing where none has it.
  std::optional<FaceId> face_for(char32_t c, Family family, Weight weight);
  Face& open(FaceId id);

 private:
  struct State;
  FontSet();
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::text
