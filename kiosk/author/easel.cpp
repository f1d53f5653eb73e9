#include "kiosk/author/easel.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>
#include <tuple>

#include "kiosk/base/task_queue.h"
#include "kiosk/content/schedule.h"
#include "kiosk/gfx/window.h"
#include "kiosk/media/pictures.h"
#include "kiosk/screens/picture_bridge.h"
#include "kiosk/screens/screens.h"
#include "kiosk/site/paths.h"
#include "kiosk/text/atlas.h"

namespace kiosk::author {
namespace {

constexpr float kLongSideMm = 708;  // kiosk.toml's default
constexpr float kLandscapeEdgeMm = 900, kPortraitEdgeMm = 600;
constexpr std::size_t kPictureBytes = 256u << 20, kGlyphBytes = 24u << 20;
constexpr float kHomeStep = .85f;  // of what is seen, from one page of Home to the next
constexpr int kMostHomePages = 40;

Glass make_glass(std::string name, Size pixels, float long_side_mm) {
  ui::Panel panel;
  panel.pixels = pixels;
  panel.px_per_mm = std::max(pixels.w, pixels.h) / long_side_mm;
  panel.bottom_edge_mm = pixels.h > pixels.w ? kPortraitEdgeMm : kLandscapeEdgeMm;
  return {std::move(name), panel};
}

// The digits at the start of `text`, taken off; 0 where there are none.
int take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

Result<Glass> parse_glass(std::string_view name) {
  const std::array known{make_glass("landscape", {1920, 1080}, kLongSideMm), make_glass("portrait", {1080, 1920}, kLongSideMm),
                         make_glass("landscape-55", {1920, 1080}, 1210), make_glass("portrait-55", {1080, 1920}, 1210),
                         make_glass("4k", {3840, 2160}, 952)};
  for (const Glass& glass : known)
    if (glass.name == name) return glass;
  std::string_view rest = name;
  const int w = take_number(rest), h = take(rest, 'x') ? take_number(rest) : 0,
            mm = take(rest, '@') ? take_number(rest) : static_cast<int>(kLongSideMm);
  constexpr int kLeast = 160, kMost = 7680, kLeastMm = 150, kMostMm = 6000;  // as the display's --window and kiosk.toml's long_side_mm
  if (rest.empty() && std::min(w, h) >= kLeast && std::max(w, h) <= kMost && mm >= kLeastMm && mm <= kMostMm)
    return make_glass(std::string(name), {static_cast<float>(w), static_cast<float>(h)}, static_cast<float>(mm));
  return Error{
      ErrorKind::usage, "is no profile: landscape, portrait, landscape-55, portrait-55, 4k, or a size such as 1920x1080@708 (pixels@millimetres)",
      std::string(name), "不是可用的屏幕：请用 landscape、portrait、landscape-55、portrait-55、4k，或写尺寸，例如 1920x1080@708（像素@毫米）"};
}

std::string_view name_of(ui::TextSize size) {
  constexpr std::array<std::string_view, 3> kNames{"normal", "large", "largest"};
  return kNames[static_cast<std::size_t>(size)];
}

std::vector<Subject> subjects_of(const screens::Library& library) {
  using Kind = Subject::Kind;
  std::vector<Subject> subjects{{Kind::slides, {}, {}, {}}, {Kind::home, {}, {}, {}}};
  for (const auto& ref : library.points()) {
    const std::string& pack = ref.pack->index().id;
    subjects.push_back({Kind::point, pack, ref.id, {}});
    if (const content::PointPtr point = ref.pack->point(ref.id))
      for (const std::string& story : point->stories) subjects.push_back({Kind::story, pack, ref.id, story});
  }
  for (const auto& pack : library.packs())
    for (const std::string& route : pack->index().routes) subjects.push_back({Kind::route, pack->index().id, {}, route});
  if (std::ranges::any_of(library.packs(), [](const auto& pack) { return !pack->index().events.empty(); }))
    subjects.push_back({Kind::programme, {}, {}, {}});
  subjects.push_back({Kind::about, {}, {}, {}});
  return subjects;
}

Subject subject_of(const content::Address& address, const screens::Library& library) {
  using From = content::Address::Kind;
  using Kind = Subject::Kind;
  const std::string pack = address.pack.empty() ? library.first().index().id : address.pack;
  if (address.kind == From::point) return {Kind::point, pack, address.point, {}};
  if (address.kind == From::story) return {Kind::story, pack, address.point, address.story};
  if (address.kind == From::route) return {Kind::route, pack, {}, address.route};
  if (address.kind == From::programme) return {Kind::programme, {}, {}, {}};
  return {Kind::home, {}, {}, {}};
}

std::string name_of(const Subject& subject, const screens::Library& library) {
  constexpr std::array<std::string_view, 7> kNames{"slides", "home", "point", "story", "route", "programme", "about"};
  std::string name(kNames[static_cast<std::size_t>(subject.kind)]);
  const std::string pack = subject.pack == library.first().index().id ? std::string() : subject.pack;
  for (const std::string& part : {pack, subject.point, subject.id})
    if (!part.empty()) name += "." + part;
  return name;
}

std::vector<LocalTime> moments_of(const screens::Library& library, LocalTime from) {
  constexpr int kDays = 396, kHours = 24;
  std::set<std::tuple<std::string, std::size_t, const content::YearWording*>> seen;
  std::vector<LocalTime> moments{from};
  const auto look = [&](LocalTime at) {
    const std::size_t before = seen.size();
    for (const auto& pack : library.packs())
      for (const content::DueSlide& due : content::due_slides(pack->index(), at)) seen.emplace(pack->index().id, due.slide, due.wording);
    return seen.size() > before;
  };
  look(from);
  std::size_t all = 0;  // a slide with its own words plays in no year of its wordings
  for (const auto& pack : library.packs())
    for (const content::Slide& slide : pack->index().slides) all += std::max<std::size_t>(1, slide.years.size());
  for (int hour = 0; hour < kDays * kHours && seen.size() < all; ++hour)
    if (const LocalTime at = std::chrono::floor<std::chrono::days>(from) + std::chrono::hours(hour); look(at)) moments.push_back(at);
  return moments;
}

struct Easel::State {
  VirtualClock clock;
  std::unique_ptr<gfx::Window> window;
  std::optional<TaskQueue> tasks{std::in_place, 1};
  text::Typesetter typesetter;
  std::optional<gfx::ShapeCache> shapes;
  std::optional<text::GlyphAtlas> glyphs;
  std::optional<media::PictureCache> pictures;
  std::optional<screens::PictureBridge> bridge;
  std::shared_ptr<ui::Screen> screen;

