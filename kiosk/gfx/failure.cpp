#include "kiosk/gfx/failure.h"

#include <SDL.h>
#include <SDL_ttf.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>

#include "kiosk/base/utf8.h"
#include "kiosk/gfx/window.h"

namespace kiosk::gfx {
namespace {

// The words. Whoever changes one runs assets/fonts/make_subset.py, which reads this file, and mends docs/failure-codes.md.
constexpr std::array kFailures{
    Failure{FailureCause::no_content,
            "C-101",
            {"没有找到展览内容", "No exhibition content was found"},
            {"请接通网络，或插入内容 U 盘，等候几分钟。\n若仍不恢复，请运行 kioskctl doctor。",
             "Connect the network or insert the content USB stick, and wait\na few minutes. If nothing changes, run: "
             "kioskctl doctor"}},
    Failure{FailureCause::no_font,
            "C-201",
            {"缺少中文字体", "The Chinese fonts are missing"},
            {"请安装软件包 fonts-noto-cjk，\n然后重新启动本机。",
             "Install the package fonts-noto-cjk,\nthen restart this computer."}},
    Failure{FailureCause::bad_config,
            "C-301",
            {"设置文件有误", "The settings file is not valid"},
            {"请改正 kiosk.toml，然后重新启动本机。\n运行 kioskctl doctor，可查出有误的位置。",
             "Correct kiosk.toml, then restart this computer.\nkioskctl doctor says where it is wrong."}},
    Failure{FailureCause::safe_mode,
            "C-401",
            {"设备维护中", "Under maintenance"},
            {"展览多次意外中断，已暂停播放，稍后会自动再试。\n请运行 kioskctl doctor，查明原因。",
             "The exhibition stopped several times; it will be tried again\nlater by itself. To find the cause, run: "
             "kioskctl doctor"}},
    Failure{FailureCause::internal_error,
            "C-501",
            {"程序遇到意外", "The program met an unexpected fault"},
            {"程序会自动重新启动。若此画面反复出现，\n请记下代码和时间，告知维护人员。",
             "It will start again by itself. If this screen keeps coming back,\nnote the code and the time and tell "
             "the maintainers."}},
};

enum Label { kResting, kRestingEn, kCode, kTime };
constexpr std::array<std::string_view, 4> kLabels{"本屏暂停展出", "This display is resting", "代码 Code", "时间 Time"};

constexpr Color kPaper = rgb(0xf6f1e4), kInk = rgb(0x221f1b), kRed = rgb(0x9a2125), kMuted = rgb(0x6b6356),
                kLine = rgb(0xd8cdb4), kHills = rgb(0xbfb598);

std::uint32_t word(Color c) {
  return 0xFF000000u | static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b;
}

std::uint32_t blend(std::uint32_t under, Color over, float cover) {
  const auto channel = [&](int shift, std::uint8_t to) {
    const auto from = static_cast<float>(under >> shift & 0xFF);
    return static_cast<std::uint32_t>(std::lround(from + (static_cast<float>(to) - from) * cover)) << shift;
  };
  return 0xFF000000u | channel(16, over.r) | channel(8, over.g) | channel(0, over.b);
}

void fill(Bitmap& on, const Rect& box, Color color) {
  const int l = std::clamp(static_cast<int>(std::lround(box.x)), 0, on.width),
            r = std::clamp(static_cast<int>(std::lround(box.right())), l, on.width);
  const int t = std::clamp(static_cast<int>(std::lround(box.y)), 0, on.height),
            b = std::clamp(static_cast<int>(std::lround(box.bottom())), t, on.height);
  for (int y = t; y < b; ++y)
    std::fill_n(on.pixels.begin() + static_cast<std::ptrdiff_t>(y) * on.width + l, r - l, word(color));
}

// One ridge that fades into mist towards its foot, and altogether where it is low. `phase` makes each ridge another;
// heights are in pixels, `along` is the length of the slowest wave.
void draw_ridge(Bitmap& on, float foot, float height, float along, float phase, float strength) {
  for (int x = 0; x < on.width; ++x) {
    const float t = static_cast<float>(x) / along;
    const float wave = .5f + .34f * std::sin(t * 6.28f + phase) + .14f * std::sin(t * 15.f + phase * 2.3f) +
                       .03f * std::sin(t * 41.f + phase * 3.1f);
    const float rise = height * std::max(.02f, wave), top = foot - rise, here = strength * std::min(1.f, wave * 1.6f);
    for (int y = std::max(0, static_cast<int>(top)); y < std::min(on.height, static_cast<int>(foot)); ++y) {
      const float down = std::clamp((static_cast<float>(y) - top) / std::max(1.f, rise), 0.f, 1.f);
      const float edge = std::clamp(static_cast<float>(y) + 1 - top, 0.f, 1.f);
      std::uint32_t& pixel =
          on.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(on.width) + static_cast<std::size_t>(x)];
      pixel = blend(pixel, kHills, here * edge * (1 - down) * (1 - down));
    }
  }
}

// Paper, two far ridges in mist, a quiet shore: nothing that asks for attention. `unit` is 1/1080 of the short side.
Bitmap ground(Size size, float unit) {
  Bitmap page(std::max(1, static_cast<int>(size.w)), std::max(1, static_cast<int>(size.h)));
  page.opaque = true;
  fill(page, {0, 0, size.w, size.h}, kPaper);
  const float shore = std::round(size.h - 150 * unit);
  const float high = size.h > size.w ? 1.7f : 1.f;
  draw_ridge(page, shore, 300 * high * unit, 2300 * unit, 3.3f, .3f);
  draw_ridge(page, shore, 150 * high * unit, 1500 * unit, .4f, .42f);
  fill(page, {0, shore, size.w, std::max(1.f, std::round(unit))}, kLine);
  return page;
}

struct CloseFont {
  void operator()(TTF_Font* font) const { TTF_CloseFont(font); }
};
struct FreeSurface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using Font = std::unique_ptr<TTF_Font, CloseFont>;
using Surface = std::unique_ptr<SDL_Surface, FreeSurface>;

// SDL_ttf between its start and its end, with the page that it writes on.
class Writer {
 public:
  explicit Writer(Bitmap& page)
      : started_(TTF_Init() == 0),
        page_(SDL_CreateRGBSurfaceWithFormatFrom(page.pixels.data(), page.width, page.height, 32, page.width * 4,
                                                 SDL_PIXELFORMAT_ARGB8888)) {}
  ~Writer() {
    if (started_) TTF_Quit();
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  static Font font(std::span<const std::byte> file, float size_px) {
    SDL_RWops* bytes = SDL_RWFromConstMem(file.data(), static_cast<int>(file.size()));
    Font opened(bytes ? TTF_OpenFontRW(bytes, 1, std::max(4, static_cast<int>(std::lround(size_px)))) : nullptr);
    if (opened) TTF_SetFontHinting(opened.get(), TTF_HINTING_LIGHT_SUBPIXEL);
    return opened;
  }

  // The line's width in pixels; `right` puts its end there, else its beginning stands at x. Baseline at y. -1: not drawn.
  float line(const Font& font, std::string_view text, float x, float y, Color color, bool right = false) {
    const Surface ink(
        font && page_ ? TTF_RenderUTF8_Blended(font.get(), std::string(text).c_str(), {color.r, color.g, color.b, 255})
                      : nullptr);
    if (!ink) return -1;
    const auto width = static_cast<float>(ink->w);
    SDL_Rect at{static_cast<int>(std::lround(right ? x - width : x)),
                static_cast<int>(std::lround(y)) - TTF_FontAscent(font.get()), 0, 0};
    return SDL_BlitSurface(ink.get(), nullptr, page_.get(), &at) == 0 ? width : -1;
  }

 private:
  bool started_;
  Surface page_;
};

// What the fonts certainly have: anything but printable ASCII becomes "?".
std::string plain(std::string_view text) {
  constexpr std::size_t kMost = 400;  // more than two lines of any panel
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < kMost;) {
    const char32_t c = utf8::next(text, at);
    out += c >= 0x20 && c < 0x7F ? static_cast<char>(c) : '?';
  }
  return out;
}

// ASCII in up to two lines of this width, broken at a space where there is one; the rest is cut.
std::string two_lines(const Font& font, const std::string& text, float width) {
  const auto fitting = [&](const std::string& rest) {
    int extent = 0, count = 0;
    if (!font || TTF_MeasureUTF8(font.get(), rest.c_str(), static_cast<int>(width), &extent, &count) != 0)
      return rest.size();
    return static_cast<std::size_t>(count);
  };
  const std::size_t first = fitting(text);
  if (first >= text.size()) return text;
  const std::size_t space = text.rfind(' ', first);
  const bool at_space = space != std::string::npos && space > 0;
  std::string second = text.substr(at_space ? space + 1 : first);
  if (const std::size_t kept = fitting(second); kept < second.size())
    second = second.substr(0, std::max<std::size_t>(kept, 3) - 3) + "...";
  return text.substr(0, at_space ? space : first) + "\n" + second;
}

// Walks down the page line by line; `ok` turns false as soon as one line could not be drawn.
class Column {
 public:
  Column(Writer& writer, float x, float y) : writer_(writer), x_(x), y_(y) {}
  void down(float by) { y_ += by; }
  void lines(const Font& font, std::string_view text, float leading, Color color) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      y_ += leading;
      ok = writer_.line(font, text.substr(0, end), x_, y_, color) >= 0 && ok;
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
  }
  float y() const { return y_; }
  bool ok = true;

