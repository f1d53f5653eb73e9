#include "kiosk/author/picture_check.h"

#include <atomic>
#include <thread>
#include <vector>
#include <vips/vips8>

#include "kiosk/author/vips_library.h"
#include "kiosk/author/written.h"
#include "kiosk/content/picture_header.h"

namespace kiosk::author {
namespace {

using content::Node;
using content::Report;

// Whether content would show it: what its header refuses is said there, and not opened here.
bool is_sound(const content::Folder& folder, const std::string& path) {
  std::uint64_t size = 0;
  const auto start = folder.read_start(path, content::kHeaderBytes, size);
  const auto header = start ? content::read_picture_header(*start) : std::nullopt;
  return header && header->format != content::PictureFormat::svg && size <= content::kMostPictureBytes &&
         header->width <= content::kMostPictureSide && header->height <= content::kMostPictureSide &&
         header->width * header->height <= content::kMostPicturePixels;
}

struct Carried {
  bool animated = false, located = false, cmyk = false;
  std::string profile;  // what the profile calls itself; empty: none, or sRGB
};

bool contains(std::string_view bytes, std::string_view word) {
  if (bytes.find(word) != bytes.npos) return true;
  std::string wide;  // UTF-16, as profiles of version 4 write it
  for (const char c : word) wide += {'\0', c};
  return bytes.find(wide) != bytes.npos;
}

vips::VImage open_picture(const std::string& file) {
  const auto all_is_well = vips::VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL)->set("fail_on", VIPS_FAIL_ON_TRUNCATED);
  if (file.ends_with(".png")) return vips::VImage::pngload(file.c_str(), all_is_well);
  if (file.ends_with(".webp")) return vips::VImage::webpload(file.c_str(), all_is_well);
  return vips::VImage::jpegload(file.c_str(), all_is_well->set("shrink", 8));  // all bytes are read, few pixels made
}

Carried carried_by(const vips::VImage& image) {
  Carried out;
  out.animated = image.get_typeof("n-pages") != 0 && image.get_int("n-pages") > 1;
  out.located = image.get_typeof("exif-ifd3-GPSLatitude") != 0 || image.get_typeof("exif-ifd3-GPSLongitude") != 0;
  out.cmyk = image.interpretation() == VIPS_INTERPRETATION_CMYK;
  if (image.get_typeof(VIPS_META_ICC_NAME) != 0) {
    std::size_t size = 0;
    const void* data = image.get_blob(VIPS_META_ICC_NAME, &size);
    const std::string_view profile(static_cast<const char*>(data), size);
    if (!contains(profile, "sRGB")) out.profile = contains(profile, "Adobe RGB") ? "Adobe RGB" : contains(profile, "Display P3") ? "Display P3" : "?";
  }
  return out;
}

void check_bytes(Report& report, const std::string& file) {
  Carried carried;
  try {
    const vips::VImage image = open_picture(file);
    carried = carried_by(image);
    image.avg();  // reads it to its end
  } catch (const vips::VError&) {
    vips_error_clear();
    report.add("picture-broken", 0, 0, {"the file is damaged or ends too soon: the wall would leave it out", "文件损坏或不完整，屏幕上会缺这张图"},
               {"save it again from the original", "用原图重新保存"});
    return;
  }
  if (carried.animated)
    report.add("picture-animated", 0, 0, {"the picture moves; the wall shows its first frame", "这是动图；屏幕只显示第一帧"},
               {"save one frame as PNG or JPEG", "另存一帧为 PNG 或 JPEG"});
  if (carried.located)
    report.add("picture-location", 0, 0, {"the file says where it was taken (EXIF)", "文件内含拍摄地点（EXIF）"},
               {"`kioskctl pack build` takes it out of what is published; do not pass the file itself on",
                "kioskctl pack build 会在发布时去除；原文件勿外传"});
  if (carried.cmyk || !carried.profile.empty())
    report.add(
        "picture-profile", 0, 0,
        {carried.cmyk ? "the picture is in print colours (CMYK)"
                      : "the picture has another colour profile than sRGB" + (carried.profile == "?" ? "" : ": " + carried.profile),
         carried.cmyk ? "图片为印刷色（CMYK）" : "图片的色彩配置不是 sRGB" + (carried.profile == "?" ? "" : "：" + carried.profile)},
        {"`kioskctl pack build` converts it; look at the result, or save it as sRGB", "kioskctl pack build 会转换；请核对效果，或另存为 sRGB"});
}

void check_words(Report& report, const Node& tree, const content::Index& index) {
  const std::string kind = string_of(tree, "kind");
  if (kind != "illustration" && !kind.empty() && string_of(tree, "rights").empty())
    report.add("picture-rights", 0, 0, {"nothing says by what right the picture is shown", "没有写明凭什么权利使用此图"},
               {"write rights = \"…\": who allowed it, when, for what", "补上 rights = \"…\"：谁、何时、许可作何用途"});
  if (kind != "illustration" && !kind.empty()) return;
  for (const Language language : index.languages) {
    const Node* caption = text_of(tree, "caption", language);
    const bool says = caption && (caption->text.find("示意") != std::string::npos || caption->text.find("llustration") != std::string::npos);
    if (caption && !says)
      report.add("illustration-caption", caption->line, 0, {"the caption does not say that this is an illustration", "图注没有写明这是示意图"},
                 {"say so: it must not pass for the real place, person or document", "写上“示意图”：插图不可被当作实景、人物或文献"});
  }
}

}  // namespace

content::Findings check_pictures(const content::Folder& folder, const content::Index& index) {
  const VipsLibrary vips;
  std::vector<std::string> files;
  folder.walk("pictures", [&](const std::string& path, content::Folder::Entry entry) {
    if (entry == content::Folder::Entry::file) files.push_back(path);
    return true;
  });
  std::vector<content::Findings> found(files.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      const std::string& path = files[i];
      Report report(path);
      if (path.ends_with(".toml")) {
        if (const auto tree = written_toml(folder, path)) check_words(report, *tree, index);
      } else if (is_sound(folder, path)) {
        check_bytes(report, (folder.path() / path).string());
      }
      found[i] = report.take();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
  }
  content::Findings out;
  for (content::Findings& one : found) out.insert(out.end(), std::make_move_iterator(one.begin()), std::make_move_iterator(one.end()));
  return out;
}

}  // namespace kiosk::author
