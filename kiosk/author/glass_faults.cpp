#include "kiosk/author/glass_faults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kiosk/base/utf8.h"
#include "kiosk/content/library.h"
#include "kiosk/content/story.h"
#include "kiosk/content/toml_tree.h"
#include "kiosk/media/pictures.h"

namespace kiosk::author {
namespace {

// The part of a line that ink is in, in em from the baseline: Han characters stand .88 above and .12 below; Latin descenders a little lower.
constexpr float kInkAbove = .84f, kInkBelow = .14f;
constexpr float kMayLeave = .2f;      // of the size: ink that leaves its room by less is not seen to be cut
constexpr float kMayTouch = .18f;     // of the size: line boxes that overlap by less do not touch
constexpr float kMayMagnify = 1.02f;  // rounding
constexpr std::size_t kExcerpt = 16;

std::string beginning(std::string_view text) {
  std::u32string characters = utf8::decode(text);
  std::ranges::replace(characters, U'\n', U' ');
  if (characters.size() <= kExcerpt) return utf8::encode(characters);
  return utf8::encode(characters.substr(0, kExcerpt)) + "…";
}

// The run between spaces around a byte.
std::string run_at(std::string_view text, std::size_t byte) {
  constexpr std::string_view kSpaces = " \n\t";
  const std::size_t before = byte == 0 ? text.npos : text.find_last_of(kSpaces, byte - 1), begin = before == text.npos ? 0 : before + 1;
  return std::string(text.substr(begin, std::min(text.find_first_of(kSpaces, byte), text.size()) - begin));
}

double luminance(std::uint32_t argb) {
  static const std::array<double, 256> kLinear = [] {
    std::array<double, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double v = static_cast<double>(i) / 255;
      table[i] = v <= .04045 ? v / 12.92 : std::pow((v + .055) / 1.055, 2.4);
    }
    return table;
  }();
  return .2126 * kLinear[argb >> 16 & 255] + .7152 * kLinear[argb >> 8 & 255] + .0722 * kLinear[argb & 255];
}

bool is_plate(const ui::Paint& paint) {
  if (const auto* fill = std::get_if<ui::Fill>(&paint)) return fill->color.a == 255;
  const auto* round = std::get_if<ui::Round>(&paint);
  return round && round->fill.a == 255;
}

double contrast(double a, double b) { return (std::max(a, b) + .05) / (std::min(a, b) + .05); }

}  // namespace

double least_contrast(const gfx::Bitmap& ground, const Rect& box, Color ink) {
  const double words = luminance(static_cast<std::uint32_t>(ink.r << 16 | ink.g << 8 | ink.b));
  const Rect seen = box.intersection({0, 0, ground.size().w, ground.size().h});
  double least = 21;
  for (int y = static_cast<int>(seen.y); y < static_cast<int>(seen.bottom()); ++y)
    for (int x = static_cast<int>(seen.x); x < static_cast<int>(seen.right()); ++x)
      least = std::min(
          least,
          contrast(words,
                   luminance(ground.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(ground.width) + static_cast<std::size_t>(x)])));
  return least;
}

// Words of the page, where they are on the glass and where they could be seen.
struct FaultFinder::Seen {
  const ui::Item* item;
  const ui::Words* words;
  std::size_t index;        // in the scene
  std::vector<Rect> lines;  // ink
  Rect room;                // endless along an axis that scrolls
  Rect visible;             // now
};

struct FaultFinder::Page {
  Easel& easel;
  const Subject& subject;
  int number;
  const Showing& showing;
  std::vector<Seen> seen;
  std::vector<std::string> files;
  std::vector<Fault> faults;

  const ui::Scene& scene() const { return easel.scene(); }
  Rect whole() const { return easel.look().whole(); }
  // Where an item may be and still be seen, by scrolling too. A story's pager turns pages; its words must stand on the glass.
  Rect room_of(const ui::Item& item) const;
  void collect();
};

Rect FaultFinder::Page::room_of(const ui::Item& item) const {
  constexpr float kFar = 1e6f;
  float left = -kFar, top = -kFar, right = kFar, bottom = kFar;
  bool free_x = false, free_y = false;
  const auto bound = [&](const Rect& r) {
    if (!free_x) left = std::max(left, r.x), right = std::min(right, r.right());
    if (!free_y) top = std::max(top, r.y), bottom = std::min(bottom, r.bottom());
  };
  if (!item.clip.empty()) bound(item.clip.moved(scene().scroll_of(item.pane)));
  for (int at = item.pane; at >= 0;) {
    const ui::Pane& pane = scene().panes()[static_cast<std::size_t>(at)];
    if (pane.axis == ui::Axis::vertical) free_y = true;
    else if (subject.kind == Subject::Kind::home) free_x = true;
    bound(pane.viewport.moved(scene().scroll_of(pane.parent)));
    at = pane.parent;
  }
  bound(whole());
  return {left, top, right - left, bottom - top};
}

