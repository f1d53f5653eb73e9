#include "kiosk/content/fence.h"

#include <algorithm>

namespace kiosk::content {

std::string_view without_trailing_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

bool Fence::takes(std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(indent);
  const char mark = line.empty() ? '\0' : line.front();
  const std::size_t length = mark == '`' || mark == '~' ? std::min(line.find_first_not_of(mark), line.size()) : 0;
  const bool fence = indent < 4 && length >= 3;
  if (open_ == 0) {
    if (!fence || (mark == '`' && line.find('`', length) != line.npos)) return false;
    open_ = length;
    mark_ = mark;
  } else if (fence && mark == mark_ && length >= open_ && without_trailing_blanks(line.substr(length)).empty()) {
    open_ = 0;
  }
  return true;
}

}  // namespace kiosk::content
