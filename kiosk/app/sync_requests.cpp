#include "kiosk/app/sync_requests.h"

#include "kiosk/base/files.h"

namespace kiosk::app {

Result<void> ask_sync(const std::filesystem::path& record, const std::string& kind, const OrderedJson& what) {
  return write_file_durably(record / "requests" / (kind + ".json"), what.dump() + "\n");
}

}  // namespace kiosk::app
