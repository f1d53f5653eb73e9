// What screens share: the exhibition that plays, the visitor's choices, and the ways to go on.
// Implemented by Exhibition; tests may give their own.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/content/board.h"
#include "kiosk/content/model.h"
#include "kiosk/screens/library.h"
#include "kiosk/ui/theme.h"

namespace kiosk::screens {

// Choices of a visitor; they last until the visitor leaves.
struct Choices {
  Language language = Language::hans;
  ui::TextSize text_size = ui::TextSize::normal;
  bool high_contrast = false;
  bool wheelchair = false;
  bool operator==(const Choices&) const = default;
};

class Visit {
 public:
  virtual ~Visit() = default;
  virtual const Choices& choices() const = 0;
  // Applied before the next frame: every screen is built again.
  virtual void choose(const Choices& choices) = 0;
  virtual void go_home() = 0;
  virtual void go_back() = 0;
  virtual void open(const content::Address& address) = 0;
  // In place of the screen that is shown: Back leads to where it would have led.
  virtual void open_instead(const content::Address& address) = 0;
  virtual void open_about() = 0;
  // What has been taken down, and the notices of this moment.
  virtual const content::Board& board() const = 0;
  virtual const std::vector<content::Notice>& notices() const = 0;
  virtual Duration slide_time() const = 0;
  virtual bool calm() const = 0;
  // Id of the route stop where this screen stands; empty: as the route says.
  virtual const std::string& here() const = 0;
  // The site's time, to the minute; nothing where the clock is not to be trusted: then nothing that has a date is shown.
  virtual std::optional<LocalTime> site_time() const { return std::nullopt; }
  // Folder of the program's own pictures.
  virtual const std::filesystem::path& assets() const = 0;
};

}  // namespace kiosk::screens
