// The least program that shows the same pictures: SDL2 and SDL2_image, the software renderer into memory as kiosk --headless
// does, no text, no touch, no cache. What the display costs beyond this is its own.
//
// floor first WxH PICTURE SECONDS           the first frame, then asleep
// floor crossfade WxH PICTURE PICTURE N     N frames of two scaled layers, the upper one fading in
// floor slides WxH MS PICTURE...            each shown for MS and crossfaded to the next in one frame
//
// Prints JSON: first_frame_ms (from the start of the process), frame_ms of the crossfade {p50,p95,max}, cpu_s.
#include <SDL.h>
#include <SDL_image.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

// Wall time since the kernel started the process, in ms; exact to a clock tick.
double process_age_ms() {
  FILE* file = std::fopen("/proc/self/stat", "r");
  char text[1024] = {};
  if (!file || std::fread(text, 1, sizeof text - 1, file) == 0) return -1;
  std::fclose(file);
  unsigned long long ticks = 0;
  const char* fields = std::strrchr(text, ')');
  if (!fields ||
      std::sscanf(fields + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                  &ticks) != 1)
    return -1;
  timespec up{};
  clock_gettime(CLOCK_BOOTTIME, &up);
  return static_cast<double>(up.tv_sec) * 1e3 + static_cast<double>(up.tv_nsec) * 1e-6 -
         static_cast<double>(ticks) * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Screen {
  SDL_Surface* frame;
  SDL_Renderer* renderer;

  Screen(int w, int h)
      : frame(SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888)),
        renderer(SDL_CreateSoftwareRenderer(frame)) {
    if (!renderer) std::exit(1);
  }

  SDL_Texture* load(const char* path) const {
    SDL_Surface* picture = IMG_Load(path);
    SDL_Texture* texture = picture ? SDL_CreateTextureFromSurface(renderer, picture) : nullptr;
    SDL_FreeSurface(picture);
    if (!texture) {
      std::fprintf(stderr, "%s: %s\n", path, SDL_GetError());
      std::exit(1);
    }
    SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear);
    return texture;
  }

  // The picture fills the frame, cut a little as in a slow zoom.
  void draw(SDL_Texture* texture, float zoom, unsigned char opacity) const {
    int w = 0, h = 0;
    SDL_QueryTexture(texture, nullptr, nullptr, &w, &h);
    const SDL_Rect from{
        static_cast<int>(static_cast<float>(w) * zoom / 2), static_cast<int>(static_cast<float>(h) * zoom / 2),
        static_cast<int>(static_cast<float>(w) * (1 - zoom)), static_cast<int>(static_cast<float>(h) * (1 - zoom))};
    SDL_SetTextureBlendMode(texture, opacity == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    SDL_SetTextureAlphaMod(texture, opacity);
    SDL_RenderCopy(renderer, texture, &from, nullptr);
  }
  void present() const { SDL_RenderPresent(renderer); }
};

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 4 ? argv[1] : "";
  int w = 0, h = 0;
  if (what.empty() || std::sscanf(argv[2], "%dx%d", &w, &h) != 2) return 2;
  const Screen screen(w, h);
  double first = -1;
  std::vector<double> frames;
  if (what == "first") {
    screen.draw(screen.load(argv[3]), 0, 255);
    screen.present();
    first = process_age_ms();
    usleep(static_cast<useconds_t>(std::atof(argv[4]) * 1e6));
  } else if (what == "crossfade" && argc == 6) {
    SDL_Texture *below = screen.load(argv[3]), *above = screen.load(argv[4]);
    const int n = std::atoi(argv[5]);
    for (int i = 0; i < n; ++i) {
      const double start = now_ms();
      screen.draw(below, .04f, 255);
      screen.draw(above, .04f * static_cast<float>(i) / static_cast<float>(n),
                  static_cast<unsigned char>(1 + 253 * i / n));
      screen.present();
      frames.push_back(now_ms() - start);
      if (first < 0) first = process_age_ms();
    }
  } else if (what == "slides") {
    SDL_Texture* shown = nullptr;
    for (int i = 4; i < argc; ++i) {
      SDL_Texture* next = screen.load(argv[i]);
      const double start = now_ms();
      if (shown) screen.draw(shown, .04f, 255);
      screen.draw(next, 0, shown ? 128 : 255);
      screen.present();
      frames.push_back(now_ms() - start);
      if (first < 0) first = process_age_ms();
      if (shown) SDL_DestroyTexture(shown);
      shown = next;
      usleep(static_cast<useconds_t>(std::atof(argv[3]) * 1e3));
    }
  } else {
    return 2;
  }
  std::sort(frames.begin(), frames.end());
  const auto quantile = [&](double q) {
    return frames.empty() ? 0 : frames[static_cast<std::size_t>(q * static_cast<double>(frames.size() - 1))];
  };
  std::printf(
      "{\"first_frame_ms\": %.3f, \"frame_ms\": {\"p50\": %.3f, \"p95\": %.3f, \"max\": %.3f}, \"cpu_s\": %.4f}\n",
      first, quantile(.5), quantile(.95), quantile(1), cpu_s());
  return 0;
}
