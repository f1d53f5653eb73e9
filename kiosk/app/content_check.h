// Reads what plays to its end, piece by piece on a worker, so that mistakes on pages that nobody has opened are known.
// Threads : the main thread; its jobs run on `tasks`, which ends before it does.
#pragma once

#include <functional>
#include <string>

#include "kiosk/base/task_queue.h"
#include "kiosk/screens/library.h"

namespace kiosk::app {

// `say` is given each finding, on the main thread, after the last piece.
void check_content(TaskQueue& tasks, screens::LibraryPtr library, std::function<void(const std::string& line)> say);

}  // namespace kiosk::app
