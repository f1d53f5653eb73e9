#include "kiosk/media/save_png.h"

#include <SDL_image.h>

namespace kiosk::media {

Result<void> save_png(const gfx::Bitmap& picture, const std::filesystem::path& file) {
  // SDL does not write through this pointer; its interface is older than const.
  auto* pixels = const_cast<std::uint32_t*>(picture.pixels.data());
  SDL_Surface* surface =
      SDL_CreateRGBSurfaceWithFormatFrom(pixels, picture.width, picture.height, 32, picture.width * 4, SDL_PIXELFORMAT_ARGB8888);
  const bool saved = surface && IMG_SavePNG(surface, file.c_str()) == 0;
  SDL_FreeSurface(surface);
  if (!saved) return Error{ErrorKind::io, std::string("cannot write a PNG: ") + SDL_GetError(), file.string()};
  return {};
}

}  // namespace kiosk::media
