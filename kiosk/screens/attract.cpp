#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>

#include "kiosk/content/schedule.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

constexpr float kZoom = .04f;                 // of a slide over its time, at most
constexpr Duration kPulseEvery = seconds{4};  // the invitation
constexpr Duration kPulse = milliseconds{1200};
constexpr Duration kDriftRound = seconds{300};
constexpr float kDriftMm = 1.5f;              // fixed marks move this far over minutes (image retention)

struct SlideRef {
  content::Pack* pack;  // null: a notice
  const content::Slide* slide;
};

// What a slide leads to has been taken down: the slide goes too.
bool is_withdrawn(const content::Board& board, const content::Slide& slide, const std::string& pack) {
  using Kind = content::Address::Kind;
  const auto about = slide.about.empty() ? std::nullopt : content::parse_address(slide.about, pack);
  if (!about) return false;
  const std::string& its_pack = about->pack.empty() ? pack : about->pack;
  if (about->kind == Kind::point) return board.withdrawn(its_pack, about->point);
  if (about->kind == Kind::story) return board.withdrawn(its_pack, about->point, about->story, about->page);
  return about->kind == Kind::route && board.route_withdrawn(its_pack, about->route);
}

// English below Chinese and the other way round: a notice is for everybody who passes.
LocalText in_other_tongue(const LocalText& text) {
  LocalText other;
  if (!text.has(Language::en)) return other;
  other[Language::hans] = other[Language::hant] = text[Language::en];
  other[Language::en] = text[Language::hans];
  return other;
}

class Attract final : public ui::Screen {
 public:
  Attract(Visit& visit, LibraryPtr library, std::size_t first) : visit_(visit), library_(std::move(library)) {
    // A notice stands on the scroll's own ground.
    content::Picture picture;
    picture.file = visit_.assets() / "scroll/foot.svg";
    const auto ground = std::make_shared<const content::Picture>(std::move(picture));
    for (const content::Notice& notice : visit_.notices())
      if (notice.page) notices_.push_back({{ground}, notice.text, in_other_tongue(notice.text), {}});
    for (const content::Slide& notice : notices_) slides_.push_back({nullptr, &notice});
    for (const auto& pack : library_->packs())
      for (const content::DueSlide& due : content::due_slides(pack->index(), visit_.site_time())) {
        const content::Slide& slide = pack->index().slides[due.slide];
        if (is_withdrawn(visit_.board(), slide, pack->index().id)) continue;
        slides_.push_back({pack.get(), due.wording ? &reworded(slide, *due.wording) : &slide});
      }
    if (first < slides_.size()) current_ = first;
  }

  std::string_view name() const override { return "attract"; }
  void build(ui::Builder& builder) override;
  bool step(Duration dt) override;
  Duration wake_after() const override;
  bool settled() const override { return !fading_; }
  void prefetch(ui::PictureSource& pictures) override;

 private:
  // The slide with what it says this year.
  const content::Slide& reworded(const content::Slide& slide, const content::YearWording& wording);
  void add_pictures(ui::Builder& builder, const SlideRef& slide, const ui::Effect& effect);
  struct SlideWords {
    text::Setting title, line;
    float top, line_top;
  };
  SlideWords place_words(ui::Builder& builder, const SlideRef& slide) const;
  void add_words(ui::Builder& builder, const SlideRef& slide, const ui::Effect& effect);
  void add_marks(ui::Builder& builder);
  void add_dots(ui::Builder& builder, float middle_y);
  std::size_t next() const { return (current_ + 1) % slides_.size(); }
  void update_effects();

  Visit& visit_;
  LibraryPtr library_;
  std::vector<content::Slide> notices_;  // pages of their own, before the slides of the packs
  std::deque<content::Slide> reworded_;
  std::vector<SlideRef> slides_;
  std::size_t current_ = 0;
  bool fading_ = false, next_ready_ = false;
  Duration shown_{0}, next_shown_{0}, alive_{0};
  ui::Timeline fade_;
  float mm_ = 1;
  Size glass_;
  ui::Effect picture_, next_picture_, words_, next_words_, marks_, pulse_;
};

