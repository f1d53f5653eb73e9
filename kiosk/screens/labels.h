// The program's own words on the glass, in three languages. What curators write comes from packs.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "kiosk/base/language.h"

namespace kiosk::screens {

enum class Label {
  home, back, previous_page, next_page, next_story, done, previous_stop, next_stop,
  text_size, high_contrast, wheelchair, about, route,
  touch_the_screen, swipe_across, swipe_up,
  stories, practical, hours_note, verified_on, source, sources,
  open_story, you_are_here, minutes, to_next_stop,
  presented_by, undertaken_by, material, licence_text, licence_pictures, version, corrections, no_corrections, report, map_number,
  still_there, returning_in, go_on,
  shown_in_hans, not_available, not_available_more, withdrawn, withdrawn_more, more_below,
  programme, no_events, lecture, party_class, activity, speaker, place, cancelled, open_today, closed_today, today, tomorrow,
  picture_taken, guiding, guiding_end,
};

const std::string& word(Label label, Language language);

// Names of the languages in their own script, long ("简体") and short ("简").
const std::string& language_name(Language language, bool short_form);

// "6月13日 星期日", "Sunday 13 June"; "今天" and the like stand before it where `today` is it or the day before.
std::string day_name(std::chrono::local_days day, std::optional<std::chrono::local_days> today, Language language);

// 一, 二, … 十二, then digits.
std::string chinese_number(int n);

}  // namespace kiosk::screens
