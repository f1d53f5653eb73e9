// What a technician asks of the running display from a terminal of its box: a picture of the glass; which box this is.
//
// Asked   : `kioskctl` puts an empty file asks/<kind> into the display's folder; the display takes it out and does it. Whoever may write there may ask.
// Answers : screenshot.png beside it, replaced as a whole. Both are seen on the glass: nobody is looked at unawares.
#pragma once

#include <filesystem>
#include <vector>

#include "kiosk/base/clock.h"

namespace kiosk::app {

enum class Ask { screenshot, identify, panel };

inline constexpr Duration kIdentify = seconds{30};        // so long its name stands on the glass
inline constexpr Duration kScreenshotSign = seconds{3};   // so long the glass says that its picture was taken
inline constexpr Duration kScreenshotEvery = seconds{10};  // at most; those in between are answered by none

// Makes the folder. Without a folder of its own the display is never asked.
void make_asks_folder(const std::filesystem::path& record);
// What is asked now; each is told once. Any thread.
std::vector<Ask> take_asks(const std::filesystem::path& record);

}  // namespace kiosk::app
