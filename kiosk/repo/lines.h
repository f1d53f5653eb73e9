// Lines that are taken down, and notices: changes to the documents of sync/notices.h, as targets of a memorial.
//
// Errors  : usage (nothing to change, an id that is taken), those of sync/notices.h and of packs.h.
#pragma once

#include <string>
#include <vector>

#include "kiosk/repo/packs.h"
#include "kiosk/sync/notices.h"

namespace kiosk::repo {

// Of a memorial's document; none where it names no such target.
Result<std::vector<sync::Withdrawal>> withdrawn_in(const Folder& folder, const sync::Targets& document, const std::string& memorial);
Result<std::vector<sync::Notice>> notices_in(const Folder& folder, const sync::Targets& document, const std::string& memorial);

// `into` is the next document of withdraw_role(memorial). What is down already stays as it is.
Result<void> withdraw(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<std::string>& routes, sync::Time since);
// They may be shown again.
Result<void> lift(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<std::string>& routes);

// `into` is the memorial's next document. Notices that ended before `now` go.
Result<void> add_notice(const Folder& folder, sync::Targets& into, const std::string& memorial, const sync::Notice& notice, sync::Time now);
Result<void> remove_notice(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::string& id);

}  // namespace kiosk::repo
