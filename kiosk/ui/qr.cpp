#include "kiosk/ui/qr.h"

#include <qrcodegen/qrcodegen.hpp>

#include <algorithm>
#include <exception>

namespace kiosk::ui {

gfx::Mask qr_mask(const std::string& text, int size_px) {
  constexpr int kQuiet = 4;  // modules, ISO/IEC 18004
  try {
    const qrcodegen::QrCode code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const int modules = code.getSize() + 2 * kQuiet, module = std::max(1, size_px / modules), side = modules * module;
    gfx::Mask mask{side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))};
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        if (code.getModule(x / module - kQuiet, y / module - kQuiet)) mask.coverage[static_cast<std::size_t>(y * side + x)] = 255;
    return mask;
  } catch (const std::exception&) {  // the text does not fit any code
    return {};
  }
}

}  // namespace kiosk::ui
