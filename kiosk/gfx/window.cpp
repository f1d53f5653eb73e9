#include "kiosk/gfx/window.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

#include "kiosk/base/log.h"
#include "kiosk/gfx/painter.h"

namespace kiosk::gfx {
namespace {

struct Free {
  void operator()(SDL_Window* w) const { SDL_DestroyWindow(w); }
  void operator()(SDL_Renderer* r) const { SDL_DestroyRenderer(r); }
  void operator()(SDL_Surface* s) const { SDL_FreeSurface(s); }
  void operator()(SDL_Texture* t) const { SDL_DestroyTexture(t); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Error sdl_error(std::string_view what) { return {ErrorKind::transient, std::string(what) + ": " + SDL_GetError(), {}}; }

// SDL's reason, or what it opened instead of a display, and what a technician can do.
Error no_display(const std::string& why) {
  return {ErrorKind::transient,
          "no display: " + why +
              "; start in an X11 or Wayland session, or on a console with /dev/dri, group video and SDL_VIDEODRIVER=kmsdrm, or with --headless",
          {}};
}

// Left to itself SDL 2.26 takes these where it finds nothing else, and would draw into memory for ever.
bool without_glass(std::string_view driver) { return driver == "offscreen" || driver == "dummy" || driver == "evdev"; }

Owned<SDL_Surface> make_surface(Size size) {
  return Owned<SDL_Surface>(SDL_CreateRGBSurfaceWithFormat(0, static_cast<int>(size.w), static_cast<int>(size.h), 32,
                                                           SDL_PIXELFORMAT_ARGB8888));
}

// Whether OpenGL is drawn by the processor: slower than our own loops by far. Asks the context that SDL just made.
bool imitated_gpu() {
  using GetString = const unsigned char* (*)(unsigned);
  constexpr unsigned kRenderer = 0x1F01;  // GL_RENDERER
  const auto get_string =
      reinterpret_cast<GetString>(SDL_GL_GetCurrentContext() ? SDL_GL_GetProcAddress("glGetString") : nullptr);
  const auto* name = get_string ? reinterpret_cast<const char*>(get_string(kRenderer)) : nullptr;
  const std::string_view known = name ? name : "";
  return known.find("llvmpipe") != known.npos || known.find("softpipe") != known.npos ||
         known.find("SwiftShader") != known.npos;
}

std::optional<Key> key_of(SDL_Keycode code) {
  switch (code) {
    case SDLK_PAGEDOWN:
    case SDLK_RIGHT:
    case SDLK_DOWN:
    case SDLK_SPACE:
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return Key{Key::Kind::next};
    case SDLK_PAGEUP:
    case SDLK_LEFT:
    case SDLK_UP:
    case SDLK_BACKSPACE: return Key{Key::Kind::back};
    case SDLK_HOME:
    case SDLK_ESCAPE: return Key{Key::Kind::home};
    default: return std::nullopt;
  }
}

// On KMSDRM SDL 2.26 (SDL_evdev.c) numbers a touch device by the file descriptor that it reads it through. X11's and Wayland's numbers are no such files.
std::string event_node(SDL_TouchID id) {
  constexpr std::string_view kNodes = "/dev/input/";
  std::error_code none;
  const std::string node = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(id), none).string();
  return node.starts_with(std::string(kNodes) + "event") ? node.substr(kNodes.size(), node.find(' ') - kNodes.size()) : "";
}

// A node is made anew each time that a device is plugged in.
std::uint64_t plugged(SDL_TouchID id) {
  struct stat info {};
  if (id < 0 || id > std::numeric_limits<int>::max() || ::fstat(static_cast<int>(id), &info) != 0 || !S_ISCHR(info.st_mode)) return 0;
  return info.st_ino ^ static_cast<std::uint64_t>(info.st_rdev) << 32;
}

}  // namespace

struct Window::State {
  const Clock& clock;
  WindowOptions options;
  Size panel;
  bool video = false;  // SDL's video subsystem was started by us
  bool software = false;
  Owned<SDL_Window> window;
  Owned<SDL_Surface> upright;  // where software drawing happens; null with a GPU
  Owned<SDL_Renderer> renderer;
  Owned<SDL_Texture> turned;  // with a GPU and a rotation: the upright frame
  std::optional<Canvas> canvas;
  Uint32 wake_event = 0;
  bool mouse_down = false;
  struct Down {
    SDL_TouchID device;
    SDL_FingerID finger;
    FingerId id;  // ours
    Point on_panel;
  };
  std::vector<Down> down;  // fingers that SDL said are on the glass
  std::vector<SDL_TouchID> touch_ids;  // as SDL lists them, when it was last looked at
  bool touch_news = false;             // they changed, and that was not said yet
  TouchMap touch_map;

