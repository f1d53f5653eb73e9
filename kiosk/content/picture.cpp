#include "kiosk/content/picture.h"

#include <algorithm>

#include "kiosk/content/picture_header.h"

namespace kiosk::content {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"illustration", "photograph", "document", "map"};

std::optional<PictureFormat> format_of(std::string_view path) {
  if (path.ends_with(".png")) return PictureFormat::png;
  if (path.ends_with(".jpg") || path.ends_with(".jpeg")) return PictureFormat::jpeg;
  if (path.ends_with(".webp")) return PictureFormat::webp;
  if (path.ends_with(".svg")) return PictureFormat::svg;
  return std::nullopt;
}

// Whether the file may be given to a decoder.
bool passes(Library& library, const Located& where, Report& report, Size& pixels) {
  const auto say = [&](std::string_view rule, const Bilingual& message, Bilingual mend) {
    report.add(rule, where.line, where.column, Bilingual{in_quotes(where.text) + ' ', in_quotes(where.text)} + message, std::move(mend));
    return false;
  };
  if (const std::string_view objection = path_objection(where.text); !objection.empty())
    return say("path-outside", {std::string(objection), "不是内容包以内的路径"}, {"write a path inside the pack, like pictures/name.svg", "写内容包以内的路径，如 pictures/name.svg"});
  const auto format = format_of(where.text);
  if (!format)
    return say("picture-type", {"is none of .svg .jpg .jpeg .png .webp", "的扩展名不是 .svg .jpg .jpeg .png .webp"},
               {"save it as one of these, with small letters in the ending", "另存为其中一种，扩展名用小写"});
  std::uint64_t size = 0;
  const auto start = library.folder().read_start(where.text, kHeaderBytes, size);
  if (!start) {
    if (start.error().kind == ErrorKind::not_found)
      return say("picture-missing", {"is not there", "不存在"}, {"add the picture, or mend the path", "补上图片，或改正路径"});
    if (start.error().kind == ErrorKind::refused)
      return say("link", {"cannot be used: " + start.error().message, "不能使用：" + start.error().chinese}, {"put the file itself there", "放入文件本身"});
    return say("file-unreadable", {"cannot be read: " + start.error().message, "读不出来：" + start.error().chinese},
               {"check the file's permissions and the disk", "查看文件的读取权限和磁盘"});
  }
  const bool drawing = *format == PictureFormat::svg;
  if (size > (drawing ? kMostDrawingBytes : kMostPictureBytes))
    return say("picture-large", {"has " + std::to_string(size) + " bytes", "有 " + std::to_string(size) + " 字节"},
               drawing ? Bilingual{"make the drawing simpler: at most 4 MiB", "简化图形：最多 4 MiB"}
                       : Bilingual{"make it smaller: at most 64 MiB", "缩小图片：最多 64 MiB"});
  const auto header = read_picture_header(*start);
  if (!header || header->format != *format || (!drawing && (header->width == 0 || header->height == 0)))
    return say("picture-header", {"is not the picture that its ending says", "的内容与扩展名不符"}, {"save it again in that format", "按该格式重新保存"});
  if (header->width > kMostPictureSide || header->height > kMostPictureSide || header->width * header->height > kMostPicturePixels)
    return say("picture-large",
               {"has " + std::to_string(header->width) + " × " + std::to_string(header->height) + " pixels",
                "有 " + std::to_string(header->width) + " × " + std::to_string(header->height) + " 像素"},
               {"make it smaller: at most 16,384 a side and 64 million in all", "缩小图片：每边最多 16,384 像素，总计最多 6400 万"});
  pixels = {static_cast<float>(header->width), static_cast<float>(header->height)};
  return true;
}

// The file that is shown for the picture.
std::string shown_file(Library& library, const std::string& path) {
  if (!path.ends_with(".svg")) return path;
  const std::string rendition = rendition_of(path);
  std::uint64_t size = 0;
  const auto start = library.folder().read_start(rendition, kHeaderBytes, size);
  const auto header = start && size <= kMostPictureBytes ? read_picture_header(*start) : std::nullopt;
  const bool fits = header && header->format == PictureFormat::webp && header->width <= kMostPictureSide && header->height <= kMostPictureSide &&
                    header->width * header->height <= kMostPicturePixels;
  return fits ? rendition : path;
}

}  // namespace

std::string rendition_of(std::string_view drawing) {
  return "renditions/" + std::string(drawing.substr(std::min(drawing.find('/') + 1, drawing.size()))) + ".webp";
}

PicturePtr read_picture(Library& library, const Located& where, Report& report, Report& sidecar,
                        Untranslated& untranslated) {
  auto picture = std::make_shared<Picture>();
  if (!passes(library, where, report, picture->pixels)) return nullptr;
  picture->file = library.folder().path() / shown_file(library, where.text);
  bool missing = false;
  const auto text = library.read_text(where.text + ".toml", sidecar, &missing);
  if (missing)
    sidecar.add("picture-sidecar", 0, 0, {"the picture has no description", "图片没有说明文件"},
                {"write its alt text, credit and focal point into this file", "在这个文件里写替代文字、署名和画面重心"});
  const auto tree = text ? parse_toml(*text, 1, sidecar) : std::nullopt;
  if (!tree) return picture;
  Fields fields(*tree, sidecar);
  if (const auto kind = fields.choice("kind", Need::optional, kKinds)) picture->kind = static_cast<PictureKind>(*kind);
  picture->alt = fields.text("alt", Need::optional, TextForm::prose, &untranslated);
  picture->caption = fields.text("caption", Need::optional, TextForm::title, &untranslated);
  picture->credit = fields.text("credit", Need::optional, TextForm::title, &untranslated);
  fields.string("rights", Need::optional, TextForm::prose);
  if (const auto focus = fields.point("focus", Need::optional)) picture->focus = *focus;
  fields.done();
  if (!tree->find("alt"))
    sidecar.add("picture-alt", 0, 0, {"the picture has no alt text", "图片没有替代文字"},
                {"say in alt.zh-Hans what it shows, for those who cannot see it", "在 `alt.zh-Hans` 写明画面内容，供看不见图片的人了解"});
  if (!tree->find("credit"))
    sidecar.add("picture-credit", 0, 0, {"the picture has no credit", "图片没有署名"}, {"say in `credit.zh-Hans` whose it is", "在 `credit.zh-Hans` 写明作者或来源"});
  return picture;
}

void check_drawing(Library& library, const std::string& path) {
  if (!path.ends_with(".svg")) return;
  const auto bytes = library.folder().read(path, kMostDrawingBytes);
  const std::string_view part = bytes ? active_part(*bytes) : std::string_view();
  if (part.empty()) return;
  Report report(path);
  report.add("picture-active", 0, 0, {"the drawing has more than shapes in it: “" + std::string(part) + "”", "矢量图里除了图形还有“" + std::string(part) + "”"},
             {"save it as plain SVG, with pictures embedded", "存为纯 SVG，图片内嵌"});
  library.ledger().add(report.take());
}

}  // namespace kiosk::content
