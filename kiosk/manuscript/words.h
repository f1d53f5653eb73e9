// Whether characters make a word, by ICU's list of Chinese words.
#pragma once

#include <memory>
#include <string_view>

namespace kiosk::manuscript {

class Words {
 public:
  Words();
  ~Words();
  // Whether the last two characters of `text` belong to one word of it.
  bool joins_last(std::u32string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::manuscript
