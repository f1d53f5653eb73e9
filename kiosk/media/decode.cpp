#include "kiosk/media/decode.h"

#include <SDL_image.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/media/pictures.h"
#include "kiosk/media/scale.h"
#include "kiosk/media/svg_guard.h"

namespace kiosk::media {
namespace {

constexpr std::size_t kFirstRead = 64 << 10, kSecondRead = 1 << 20;
// What nanosvg makes of each byte of an SVG: 10 to 35 for the vignettes of the bundled exhibition and for many short paths.
// A file drawn only to hurt (60,000 curves with wide round strokes) takes 190 and is not held back by this.
constexpr std::size_t kSvgBytesPerByte = 40;
constexpr std::size_t kSvgFixedBytes = 1 << 20;
constexpr std::size_t kRowScratchBytes = 20;  // a source column: AreaScaler's sums and one converted row

struct FreeSurface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using Surface = std::unique_ptr<SDL_Surface, FreeSurface>;

Error with_subject(Error error, const std::filesystem::path& file) {
  error.subject = file.string();
  return error;
}

struct Head {
  std::string bytes;
  std::size_t file_bytes = 0;
};

// The first `wanted` bytes of a file, and how many it has.
Result<Head> read_head(const std::filesystem::path& file, std::size_t wanted) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a FIFO must not stop us
  if (fd < 0) return system_error("cannot open", file, errno);
  const std::unique_ptr<const int, void (*)(const int*)> closer(&fd, [](const int* open_fd) { ::close(*open_fd); });
  struct stat info {};
  if (::fstat(fd, &info) != 0) return system_error("cannot read", file, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", file.string()};
  Head head{{}, static_cast<std::size_t>(info.st_size)};
  if (head.file_bytes > kMaxFileBytes)
    return Error{ErrorKind::limit,
                 "is larger than the " + std::to_string(kMaxFileBytes >> 20) + " MiB allowed for a picture",
                 file.string()};
  head.bytes.resize(std::min(wanted, head.file_bytes));
  std::size_t used = 0;
  while (used < head.bytes.size()) {
    const ssize_t n = ::read(fd, head.bytes.data() + used, head.bytes.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", file, errno);
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  head.bytes.resize(used);
  return head;
}

// Whether a picture of these proportions was meant by `size`, each side of which is rounded up.
bool is_for(PixelSize size, const Header& header) {
  const Size own = header.upright();
  const double across = static_cast<double>(size.width) * own.h, down = static_cast<double>(size.height) * own.w;
  const bool within =
      header.format == Format::svg || (size.width <= static_cast<int>(own.w) && size.height <= static_cast<int>(own.h));
  return within && std::abs(across - down) <= std::max(own.w, own.h) * 1.01;
}

// SDL2_image opens its codecs on first use and counts that without a lock.
void open_codecs_once() {
  static std::once_flag once;
  std::call_once(once, [] { IMG_Init(IMG_INIT_JPG | IMG_INIT_PNG | IMG_INIT_WEBP); });
}

PixelSize stored(PixelSize upright, const Header& header) {
  return header.sides_exchanged() ? PixelSize{upright.height, upright.width} : upright;
}

// libjpeg fills what a cut-off file lacks with grey and calls it a picture: require the end mark behind the first scan.
bool is_whole_jpeg(std::string_view bytes) {
  const std::size_t scan = bytes.find("\xFF\xDA"), end = bytes.rfind("\xFF\xD9");
  return scan != std::string_view::npos && end != std::string_view::npos && end > scan;
}

Surface load(std::string_view bytes, const Header& header, PixelSize size) {
  open_codecs_once();
  SDL_RWops* in = SDL_RWFromConstMem(bytes.data(), static_cast<int>(bytes.size()));
  if (!in) return nullptr;
  Surface surface;
  switch (header.format) {
    case Format::png: surface.reset(IMG_LoadPNG_RW(in)); break;
    case Format::jpeg: surface.reset(IMG_LoadJPG_RW(in)); break;
    case Format::webp: surface.reset(IMG_LoadWEBP_RW(in)); break;
    case Format::svg: surface.reset(IMG_LoadSizedSVG_RW(in, size.width, size.height)); break;
  }
  SDL_RWclose(in);
  return surface;
}

// Rows of the surface as ARGB words, scaled into the result as they are read, so that no second full-size copy exists.
Result<gfx::Bitmap> shrink(Surface surface, PixelSize size) {
  Uint32 key = 0;
  if (SDL_ISPIXELFORMAT_INDEXED(surface->format->format) || SDL_GetColorKey(surface.get(), &key) == 0) {
    surface.reset(SDL_ConvertSurfaceFormat(surface.get(), SDL_PIXELFORMAT_ARGB8888, 0));
    if (!surface) return Error{ErrorKind::transient, "there was no memory to convert it", {}};
  }
  AreaScaler scaler(surface->w, surface->h, size.width, size.height);
  std::vector<std::uint32_t> row(static_cast<std::size_t>(surface->w));
  const auto* pixels = static_cast<const std::uint8_t*>(surface->pixels);
  for (int y = 0; y < surface->h; ++y, pixels += surface->pitch) {
    if (SDL_ConvertPixels(surface->w, 1, surface->format->format, pixels, surface->pitch, SDL_PIXELFORMAT_ARGB8888,
                          row.data(), surface->w * 4) != 0)
      return Error{ErrorKind::malformed, "has pixels of a kind that is not shown", {}};
    scaler.add_row(row);
  }
  return std::move(scaler).finish();
}

// A copy of the surface's top left part; nanosvg may round a side up by one.
Result<gfx::Bitmap> copy(const SDL_Surface& surface, PixelSize size) {
  gfx::Bitmap bitmap(size.width, size.height);
  const int columns = std::min(surface.w, size.width);
  const auto* pixels = static_cast<const std::uint8_t*>(surface.pixels);
  for (int y = 0; y < std::min(surface.h, size.height); ++y)
    if (SDL_ConvertPixels(columns, 1, surface.format->format, pixels + static_cast<std::ptrdiff_t>(y) * surface.pitch,
                          surface.pitch, SDL_PIXELFORMAT_ARGB8888,
                          bitmap.pixels.data() + static_cast<std::ptrdiff_t>(y) * size.width, size.width * 4) != 0)
      return Error{ErrorKind::malformed, "has pixels of a kind that is not shown", {}};
  bitmap.opaque =
      std::all_of(bitmap.pixels.begin(), bitmap.pixels.end(), [](std::uint32_t p) { return p >= 0xFF000000u; });
  return bitmap;
}

// SDL keeps an error text for each thread and frees it only for threads that it made itself.
struct SdlThreadEnd {
  ~SdlThreadEnd() { SDL_TLSCleanup(); }
};

Result<gfx::Bitmap> decode_bytes(std::string_view bytes, const Header& header, PixelSize upright) {
  if (header.format == Format::jpeg && !is_whole_jpeg(bytes))
    return Error{ErrorKind::malformed, "is cut off: its end is missing", {}};
  if (header.format == Format::svg)
    if (const auto harmless = check_svg(bytes); !harmless) return harmless.error();
  const SdlThreadEnd end;
  const PixelSize size = stored(upright, header);
  Surface surface = load(bytes, header, size);
  if (!surface) return Error{ErrorKind::malformed, std::string("cannot be decoded: ") + SDL_GetError(), {}};
  if (header.format == Format::svg) return copy(*surface, size);
  if (surface->w != header.width || surface->h != header.height)
    return Error{ErrorKind::malformed, "is not the size that its header says", {}};
  auto bitmap = shrink(std::move(surface), size);
  if (!bitmap) return bitmap;
  return make_upright(std::move(*bitmap), header.orientation);
}

}  // namespace

Result<FileHeader> read_file_header(const std::filesystem::path& file) {
  for (std::size_t wanted : {kFirstRead, kSecondRead, kMaxFileBytes}) {
    const auto head = read_head(file, wanted);
    if (!head) return head.error();
    const auto header = read_header(head->bytes, head->file_bytes);
    if (!header) return with_subject(header.error(), file);
    if (*header) return FileHeader{**header, head->file_bytes};
  }
  return Error{ErrorKind::malformed, "ends before its picture begins", file.string()};
}

PixelSize size_to_cover(const Header& header, Size cover) {
  const Size own = header.upright();
  double scale = std::max(static_cast<double>(cover.w) / own.w, static_cast<double>(cover.h) / own.h);
  if (header.format != Format::svg) scale = std::min(scale, 1.);
  scale = std::min({scale, kMaxSide / static_cast<double>(std::max(own.w, own.h)),
                    std::sqrt(kMaxPixels / (static_cast<double>(own.w) * own.h))});
  // A hair less than the next pixel is rounding in `scale`, not a pixel that is needed.
  const auto side = [&](double length) {
    return std::clamp(static_cast<int>(std::ceil(length * scale - 1e-3)), 1, kMaxSide);
  };
  return {side(own.w), side(own.h)};
}

std::size_t decode_cost(const FileHeader& file, PixelSize size) {
  const std::size_t result = size.bytes();
  if (file.header.format == Format::svg) return kSvgFixedBytes + kSvgBytesPerByte * file.file_bytes + 2 * result;
  const auto columns = static_cast<std::size_t>(file.header.width), rows = static_cast<std::size_t>(file.header.height);
  const std::size_t decoding = columns * rows * file.header.bytes_per_pixel + columns * kRowScratchBytes + result;
  return file.file_bytes + std::max(decoding, 2 * result);
}

Result<gfx::Bitmap> decode_to(const std::filesystem::path& file, PixelSize size, std::size_t max_cost) {
  const auto bytes = read_file(file, kMaxFileBytes);
  if (!bytes) return bytes.error();
  const auto header = read_header(*bytes, bytes->size());
  if (!header) return with_subject(header.error(), file);
  if (!is_for(size, **header) || decode_cost({**header, bytes->size()}, size) > max_cost)
    return Error{ErrorKind::transient, "was changed while it was read", file.string()};
  auto bitmap = decode_bytes(*bytes, **header, size);
  if (!bitmap) return with_subject(bitmap.error(), file);
  return bitmap;
}

Result<Size> probe(const std::filesystem::path& file) {
  const auto header = read_file_header(file);
  if (!header) return header.error();
  return header->header.upright();
}

Result<gfx::Bitmap> decode(const std::filesystem::path& file, Size cover) {
  const auto header = read_file_header(file);
  if (!header) return header.error();
  const PixelSize size = size_to_cover(header->header, cover);
  return decode_to(file, size, decode_cost(*header, size));
}

}  // namespace kiosk::media
