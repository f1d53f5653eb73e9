// `kioskctl repo withdraw | notice`: what has to be on the glass, or off it, within minutes.
#include <algorithm>
#include <iostream>

#include "kiosk/base/clock.h"
#include "kiosk/ctl/repo_session.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/lines.h"
#include "kiosk/repo/publish.h"

namespace kiosk::ctl {
namespace {

// The site's own time, or UTC with a Z.
Result<sync::Time> parse_moment(const std::string& text) {
  const bool is_utc = text.ends_with('Z');
  const auto time = parse_local_time(std::string_view(text).substr(0, text.size() - is_utc));
  if (!time) return Error{ErrorKind::usage, "a time is written 2026-07-01T09:30, in this machine's zone, or 2026-07-01T01:30Z in UTC", text};
  return is_utc ? sync::Time{time->time_since_epoch()} : to_utc(*time);
}

Error no_memorial_has(const std::string& pack) {
  return {ErrorKind::usage, "no memorial has a pack of this name; `kioskctl repo status` shows them", pack};
}

}  // namespace

// Of whose packs the route is one.
Result<std::string> Session::memorial_with(const repo::Drafts& drafts, const std::string& pack) const {
  const auto roles = drafts.delegated();
  if (!roles) return roles.error();
  std::vector<std::string> found;
  for (const std::string& role : *roles)
    if (const auto document = drafts.targets(role); document && document->content.targets.contains(repo::pack_target(role, pack)) && (a_.role.empty() || role == a_.role))
      found.push_back(role);
  if (found.size() == 1) return found.front();
  if (found.empty()) return no_memorial_has(pack);
  return Error{ErrorKind::usage, "several memorials have a pack of this name; name one: --role " + join(found, " or "), pack};
}

// Seconds count: signed here, published here where the online key is.
Result<void> Session::sign_and_publish(const repo::Folder& folder, repo::Drafts& drafts, const std::string& role, sync::Targets document) {
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  const auto signing = drafts.sign(role, std::move(document), *ids);
  if (!signing) return signing.error();
  say(*signing);
  if (!signing->is_complete || !signing->is_changed) return {};
  const auto root = drafts.root();
  if (!root) return root.error();
  const auto& online = root->content.roles.at("timestamp").keyids;
  if (std::none_of(online.begin(), online.end(), [&](const std::string& id) { return keyring_.can_open(id); })) {
    std::cout << "the online key is not here: it counts when the publisher has published it (kioskctl repo push)\n";
    return {};
  }
  const auto published = repo::publish(folder, keyring_, {now_, false, a_.suspend, {}});
  if (!published) return published.error();
  say(*published);
  return {};
}

Result<void> Session::withdraw() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  if (a_.routes.empty()) return list_withdrawn(open->folder, drafts);
  std::string memorial;
  for (const std::string& route : a_.routes) {
    if (!sync::is_route(route))
      return Error{ErrorKind::usage, "is no route; write pack/point, pack/point/story or pack/point/story#page (1 is the cover)", route};
    const auto owner = memorial_with(drafts, std::string(sync::pack_of(route)));
    if (!owner) return owner.error();
    if (!memorial.empty() && memorial != *owner) return Error{ErrorKind::usage, "is another memorial's; withdraw each by itself", route};
    memorial = *owner;
  }
  const std::string role = repo::withdraw_role(memorial);
  auto document = drafts.next_targets(role);
  if (!document) return document.error();
  const auto done = a_.lift ? repo::lift(open->folder, *document, memorial, a_.routes) : repo::withdraw(open->folder, *document, memorial, a_.routes, now_);
  if (!done) return done;
  return sign_and_publish(open->folder, drafts, role, *std::move(document));
}

