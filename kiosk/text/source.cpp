#include "kiosk/text/source.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kiosk/base/utf8.h"
#include "kiosk/text/face.h"

namespace kiosk::text {
namespace {

constexpr char32_t kInvisible = U'\u200B';

// What a character asks of its neighbours when the text is cut into items.
enum class Group : std::uint8_t { neutral, han, western };

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\u00A0' || (c >= 0x2000 && c <= 0x200A) || c == U'\u202F' || c == U'\u205F' ||
         c == U'\u3000';
}

// Marks that Chinese sets full-width and English proportionally, with one code point for both.
bool is_shared_mark(char32_t c) {
  return c == U'‘' || c == U'’' || c == U'“' || c == U'”' || c == U'…' || c == U'—' || c == U'·';
}

bool is_western_letter(char32_t c) {
  const Character is = character(c);
  return is.letter_or_number() && is.script() != Script::han && !is.wide();
}

Group group_of(const Source& source, std::size_t i) {
  const char32_t c = source.shown[i];
  const Character is = character(c);
  if (is_shared_mark(c)) {
    if (!source.chinese) return Group::western;
    const bool apostrophe = c == U'’' && i > 0 && i + 1 < source.text.size() && is_western_letter(source.text[i - 1]) &&
                            is_western_letter(source.text[i + 1]);
    return apostrophe ? Group::western : Group::han;
  }
  if (is.script() == Script::han || is.wide()) return Group::han;
  return is.script() == Script::common ? Group::neutral : Group::western;
}

hb_script_t script_of(char32_t c) {
  switch (character(c).script()) {
    case Script::han: return HB_SCRIPT_HAN;
    case Script::latin: return HB_SCRIPT_LATIN;
    case Script::greek: return HB_SCRIPT_GREEK;
    case Script::cyrillic: return HB_SCRIPT_CYRILLIC;
    case Script::common: return HB_SCRIPT_COMMON;
    case Script::other: break;
  }
  return hb_unicode_script(hb_unicode_funcs_get_default(), c);
}

struct Style {
  Family family;
  Weight weight;
  std::optional<FaceId> face;  // opened when the first character needs it
};

// How the roles of a paragraph are set: strong bold; emphasis in the letter face for Chinese, bold for English.
std::array<Style, 4> styles_of(const Setting& setting) {
  std::array<Style, 4> styles;
  styles.fill({setting.family, setting.weight, std::nullopt});
  styles[static_cast<std::size_t>(Role::strong)].weight = Weight::bold;
  Style& emphasis = styles[static_cast<std::size_t>(Role::emphasis)];
  if (setting.language == Language::en) emphasis.weight = Weight::bold;
  else emphasis.family = Family::letter;
  return styles;
}

void decode(const Setting& setting, Source& source) {
  source.text.reserve(setting.text.size() / 2);
  for (std::size_t at = 0; at < setting.text.size();) {
    source.offset.push_back(static_cast<std::uint32_t>(at));
    source.text.push_back(utf8::next(setting.text, at));
  }
  source.offset.push_back(static_cast<std::uint32_t>(setting.text.size()));
  source.role.assign(source.text.size(), Role::body);
  for (const Stretch& stretch : setting.stretches) {
    const std::size_t end = source.character_at(stretch.end);
    for (std::size_t i = source.character_at(stretch.begin); i < end; ++i) source.role[i] = stretch.role;
  }
}

// The face of character i, which may become 〓; a combining mark stays with its base where that face has it.
FaceId choose_face(Source& source, std::size_t i, Style& style, std::optional<FaceId> base_face, FontSet& fonts) {
  if (!style.face) style.face = fonts.face(style.family, style.weight);
  const char32_t c = source.shown[i];
  const Character is = character(c);
  if (is.mark() && base_face && fonts.open(*base_face).glyph(c) != 0) return *base_face;
  if (!needs_glyph(c)) return base_face.value_or(*style.face);
  if (c != utf8::kReplacement) {
    if (fonts.open(*style.face).glyph(c) != 0) return *style.face;
    if (const auto other = fonts.face_for(c, style.family, style.weight)) return *other;
  }
  source.missing.push_back({source.offset[i], source.text[i]});
  source.shown[i] = kGeta;
  return fonts.face_for(kGeta, style.family, style.weight).value_or(*style.face);
}

// How many digits begin here that a column sets upright: one or two alone. Longer numbers lie on their side.
std::size_t digits_across(const Source& source, std::size_t i) {
  const auto digit = [&](std::size_t at) { return at < source.shown.size() && source.shown[at] >= U'0' && source.shown[at] <= U'9'; };
  const auto joined = [&](std::size_t at) {
    return at < source.shown.size() && (is_western_letter(source.shown[at]) || std::u32string_view(U".,:/-–%").find(source.shown[at]) != std::u32string_view::npos);
  };
  if (!digit(i) || (i > 0 && joined(i - 1))) return 0;
  const std::size_t count = digit(i + 1) && source.role[i] == source.role[i + 1] ? 2 : 1;
  return joined(i + count) ? 0 : count;
}

// How each character stands in columns (UAX #50, mixed orientation): marks that Chinese has upright forms for stand, whatever their property.
std::vector<Posture> postures_of(const Setting& setting, const Source& source, const std::vector<Group>& groups) {
  std::vector<Posture> out(source.text.size(), Posture::along);
  if (setting.direction != Direction::vertical_rl) return out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char32_t c = source.shown[i];
    const Character is = character(c);
    if (is.mark() && i > 0) out[i] = out[i - 1];
    else if (groups[i] == Group::han && (c != U'·' || setting.rules.half_width_dot)) out[i] = Posture::along;
    else if (is.orientation() == Orientation::rotated) out[i] = Posture::rotated;
  }
  for (std::size_t i = 0; setting.rules.digits_across && i < out.size(); ++i)
    if (const std::size_t count = source.role[i] == Role::note ? 0 : digits_across(source, i)) {
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(i), count, Posture::across);
      i += count - 1;
    }
  return out;
}