  explicit State(text::FontSet& fonts) : typesetter(fonts) {}
  ~State() { tasks.reset(); }  // its worker ends before what its completions would touch
};

Easel::Easel(const Glass& glass, screens::LibraryPtr library) : glass_(glass), library_(std::move(library)), assets_(site::assets_folder()) {
  look_.panel = glass.panel;
  look_.calm = true;
}
Easel::~Easel() = default;

Result<std::unique_ptr<Easel>> Easel::make(const Glass& glass, screens::LibraryPtr library, text::FontSet& fonts) {
  std::unique_ptr<Easel> easel(new Easel(glass, std::move(library)));
  easel->state_ = std::make_unique<State>(fonts);
  State& s = *easel->state_;
  gfx::WindowOptions options;
  options.mode = gfx::WindowOptions::Mode::headless;
  options.size = glass.panel.pixels;
  Result<std::unique_ptr<gfx::Window>> window = gfx::Window::open(options, s.clock);
  if (!window) return window.error();
  s.window = std::move(*window);
  gfx::Canvas& canvas = s.window->canvas();
  s.shapes.emplace(canvas);
  s.glyphs.emplace(canvas, fonts, kGlyphBytes);
  s.pictures.emplace(canvas, *s.tasks, kPictureBytes, [](const Error&) {});  // what cannot be read is a finding of content::check
  s.bridge.emplace(*s.pictures);
  return easel;
}

const ui::Scene& Easel::scene() const { return state_->screen->scene; }

std::shared_ptr<ui::Screen> Easel::make_screen(const Subject& subject, int number) {
  using Kind = Subject::Kind;
  content::Pack* pack = library_->pack(subject.pack);
  if (!pack) return nullptr;
  switch (subject.kind) {
    case Kind::slides: {
      std::size_t slides = 0;
      for (const auto& one : library_->packs()) slides += content::due_slides(one->index(), time_).size();
      const auto first = static_cast<std::size_t>(number - 1);
      return first < slides ? screens::make_attract(*this, library_, first) : nullptr;
    }
    case Kind::home: return screens::make_home(*this, library_);
    case Kind::point: return number == 1 ? screens::make_point(*this, library_, *pack, subject.point) : nullptr;
    case Kind::story: {
      const content::StoryPtr story = pack->story(subject.point, subject.id, choices_.language);
      if (!story || number > static_cast<int>(story->pages.size())) return nullptr;
      return screens::make_story(*this, library_, *pack, subject.point, subject.id, number);
    }
    case Kind::route: return screens::make_route(*this, library_, *pack, subject.id);
    case Kind::programme: return number == 1 ? screens::make_programme(*this, library_) : nullptr;
    case Kind::about: return number == 1 ? screens::make_about(*this, library_) : nullptr;
  }
  return nullptr;
}

void Easel::build() {
  ui::Screen& screen = *state_->screen;
  screen.scene.clear();
  ui::Builder builder(screen.scene, look_, state_->typesetter);
  screen.build(builder);
  screen.step(Duration{0});
}

// Home scrolls, a route has its stops: these pages are parts of one screen.
bool Easel::turn_to(const Subject& subject, int number) {
  const ui::Scene& scene = state_->screen->scene;
  if (subject.kind == Subject::Kind::home) {
    if (number == 1) return true;
    if (scene.panes().empty() || number > kMostHomePages) return false;
    const ui::Pane& pane = scene.panes().front();
    const float seen = pane.axis == ui::Axis::horizontal ? pane.viewport.w : pane.viewport.h, step = std::round(seen * kHomeStep);
    if (step * static_cast<float>(number - 2) >= pane.scroller->length()) return false;
    pane.scroller->jump_to(std::min(step * static_cast<float>(number - 1), pane.scroller->length()));
  } else if (subject.kind == Subject::Kind::route) {
    const content::RoutePtr route = library_->pack(subject.pack)->route(subject.id);
    if (!route || number > static_cast<int>(route->stops.size())) return false;
    const ui::Control* stop = scene.find("stop " + route->stops[static_cast<std::size_t>(number - 1)].id);
    if (!stop) return false;
    const std::function<void()> act = stop->act;  // it may outlive its scene
    act();
    build();
  }
  return true;
}

bool Easel::show(const Subject& subject, int number, const Showing& showing) {
  if (number < 1) return false;
  choices_ = {showing.language, showing.size, showing.high_contrast, false};
  time_ = showing.now;
  look_.language = showing.language;
  look_.text_size = showing.size;
  look_.high_contrast = showing.high_contrast;
  std::shared_ptr<ui::Screen> screen = make_screen(subject, number);
  if (!screen) return false;
  state_->screen = std::move(screen);
  build();
  return turn_to(subject, number);
}

bool Easel::is_grey() const {
  return std::ranges::any_of(library_->packs(), [&](const auto& pack) { return content::memorial_day(pack->index(), time_) != nullptr; });
}

gfx::Bitmap Easel::draw(const ui::Scene& scene) {
  State& s = *state_;
  ui::Brush brush{s.window->canvas(), *s.shapes, *s.glyphs, *s.bridge};
  s.window->canvas().set_grey(is_grey());
  s.pictures->begin_frame();
  s.glyphs->begin_frame();
  constexpr int kMostRounds = 100;  // each brings at least one picture
  for (int round = 0; round < kMostRounds && !scene.pictures_ready(*s.bridge, look_.whole()); ++round) s.tasks->drain_all();
  scene.draw(brush, look_.whole(), {}, {});
  gfx::Bitmap pixels = s.window->panel_pixels();
  s.window->present();
  return pixels;
}

gfx::Bitmap Easel::picture() { return draw(scene()); }
gfx::Bitmap Easel::ground() { return draw(scene().without_words()); }

}  // namespace kiosk::author
