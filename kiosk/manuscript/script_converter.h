// From one Chinese script to the other, by phrases: 干部 becomes 幹部, 干净 becomes 乾淨.
//
// Source  : OpenCC's dictionaries. hans_to_hant is "s2tw": plain s2t gives 爲 and 衆 where readers expect 為 and 眾.
// Cost    : opening reads dictionaries (about 10 ms); keep it. Threads: convert is safe from several.
// Errors  : not_found where the dictionaries are not installed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::manuscript {

enum class Conversion { hans_to_hant, hant_to_hans };

class ScriptConverter {
 public:
  static Result<ScriptConverter> open(Conversion conversion);
  ScriptConverter(ScriptConverter&&) noexcept;
  ~ScriptConverter();

  std::string convert(std::string_view text) const;

 private:
  struct State;
  explicit ScriptConverter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::manuscript