 private:
  Writer& writer_;
  float x_, y_;
};

bool write_page(Bitmap& page, const Failure& failure, std::string_view time, std::string_view detail, float u) {
  const auto w = static_cast<float>(page.width), h = static_cast<float>(page.height);
  const float left = (w < 1.3f * h ? 84.f : 150.f) * u, right = w - left;
  Writer writer(page);
  const Font eyebrow = Writer::font(failure_text_font(), 28 * u), title = Writer::font(failure_title_font(), 78 * u),
             subtitle = Writer::font(failure_text_font(), 36 * u), body = Writer::font(failure_text_font(), 33 * u),
             english = Writer::font(failure_text_font(), 28 * u), code = Writer::font(failure_title_font(), 46 * u);

  Column column(writer, left, h > w ? .2f * h : .115f * h);
  const float label = writer.line(eyebrow, kLabels[kResting], left, column.y() + 28 * u, kInk);
  const float label_en = writer.line(eyebrow, kLabels[kRestingEn], left + label + 26 * u, column.y() + 28 * u, kMuted);
  column.down(52 * u);
  column.lines(title, failure.what[0], 96 * u, kInk);
  column.lines(subtitle, failure.what[1], 66 * u, kMuted);
  column.down(38 * u);
  fill(page, {left, column.y(), 84 * u, std::max(1.f, 6 * u)}, kRed);
  column.down(46 * u);
  column.lines(body, failure.mend[0], 57 * u, kInk);
  column.down(20 * u);
  column.lines(english, failure.mend[1], 46 * u, kInk);
  if (!detail.empty()) {
    column.down(26 * u);
    column.lines(eyebrow, two_lines(eyebrow, plain(detail), std::min(right - left, 1100 * u)), 46 * u, kMuted);
  }

  const float foot = h - 60 * u;
  const float code_label = writer.line(eyebrow, kLabels[kCode], left, foot, kMuted);
  const float code_width = writer.line(code, failure.code, left + code_label + 24 * u, foot, kInk);
  const float time_width = writer.line(body, plain(time.substr(0, 24)), right, foot, kInk, true);
  const float time_label = writer.line(eyebrow, kLabels[kTime], right - time_width - 24 * u, foot, kMuted, true);
  return column.ok && std::min({label, label_en, code_label, code_width, time_width, time_label}) >= 0;
}

