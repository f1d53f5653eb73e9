// `kioskctl repo screens`: what each screen shows now, as it says itself.
#include <iostream>

#include "kiosk/base/utf8.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/ctl/repo_session.h"
#include "kiosk/repo/screens.h"

namespace kiosk::ctl {
namespace {

std::string span(std::chrono::seconds s) {
  if (s.count() < 0) return "in the future";
  if (s.count() < 120) return std::to_string(s.count()) + " s";
  if (s.count() < 7'200) return std::to_string(s.count() / 60) + " min";
  if (s.count() < 172'800) return std::to_string(s.count() / 3'600) + " h";
  return std::to_string(s.count() / 86'400) + " days";
}

std::string troubles(const sync::Receipt& receipt) {
  std::vector<std::string> all;
  if (receipt.display) {
    if (!receipt.display->failure.empty()) all.push_back("failure screen " + receipt.display->failure);
    if (receipt.display->generation != receipt.generation) all.push_back("plays generation " + std::to_string(receipt.display->generation));
    for (const auto& [name, count] : receipt.display->errors)
      if (count > 0) all.push_back(std::to_string(count) + " " + name);
  } else {
    all.push_back("the display says nothing");
  }
  if (receipt.clock_suspect) all.push_back("the clock is wrong");
  if (!receipt.last_error.empty()) all.push_back("last sync: " + receipt.last_error);
  return all.empty() ? "well" : join(all, "; ");
}

}  // namespace

Result<void> Session::screens() {
  const bool is_address = a_.place.starts_with("http://") || a_.place.starts_with("https://");
  Result<std::vector<repo::Screen>> screens = std::vector<repo::Screen>();
  if (is_address) {
    auto fetcher = sync::make_curl_fetcher({.user_agent = std::string("changlang/") + CHANGLANG_VERSION});
    if (!fetcher) return fetcher.error();
    screens = repo::fetch_screens(**fetcher, a_.place);
  } else {
    screens = repo::read_screens(a_.place);
  }
  if (!screens) return screens.error();
  for (const repo::Screen& each : *screens) {
    if (!each.receipt) {
      std::cout << each.file.substr(0, 8) << "  ?  " << utf8::plain_line(to_string(each.receipt.error())) << "\n";
      continue;
    }
    const sync::Receipt& r = *each.receipt;
    std::vector<std::string> packs;
    for (const sync::PackRecord& pack : r.packs) packs.push_back(pack.name() + " " + pack.version);
    if (r.packs_left_out > 0) packs.push_back("and " + std::to_string(r.packs_left_out) + " more");
    std::cout << r.id.substr(0, 8) << "  " << utf8::plain_line(r.name.empty() ? "-" : r.name) << "  " << span(std::chrono::duration_cast<std::chrono::seconds>(now_ - r.time)) << " ago  generation "
              << r.generation << (r.on_trial ? " (on trial)" : "") << ": " << utf8::plain_line(packs.empty() ? "nothing" : join(packs)) << "  touched "
              << (r.display && r.display->touch_age_s ? span(std::chrono::seconds(*r.display->touch_age_s)) + " before" : "never") << "  "
              << size_text(r.disk_free_mb * 1'000'000) << " free  " << utf8::plain_line(troubles(r)) << "\n";
  }
  if (screens->empty()) std::cout << "no receipts there; [sync] receipts in kiosk.toml says where a kiosk puts its own\n";
  return {};
}

}  // namespace kiosk::ctl
