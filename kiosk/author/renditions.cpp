#include "kiosk/author/renditions.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <vips/vips8>

#include "kiosk/author/picture_metadata.h"
#include "kiosk/author/vips_library.h"
#include "kiosk/content/picture.h"
#include "kiosk/content/picture_header.h"
#include "kiosk/media/header.h"
#include "kiosk/media/pictures.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;
using content::PictureFormat;
using vips::VImage;

constexpr int kJpegQuality = 88;  // without chroma subsampling: red lettering on scans keeps its edges
// Deep Zoom's usual tiles are 254; twice that keeps a scan of 64 million pixels at some 350 files.
constexpr int kTileSide = 510, kTileOverlap = 1;

Error undecodable() {
  vips_error_clear();
  return {ErrorKind::malformed, "cannot be decoded to its end", {}, "图片不能完整解码"};
}

// libvips reads from it without a copy; it must not outlive the bytes.
class Blob {
 public:
  explicit Blob(std::string_view bytes) : blob_(vips_blob_new(nullptr, bytes.data(), bytes.size())) {}
  ~Blob() { vips_area_unref(reinterpret_cast<VipsArea*>(blob_)); }
  Blob(const Blob&) = delete;
  operator VipsBlob*() const { return blob_; }

 private:
  VipsBlob* blob_;
};

std::string taken(VipsBlob* blob) {
  std::size_t size = 0;
  const void* data = vips_blob_get(blob, &size);
  std::string bytes(static_cast<const char*>(data), size);
  vips_area_unref(reinterpret_cast<VipsArea*>(blob));
  return bytes;
}

VImage open_lazily(VipsBlob* blob, PictureFormat format) {
  switch (format) {
    case PictureFormat::png: return VImage::pngload_buffer(blob);
    case PictureFormat::webp: return VImage::webpload_buffer(blob);
    default: return VImage::jpegload_buffer(blob);
  }
}

// By what the profile calls itself: in ASCII, or in UTF-16 as profiles of version 4 write it.
bool has_other_colours(const VImage& image) {
  if (image.interpretation() == VIPS_INTERPRETATION_CMYK) return true;
  if (image.get_typeof(VIPS_META_ICC_NAME) == 0) return false;
  std::size_t size = 0;
  const void* data = image.get_blob(VIPS_META_ICC_NAME, &size);
  const std::string_view profile(static_cast<const char*>(data), size);
  return profile.find("sRGB") == profile.npos && profile.find(std::string_view("s\0R\0G\0B", 7)) == profile.npos;
}

struct Seen {
  Size upright;
  int orientation = 1;
  bool other_colours = false, moves = false;
};

Result<Seen> look_at(VipsBlob* blob, PictureFormat format) {
  const VImage image = open_lazily(blob, format);
  if (image.width() > media::kMaxSide || image.height() > media::kMaxSide ||
      static_cast<std::uint64_t>(image.width()) * static_cast<std::uint64_t>(image.height()) > media::kMaxPixels)
    return undecodable();
  Seen seen{{static_cast<float>(image.width()), static_cast<float>(image.height())}};
  if (image.get_typeof(VIPS_META_ORIENTATION) != 0) seen.orientation = std::clamp(image.get_int(VIPS_META_ORIENTATION), 1, 8);
  if (seen.orientation >= 5) std::swap(seen.upright.w, seen.upright.h);
  seen.other_colours = has_other_colours(image);
  seen.moves = image.get_typeof("n-pages") != 0 && image.get_int("n-pages") > 1;
  return seen;
}

// Throws where the file is damaged or ends too soon. Of a JPEG all bytes are read, and few pixels made.
void read_to_end(VipsBlob* blob, PictureFormat format) {
  const auto strictly = VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL)->set("fail_on", VIPS_FAIL_ON_TRUNCATED);
  switch (format) {
    case PictureFormat::png: VImage::pngload_buffer(blob, strictly).avg(); break;
    case PictureFormat::webp: VImage::webpload_buffer(blob, strictly).avg(); break;
    default: VImage::jpegload_buffer(blob, strictly->set("shrink", 8)).avg();
  }
}

VImage drawn_anew(VipsBlob* blob, Size size) {
  return VImage::thumbnail_buffer(blob, std::max(1, static_cast<int>(std::ceil(size.w))),
                                  VImage::option()
                                      ->set("height", std::max(1, static_cast<int>(std::ceil(size.h))))
                                      ->set("size", VIPS_SIZE_DOWN)
                                      ->set("export_profile", "srgb")
                                      ->set("fail_on", VIPS_FAIL_ON_TRUNCATED));
}

