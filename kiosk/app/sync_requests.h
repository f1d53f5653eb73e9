// What the display asks of sync: requests/<kind>.json in its own folder (sync/STATE.md, "Requests"; kiosk/sync/requests.h is the other side).
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

// One request of a kind at a time: the newer replaces one that sync has not seen yet. `record`: the display's folder. Durable; on a worker.
Result<void> ask_sync(const std::filesystem::path& record, const std::string& kind, const OrderedJson& what);

}  // namespace kiosk::app