// Which strokes of a seven-stroke figure a character has: top, upper right, lower right, bottom, lower left, upper left, middle.
unsigned strokes(char c) {
  constexpr std::array<unsigned, 10> kDigits{0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F};
  if (c >= '0' && c <= '9') return kDigits[static_cast<std::size_t>(c - '0')];
  return c == 'C' ? 0x39 : 0x40;
}

}  // namespace

std::span<const Failure> known_failures() { return kFailures; }

const Failure& failure(FailureCause cause) {
  const Failure& found = kFailures[static_cast<std::size_t>(cause)];
  assert(found.cause == cause);
  return found;
}

std::span<const std::string_view> failure_labels() { return kLabels; }

Bitmap failure_picture(const Failure& failure, Size size, std::string_view time, std::string_view detail) {
  const float unit = std::min(size.w, size.h) / 1080;
  Bitmap page = ground(size, unit);
  if (!write_page(page, failure, time, detail, unit)) return bare_failure_picture(failure.code, size);
  for (std::uint32_t& pixel : page.pixels) pixel |= 0xFF000000u;  // SDL's blending loses a little alpha
  return page;
}

Bitmap bare_failure_picture(std::string_view code, Size size) {
  const float u = std::min(size.w, size.h) / 1080, left = 150 * u, top = size.h * .4f, w = 90 * u, h = 80 * u,
              pen = std::max(1.f, 12 * u);
  Bitmap page = ground(size, u);
  float x = left;
  for (const char c : code) {
    const std::array boxes{Rect{x, top, w, pen},
                           Rect{x + w - pen, top, pen, h},
                           Rect{x + w - pen, top + h, pen, h},
                           Rect{x, top + 2 * h - pen, w, pen},
                           Rect{x, top + h, pen, h},
                           Rect{x, top, pen, h},
                           Rect{x, top + h - pen / 2, w, pen}};
    for (std::size_t i = 0; i < boxes.size(); ++i)
      if (strokes(c) >> i & 1) fill(page, boxes[i], kInk);
    x += w + 36 * u;
  }
  fill(page, {left, top + 2 * h + 56 * u, 84 * u, std::max(1.f, 6 * u)}, kRed);
  return page;
}

void show_failure(Window& window, const Failure& failure, std::string_view time, std::string_view detail) {
  Canvas& canvas = window.canvas();
  const Rect all{0, 0, canvas.size().w, canvas.size().h};
  canvas.fill(all, kPaper);
  if (const Result<Texture> picture = canvas.upload(failure_picture(failure, canvas.size(), time, detail)))
    canvas.draw(*picture, all, all);
  window.present();
}

}  // namespace kiosk::gfx
