#include "kiosk/manuscript/script_converter.h"

#include <opencc/opencc.h>

namespace kiosk::manuscript {

struct ScriptConverter::State {
  explicit State(const char* configuration) : converter(configuration) {}
  opencc::SimpleConverter converter;
};

ScriptConverter::ScriptConverter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ScriptConverter::ScriptConverter(ScriptConverter&&) noexcept = default;
ScriptConverter::~ScriptConverter() = default;

Result<ScriptConverter> ScriptConverter::open(Conversion conversion) {
  const char* configuration = conversion == Conversion::hans_to_hant ? "s2tw.json" : "tw2s.json";
  try {
    return ScriptConverter(std::make_unique<State>(configuration));
  } catch (const std::exception& e) {
    return Error{ErrorKind::not_found, std::string("the conversion tables cannot be read: ") + e.what() + "; install the package opencc's data",
                 configuration, "无法读取简繁转换表；请安装 libopencc-data"};
  }
}

std::string ScriptConverter::convert(std::string_view text) const { return state_->converter.Convert(std::string(text)); }

}  // namespace kiosk::manuscript