const content::Slide& Attract::reworded(const content::Slide& slide, const content::YearWording& wording) {
  content::Slide& this_year = reworded_.emplace_back(slide);
  this_year.title = wording.title;
  this_year.line = wording.line;
  return this_year;
}

void Attract::add_pictures(ui::Builder& builder, const SlideRef& slide, const ui::Effect& effect) {
  const Rect whole = builder.look.whole();
  const auto n = static_cast<float>(slide.slide->pictures.size());
  float at = 0;
  const bool across = !builder.look.portrait();
  for (const content::PicturePtr& picture : slide.slide->pictures) {
    const float from = std::round((across ? whole.w : whole.h) * at / n), to = std::round((across ? whole.w : whole.h) * (at + 1) / n);
    const Rect box = across ? Rect{from, 0, to - from, whole.h} : Rect{0, from, whole.w, to - from};
    builder.scene.add(box, ui::Image{picture->file, picture->focus, false, picture->alt.get(builder.look.language)}).effect = &effect;
    at += 1;
  }
}

Attract::SlideWords Attract::place_words(ui::Builder& builder, const SlideRef& slide) const {
  const ui::Look& look = builder.look;
  const float width = look.panel.pixels.w - 2 * look.mm(26.5f), bottom = look.panel.pixels.h - look.mm(67);
  SlideWords words;
  words.title = builder.title(slide.slide->title.get(look.language), width);
  words.title.language = slide.slide->title.shown_in(look.language);
  words.title.size_px = std::round(look.mm(look.portrait() ? 27 : 34));
  words.line = builder.interface(slide.slide->line.get(look.language), width);
  words.line.language = slide.slide->line.shown_in(look.language);
  words.line.size_px = std::round(look.mm(13.3f));
  words.line_top = bottom - (words.line.text.empty() ? 0 : builder.measure(words.line)->size.h);
  words.top = words.line_top - look.mm(6) - builder.measure(words.title)->size.h;
  return words;
}

void Attract::add_words(ui::Builder& builder, const SlideRef& slide, const ui::Effect& effect) {
  const SlideWords words = place_words(builder, slide);
  const float left = builder.look.mm(26.5f);
  const Color ink = builder.look.colors().on_scrim;
  const std::size_t first = builder.scene.items().size();
  builder.display(words.title, {left, words.top}, ink);
  if (!words.line.text.empty()) builder.words(words.line, {left, words.line_top}, ink);
  builder.scene.set_effect(first, &effect);
}

void Attract::add_dots(ui::Builder& builder, float middle_y) {
  const ui::Look& look = builder.look;
  constexpr std::size_t kMost = 12;
  if (slides_.size() < 2 || slides_.size() > kMost) return;
  const float dot = std::round(look.mm(5.2f)), gap = look.mm(5.2f), wide = std::round(look.mm(16));
  float x = look.panel.pixels.w - look.mm(26.5f) - (wide + static_cast<float>(slides_.size() - 1) * (dot + gap));
  const std::size_t lit = fading_ ? next() : current_;
  for (std::size_t i = 0; i < slides_.size(); ++i) {
    const float w = i == lit ? wide : dot;
    builder.scene.add({x, middle_y - dot / 2, w, dot}, ui::Round{dot / 2, look.colors().on_scrim.faded(i == lit ? 1.f : .55f), {0, 0, 0, 0}, 0});
    x += w + gap;
  }
}

