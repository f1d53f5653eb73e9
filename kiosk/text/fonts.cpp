#include "kiosk/text/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cassert>

#include "kiosk/base/log.h"
#include "kiosk/text/face.h"
#include "kiosk/text/font_search.h"

namespace kiosk::text {
namespace {

struct Library {
  FT_Library handle = nullptr;
  Library() {
    if (FT_Init_FreeType(&handle) != 0) handle = nullptr;
  }
  ~Library() {
    if (handle) FT_Done_FreeType(handle);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

// The slots in the order in which they are tried: the family and the other two in the wanted weight; then in the other.
std::array<FaceId, kFaces> order(Family family, Weight weight) {
  std::array<FaceId, kFaces> slots{};
  std::size_t n = 0;
  for (Weight w : {weight, weight == Weight::bold ? Weight::regular : Weight::bold}) {
    slots[n++] = static_cast<FaceId>(slot_of(family, w));
    for (Family f : {Family::serif, Family::sans, Family::letter})
      if (f != family) slots[n++] = static_cast<FaceId>(slot_of(f, w));
  }
  return slots;
}

}  // namespace

struct FontSet::State {
  Library library;  // outlives the faces below
  FoundFaces files;
  std::array<std::unique_ptr<Face>, kFaces> faces;

  // Opens on first use; a file that fails is forgotten, and another face steps in.
  Face* open(FaceId id) {
    if (faces[id]) return faces[id].get();
    if (!files[id]) return nullptr;
    auto face = Face::open(library.handle, *files[id]);
    if (face) {
      faces[id] = std::move(*face);
    } else {
      log::warning("font left out: " + to_string(face.error()));
      files[id].reset();
    }
    return faces[id].get();
  }
};

FontSet::FontSet() : state_(std::make_unique<State>()) {}
FontSet::~FontSet() = default;

Result<std::unique_ptr<FontSet>> FontSet::find(const std::filesystem::path& directory) {
  std::unique_ptr<FontSet> set(new FontSet);
  if (!set->state_->library.handle) return Error{ErrorKind::internal, "FreeType does not start", ""};
  set->state_->files = directory.empty() ? find_installed_fonts() : find_fonts_in(directory);
  for (FaceId id : order(Family::serif, Weight::regular))
    if (set->state_->open(id)) return set;
  return Error{ErrorKind::not_found, "no Chinese font: install fonts-noto-cjk and fonts-lxgw-wenkai",
               directory.string()};
}

FaceId FontSet::face(Family family, Weight weight) {
  for (FaceId id : order(family, weight))
    if (state_->open(id)) return id;
  assert(false && "find() left one face open");
  return 0;
}

std::optional<FaceId> FontSet::face_for(char32_t c, Family family, Weight weight) {
  for (FaceId id : order(family, weight))
    if (const Face* face = state_->open(id); face && face->glyph(c) != 0) return id;
  return std::nullopt;
}

Face& FontSet::open(FaceId id) {
  Face* face = id < kFaces ? state_->open(id) : nullptr;
  assert(face && "an id comes from face() or face_for()");
  return *face;
}

}  // namespace kiosk::text