Result<void> Session::list_withdrawn(const repo::Folder& folder, const repo::Drafts& drafts) const {
  const auto roles = drafts.delegated();
  if (!roles) return roles.error();
  bool any = false;
  for (const std::string& memorial : *roles) {
    const auto document = drafts.targets(repo::withdraw_role(memorial));
    if (!document) continue;
    const auto withdrawn = repo::withdrawn_in(folder, document->content, memorial);
    if (!withdrawn) return withdrawn.error();
    for (const sync::Withdrawal& each : *withdrawn) std::cout << each.route << "  since " << to_utc_string(each.time) << "\n";
    any = any || !withdrawn->empty();
  }
  if (!any) std::cout << "nothing is withdrawn\n";
  return {};
}

Result<void> Session::notice_add() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  const auto memorial = memorial_of(drafts);
  if (!memorial) return memorial.error();
  const auto from = a_.from.empty() ? Result<sync::Time>(now_) : parse_moment(a_.from);
  if (!from) return from.error();
  const auto until = parse_moment(a_.until);
  if (!until) return until.error();
  sync::Notice notice{a_.name, *from, *until, a_.page, {}};
  for (const std::string& text : a_.texts) {
    const std::size_t at = text.find('=');
    if (at == text.npos) return Error{ErrorKind::usage, "a text is written LANGUAGE=TEXT: --text zh-Hans=今日闭馆 --text \"en=Closed today\"", text};
    notice.text[text.substr(0, at)] = text.substr(at + 1);
  }
  for (const auto& [language, ignored] : notice.text)
    if (language != "zh-Hans" && language != "zh-Hant" && language != "en") return Error{ErrorKind::usage, "is no language of ours: zh-Hans, zh-Hant, en", language};
  auto document = drafts.next_targets(*memorial);
  if (!document) return document.error();
  if (notice.id.empty()) {
    const auto all = repo::notices_in(open->folder, *document, *memorial);
    if (!all) return all.error();
    const std::string day = to_utc_string(*from).substr(0, 10);
    for (int n = 1; notice.id.empty(); ++n) {
      const std::string id = day + "-" + std::to_string(n);
      if (std::none_of(all->begin(), all->end(), [&](const sync::Notice& each) { return each.id == id; })) notice.id = id;
    }
  }
  if (auto done = repo::add_notice(open->folder, *document, *memorial, notice, now_); !done) return done;
  std::cout << *memorial << " " << notice.id << ": from " << to_utc_string(notice.from) << " until " << to_utc_string(notice.until) << "\n";
  return sign_and_publish(open->folder, drafts, *memorial, *std::move(document));
}

Result<void> Session::notice_remove() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  const auto memorial = memorial_of(drafts);
  if (!memorial) return memorial.error();
  auto document = drafts.next_targets(*memorial);
  if (!document) return document.error();
  if (auto done = repo::remove_notice(open->folder, *document, *memorial, a_.name); !done) return done;
  return sign_and_publish(open->folder, drafts, *memorial, *std::move(document));
}

Result<void> Session::notice_list() {
  const auto folder = repo::Folder::open(a_.repo);
  if (!folder) return folder.error();
  const repo::Drafts drafts(*folder, keyring_, now_);
  const auto roles = drafts.delegated();
  if (!roles) return roles.error();
  bool any = false;
  for (const std::string& memorial : *roles) {
    const auto document = drafts.targets(memorial);
    if (!document) continue;
    const auto notices = repo::notices_in(*folder, document->content, memorial);
    if (!notices) return notices.error();
    for (const sync::Notice& each : *notices) {
      const char* const state = now_ < each.from ? "waits" : now_ < each.until ? "shown" : "over";
      std::cout << memorial << " " << each.id << "  " << state << "  " << to_utc_string(each.from) << " to " << to_utc_string(each.until) << (each.page ? "  page" : "") << "  "
                << each.text.at("zh-Hans") << "\n";
    }
    any = any || !notices->empty();
  }
  if (!any) std::cout << "no notices\n";
  return {};
}

}  // namespace kiosk::ctl
