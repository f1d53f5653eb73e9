// Readers of a pack's TOML parts. Each reports what is wrong with its own file to the library's ledger and answers
// null (or nothing) where the part cannot be shown.
#pragma once

#include <optional>

#include "kiosk/content/library.h"

namespace kiosk::content {

// FORMAT.md, limits
inline constexpr std::size_t kMostPoints = 200, kMostStories = 2000, kMostSlides = 100, kMostRoutes = 20,
                             kMostStops = 100, kMostPathPoints = 500, kMostPractical = 50, kMostCorrections = 200,
                             kMostPlaylists = 20, kMostMemorialDays = 50, kMostYears = 50, kMostEvents = 500, kMostScreens = 16;

// "1920x1080": a screen in pixels, 240 to 16,384 a side.
std::optional<Size> parse_screen(std::string_view text);

// pack.toml. Nothing where the pack cannot be played: not readable, another format, no id, no title, no point.
std::optional<Index> read_index(Library& library);
// points/ID/point.toml
PointPtr read_point(Library& library, const std::string& id);
// programme.toml: events in the order of time; none where it is not there.
std::vector<Event> read_programme(Library& library);
// routes/ID.toml
RoutePtr read_route(Library& library, const std::string& id);

// Inline Markdown of a TOML text in one language, as paragraphs. `node` is the string, whose lines are counted.
std::vector<RichText> read_markup(const Node& node, Library& library, NoteBook& book, Language language,
                                  Report& report);

}  // namespace kiosk::content
