#include "kiosk/author/picture_check.h"

#include <algorithm>
#include <optional>
#include <vips/vips8>

#include "kiosk/author/vips_library.h"
#include "kiosk/author/written.h"

namespace kiosk::author {
namespace {

using content::Node;
using content::Report;

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

// Nothing where libvips cannot read it.
std::optional<Carried> carried_by(const std::string& file) {
  try {
    vips::VImage image;
    if (file.ends_with(".png")) image = vips::VImage::pngload(file.c_str());
    else if (file.ends_with(".webp")) image = vips::VImage::webpload(file.c_str());
    else image = vips::VImage::jpegload(file.c_str());
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
  } catch (const vips::VError&) {
    vips_error_clear();
    return std::nullopt;
  }
}

void check_bytes(Report& report, const std::string& file) {
  const auto carried = carried_by(file);
  if (!carried) return;
  if (carried->animated)
    report.add("picture-animated", 0, 0, {"the picture moves; the wall shows its first frame", "这是动图；屏幕只显示第一帧"}, {"save one frame as PNG or JPEG", "另存一帧为 PNG 或 JPEG"});
  if (carried->located)
    report.add("picture-location", 0, 0, {"the file says where it was taken (EXIF)", "文件内含拍摄地点（EXIF）"},
               {"`kioskctl pack build` takes it out of what is published; do not pass the file itself on", "kioskctl pack build 会在发布时去除；原文件勿外传"});
  if (carried->cmyk || !carried->profile.empty())
    report.add("picture-profile", 0, 0,
               {carried->cmyk ? "the picture is in print colours (CMYK)" : "the picture has another colour profile than sRGB" + (carried->profile == "?" ? "" : ": " + carried->profile),
                carried->cmyk ? "图片为印刷色（CMYK）" : "图片的色彩配置不是 sRGB" + (carried->profile == "?" ? "" : "：" + carried->profile)},
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
  content::Findings out;
  folder.walk("pictures", [&](const std::string& path, content::Folder::Entry entry) {
    if (entry != content::Folder::Entry::file) return true;
    const auto add = [&](Report& report) {
      for (content::Finding& finding : report.take()) out.push_back(std::move(finding));
    };
    if (path.ends_with(".toml")) {
      Report report(path);
      if (const auto tree = written_toml(folder, path)) check_words(report, *tree, index);
      add(report);
    } else if (!path.ends_with(".svg")) {
      Report report(path);
      check_bytes(report, (folder.path() / path).string());
      add(report);
    }
    return true;
  });
  return out;
}

}  // namespace kiosk::author
