#include "kiosk/text/line_break.h"

#include <initializer_list>

namespace kiosk::text {
namespace {

using enum LineClass;

constexpr std::uint64_t set(std::initializer_list<LineClass> classes) {
  std::uint64_t bits = 0;
  for (LineClass c : classes) bits |= std::uint64_t{1} << static_cast<unsigned>(c);
  return bits;
}

constexpr bool in(LineClass c, std::uint64_t bits) { return bits >> static_cast<unsigned>(c) & 1; }

constexpr std::uint64_t kForced = set({BK, CR, LF, NL});
constexpr std::uint64_t kLetters = set({AL, HL});
constexpr std::uint64_t kHangul = set({JL, JV, JT, H2, H3});

// What the rules ask of everything left of a place: the last classes and the few states that reach further back.
struct Left {
  LineClass last = XX;           // nearest class, marks absorbed (LB9); XX: nothing yet (LB1 leaves none)
  LineClass raw = XX;            // nearest class as it stands
  LineClass before_spaces = XX;  // nearest class that is no space
  bool after_hebrew_hyphen = false;  // HL (HY | BA)
  bool odd_regional = false;         // an odd number of regional indicators
  bool wide = false;                 // the last base is F, W or H (LB30)
  bool reserved_pictograph = false;
  bool number = false;               // NU (NU | SY | IS)*
  bool number_closed = false;        // NU (NU | SY | IS)* (CL | CP)?
};

// LB25 as the regular expression ( PR | PO ) ? ( OP | HY ) ? NU (NU | SY | IS) * ( CL | CP ) ? ( PR | PO ) ?
bool number_holds(const Left& left, LineClass next, LineClass after) {
  if (left.number && in(next, set({NU, SY, IS, CL, CP}))) return true;
  if (left.number_closed && in(next, set({PO, PR}))) return true;
  if (in(left.last, set({OP, HY, PR, PO})) && next == NU) return true;
  return in(left.last, set({PR, PO})) && in(next, set({OP, HY})) && after == NU;
}

// LB26 to LB28: syllables of Hangul and words.
bool syllable_or_word_holds(LineClass last, LineClass next) {
  if (last == JL && in(next, set({JL, JV, H2, H3}))) return true;
  if (in(last, set({JV, H2})) && in(next, set({JV, JT}))) return true;
  if (in(last, set({JT, H3})) && next == JT) return true;
  if (in(last, kHangul) && next == PO) return true;
  if (last == PR && in(next, kHangul)) return true;
  return in(last, kLetters | set({IS})) && in(next, kLetters);
}

// LB19 to LB30b for two neighbours without a space between them.
bool neighbours_hold(const Left& left, LineClass next, LineClass after, Character c) {
  const LineClass last = left.last;
  if (next == QU || last == QU) return true;                                          // LB19
  if (next == CB || last == CB) return false;                                         // LB20
  if (in(next, set({BA, HY, NS})) || last == BB) return true;                         // LB21
  if (left.after_hebrew_hyphen) return true;                                          // LB21a
  if (last == SY && next == HL) return true;                                          // LB21b
  if (next == IN) return true;                                                        // LB22
  if (in(last, kLetters) && next == NU) return true;                                  // LB23
  if (last == NU && in(next, kLetters)) return true;
  if (last == PR && in(next, set({ID, EB, EM}))) return true;                         // LB23a
  if (in(last, set({ID, EB, EM})) && next == PO) return true;
  if (in(last, set({PR, PO})) && in(next, kLetters)) return true;                     // LB24
  if (in(last, kLetters) && in(next, set({PR, PO}))) return true;
  if (number_holds(left, next, after)) return true;                                   // LB25
  if (syllable_or_word_holds(last, next)) return true;                                // LB26-LB29
  if (in(last, kLetters | set({NU})) && next == OP && !c.wide()) return true;         // LB30
  if (last == CP && !left.wide && in(next, kLetters | set({NU}))) return true;
  if (last == RI && next == RI && left.odd_regional) return true;                     // LB30a
  return next == EM && (last == EB || left.reserved_pictograph);                      // LB30b
}

// The rules in their order, for the place between `left` and the character `c` of class `next`.
Break decide(const Left& left, LineClass next, LineClass after, Character c) {
  if (left.raw == CR && next == LF) return Break::none;                               // LB5
  if (in(left.raw, kForced)) return Break::must;                                      // LB4, LB5
  if (in(next, kForced | set({SP, ZW}))) return Break::none;                          // LB6, LB7
  if (left.before_spaces == ZW) return Break::may;                                    // LB8
  if (left.raw == ZWJ) return Break::none;                                            // LB8a
  const bool spaced = left.raw == SP;
  if (in(next, set({CM, ZWJ})) && !spaced) return Break::none;                        // LB9
  if (in(next, set({CM, ZWJ}))) next = AL;                                            // LB10
  if (next == WJ || (left.last == WJ && !spaced)) return Break::none;                 // LB11
  if (!spaced && left.last == GL) return Break::none;                                 // LB12
  if (next == GL && !spaced && !in(left.last, set({BA, HY}))) return Break::none;     // LB12a
  if (next == EX) return Break::none;                                                 // LB13, with Example 7's numbers
  if (in(next, set({CL, CP, IS, SY})) && (spaced || left.last != NU)) return Break::none;
  const LineClass base = left.before_spaces;
  if (base == OP) return Break::none;                                                 // LB14
  if (base == QU && next == OP) return Break::none;                                   // LB15
  if (in(base, set({CL, CP})) && next == NS) return Break::none;                      // LB16
  if (base == B2 && next == B2) return Break::none;                                   // LB17
  if (spaced) return Break::may;                                                      // LB18
  return neighbours_hold(left, next, after, c) ? Break::none : Break::may;            // LB19-LB31
}

void advance(Left& left, LineClass next, Character c) {
  const LineClass raw = next;
  if (in(next, set({CM, ZWJ}))) {
    if (!in(left.raw, kForced | set({SP, ZW, XX}))) {  // LB9: the base stays what it was
      left.raw = raw;
      return;
    }
    next = AL;  // LB10
  }
  const bool digits = in(next, set({NU, SY, IS}));
  const bool was_number = left.number;
  left.number = next == NU || (was_number && digits);
  left.number_closed = left.number || (was_number && in(next, set({CL, CP})));
  left.after_hebrew_hyphen = left.last == HL && in(next, set({HY, BA})) && left.raw != SP;
  left.odd_regional = next == RI && !(left.last == RI && left.odd_regional);
  left.last = next;
  left.raw = raw;
  if (next != SP) left.before_spaces = next;
  left.wide = c.wide();
  left.reserved_pictograph = c.reserved_pictograph();
}

bool is_western(Character c) { return c.letter_or_number() && c.script() != Script::han && !c.wide(); }

// The tailoring for Chinese of one character, where it has one.
LineClass tailored(std::u32string_view text, std::size_t i, LineClass c) {
  switch (text[i]) {
    case U'‘': case U'“': return OP;
    case U'’':
      // Between letters it is an apostrophe, which belongs to its word.
      if (i > 0 && i + 1 < text.size() && is_western(character(text[i - 1])) && is_western(character(text[i + 1])))
        return QU;
      return CL;
    case U'”': return CL;
    case U'·': return BA;                   // separates the parts of a name: stays with the first
    case U'～': case U'／': return NS;       // CLREQ, basic prohibition at line start
    default: return c == CJ ? ID : c;
  }
}

}  // namespace

std::vector<LineClass> line_classes(std::u32string_view text, Tailoring tailoring) {
  std::vector<LineClass> classes(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    LineClass c = character(text[i]).line_class();
    if (tailoring == Tailoring::chinese) c = tailored(text, i, c);
    if (in(c, set({AI, SG, XX, SA}))) c = AL;  // LB1
    if (c == CJ) c = NS;
    classes[i] = c;
  }
  return classes;
}

std::vector<Break> find_breaks(std::u32string_view text, std::span<const LineClass> classes) {
  std::vector<Break> breaks(text.size() + 1, Break::none);
  Left left;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Character c = character(text[i]);
    // LB25 looks one base character ahead, over its marks.
    std::size_t j = i + 1;
    if (in(classes[i], set({OP, HY})))
      while (j < text.size() && in(classes[j], set({CM, ZWJ}))) ++j;
    const LineClass after = j < text.size() ? classes[j] : WJ;
    if (i > 0) breaks[i] = decide(left, classes[i], after, c);
    advance(left, classes[i], c);
  }
  breaks.back() = Break::must;
  return breaks;
}

std::vector<Break> find_breaks(std::u32string_view text, Tailoring tailoring) {
  return find_breaks(text, line_classes(text, tailoring));
}

}  // namespace kiosk::text
