// Bytes of a Word file, to the story that is made of it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "kiosk/manuscript/manuscript.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto read = kiosk::manuscript::read_docx(bytes, "a.docx")) {
    const std::vector<std::string> paths(read->pictures.size(), "pictures/a.jpg");
    (void)kiosk::manuscript::story_text(*read, paths);
  }
  return 0;
}