void cut_into_items(const Setting& setting, Source& source, const std::vector<FaceId>& faces) {
  // Neutral characters go with what is before them; at the beginning, with what comes.
  std::vector<Group> groups(source.text.size());
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = group_of(source, i);
  const auto first = std::find_if(groups.begin(), groups.end(), [](Group g) { return g != Group::neutral; });
  Group group = first != groups.end() ? *first : source.chinese ? Group::han : Group::western;
  const std::vector<Posture> postures = postures_of(setting, source, groups);
  const float size = setting.size_px;
  bool open = false;
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    if (ends_line(source.text[i])) {
      open = false;
      continue;
    }
    const bool neutral = groups[i] == Group::neutral;
    if (!neutral) group = groups[i];
    const Role role = source.role[i];
    const hb_script_t script = group == Group::han ? HB_SCRIPT_HAN : script_of(source.shown[i]);
    if (open) {
      Item& last = source.items.back();
      const bool same_script =
          neutral || script == HB_SCRIPT_COMMON || last.script == HB_SCRIPT_COMMON || last.script == script;
      if (last.face == faces[i] && last.role == role && last.western == (group == Group::western) && same_script && last.posture == postures[i] &&
          (last.posture != Posture::across || (last.end == i && i == last.begin + 1))) {
        last.end = i + 1;
        if (last.script == HB_SCRIPT_COMMON) last.script = script;
        continue;
      }
    }
    source.items.push_back(
        {i, i + 1, faces[i], role, group == Group::western, script, role == Role::note ? size * kNoteSize : size,
                            postures[i]});
    open = true;
  }
  for (Item& item : source.items)
    if (item.script == HB_SCRIPT_COMMON) item.script = HB_SCRIPT_LATIN;
}

}  // namespace

std::size_t Source::character_at(std::size_t byte) const {
  const auto at = std::lower_bound(offset.begin(), offset.end(), byte);
  return std::min(static_cast<std::size_t>(at - offset.begin()), text.size());
}

bool ends_line(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_space(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\u3000' || (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

bool needs_glyph(char32_t c) { return !character(c).ignorable() && !is_blank(c) && !is_control(c); }

Source read_source(const Setting& setting, FontSet& fonts) {
  Source source;
  source.chinese = setting.language != Language::en;
  decode(setting, source);
  source.shown = source.text;
  for (char32_t& c : source.shown)
    if (c == U'\t') c = U' ';
    else if (is_control(c)) c = kInvisible;

  auto styles = styles_of(setting);
  std::vector<FaceId> faces(source.text.size());
  std::optional<FaceId> base;
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    if (ends_line(source.text[i])) {
      base.reset();
      continue;
    }
    if (i > 0 && source.role[i] != source.role[i - 1]) base.reset();
    faces[i] = choose_face(source, i, styles[static_cast<std::size_t>(source.role[i])], base, fonts);
    base = faces[i];
  }
  cut_into_items(setting, source, faces);
  return source;
}

}  // namespace kiosk::text
