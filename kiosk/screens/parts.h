// What several screens put on the glass alike: rich text, pictures with captions, the bar's common controls, running text
// in a pane that scrolls where it does not fit.
#pragma once

#include <string>
#include <vector>

#include "kiosk/content/model.h"
#include "kiosk/screens/labels.h"
#include "kiosk/screens/visit.h"
#include "kiosk/ui/builder.h"
#include "kiosk/ui/navigator.h"

namespace kiosk::screens {

// `setting` with the words and marks of `text`.
text::Setting with_text(text::Setting setting, const content::RichText& text);

// Controls of every bar.
std::vector<ui::ButtonSpec> language_buttons(Visit& visit, bool short_names);
std::vector<ui::ButtonSpec> comfort_buttons(Visit& visit, const ui::Look& look);  // text size, contrast, wheelchair
std::vector<ui::ButtonSpec> way_buttons(Visit& visit, const ui::Look& look);      // Home, Back

// A picture that fills the box by its focal point, with its caption on a soft scrim. Documents and photographs that must be
// seen whole (`whole`) hang in a mat with a thin frame on a plain ground instead.
void add_picture(ui::Builder& builder, const content::Picture& picture, const Rect& box, const std::string& caption, bool whole = false);

// The caption of a picture in the visitor's language.
std::string caption_of(const content::Picture& picture, Language language);

// Wheelchair mode: what stands above the stage on screens without a picture of their own.
void add_upper_picture(ui::Builder& builder, const Library& library, const Rect& box);

// Darkness behind light words on a picture: full from `words_top` down to the box's end, fading in above it. White stands at
// 7:1 or more on the lightest picture.
void add_scrim(ui::Builder& builder, const Rect& box, float words_top);

// Where the picture and the words of a page lie: side by side, one above the other, or (wheelchair) picture above the stage.
struct PageBoxes {
  Rect picture, words;
};
PageBoxes page_boxes(const ui::Look& look, bool has_picture);

// One quiet card in the place of a page that cannot be shown: what it is, and where to go on.
void add_card(ui::Builder& builder, const std::filesystem::path& assets, const Rect& area, Label title, Label more);

// The notices of this moment, one below the other on a strip at the top of `box`, no wider than its words; without those that have a page
// of their own where `lines_only`. Returns its height; 0: none.
float add_notices(ui::Builder& builder, const std::vector<content::Notice>& notices, const Rect& box, bool lines_only);

// A column of words that begins at the top of `box` and scrolls where it is longer. `fill` adds the words at the given
// origin with the given width and returns their height. Returns that height.
float add_column(ui::Builder& builder, const Rect& box, ui::Scroller& scroller, const std::function<float(Point origin, float width)>& fill);

// Small mark "In Chinese only" after a text that is shown in another language than the visitor's.
float add_fallback_mark(ui::Builder& builder, Point at);

// "陈云纪念馆　·　二" over a title: on one line, a little smaller if need be, or `shorter` where `words` are much longer.
text::Setting kicker_setting(ui::Builder& builder, const std::string& words, const std::string& shorter, float width);
// The same in red. Returns its height with the gap below.
float add_kicker(ui::Builder& builder, const text::Setting& kicker, Point at);

// "1　People's Daily, …": a source with its number; further lines stand clear of the number. Returns its height.
float add_numbered(ui::Builder& builder, int number, text::Setting words, Point at, Color color);

// Where bank and water meet in every picture of the scroll of Home, and the shape of its ground, which joins itself left to right.
inline constexpr float kHorizon = .66f, kGroundAspect = 3.2f;
// Sky, hills, bank and water, as high as `box`, from x = `from` on.
struct BankLayers {
  float hills_far = 1, hills_near = 1;  // parallax
};
void add_bank(ui::Builder& builder, const std::filesystem::path& assets, const Rect& box, float from, float length, const BankLayers& layers = {});
// The bank, half in mist, at the foot of a page whose few words leave it empty from `words_bottom` down. Adds nothing where the
// words reach too far down, and nothing in high contrast.
void add_foot(ui::Builder& builder, const std::filesystem::path& assets, const Rect& page, float words_bottom);

// A screen with up to two columns of words that scroll.
class ColumnScreen : public ui::Screen {
 public:
  ColumnScreen(Visit& visit, LibraryPtr library) : visit_(visit), library_(std::move(library)) {}
  bool step(Duration dt) override {
    const bool first = column_.step(dt), second = second_column_.step(dt);
    return first || second;
  }

 protected:
  Visit& visit_;
  LibraryPtr library_;  // kept, so that a running screen outlives a change of content
  ui::Scroller column_, second_column_;
};

}  // namespace kiosk::screens