void FaultFinder::Page::collect() {
  for (std::size_t i = 0; i < scene().items().size(); ++i) {
    const ui::Item& item = scene().items()[i];
    const auto* words = std::get_if<ui::Words>(&item.paint);
    if (!words || (item.effect && item.effect->opacity <= 0)) continue;
    Point by = scene().scroll_of(item.pane);
    if (item.effect) by = by + item.effect->shift;
    const Rect box = item.box.moved(by);
    // A story's neighbouring pages are there too.
    if (subject.kind == Subject::Kind::story && (box.x >= whole().right() || box.right() <= 0)) continue;
    Seen one{&item, words, i, {}, room_of(item), scene().visible_part(item.pane, whole())};
    const text::Paragraph& paragraph = *words->paragraph;
    if (paragraph.column) {
      one.lines.push_back({box.x, box.y, paragraph.size.w, paragraph.size.h});
    } else {
      for (const text::Line& line : paragraph.lines)
        one.lines.push_back(
            {box.x + line.x, box.y + line.baseline - kInkAbove * paragraph.size_px, line.width, (kInkAbove + kInkBelow) * paragraph.size_px});
    }
    seen.push_back(std::move(one));
  }
}

// Where the words of the page may have been written, likeliest first.
std::vector<std::string> FaultFinder::files_of(const Page& page) const {
  using Kind = Subject::Kind;
  std::vector<std::string> files;
  const Subject& subject = page.subject;
  const std::string point = "points/" + subject.point + "/point.toml";
  switch (subject.kind) {
    case Kind::slides:
    case Kind::about: break;
    case Kind::programme: files.push_back("programme.toml"); break;
    case Kind::home:
      for (const auto& ref : library_->points()) files.push_back("points/" + ref.id + "/point.toml");
      break;
    case Kind::point:
      files.push_back(point);
      if (const content::PointPtr its = library_->first().point(subject.point))
        for (const std::string& story : its->stories) files.push_back(content::story_path(subject.point, story, page.showing.language));
      break;
    case Kind::story:
      files.push_back(content::story_path(subject.point, subject.id, page.showing.language));
      files.push_back(content::story_path(subject.point, subject.id, Language::hans));
      files.push_back(point);
      break;
    case Kind::route: files.push_back("routes/" + subject.id + ".toml"); break;
  }
  for (const ui::Item& item : page.scene().items())
    if (const auto* image = std::get_if<ui::Image>(&item.paint)) {
      const std::string path = image->file.lexically_relative(folder_.path()).generic_string();
      if (!path.starts_with("..")) files.push_back(path + ".toml");
    }
  files.insert(files.end(), {"pack.toml", "sources.toml"});
  return files;
}

void FaultFinder::add(Page& page, std::string_view rule, std::string_view words, double amount) {
  const std::optional<Whence> where = whence_.find(words, page.files);
  if (!where) return;  // the program's own
  page.faults.push_back({std::string(rule),
                         *where,
                         beginning(words),
                         amount,
                         page.easel.glass().name,
                         {},
                         page.easel.glass().portrait(),
                         page.showing.language,
                         page.showing.size});
}

void FaultFinder::find_cut(Page& page) {
  for (const Seen& seen : page.seen) {
    const float size = seen.words->paragraph->size_px;
    float out = 0;  // at the left half a size more: opening marks hang there, and their ink is in their right half
    for (const Rect& line : seen.lines)
      out = std::max(
          {out, seen.room.x - line.x - size / 2, seen.room.y - line.y, line.right() - seen.room.right(), line.bottom() - seen.room.bottom()});
    if (out > size * kMayLeave || seen.words->paragraph->cut) add(page, "text-cut", seen.words->text, out / size);
  }
}

void FaultFinder::find_overlaps(Page& page) {
  for (std::size_t a = 0; a < page.seen.size(); ++a)
    for (std::size_t b = a + 1; b < page.seen.size(); ++b) {
      const Seen &one = page.seen[a], &other = page.seen[b];
      const float size = std::min(one.words->paragraph->size_px, other.words->paragraph->size_px);
      float worst = 0;
      for (const Rect& line : one.lines) {
        const Rect here = line.intersection(one.visible);
        if (here.empty()) continue;
        for (const Rect& against : other.lines) {
          const Rect both = here.intersection(against.intersection(other.visible));
          worst = std::max(worst, std::min(both.w, both.h));
        }
      }
      if (worst > size * kMayTouch)
        add(page, "words-overlap", one.words->text.size() >= other.words->text.size() ? one.words->text : other.words->text, worst / size);
    }
}