std::string saved(const VImage& image, PictureFormat format) {
  const auto strip = VImage::option()->set("strip", true);
  switch (format) {
    case PictureFormat::png: return taken(image.pngsave_buffer(strip));
    case PictureFormat::webp: return taken(image.webpsave_buffer(strip->set("Q", 90)));
    default:
      return taken(
          image.jpegsave_buffer(strip->set("Q", kJpegQuality)->set("subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF)->set("optimize_coding", true)));
  }
}

std::string read_all(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A folder of our own, gone at the end.
class Workbench {
 public:
  Workbench() {
    std::string name = (fs::temp_directory_path() / "changlang-tiles-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw fs::filesystem_error("cannot make a folder", name, std::error_code(errno, std::generic_category()));
    path_ = name;
  }
  ~Workbench() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workbench(const Workbench&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void add_tiles(VipsBlob* blob, Size upright, const std::string& path, MadeFiles& made) {
  const Workbench bench;
  const std::string name = "tiles/" + path.substr(path.find('/') + 1);
  drawn_anew(blob, upright)
      .dzsave((bench.path() / "scan").c_str(), VImage::option()
                                                   ->set("tile_size", kTileSide)
                                                   ->set("overlap", kTileOverlap)
                                                   ->set("strip", true)
                                                   ->set("suffix", (".jpg[Q=" + std::to_string(kJpegQuality) + "]").c_str()));
  MadeFiles tiles{{name + ".dzi", read_all(bench.path() / "scan.dzi")}};
  const fs::path levels = bench.path() / "scan_files";
  for (const auto& entry : fs::recursive_directory_iterator(levels))
    if (entry.path().extension() == ".jpg")
      tiles.push_back({name + "_files/" + entry.path().lexically_relative(levels).generic_string(), read_all(entry.path())});
  std::ranges::sort(tiles, {}, &MadeFile::path);
  made.insert(made.end(), std::make_move_iterator(tiles.begin()), std::make_move_iterator(tiles.end()));
}

Result<MadeFiles> photograph_ready(std::string_view bytes, PictureFormat format, const std::string& path, const Recipe& recipe) {
  const Blob blob(bytes);
  const auto seen = look_at(blob, format);
  if (!seen) return seen.error();
  read_to_end(blob, format);
  const Size own = seen->upright;
  const double scale = std::min(1., scale_for(own, recipe.screens));
  const Size size{static_cast<float>(own.w * scale), static_cast<float>(own.h * scale)};
  const bool smaller = std::ceil(size.w) < own.w || std::ceil(size.h) < own.h;
  MadeFiles made;
  if (smaller || seen->other_colours || seen->moves) {
    // libvips 8.14 leaves Exif in a WebP that it is told to strip.
    auto clean = without_metadata(saved(drawn_anew(blob, size), format), format, 1);
    if (!clean) return clean.error();
    made.push_back({path, *std::move(clean)});
  } else {
    auto clean = without_metadata(bytes, format, seen->orientation);
    if (!clean) return clean.error();
    if (*clean == bytes) clean->clear();
    made.push_back({path, *std::move(clean)});
  }
  if (recipe.tiles && std::max(own.w, own.h) > kScanSide) add_tiles(blob, own, path, made);
  return made;
}

// As the display draws it, as straight RGBA.
Result<MadeFiles> drawing_ready(const fs::path& file, const std::string& path, const Recipe& recipe) {
  MadeFiles made{{path, {}}};
  if (!recipe.rasterise || recipe.screens.empty()) return made;
  const auto own = media::probe(file);
  if (!own) return own.error();
  const double scale = scale_for(*own, recipe.screens);
  const auto drawn = media::decode(file, {static_cast<float>(own->w * scale), static_cast<float>(own->h * scale)});
  if (!drawn) return drawn.error();
  const int bands = drawn->opaque ? 3 : 4;
  std::string pixels;
  pixels.reserve(drawn->pixels.size() * static_cast<std::size_t>(bands));
  for (const std::uint32_t p : drawn->pixels) {
    pixels += {static_cast<char>(p >> 16), static_cast<char>(p >> 8), static_cast<char>(p)};
    if (bands == 4) pixels += static_cast<char>(p >> 24);
  }
  const VImage image = VImage::new_from_memory(pixels.data(), pixels.size(), drawn->width, drawn->height, bands, VIPS_FORMAT_UCHAR)
                           .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  made.push_back(
      {content::rendition_of(path), taken(image.webpsave_buffer(VImage::option()->set("lossless", true)->set("strip", true)->set("effort", 2)))});
  return made;
}

}  // namespace

double scale_for(Size picture, const std::vector<Size>& screens) {
  const auto cover = [&](Size screen) { return std::max(static_cast<double>(screen.w) / picture.w, static_cast<double>(screen.h) / picture.h); };
  if (screens.empty()) return picture.w >= picture.h ? cover(kUsualScreen) : cover({kUsualScreen.h, kUsualScreen.w});
  double most = 0;
  for (const Size screen : screens) most = std::max(most, cover(screen));
  return most;
}

std::string name_of(const Recipe& recipe) {
  std::string name = "rendition " + std::to_string(kRenditionVersion) + " libvips " + vips_version_string();
  name += recipe.rasterise ? " raster" : "";
  name += recipe.tiles ? " tiles" : "";
  for (const Size screen : recipe.screens)
    name += ' ' + std::to_string(static_cast<int>(screen.w)) + 'x' + std::to_string(static_cast<int>(screen.h));
  return name;
}

Result<MadeFiles> make_ready(std::string_view bytes, const fs::path& file, const std::string& path, const Recipe& recipe) {
  const VipsLibrary vips;
  const auto header = content::read_picture_header(bytes);
  if (!header) return undecodable();
  auto made = [&]() -> Result<MadeFiles> {
    try {
      return header->format == PictureFormat::svg ? drawing_ready(file, path, recipe) : photograph_ready(bytes, header->format, path, recipe);
    } catch (const vips::VError&) { return undecodable(); } catch (const fs::filesystem_error& e) {
      return Error{ErrorKind::io, e.what(), path, e.what()};
    }
  }();
  if (made) return made;
  Error error = made.error();
  error.subject = path;
  if (error.chinese.empty()) error.chinese = "图片不能使用：" + error.message;
  return error;
}

}  // namespace kiosk::author
