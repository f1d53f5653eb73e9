// What the display asks of sync: small files in its own folder, requests/<kind>.json (STATE.md, requests). Written by another user, so they are
// read strictly: regular files, no links, exactly the keys of their kind.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/file_system.h"

namespace kiosk::sync {

struct ConfirmRequest {
  unsigned generation = 0;
};
struct RollbackRequest {
  unsigned generation = 0;
  std::string reason;  // one line
};
struct ImportRequest {
  std::string path;  // absolute
};
using Request = std::variant<ConfirmRequest, RollbackRequest, ImportRequest>;

// `kind`: "confirm", "rollback" or "import". Errors: malformed.
Result<Request> parse_request(std::string_view kind, std::string_view bytes);

struct TakenRequest {
  std::string kind;
  Result<Request> request;
};

// Takes what is there out of the display's hands (by a rename, so that one that comes meanwhile is not lost), in the order in which it is to be
// done: rollback, confirm, import. What a run that was killed had taken comes again.
// `requests` is the folder itself. Errors: of the folder; not_found where it is not there.
Result<std::vector<TakenRequest>> take_requests(FileSystem& requests);
// Done, or never to be done.
Result<void> remove_request(FileSystem& requests, const std::string& kind);

}  // namespace kiosk::sync