void FaultFinder::find_scrolling(Page& page) {
  using Kind = Subject::Kind;
  if (page.showing.size != ui::TextSize::normal) return;
  if (page.subject.kind == Kind::home || page.subject.kind == Kind::about) return;  // by design, as larger text
  const float pitch = page.easel.look().body() * 1.78f;
  for (std::size_t i = 0; i < page.scene().panes().size(); ++i) {
    const ui::Pane& pane = page.scene().panes()[i];
    if (pane.axis != ui::Axis::vertical || pane.scroller->length() <= 0) continue;
    if (!page.scene().visible_part(static_cast<int>(i), page.whole()).intersects(page.whole())) continue;
    const ui::Words* longest = nullptr;
    for (const Seen& seen : page.seen)
      if (seen.item->pane == static_cast<int>(i) && (!longest || seen.words->text.size() > longest->text.size())) longest = seen.words;
    if (longest) add(page, "text-scrolls", longest->text, std::ceil(pane.scroller->length() / pitch));
  }
}

void FaultFinder::find_long_runs(Page& page) {
  for (const Seen& seen : page.seen)
    for (const std::size_t byte : seen.words->paragraph->torn) add(page, "run-long", run_at(seen.words->text, byte), 1);
}

void FaultFinder::find_low_contrast(Page& page) {
  std::optional<gfx::Bitmap> ground;
  const auto& items = page.scene().items();
  for (const Seen& seen : page.seen) {
    const Rect box = seen.item->box.moved(page.scene().scroll_of(seen.item->pane));
    // Only words on a picture: not those on paper, nor on a plate of their own before it.
    bool on_picture = false;
    for (std::size_t i = 0; i < seen.index; ++i) {
      const Rect under = items[i].box.moved(page.scene().scroll_of(items[i].pane) * items[i].parallax);
      if (std::holds_alternative<ui::Image>(items[i].paint)) on_picture |= under.intersects(box);
      else if (is_plate(items[i].paint) && under.intersection(box) == box) on_picture = false;
    }
    if (!on_picture) continue;
    if (!ground) ground = page.easel.ground();
    const float mm = seen.words->paragraph->size_px / page.easel.look().panel.px_per_mm;
    const double wanted = mm >= kLargeMm ? kContrastLarge : kContrast;
    double least = 21;
    for (const Rect& line : seen.lines)
      for (const Color ink : {seen.words->inks.body, seen.words->inks.note})
        least = std::min(least, least_contrast(*ground, line.intersection(seen.visible), ink));
    if (least < wanted) add(page, "contrast-low", seen.words->text, wanted / least);
  }
}

bool FaultFinder::has_focus(const std::string& picture) const {
  const Result<std::string> text = folder_.read(picture + ".toml", content::kMostTextBytes);
  if (!text || utf8::find_ill_formed(*text)) return false;
  content::Report report(picture);
  const std::optional<content::Node> tree = content::parse_toml(*text, 1, report);
  return tree && tree->find("focus");
}

void FaultFinder::look_at_pictures(Page& page) {
  for (const ui::Item& item : page.scene().items()) {
    const auto* image = std::get_if<ui::Image>(&item.paint);
    if (!image || !item.box.moved(page.scene().scroll_of(item.pane)).intersects(page.whole())) continue;
    const std::string path = image->file.lexically_relative(folder_.path()).generic_string();
    if (path.empty() || path.starts_with("..")) continue;
    const Result<Size> size = media::probe(image->file);
    if (!size || size->empty()) continue;
    const auto found = [&](std::string_view rule, double amount) {
      page.faults.push_back({std::string(rule),
                             {path, 0, 0},
                             {},
                             amount,
                             page.easel.glass().name,
                             {},
                             page.easel.glass().portrait(),
                             page.showing.language,
                             page.showing.size});
    };
    const float across = item.box.w / size->w, down = item.box.h / size->h;
    const float scale = image->contain ? std::min(across, down) : std::max(across, down);
    if (scale > kMayMagnify && !path.ends_with(".svg")) found("picture-small", scale);  // drawings are sharp at every size
    const float part = image->contain ? 1 : std::min(across, down) / std::max(across, down);
    if (part < kLeastSeen && !has_focus(path)) found("picture-crop", 1 / part);
  }
}

std::vector<Fault> FaultFinder::look_at(Easel& easel, const Subject& subject, int number, const Showing& showing) {
  Page page{easel, subject, number, showing, {}, {}, {}};
  page.collect();
  page.files = files_of(page);
  if (subject.kind != Subject::Kind::home || number == 1) {  // Home's later pages are the same scene, scrolled
    find_cut(page);
    find_overlaps(page);
    find_scrolling(page);
    find_long_runs(page);
  }
  if (showing.size != ui::TextSize::large) find_low_contrast(page);  // the sizes at both ends
  if (showing.size == ui::TextSize::normal) look_at_pictures(page);  // where pictures are largest
  for (Fault& fault : page.faults) fault.page = name_of(subject, *library_) + (number > 1 ? "#" + std::to_string(number) : "");
  return std::move(page.faults);
}

}  // namespace kiosk::author
