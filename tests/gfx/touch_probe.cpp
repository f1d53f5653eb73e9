// Opens the real window and prints what it hears, one event a line, until it is told to quit: for window_touch_test.py.
// touch_probe DEGREES SECONDS [NAME FRAME_DEGREES SHIFT]...
// The rest are devices by the names that SDL has for them: turned by FRAME_DEGREES and then shifted by SHIFT widths; FRAME_DEGREES "ignore": ignored.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "kiosk/gfx/window.h"

int main(int argc, char** argv) {
  using namespace kiosk;
  using namespace kiosk::gfx;
  if (argc < 3 || argc % 3 != 0) return 2;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const SteadyClock clock;
  const auto mapping = [&](const TouchDevice& device, std::span<const TouchDevice>) {
    std::printf("device %s event=%s\n", device.name.c_str(), device.event.c_str());
    TouchMapping found;
    for (int i = 3; i < argc; i += 3) {
      if (device.name != argv[i]) continue;
      found.ignored = std::string_view(argv[i + 1]) == "ignore";
      found.frame = static_cast<Rotation>(std::atoi(argv[i + 1]));
      found.matrix.c = std::atof(argv[i + 2]);
    }
    return found;
  };
  auto opened = Window::open({WindowOptions::Mode::panel, {}, static_cast<Rotation>(std::atoi(argv[1])), mapping}, clock);
  if (!opened) {
    std::fprintf(stderr, "%s\n", to_string(opened.error()).c_str());
    return 1;
  }
  Window& window = **opened;
  const auto draw = [&] {
    window.canvas().fill({0, 0, window.canvas().size().w, window.canvas().size().h}, rgb(0xf6f1e4));
    window.canvas().fill({10, 20, 30, 40}, rgb(0x9a2125));
    window.present();
  };
  draw();
  std::printf("open %s %s software=%d touch_devices=%d size=%gx%g\n", window.video_driver().c_str(),
              window.renderer_name().c_str(), window.software(), window.touch_devices(), window.canvas().size().w,
              window.canvas().size().h);
  const Duration end = clock.now() + seconds(std::atoi(argv[2]));
  while (clock.now() < end) {
    const auto event = window.next_event(milliseconds(200));
    if (!event) continue;
    if (const auto* finger = std::get_if<Finger>(&*event)) {
      constexpr const char* kNames[]{"down", "move", "up", "cancel"};
      std::printf("%s %lld %.1f %.1f\n", kNames[static_cast<int>(finger->phase)], static_cast<long long>(finger->id),
                  finger->at.x, finger->at.y);
    } else if (const auto* devices = std::get_if<TouchDevices>(&*event)) {
      std::printf("devices %d\n", devices->count);
    } else if (std::holds_alternative<Redraw>(*event)) {
      draw();
    } else {
      std::printf("quit\n");
      return 0;
    }
  }
  return 0;
}