  State(const Clock& c, const WindowOptions& o) : clock(c), options(o), touch_map(o.touch) {}
  ~State() {
    canvas.reset();
    turned.reset();
    renderer.reset();
    upright.reset();
    window.reset();
    if (video) SDL_QuitSubSystem(SDL_INIT_VIDEO | SDL_INIT_EVENTS);
  }

  Result<void> open_headless();
  Result<void> open_window();
  Result<void> make_software();
  bool choose_renderer();
  Point on_panel(const SDL_TouchFingerEvent& e) const {
    const Point at = touch_map.mapping(e.touchId).apply({e.x, e.y});
    return {at.x * panel.w, at.y * panel.h};
  }
  bool touch_list_moved() const;
  void look_at_touch_devices();
  void meet(const SDL_TouchFingerEvent& e);
  std::optional<Event> translate(const SDL_Event& e);
  std::optional<Event> translate(const SDL_TouchFingerEvent& e);
  void follow(const SDL_TouchFingerEvent& e, FingerId id);
  std::optional<Finger> lost_finger();
};

Result<void> Window::State::make_software() {
  upright = make_surface(upright_size(panel, options.rotation));
  if (!upright) return sdl_error("no memory for the frame");
  software = true;
  return {};
}

Result<void> Window::State::open_headless() {
  panel = options.size;
  return make_software();
}

// Takes a GPU's renderer that can do all that is asked of it; false: we draw ourselves, which always works.
bool Window::State::choose_renderer() {
  const Size frame = upright_size(panel, options.rotation);
  renderer.reset(SDL_CreateRenderer(window.get(), -1, SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC));
  SDL_RendererInfo info{};
  const bool asked_for = SDL_GetHint(SDL_HINT_RENDER_DRIVER) != nullptr;  // a technician's word stands
  if (renderer && SDL_GetRendererInfo(renderer.get(), &info) == 0 && !(info.flags & SDL_RENDERER_SOFTWARE) &&
      (asked_for || !imitated_gpu())) {
    // Stills and turned frames are target textures of the frame's size.
    turned.reset(SDL_CreateTexture(renderer.get(), SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET,
                                   static_cast<int>(frame.w), static_cast<int>(frame.h)));
    if (turned && SDL_SetRenderTarget(renderer.get(), turned.get()) == 0) {
      if (options.rotation != Rotation::none) return true;
      SDL_SetRenderTarget(renderer.get(), nullptr);
      turned.reset();
      return true;
    }
    log::warning("renderer " + std::string(info.name) + " is not used: it cannot draw into textures: " + SDL_GetError());
    turned.reset();
  }
  renderer.reset();
  return false;
}

Result<void> Window::State::open_window() {
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  const bool panel_mode = options.mode == WindowOptions::Mode::panel;
  // A panel has no frame to be moved by. Where a compositor leaves frames to its clients (cage does), SDL 2.26 goes over to
  // libdecor, and where that has no plugin it presents a window that is never shown.
  if (panel_mode) SDL_SetHint(SDL_HINT_VIDEO_WAYLAND_ALLOW_LIBDECOR, "0");
  if (SDL_InitSubSystem(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) return no_display(SDL_GetError());
  video = true;
  const char* wanted_driver = SDL_GetHint(SDL_HINT_VIDEODRIVER);  // or the environment's SDL_VIDEODRIVER
  if (const std::string driver = SDL_GetCurrentVideoDriver(); (!wanted_driver || !*wanted_driver) && without_glass(driver))
    return no_display("SDL found only its \"" + driver + "\" driver");
  wake_event = SDL_RegisterEvents(1);
  SDL_DisplayMode desktop{};
  SDL_GetDesktopDisplayMode(0, &desktop);
  const int w = panel_mode ? desktop.w : static_cast<int>(options.size.w),
            h = panel_mode ? desktop.h : static_cast<int>(options.size.h);
  window.reset(SDL_CreateWindow("Changlang", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, w, h,
                                panel_mode ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0));
  if (!window) return sdl_error("no window");
  if (panel_mode) SDL_ShowCursor(SDL_DISABLE);
  int real_w = w, real_h = h;
  SDL_GetWindowSize(window.get(), &real_w, &real_h);
  panel = {static_cast<float>(real_w), static_cast<float>(real_h)};
  if (choose_renderer()) return {};
  if (!SDL_GetWindowSurface(window.get())) return sdl_error("nothing can be drawn on the display");
  return make_software();
}

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, const Clock& clock) {
  auto state = std::make_unique<State>(clock, options);
  const Result<void> opened =
      options.mode == WindowOptions::Mode::headless ? state->open_headless() : state->open_window();
  if (!opened) return opened.error();
  const Size size = upright_size(state->panel, options.rotation);
  state->canvas.emplace(
      state->software ? make_memory_painter(state->upright.get()) : make_renderer_painter(state->renderer.get(), size),
      size);
  if (state->video) state->look_at_touch_devices();
  return std::unique_ptr<Window>(new Window(std::move(state)));
}

Window::Window(std::unique_ptr<State> state) : state_(std::move(state)) {}
Window::~Window() = default;

Canvas& Window::canvas() { return *state_->canvas; }
Size Window::panel_size() const { return state_->panel; }

void Window::present() {
  State& s = *state_;
  if (!s.upright) {
    if (s.turned) {
      const Size size = upright_size(s.panel, s.options.rotation);
      SDL_SetRenderTarget(s.renderer.get(), nullptr);
      const SDL_FRect to{(s.panel.w - size.w) / 2, (s.panel.h - size.h) / 2, size.w, size.h};
      SDL_RenderCopyExF(s.renderer.get(), s.turned.get(), nullptr, &to, static_cast<double>(s.options.rotation),
                        nullptr, SDL_FLIP_NONE);
    }
    SDL_RenderPresent(s.renderer.get());
    if (s.turned) SDL_SetRenderTarget(s.renderer.get(), s.turned.get());
    return;
  }
  if (!s.window) return;
  SDL_Surface* glass = SDL_GetWindowSurface(s.window.get());
  if (!glass) return;
  const SDL_Surface& from = *s.upright;
  const bool same_format = glass->format->BytesPerPixel == 4 && glass->format->Rmask == from.format->Rmask;
  if (same_format && s.options.rotation != Rotation::none) {
    rotate_pixels(static_cast<const std::uint32_t*>(from.pixels), from.w, from.h, s.options.rotation,
                  static_cast<std::uint32_t*>(glass->pixels), glass->pitch / 4);
  } else if (s.options.rotation == Rotation::none) {
    SDL_SetSurfaceBlendMode(s.upright.get(), SDL_BLENDMODE_NONE);
    SDL_BlitSurface(s.upright.get(), nullptr, glass, nullptr);
  } else {
    const Bitmap frame = panel_pixels();
    SDL_ConvertPixels(frame.width, frame.height, SDL_PIXELFORMAT_ARGB8888, frame.pixels.data(), frame.width * 4,
                      glass->format->format, glass->pixels, glass->pitch);
  }
  SDL_UpdateWindowSurface(s.window.get());
}

Bitmap Window::panel_pixels() const {
  const State& s = *state_;
  const Size upright = upright_size(s.panel, s.options.rotation);
  Bitmap frame(static_cast<int>(upright.w), static_cast<int>(upright.h));
  frame.opaque = true;
  if (s.upright) {
    for (int y = 0; y < frame.height; ++y)
      std::copy_n(reinterpret_cast<const std::uint32_t*>(static_cast<const std::byte*>(s.upright->pixels) +
                                                         y * s.upright->pitch),
                  frame.width, frame.pixels.begin() + static_cast<std::ptrdiff_t>(y) * frame.width);
  } else {
    SDL_RenderReadPixels(s.renderer.get(), nullptr, SDL_PIXELFORMAT_ARGB8888, frame.pixels.data(), frame.width * 4);
  }
  for (std::uint32_t& pixel : frame.pixels) pixel |= 0xFF000000u;
  if (s.options.rotation == Rotation::none) return frame;
  Bitmap panel(static_cast<int>(s.panel.w), static_cast<int>(s.panel.h));
  panel.opaque = true;
  rotate_pixels(frame.pixels.data(), frame.width, frame.height, s.options.rotation, panel.pixels.data(), panel.width);
  return panel;
}

Finger Window::finger_at(Finger::Phase phase, FingerId id, Point on_panel, Duration time) const {
  return {phase, id, to_upright(on_panel, state_->panel, state_->options.rotation), time};
}

void Window::State::follow(const SDL_TouchFingerEvent& e, FingerId id) {
  std::erase_if(down, [&](const Down& d) { return d.device == e.touchId && d.finger == e.fingerId; });
  if (e.type != SDL_FINGERUP) down.push_back({e.touchId, e.fingerId, id, on_panel(e)});
}

bool Window::State::touch_list_moved() const {
  const auto count = static_cast<std::size_t>(std::max(0, SDL_GetNumTouchDevices()));
  if (count != touch_ids.size()) return true;
  for (std::size_t i = 0; i < count; ++i)
    if (SDL_GetTouchDevice(static_cast<int>(i)) != touch_ids[i]) return true;
  return false;
}

void Window::State::look_at_touch_devices() {
  touch_ids.clear();
  std::vector<TouchDevice> present;
  for (int i = 0; i < SDL_GetNumTouchDevices(); ++i) {
    const SDL_TouchID id = SDL_GetTouchDevice(i);
    const char* name = SDL_GetTouchName(i);
    touch_ids.push_back(id);
    present.push_back({id, name ? name : "", event_node(id), plugged(id)});
  }
  touch_map.update(std::move(present));
}

// Before a finger counts, its device is known: one may have come, or gone and another come under its number, since the list was last looked at (a
// hub that resets itself takes less time than one wait for an event). One system call a touch, and only where SDL's number is a file of ours.
void Window::State::meet(const SDL_TouchFingerEvent& e) {
  const bool first = e.type == SDL_FINGERDOWN && std::none_of(down.begin(), down.end(), [&](const Down& d) { return d.device == e.touchId; });
  const TouchDevice* device = touch_map.device(e.touchId);
  if (device && !(first && !device->event.empty() && plugged(e.touchId) != device->stamp)) return;
  if (!device && !touch_list_moved()) return;  // SDL does not list it
  look_at_touch_devices();
  touch_news = true;
}

// A finger whose device went away with it: on KMSDRM SDL forgets both and says nothing. To be asked while no event waits.
std::optional<Finger> Window::State::lost_finger() {
  const auto known = [](const Down& d) {
    for (int i = 0; i < SDL_GetNumTouchDevices(); ++i) {
      if (SDL_GetTouchDevice(i) != d.device) continue;
      for (int f = 0; f < SDL_GetNumTouchFingers(d.device); ++f)
        if (const SDL_Finger* finger = SDL_GetTouchFinger(d.device, f); finger && finger->id == d.finger) return true;
    }
    return false;
  };
  const auto lost = std::find_if_not(down.begin(), down.end(), known);
  if (lost == down.end()) return std::nullopt;
  const Finger lifted{Finger::Phase::cancel, lost->id, to_upright(lost->on_panel, panel, options.rotation), clock.now(), lost->device};
  down.erase(lost);
  return lifted;
}

std::optional<Event> Window::State::translate(const SDL_TouchFingerEvent& e) {
  meet(e);
  if (touch_map.mapping(e.touchId).ignored) return std::nullopt;
  const auto begun = std::find_if(down.begin(), down.end(), [&](const Down& d) { return d.device == e.touchId && d.finger == e.fingerId; });
  const FingerId id = begun != down.end() ? begun->id : touch_map.finger(e.touchId, e.fingerId);
  follow(e, id);
  const Finger::Phase phase = e.type == SDL_FINGERDOWN ? Finger::Phase::down : e.type == SDL_FINGERUP ? Finger::Phase::up : Finger::Phase::move;
  return Finger{phase, id, to_upright(on_panel(e), panel, options.rotation), clock.now(), e.touchId};
}

std::optional<Event> Window::State::translate(const SDL_Event& e) {
  const auto mouse = [&](Finger::Phase phase, Point at) {
    return Finger{phase, kMouseFinger, to_upright(at, panel, options.rotation), clock.now(), kNoTouchDevice};
  };
  switch (e.type) {
    case SDL_QUIT: return Quit{};
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: return translate(e.tfinger);
    case SDL_KEYDOWN:
      if (e.key.repeat) return std::nullopt;
      if (const std::optional<Key> key = key_of(e.key.keysym.sym)) return *key;
      return std::nullopt;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: {
      if (e.button.which == SDL_TOUCH_MOUSEID || e.button.button != SDL_BUTTON_LEFT) return std::nullopt;
      mouse_down = e.type == SDL_MOUSEBUTTONDOWN;
      return mouse(mouse_down ? Finger::Phase::down : Finger::Phase::up, {static_cast<float>(e.button.x), static_cast<float>(e.button.y)});
    }
    case SDL_MOUSEMOTION:
      if (e.motion.which == SDL_TOUCH_MOUSEID || !mouse_down) return std::nullopt;
      return mouse(Finger::Phase::move, {static_cast<float>(e.motion.x), static_cast<float>(e.motion.y)});
    case SDL_WINDOWEVENT:
      if (e.window.event == SDL_WINDOWEVENT_EXPOSED || e.window.event == SDL_WINDOWEVENT_SHOWN ||
          e.window.event == SDL_WINDOWEVENT_RESTORED)
        return Redraw{};
      return std::nullopt;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET: return Redraw{};
    default: return std::nullopt;
  }
}

std::optional<Event> Window::next_event(Duration timeout) {
  State& s = *state_;
  if (!s.video) return std::nullopt;
  // SDL says nothing when a touch device comes or goes: ask. The list is short and kept by SDL.
  if (s.touch_list_moved()) {
    s.look_at_touch_devices();
    s.touch_news = true;
  }
  if (std::exchange(s.touch_news, false)) return TouchDevices{static_cast<int>(s.touch_ids.size())};
  SDL_Event e;
  const int wait_ms =
      static_cast<int>(std::min<std::int64_t>(std::chrono::ceil<milliseconds>(timeout).count(), 60'000));
  bool got = wait_ms > 0 ? SDL_WaitEventTimeout(&e, wait_ms) != 0 : SDL_PollEvent(&e) != 0;
  while (got) {
    if (e.type == s.wake_event) return std::nullopt;
    if (std::optional<Event> event = s.translate(e)) return event;
    got = SDL_PollEvent(&e) != 0;
  }
  if (const std::optional<Finger> lost = s.lost_finger()) return *lost;
  return std::nullopt;
}

void Window::wake() {
  if (!state_->video) return;
  SDL_Event e{};
  e.type = state_->wake_event;
  SDL_PushEvent(&e);
}

std::string Window::renderer_name() const {
  if (state_->software) return "software";
  SDL_RendererInfo info{};
  SDL_GetRendererInfo(state_->renderer.get(), &info);
  return info.name ? info.name : "unknown";
}

std::string Window::video_driver() const {
  const char* name = state_->video ? SDL_GetCurrentVideoDriver() : nullptr;
  return name ? name : "none";
}

std::unique_ptr<PanelPower> Window::panel_power() const {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (!state_->window || !SDL_GetWindowWMInfo(state_->window.get(), &info) || info.subsystem != SDL_SYSWM_KMSDRM) return nullptr;
  return make_drm_panel_power(info.info.kmsdrm.drm_fd);
}

int Window::touch_devices() const { return static_cast<int>(state_->touch_ids.size()); }
std::span<const TouchDevice> Window::touch_list() const { return state_->touch_map.present(); }
const TouchDevice* Window::touch_device(TouchId id) const { return state_->touch_map.device(id); }
bool Window::software() const { return state_->software; }

float Window::refresh_hz() const {
  SDL_DisplayMode mode{};
  if (state_->window && SDL_GetWindowDisplayMode(state_->window.get(), &mode) == 0 && mode.refresh_rate > 0)
    return static_cast<float>(mode.refresh_rate);
  return 60;
}

}  // namespace kiosk::gfx
