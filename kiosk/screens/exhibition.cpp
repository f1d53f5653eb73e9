#include "kiosk/screens/exhibition.h"

#include <algorithm>
#include <cmath>

#include "kiosk/base/log.h"
#include "kiosk/screens/parts.h"

namespace kiosk::screens {

Exhibition::Exhibition(ui::Brush brush, text::Typesetter& typesetter, Settings settings, LibraryPtr library)
    : brush_(brush), typesetter_(typesetter), settings_(std::move(settings)), library_(std::move(library)), choices_(settings_.defaults),
      navigator_(typesetter, brush.pictures, settings_.panel.px_per_mm) {
  navigator_.on_broken([this](const ui::Screen& broken, const std::exception& why) {
    log::error("a screen broke, its place says so: screen=" + std::string(broken.name()) + " " + why.what());
    return make_error_card(*this);
  });
  navigator_.set_look(make_look());
  attract();
  navigator_.step(Duration{0}, Duration{0});
}

Exhibition::~Exhibition() = default;

ui::Look Exhibition::make_look() const {
  ui::Look look;
  look.panel = settings_.panel;
  look.language = choices_.language;
  look.text_size = choices_.text_size;
  look.high_contrast = choices_.high_contrast;
  look.wheelchair = choices_.wheelchair;
  look.calm = settings_.calm;
  return look;
}

void Exhibition::attract() {
  home_.reset();
  due_ = due_now();
  brush_.canvas.set_grey(!memorial_day().empty());
  navigator_.reset_to({make_attract(*this, library_)}, make_look());
}

std::vector<std::vector<content::DueSlide>> Exhibition::due_now() const {
  std::vector<std::vector<content::DueSlide>> due;
  for (const auto& pack : library_->packs()) due.push_back(content::due_slides(pack->index(), time_));
  return due;
}

void Exhibition::tell_time(std::optional<LocalTime> time) {
  const bool new_day = !time_ != !time || (time && std::chrono::floor<std::chrono::days>(*time_) != std::chrono::floor<std::chrono::days>(*time));
  time_ = time;
  if (attracting()) {
    if (due_now() != due_ || brush_.canvas.grey() == memorial_day().empty()) attract();
  } else if (new_day) {
    navigator_.set_look(make_look());  // what is open today, and what is over
  }
}

LocalText Exhibition::memorial_day() const {
  for (const auto& pack : library_->packs())
    if (const content::MemorialDay* day = content::memorial_day(pack->index(), time_)) return day->name;
  return {};
}

std::shared_ptr<ui::Screen> Exhibition::home() {
  if (!home_) home_ = make_home(*this, library_);
  return home_;
}

std::shared_ptr<ui::Screen> Exhibition::find(const content::Address& address) {
  using Kind = content::Address::Kind;
  content::Pack* pack = library_->pack(address.pack);
  if (pack && address.kind == Kind::point) return make_point(*this, library_, *pack, address.point);
  if (pack && address.kind == Kind::story) return make_story(*this, library_, *pack, address.point, address.story, address.page);
  if (pack && address.kind == Kind::programme) return make_programme(*this, library_);
  if (pack && address.kind == Kind::route) return make_route(*this, library_, *pack, address.route);
  return nullptr;
}

std::shared_ptr<ui::Screen> Exhibition::make(const content::Address& address) {
  if (std::shared_ptr<ui::Screen> screen = find(address)) return screen;
  log::warning("cannot be shown: route=" + content::to_string(address));
  return make_error_card(*this);
}

void Exhibition::open(const content::Address& address) {
  using Kind = content::Address::Kind;
  if (address.kind == Kind::home) return go_home();
  if (!attracting()) return navigator_.push(make(address));
  // From a slide the way back leads through the story's point to Home.
  std::vector<std::shared_ptr<ui::Screen>> path{home()};
  if (address.kind == Kind::story) path.push_back(make({Kind::point, address.pack, address.point, {}, {}, 1}));
  path.push_back(make(address));
  navigator_.reset_to(std::move(path));
}

void Exhibition::start_at(const content::Address& address) {
  open(address);
  navigator_.step(Duration{0}, now_);
}

void Exhibition::choose(const Choices& choices) {
  if (choices == choices_) return;
  choices_ = choices;
  navigator_.set_look(make_look());
}

void Exhibition::go_home() { navigator_.reset_to({home()}); }
void Exhibition::go_back() { navigator_.pop(); }
void Exhibition::open_about() { navigator_.push(make_about(*this, library_)); }

void Exhibition::close(std::function<ClosedDoors()> doors, bool page_first) {
  if (doors_ != Doors::open) return;
  ask_doors_ = std::move(doors);
  doors_ = Doors::closing;
  closing_since_ = now_;
  if (!page_first) return;
  go_dark();
  show_closed_page();
}

void Exhibition::reopen() {
  if (std::exchange(doors_, Doors::open) != Doors::closed) return;
  last_touch_ = now_;  // whoever touched the dark is no visitor to be missed
  attract();
}

void Exhibition::go_dark() {
  doors_ = Doors::closed;
  counting_ = false;
  navigator_.cancel_touches();
  guide_until_.reset();
  choices_ = settings_.defaults;
  home_.reset();
  navigator_.reset_to({make_dark()}, make_look());
}

void Exhibition::show_closed_page() {
  page_since_ = now_;
  navigator_.reset_to({make_closed(*this, ask_doors_())}, make_look());
}

void Exhibition::step_doors() {
  if (doors_ == Doors::closing) {
    const bool touched = navigator_.touch().fingers() > 0 && !navigator_.touch().stuck();
    if ((attracting() && navigator_.settled() && !touched) || now_ - closing_since_ >= kLongestOverrun) go_dark();
  } else if (closed()) {
    if (offered_) library_ = std::exchange(offered_, nullptr);
    if (navigator_.top().name() == "closed" && now_ - page_since_ >= kClosedPage) go_dark();
  }
}

void Exhibition::offer(LibraryPtr library) {
  offered_ = std::move(library);
  offered_at_ = now_;
  builds_at_offer_ = 0;
}

void Exhibition::post(content::Board board, std::vector<content::Notice> notices) {
  board_ = std::move(board);
  notices_ = std::move(notices);
  if (attracting()) attract();  // its slides are others
  else navigator_.set_look(make_look());
}

// The visitor stays on the page that they turned to, in the new content; what it no longer has leads Home.
void Exhibition::take_offer_during_visit() {
  if (now_ - offered_at_ < kLongestOffer || counting_ || !navigator_.settled() || navigator_.touch().fingers() > 0) return;
  if (builds_at_offer_ == 0) builds_at_offer_ = navigator_.builds();
  if (navigator_.builds() == builds_at_offer_) return;  // still on the page where the time was up
  library_ = std::exchange(offered_, nullptr);
  home_.reset();
  std::vector<std::shared_ptr<ui::Screen>> path{home()};
  if (const auto* here = dynamic_cast<const Addressed*>(&navigator_.top())) {
    const content::Address address = here->address();
    const bool story = address.kind == content::Address::Kind::story;
    if (std::shared_ptr<ui::Screen> screen = find(address)) {
      if (auto point = story ? find({content::Address::Kind::point, address.pack, address.point, {}, {}, 1}) : nullptr) path.push_back(std::move(point));
      path.push_back(std::move(screen));
    }
  }
  navigator_.reset_to(std::move(path));
}

bool Exhibition::handle(const gfx::Finger& finger) {
  using Phase = gfx::Finger::Phase;
  last_touch_ = finger.time;
  const auto swallowed = std::find(swallowed_.begin(), swallowed_.end(), finger.id);
  if (swallowed != swallowed_.end()) {
    if (finger.phase != Phase::move) swallowed_.erase(swallowed);  // a down: the device lost the "up" before it
    if (finger.phase != Phase::down) return false;
  }
  if (guiding() && finger.phase == Phase::down && guide_mark_.control_at(finger.at, navigator_.look().whole())) {
    swallowed_.push_back(finger.id);
    end_visit();
    return true;
  }
  if (closed()) {
    if (finger.phase != Phase::down) return false;
    // On the page itself a touch makes it stay.
    if (navigator_.top().name() == "closed") page_since_ = now_;
    else show_closed_page();
    return true;
  }
  if (counting_) {
    if (finger.phase != Phase::down) return false;
    counting_ = false;
    swallowed_.push_back(finger.id);
    return true;
  }
  return navigator_.handle(finger);
}

Duration Exhibition::idle_limit() const {
  const auto* page = dynamic_cast<const LongPage*>(&navigator_.top());
  return page && page->characters() > kLongPageCharacters ? std::max(settings_.idle, settings_.idle_long_page) : settings_.idle;
}

void Exhibition::end_visit() {
  if (closed()) return;
  counting_ = false;
  guide_until_.reset();
  navigator_.cancel_touches();
  choices_ = settings_.defaults;
  if (doors_ == Doors::closing) go_dark();
  else attract();
}

bool Exhibition::step(Duration dt, Duration now) {
  now_ = now;
  bool changed = false;
  if (doors_ != Doors::open) step_doors();
  if (closed()) return navigator_.step(dt, now);
  if (attracting()) {
    if (offered_ && navigator_.settled() && navigator_.touch().fingers() == 0) {
      library_ = std::exchange(offered_, nullptr);
      attract();
    }
  } else {
    if (guiding()) step_guide();
    if (offered_) take_offer_during_visit();
    const bool touching = navigator_.touch().fingers() > 0 && !navigator_.touch().stuck();
    if (touching && !counting_) last_touch_ = now;
    if (!counting_ && now - last_touch_ >= idle_limit()) {
      counting_ = true;
      counting_since_ = now;
      seconds_shown_ = -1;
    }
    if (counting_) {
      const Duration left = settings_.countdown - (now - counting_since_);
      if (left <= Duration{0}) {
        end_visit();
        changed = true;
      } else if (const int whole = static_cast<int>(std::chrono::ceil<seconds>(left).count()); whole != seconds_shown_) {
        seconds_shown_ = whole;
        build_countdown(whole);
        changed = true;
      }
    }
  }
  changed |= sign_.step(now);
  return navigator_.step(dt, now) || changed;
}

void Exhibition::begin_guide(Duration now) {
  if (doors_ != Doors::open) return;
  now_ = last_touch_ = now;
  guide_until_ = now + kLongestGuide;
  guide_mark_of_.reset();
  choices_.text_size = std::max(settings_.defaults.text_size, ui::TextSize::large);
  navigator_.reset_to({home()}, make_look());
}

void Exhibition::step_guide() {
  if (now_ >= *guide_until_) {
    guide_until_.reset();  // from here on it is a visit as any other
    last_touch_ = now_;
    return;
  }
  last_touch_ = now_;
  build_guide_mark();
}

void Exhibition::build_guide_mark() {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(*guide_until_ - now_).count();
  if (std::pair now{std::int64_t{minutes}, choices_}; guide_mark_of_ == now) return;
  else guide_mark_of_ = now;
  const ui::Look look = make_look();
  const std::string words = word(Label::guiding, look.language) + "　" + std::to_string(minutes) + (look.language == Language::en ? " min" : look.language == Language::hant ? " 分鐘" : " 分钟");
  guide_mark_.clear();
  ui::Builder builder(guide_mark_, look, typesetter_);
  // A tab that hangs from the upper edge, above where any page begins its words; what can be touched is larger than what is seen.
  text::Setting said = builder.caption(words), end = builder.caption(word(Label::guiding_end, look.language));
  said.size_px = end.size_px = std::round(look.mm(7.5f));
  said.line_pitch_em = end.line_pitch_em = 1.4f;
  const Size size = builder.measure(said)->size, end_size = builder.measure(end)->size;
  const float pad = look.mm(7), gap = look.mm(5), radius = std::round(look.mm(6)), height = std::round(size.h + look.mm(2));
  const float width = std::round(size.w + end_size.w + 2 * pad + 2 * gap), left = std::round(look.whole().w - look.mm(10) - width);
  guide_mark_.add({left, -radius, width, height + radius}, ui::Round{radius, look.colors().scrim, look.colors().on_scrim, look.hairline()});
  builder.words(said, {left + pad, look.mm(.5f)}, look.colors().on_scrim);
  guide_mark_.add({std::round(left + pad + size.w + gap), height * .25f, look.hairline(), height * .5f}, ui::Fill{look.colors().on_scrim});
  builder.words(end, {left + pad + size.w + 2 * gap, look.mm(.5f)}, look.colors().on_scrim);
  guide_mark_.control("guide end", word(Label::guiding_end, look.language), {left, 0, width, std::round(look.mm(20))}, radius, [] {});  // acts as it is touched: handle
}

std::vector<std::shared_ptr<ui::Screen>> Exhibition::next_on_tour() {
  using Kind = content::Address::Kind;
  const auto* here = dynamic_cast<const Addressed*>(&navigator_.top());
  content::Address at = here ? here->address() : content::Address{};
  at.page = 1;
  bool passed = at.kind != Kind::point && at.kind != Kind::story;  // from Home, About and a route it begins with the first place
  const auto follows = [&](const content::Address& address) -> std::shared_ptr<ui::Screen> {
    if (!passed) {
      passed = address == at;
      return nullptr;
    }
    if (address.story.empty() ? board_.withdrawn(address.pack, address.point) : board_.withdrawn(address.pack, address.point, address.story)) return nullptr;
    return find(address);
  };
  for (const auto& pack : library_->packs()) {
    const std::string& id = pack->index().id;
    for (const std::string& name : pack->index().points) {
      const content::Address place{Kind::point, id, name, {}, {}, 1};
      if (auto screen = follows(place)) return {home(), screen};
      const content::PointPtr point = pack->point(name);
      for (const std::string& story : point ? point->stories : std::vector<std::string>{})
        if (auto screen = follows({Kind::story, id, name, story, {}, 1})) return {home(), make(place), screen};
    }
  }
  return {};
}

bool Exhibition::handle(const gfx::Key& key) {
  if (!guiding() || closed()) return false;
  auto* pages = dynamic_cast<Paged*>(&navigator_.top());
  switch (key.kind) {
    case gfx::Key::Kind::home: go_home(); break;
    case gfx::Key::Kind::back:
      if (pages && pages->turn(-1)) break;
      go_back();
      break;
    case gfx::Key::Kind::next:
      if (pages && pages->turn(1)) break;
      if (std::vector<std::shared_ptr<ui::Screen>> path = next_on_tour(); !path.empty()) navigator_.reset_to(std::move(path));
      else go_home();
      break;
  }
  return true;
}

void Exhibition::show_identity(const std::string& title, const std::vector<std::string>& lines, Duration for_so_long) {
  sign_.show_card(title, lines, now_ + for_so_long, make_look(), typesetter_);
}

void Exhibition::show_picture_taken(Duration for_so_long) {
  sign_.show_mark(word(Label::picture_taken, choices_.language), now_ + for_so_long, make_look(), typesetter_);
}

Duration Exhibition::wake_after(Duration now) const {
  Duration after = navigator_.top().wake_after();
  if (sign_.is_shown()) after = std::min(after, std::max(Duration{0}, sign_.until() - now));
  if (closed()) return navigator_.top().name() == "closed" ? std::min(after, std::max(Duration{0}, page_since_ + kClosedPage - now)) : after;
  if (attracting()) return after;
  if (guiding()) return std::min(after, Duration{seconds{1}});
  if (counting_) {
    const Duration shown = now - counting_since_;
    return std::min(after, Duration{seconds{1}} - shown % Duration{seconds{1}});
  }
  return std::min(after, std::max(Duration{0}, last_touch_ + idle_limit() - now));
}

void Exhibition::build_countdown(int seconds_left) {
  countdown_scene_.clear();
  const ui::Look look = make_look();
  const ui::Palette& colors = look.colors();
  ui::Builder builder(countdown_scene_, look, typesetter_);
  builder.scene.add(look.whole(), ui::Fill{Color{0, 0, 0, 140}});
  // The card stands in the reach band: on the stage's lower half.
  const float width = std::min(look.whole().w - 2 * look.margin(), look.mm(300)), pad = look.mm(16);
  const text::Setting title = builder.title(word(Label::still_there, look.language), width - 2 * pad);
  text::Setting number = builder.title(std::to_string(seconds_left), 0);
  number.size_px = std::round(look.mm(30));
  text::Setting rest = builder.interface(word(Label::returning_in, look.language), width - 2 * pad);
  ui::ButtonSpec go_on;
  go_on.key = "continue";
  go_on.label = look.language == Language::en ? word(Label::go_on, Language::en)
                                              : word(Label::go_on, look.language) + " / " + word(Label::go_on, Language::en);
  go_on.kind = ui::ButtonKind::primary;
  go_on.act = [] {};  // any touch at all continues
  const float button_height = std::round(look.mm(32));
  const float title_height = builder.measure(title)->size.h, number_height = builder.measure(number)->size.h;
  const float height = pad + title_height + look.mm(5) + number_height + look.mm(10) + button_height + pad;
  const Rect stage = look.stage();
  const float top = std::max(stage.y + look.mm(4), stage.bottom() - look.bar().h - look.mm(14) - height);
  const Rect card{std::round((look.whole().w - width) / 2), std::round(std::min(top, stage.bottom() - height - look.mm(4))), std::round(width), std::round(height)};
  builder.scene.add(card, ui::Round{look.mm(8), colors.paper, colors.edge, look.hairline()});
  float y = card.y + pad;
  y += builder.words(title, {card.x + pad, y}, colors.ink).h + look.mm(5);
  const Size digits = builder.measure(number)->size;
  builder.words(number, {card.x + pad, y}, colors.red);
  const Size words = builder.measure(rest)->size;
  builder.words(rest, {card.x + pad + std::max(digits.w, look.mm(38)) + look.mm(6), y + (digits.h - words.h) / 2 + look.mm(3)}, colors.ink);
  y += digits.h + look.mm(10);
  builder.button(go_on, {card.x + pad, std::round(y), card.w - 2 * pad, button_height});
}

void Exhibition::draw() {
  brush_.glyphs.begin_frame();
  navigator_.draw(brush_);
  if (guiding()) guide_mark_.draw(brush_, navigator_.look().whole(), {}, {});
  if (counting_) countdown_scene_.draw(brush_, navigator_.look().whole(), {}, {});
  if (sign_.is_shown()) sign_.scene().draw(brush_, navigator_.look().whole(), {}, {});
}

std::string_view Exhibition::screen() const { return counting_ ? "countdown" : navigator_.top().name(); }

std::string Exhibition::dump() const {
  std::string out = "screen " + std::string(screen()) + "\n";
  if (counting_) out += countdown_scene_.dump(navigator_.look().whole());
  return out + navigator_.top().scene.dump(navigator_.look().whole());
}

bool Exhibition::shows_text(std::string_view text) const {
  if (sign_.is_shown() && sign_.scene().shows_text(text, navigator_.look().whole())) return true;
  if (guiding() && guide_mark_.shows_text(text, navigator_.look().whole())) return true;
  return (counting_ && countdown_scene_.shows_text(text, navigator_.look().whole())) || navigator_.top().scene.shows_text(text, navigator_.look().whole());
}

std::vector<std::pair<std::string, Point>> Exhibition::visible_controls() const {
  std::vector<std::pair<std::string, Point>> visible = controls_of(touchable(), navigator_.look().whole());
  if (guiding()) std::ranges::copy(controls_of(guide_mark_, navigator_.look().whole()), std::back_inserter(visible));
  return visible;
}

}  // namespace kiosk::screens
