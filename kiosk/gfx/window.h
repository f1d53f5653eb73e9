// The glass: a panel, a window or memory, with one Canvas to draw on and the fingers that touch it.
//
// Modes   : panel = fullscreen on KMSDRM, Wayland or X11; window = for trying; headless = a surface in memory,
//           without video subsystem, GPU or sound.
// Rotation: the canvas is always upright. Without a GPU we draw upright in memory and the last step transposes; with one
//           the frame is a target texture that is turned.
// Touch   : SDL's finger events; both synthesis hints off, so that a tap comes once; the mouse is one more finger.
// Without : where no renderer can do all that is asked of it (a GPU, target textures) we draw ourselves; so a window that opened can
//           always show the exhibition, and there is no failure screen for drawing.
// Threads : the main thread; `wake` from any.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/canvas.h"
#include "kiosk/gfx/input.h"
#include "kiosk/gfx/panel_power.h"
#include "kiosk/gfx/rotation.h"
#include "kiosk/gfx/touch_map.h"

namespace kiosk::gfx {

struct WindowOptions {
  enum class Mode { panel, window, headless } mode = Mode::panel;
  Size size;  // of the panel or window in pixels; ignored in panel mode
  Rotation rotation = Rotation::none;
  FindTouchMapping touch;  // of each real touch device that appears; empty: as they report. The mouse and scripts are exact
};

class Window {
 public:
  // `clock` stamps events and must outlive the window. Errors: transient where there is no display or renderer.
  // SDL's drivers without glass (offscreen, dummy) are taken only where SDL_VIDEODRIVER names them.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options, const Clock& clock);
  ~Window();

  Canvas& canvas();
  Size panel_size() const;

  // Shows what was drawn. Everything must be drawn again for the next frame.
  void present();
  // What was drawn and not yet presented, as the panel will show it.
  Bitmap panel_pixels() const;

  // The next event, waiting up to `timeout` for one; nothing where none came. Headless windows have none.
  std::optional<Event> next_event(Duration timeout);
  // Ends a wait in next_event.
  void wake();
  // A touch at a place of the panel, as the panel's own device would report it: scripts.
  Finger finger_at(Finger::Phase phase, FingerId id, Point on_panel, Duration time) const;

  std::string renderer_name() const;  // "opengl", "software", …
  std::string video_driver() const;   // "KMSDRM", "x11", …; "none" when headless
  // The panel's switch; null where the display is not ours to switch (X11, Wayland, headless). To be let go before the window.
  std::unique_ptr<PanelPower> panel_power() const;
  int touch_devices() const;
  // Which they are, and the one that a finger was on: null once it is gone. Valid until the next event.
  std::span<const TouchDevice> touch_list() const;
  const TouchDevice* touch_device(TouchId id) const;
  bool software() const;
  float refresh_hz() const;  // 60 where unknown

 private:
  struct State;
  explicit Window(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::gfx
