// What plays at a time, and how it is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/content/fields.h"
#include "kiosk/content/model.h"

namespace kiosk::content {

// A slide that plays, with what it says this year.
struct DueSlide {
  std::size_t slide = 0;                // of Index::slides
  const YearWording* wording = nullptr; // of that slide; null: its own words
  bool operator==(const DueSlide&) const = default;
};

// The slides that play at `now`, in order; nothing known of the time: those without dates and hours. A playlist that holds with `only` has the glass
// alone. Slides without any time are always among them, but for that.
std::vector<DueSlide> due_slides(const Index& index, const std::optional<LocalTime>& now);
// Whether each slide has a time, so that at some time, and whenever the clock is not to be trusted, none plays: the glass then shows its ground and the
// invitation alone.
bool has_gaps(const Index& index);
const MemorialDay* memorial_day(const Index& index, const std::optional<LocalTime>& now);
// Events that are not over; without a time all that are written.
std::vector<const Event*> coming_events(const Index& index, const std::optional<LocalTime>& now);

// Reads [….when]; what is wrong goes to `report`, and nothing is then the answer: what may play at a wrong time does not play.
std::optional<When> read_when(const Node& table, Report& report);
// `weekdays`, `closed`: ["monday", …]; nothing where one of them is none.
std::optional<std::array<bool, 7>> read_weekdays(Fields& fields, std::string_view key, Report& report);

}  // namespace kiosk::content