void Attract::add_marks(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const std::size_t first = builder.scene.items().size();
  const float left = look.mm(26.5f), height = look.panel.pixels.h;
  const std::string& seal = library_->first().index().seal;
  if (!seal.empty()) {
    const float side = std::round(look.mm(34));
    const Rect box{left, look.mm(23.6f), side, side};
    builder.scene.add(box, ui::Round{look.mm(3.7f), rgb(0x9a2125), {0, 0, 0, 0}, 0});
    text::Setting words = builder.title(seal, side);
    words.language = Language::hans;
    words.size_px = std::round(side * .41f);
    words.tracking_em = .05f;
    words.direction = text::Direction::column;
    words.extent_px = 0;
    words.balance = false;
    const Size size = builder.measure(words)->size;
    builder.words(words, {box.x + (side - size.w) / 2, box.y + (side - size.h) / 2}, rgb(0xffffff));
  }
  const float ring = std::round(look.mm(27.3f)), y = height - look.mm(23.6f) - ring;
  builder.scene.add({left, y, ring, ring}, ui::Round{ring / 2, {0, 0, 0, 0}, colors.on_scrim, std::max(2.f, std::round(look.mm(1.1f)))});
  builder.scene.set_effect(first, &marks_);
  const float dot = std::round(ring * .4f);
  builder.scene.add({left + (ring - dot) / 2, y + (ring - dot) / 2, dot, dot}, ui::Round{dot / 2, colors.on_scrim, {0, 0, 0, 0}, 0}).effect = &pulse_;

  const std::size_t rest = builder.scene.items().size();
  std::string invitation = word(Label::touch_the_screen, look.language);
  if (look.language != Language::en) invitation += "　" + word(Label::touch_the_screen, Language::en);
  else invitation += "　" + word(Label::touch_the_screen, Language::hans);
  text::Setting words = builder.interface(invitation);
  words.size_px = std::round(look.mm(12.5f));
  const Size size = builder.measure(words)->size;
  builder.words(words, {left + ring + look.mm(9.6f), y + (ring - size.h) / 2}, colors.on_scrim);
  add_dots(builder, y + ring / 2);
  const float beside_seal = seal.empty() ? left : left + std::round(look.mm(34)) + look.mm(12);
  add_notices(builder, visit_.notices(), {beside_seal, look.mm(23.6f), look.panel.pixels.w - beside_seal - look.mm(26.5f), 0}, true);
  builder.scene.set_effect(rest, &marks_);
}

void Attract::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const Rect whole = look.whole();
  mm_ = look.panel.px_per_mm;
  glass_ = whole.size();
  builder.scene.add(whole, ui::Fill{look.colors().scrim});
  if (slides_.empty()) {
    builder.scene.add(whole, ui::Fill{look.colors().paper2});
  } else {
    add_pictures(builder, slides_[current_], picture_);
    if (fading_) add_pictures(builder, slides_[next()], next_picture_);
  }
  float words_top = whole.h * .64f;
  if (!slides_.empty()) words_top = place_words(builder, slides_[current_]).top;
  if (fading_) words_top = std::min(words_top, place_words(builder, slides_[next()]).top);
  const float fade_from = std::round(words_top - whole.h * .28f);
  add_scrim(builder, {0, fade_from, whole.w, whole.h - fade_from}, words_top);
  if (!slides_.empty()) {
    add_words(builder, slides_[current_], words_);
    if (fading_) add_words(builder, slides_[next()], next_words_);
  }
  add_marks(builder);
  // A touch on the slide opens what it is about; in the band of the invitation and without an address, Home.
  builder.scene.control("home", word(Label::touch_the_screen, look.language), whole, 0, [this] { visit_.go_home(); }).mark_finger = true;
  if (slides_.empty()) return;
  const SlideRef& lit = slides_[fading_ ? next() : current_];
  if (lit.slide->about.empty()) return;
  const std::optional<content::Address> address = content::parse_address(lit.slide->about, lit.pack->index().id);
  if (!address) return;
  builder.scene.control("slide", lit.slide->title.get(look.language), {0, 0, whole.w, whole.h - look.mm(62)}, 0,
                        [this, to = *address] { visit_.open(to); }).mark_finger = true;
}

