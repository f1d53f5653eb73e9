// One run of the display: everything it is made of, in order, and its loop.
//
// Loop    : drain input -> drain finished work -> step -> draw if something changed -> present -> ping the watchdog. Nothing moving:
//           it sleeps in the event wait, at most a second. Headless with the virtual clock: all queued work is done before
//           each step, and each step adds 1/hz s, so that two runs are alike to the byte.
// Content : the pack's folder is looked at every two seconds; where it leads elsewhere (sync switched `current`), the new one
//           is opened on a worker and offered to the exhibition.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/app/exit.h"
#include "kiosk/app/options.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/bitmap.h"
#include "kiosk/gfx/panel_power.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

// Sees every frame just before it is presented, as the panel will show it: tests.
using FrameObserver = std::function<void(const gfx::Bitmap&)>;

class Display {
 public:
  // `file`: where the settings came from; kept as the last good ones when the exhibition is on a panel. Empty: not kept.
  Display(Options options, site::Config config, std::filesystem::path file = {});
  ~Display();

  void observe(FrameObserver observer);
  // Instead of the window's own: tests.
  void use_panel(std::unique_ptr<gfx::PanelPower> power);
  // Runs to its end; errors were logged or shown.
  Exit run();
  // To be called before run: the settings are the last good ones, because kiosk.toml has this mistake. Once `mended` (asked each minute, on a
  // worker) says so, the display ends between visitors, to be started anew.
  void settings_refused(std::string mistake, std::function<bool()> mended);
  // Instead of run, on a panel that nobody is logged in to: the failure screen with the first mistake, until `mended` (asked each
  // second) or a signal. Always Exit::usage.
  Exit show_refused_settings(const std::string& mistake, const std::function<bool()>& mended);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::app
