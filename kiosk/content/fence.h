// Follows fenced code through lines (CommonMark 0.30 §4.5), so that what stands in it is not taken for more.
#pragma once

#include <cstddef>
#include <string_view>

namespace kiosk::content {

class Fence {
 public:
  // Whether `line` stands in a fence or opens or closes one.
  bool takes(std::string_view line);
  bool open() const { return open_ > 0; }

 private:
  std::size_t open_ = 0;  // marks that opened it
  char mark_ = 0;
};

// Without spaces and tabs at its end.
std::string_view without_trailing_blanks(std::string_view line);

}  // namespace kiosk::content
