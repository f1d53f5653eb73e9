#include "kiosk/repo/lines.h"

#include <algorithm>

#include "kiosk/repo/layout.h"

namespace kiosk::repo {
namespace {

Error usage(std::string message, std::string subject) { return {ErrorKind::usage, std::move(message), std::move(subject)}; }

Result<void> put_withdrawn(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<sync::Withdrawal>& withdrawn) {
  const auto bytes = sync::write_withdrawn(withdrawn);
  if (!bytes) return bytes.error();
  const auto put = put_target(folder, into, withdrawn_target(memorial), *bytes);
  return put ? Result<void>() : Result<void>(put.error());
}

Result<void> put_notices(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<sync::Notice>& notices) {
  const auto bytes = sync::write_notices(notices);
  if (!bytes) return bytes.error();
  const auto put = put_target(folder, into, notices_target(memorial), *bytes);
  return put ? Result<void>() : Result<void>(put.error());
}

template <typename List>
auto with_route(List& list, const std::string& route) {
  return std::find_if(list.begin(), list.end(), [&](const sync::Withdrawal& each) { return each.route == route; });
}

}  // namespace

Result<std::vector<sync::Withdrawal>> withdrawn_in(const Folder& folder, const sync::Targets& document, const std::string& memorial) {
  const std::string target = withdrawn_target(memorial);
  if (!document.targets.contains(target)) return std::vector<sync::Withdrawal>();
  const auto bytes = read_target(folder, document, target);
  if (!bytes) return bytes.error();
  return sync::parse_withdrawn(*bytes, target);
}

Result<std::vector<sync::Notice>> notices_in(const Folder& folder, const sync::Targets& document, const std::string& memorial) {
  const std::string target = notices_target(memorial);
  if (!document.targets.contains(target)) return std::vector<sync::Notice>();
  const auto bytes = read_target(folder, document, target);
  if (!bytes) return bytes.error();
  return sync::parse_notices(*bytes, target);
}

Result<void> withdraw(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<std::string>& routes, sync::Time since) {
  auto withdrawn = withdrawn_in(folder, into, memorial);
  if (!withdrawn) return withdrawn.error();
  for (const std::string& route : routes) {
    if (!sync::is_route(route)) return usage("is no route; write pack/point, pack/point/story or pack/point/story#page (1 is the cover)", route);
    if (with_route(*withdrawn, route) == withdrawn->end()) withdrawn->push_back({route, since});
  }
  return put_withdrawn(folder, into, memorial, *withdrawn);
}

Result<void> lift(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::vector<std::string>& routes) {
  auto withdrawn = withdrawn_in(folder, into, memorial);
  if (!withdrawn) return withdrawn.error();
  for (const std::string& route : routes) {
    const auto at = with_route(*withdrawn, route);
    if (at == withdrawn->end()) return usage("is not withdrawn; `kioskctl repo withdraw` alone lists what is", route);
    withdrawn->erase(at);
  }
  return put_withdrawn(folder, into, memorial, *withdrawn);
}

Result<void> add_notice(const Folder& folder, sync::Targets& into, const std::string& memorial, const sync::Notice& notice, sync::Time now) {
  auto notices = notices_in(folder, into, memorial);
  if (!notices) return notices.error();
  std::erase_if(*notices, [&](const sync::Notice& each) { return each.until <= now; });
  if (std::any_of(notices->begin(), notices->end(), [&](const sync::Notice& each) { return each.id == notice.id; }))
    return usage("there is a notice of this id; remove it first, or name another: --id", notice.id);
  notices->push_back(notice);
  return put_notices(folder, into, memorial, *notices);
}

Result<void> remove_notice(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::string& id) {
  auto notices = notices_in(folder, into, memorial);
  if (!notices) return notices.error();
  if (std::erase_if(*notices, [&](const sync::Notice& each) { return each.id == id; }) == 0)
    return usage("there is no notice of this id; `kioskctl repo notice list` shows them", id);
  return put_notices(folder, into, memorial, *notices);
}

}  // namespace kiosk::repo