void Attract::update_effects() {
  const Duration life = visit_.slide_time() + ui::kCrossfadeTime;
  const auto along = [&](Duration shown) { return std::min(1.f, to_seconds(shown) / to_seconds(life)); };
  const auto place = [&](ui::Effect& effect, Duration shown, std::size_t slide) {
    const float t = visit_.calm() ? 0 : along(shown);
    const bool inwards = slide % 2 == 0;
    effect.zoom = 1 + kZoom * (inwards ? t : 1 - t);
    effect.pan = {(slide % 3 == 0 ? -.5f : .5f) * t, 0};
  };
  place(picture_, shown_, current_);
  if (fading_) {
    place(next_picture_, next_shown_, next());
    next_picture_.opacity = next_words_.opacity = ui::ease_in_out(fade_.linear());
    words_.opacity = 1 - std::min(1.f, fade_.linear() * 2);
    next_words_.opacity = std::max(0.f, fade_.linear() * 2 - 1);
  } else {
    picture_.opacity = words_.opacity = 1;
  }
  if (visit_.calm()) return;
  const float turn = to_seconds(alive_ % kDriftRound) / to_seconds(kDriftRound) * 2 * std::numbers::pi_v<float>;
  marks_.shift = {std::round(kDriftMm * mm_ * std::sin(turn)), std::round(kDriftMm * mm_ * std::sin(2 * turn))};
  const Duration pulse = alive_ % kPulseEvery;
  pulse_.shift = marks_.shift;
  pulse_.opacity = pulse < kPulse ? 1 - .65f * std::sin(std::numbers::pi_v<float> * to_seconds(pulse) / to_seconds(kPulse)) : 1;
}

bool Attract::step(Duration dt) {
  alive_ += dt;
  shown_ += dt;
  if (slides_.size() > 1) {
    if (!fading_ && shown_ >= visit_.slide_time() && next_ready_) {
      fading_ = true;
      next_shown_ = Duration{0};
      fade_ = ui::Timeline(visit_.calm() ? ui::kCalmFadeTime : ui::kCrossfadeTime);
      invalidate();
    } else if (fading_) {
      next_shown_ += dt;
      fade_.step(dt);
      if (fade_.done()) {
        current_ = next();
        shown_ = next_shown_;
        fading_ = next_ready_ = false;
        invalidate();
      }
    }
  }
  const ui::Effect before[] = {picture_, next_picture_, words_, next_words_, marks_, pulse_};
  update_effects();
  const ui::Effect after[] = {picture_, next_picture_, words_, next_words_, marks_, pulse_};
  return !std::equal(std::begin(before), std::end(before), std::begin(after));
}

Duration Attract::wake_after() const {
  if (!visit_.calm()) return Duration{0};
  return slides_.size() > 1 ? std::max(Duration{0}, visit_.slide_time() - shown_) : Duration::max();
}

void Attract::prefetch(ui::PictureSource& pictures) {
  if (slides_.size() < 2 || fading_) return;
  // The next slide's pictures at the size they will have, asked for all the time so that they stay; it begins only when all
  // are there.
  bool ready = true;
  const auto& list = slides_[next()].slide->pictures;
  const auto n = static_cast<float>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto at = static_cast<float>(i);
    const bool across = glass_.w >= glass_.h;
    const float side = across ? glass_.w : glass_.h;
    const float part = std::round(side * (at + 1) / n) - std::round(side * at / n);
    const Size cover = across ? Size{part, glass_.h} : Size{glass_.w, part};
    if (pictures.get(list[i]->file, cover).state == ui::PictureSource::State::waiting) ready = false;
  }
  next_ready_ = ready;
}

}  // namespace

std::shared_ptr<ui::Screen> make_attract(Visit& visit, LibraryPtr library, std::size_t first) {
  return std::make_shared<Attract>(visit, std::move(library), first);
}

}  // namespace kiosk::screens
