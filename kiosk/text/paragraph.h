// One paragraph of UTF-8 text as placed glyphs: what to set (Setting), how it came out (Paragraph).
//
// Model   : paragraph -> lines -> glyphs; a glyph knows its face, size and role (which colour it takes).
// Units   : float px, y down, origin at the paragraph's top left.
// Rules   : UAX #14 of Unicode 15.0 with the Chinese tailoring, squeeze, line-end trim, Han-Latin spacing, push-in
//           before push-out, no orphans, balanced headings: W3C CLREQ and GB/T 15834; ARCHITECTURE.md#text.
// Owns    : values; a Paragraph is immutable and may be shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/text/fonts.h"

namespace kiosk::text {

// What a stretch of text is; the theme gives each role its colour.
enum class Role : std::uint8_t { body, strong, emphasis, note };

// A stretch of the text, in bytes, that differs from the paragraph's style. Stretches do not overlap.
// strong is set bold; emphasis in the letter family for Chinese and bold for English; note is a small raised number.
struct Stretch {
  std::size_t begin = 0, end = 0;
  Role role = Role::body;
  bool operator==(const Stretch&) const = default;
};

// A part of the text, in bytes, within which no line may break (names.toml).
struct Unbroken {
  std::size_t begin = 0, end = 0;
  bool operator==(const Unbroken&) const = default;
};

// A small text beside a part of the text, which no line tears: pinyin or a gloss (ruby). Over it, right of it in a column. In bytes; they do not overlap.
struct Annotation {
  std::size_t begin = 0, end = 0;
  std::string text;
  bool operator==(const Annotation&) const = default;
};

// A part of the text, in bytes, that is marked beside each character: 着重号, under it, right of it in a column; none at marks and spaces.
struct Dotted {
  std::size_t begin = 0, end = 0;
  bool operator==(const Dotted&) const = default;
};

enum class Align : std::uint8_t { start, centre, end, justify };
enum class Direction : std::uint8_t {
  horizontal,
  column,       // one upright column from the top, for name slips; extent is its height, longer text is not broken
  vertical_rl,  // columns from right to left; extent is their height. Latin lies on its side (UAX #50), two digits stand side by side (縦中横)
};

// What the house does beyond UAX #14 and its tailoring. Left out one by one only to compare with other engines.
struct Rules {
  bool squeeze = true;             // marks beside marks lose their empty halves
  bool assume_halves = true;       // also where the font does not say how a mark becomes half-width
  bool trim_always = true;         // a bracket or quote that ends a line is half-width, not only where it would not fit else
  bool trim_stops = true;          // so are ，。、 and the like
  bool han_latin_gap = true;
  bool keep_wholes = true;         // dates, numbers, telephone numbers
  bool push_in = true;
  bool repair_last_line = true;
  bool justify_in_order = true;    // by priority and with caps; else all gaps alike and without
  bool half_width_dot = true;      // · is half an em in every font
  bool proportional_marks = true;  // “ ” … — among Latin letters are narrow (pwid), though CJK faces draw them full-width
  bool digits_across = true;       // one digit, or two side by side, stand upright in a column; blanks between them and Han go
  bool operator==(const Rules&) const = default;

  // Chromium's ways with line-break: auto; text-spacing-trim: normal; text-autospace: normal.
  static constexpr Rules of_browsers() {
    return {.assume_halves = false, .trim_always = false, .trim_stops = false, .keep_wholes = false, .push_in = false, .repair_last_line = false,
            .justify_in_order = false, .half_width_dot = false, .proportional_marks = false, .digits_across = false};
  }
};

struct Setting {
  std::string text;  // ill-formed UTF-8 becomes U+FFFD; "\n" breaks a line always
  std::vector<Stretch> stretches;
  std::vector<Unbroken> unbroken;
  std::vector<Annotation> annotations;
  std::vector<Dotted> dotted;
  Language language = Language::hans;
  Family family = Family::serif;
  Weight weight = Weight::regular;
  float size_px = 32;
  float tracking_em = 0;      // added after each character
  float line_pitch_em = 1.75; // baseline to baseline
  float extent_px = 0;        // width of the column (height for columns); 0: as long as it is
  Align align = Align::start;
  Direction direction = Direction::horizontal;
  bool balance = false;       // headings of up to four lines: lines of like length, breaks after marks preferred
  float indent_em = 0;        // first line
  int max_lines = 0;          // 0: all. A text that is cut ends in an ellipsis and sets Paragraph::cut
  Rules rules;

  bool operator==(const Setting&) const = default;
};

struct Glyph {
  std::uint32_t id;    // in the face
  FaceId face;
  Role role;
  bool upright = true; // false: rotated 90° clockwise (Latin in a column)
  float x, y;          // pen position on the baseline
  float size_px;       // notes are smaller than the rest
  bool whole_px = true;  // Han: drawn at whole pixels; letters and digits at quarter pixels
};

struct Line {
  std::size_t glyph_begin, glyph_end;
  std::size_t text_begin, text_end;  // bytes
  float x, baseline, width;          // where it starts after alignment; advance width after trimming. Of a column: its middle, its top, its length
};

// A character that no face has. It is drawn as 〓 (the printer's geta mark), never as an empty box, and reported.
struct Missing {
  std::size_t at;  // byte
  char32_t character;
};

struct Paragraph {
  std::vector<Glyph> glyphs;
  std::vector<Line> lines;
  std::vector<Missing> missing;
  Size size;         // widest line × sum of line pitches; of columns: sum of line pitches × the longest
  float size_px = 0;
  bool column = false;  // lines are columns
  bool cut = false;     // max_lines left something out
  std::vector<std::size_t> torn;  // bytes where a run wider than the column was broken though no line may break there
};

using ParagraphPtr = std::shared_ptr<const Paragraph>;

// Lays paragraphs out and remembers them by their Setting, least recently used going first.
// Cost: one HarfBuzz call for each run of one face, then O(characters). Main thread only (it shares the FontSet).
class Typesetter {
 public:
  explicit Typesetter(FontSet& fonts, std::size_t budget_bytes = 8u << 20);
  ~Typesetter();

  ParagraphPtr set(const Setting& setting);
  // Set afresh, not remembered: tests and tools.
  Paragraph lay_out(const Setting& setting);
  std::size_t cached_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::text
