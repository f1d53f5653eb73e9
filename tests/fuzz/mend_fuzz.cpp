// Bytes of a text file: its encoding, the rules of mending with every proposal taken, and the story that is made of it.
#include <cstdlib>
#include <string>

#include "kiosk/manuscript/encoding.h"
#include "kiosk/manuscript/manuscript.h"
#include "kiosk/manuscript/mend.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk::manuscript;
  static const auto kMender = Mender::make();
  const auto text = decode_text({reinterpret_cast<const char*>(data), size}, "a.txt");
  if (!text || !kMender) return 0;
  MendOptions options;
  options.accept = [](const Change&) { return true; };
  const auto mended = kMender->mend(text->text, options, "a.txt");
  if (!mended) return 0;
  std::size_t before = 0, after = 0;
  for (const char c : text->text) before += c == '\n';
  for (const char c : mended->text) after += c == '\n';
  if (before != after) std::abort();  // lines stay lines
  (void)story_text(read_plain(mended->text), {});
  (void)story_text(read_markdown(mended->text), {});
  return 0;
}
