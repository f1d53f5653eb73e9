#include "kiosk/repo/screens.h"

#include <algorithm>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/sync/addresses.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kListingBytes = 4u << 20;
constexpr std::size_t kMostScreens = 10'000;
constexpr std::size_t kDigits = 16;

bool is_receipt_name(std::string_view name) {
  return name.size() == kDigits + 5 && name.ends_with(".json") &&
         std::all_of(name.begin(), name.begin() + kDigits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Screen judge(const std::string& file, Result<std::string> bytes) {
  if (!bytes) return {file, bytes.error()};
  auto receipt = sync::read_receipt(*bytes, file);
  if (receipt && sync::receipt_file_name(receipt->id) != file)
    return {file, Error{ErrorKind::refused, "is signed by another kiosk than its name says", file}};
  return {file, std::move(receipt)};
}

void sort(std::vector<Screen>& screens) {
  const auto key = [](const Screen& screen) { return std::pair(screen.receipt ? screen.receipt->name : std::string("\x7F"), screen.file); };
  std::sort(screens.begin(), screens.end(), [&](const Screen& a, const Screen& b) { return key(a) < key(b); });
}

}  // namespace

Result<std::vector<std::string>> parse_listing(std::string_view bytes, std::string_view subject) {
  const auto json = parse_json(bytes, subject, 4);
  if (!json || !json->is_array())
    return Error{ErrorKind::malformed, "is no list of files; let the server list this folder: autoindex on; autoindex_format json", std::string(subject)};
  std::vector<std::string> names;
  for (const Json& each : *json)
    if (each.is_object() && each.contains("name") && each["name"].is_string() && is_receipt_name(each["name"].get_ref<const std::string&>()))
      names.push_back(each["name"].get<std::string>());
  if (names.size() > kMostScreens) return Error{ErrorKind::limit, "lists more than 10,000 screens", std::string(subject)};
  return names;
}

Result<std::vector<Screen>> read_screens(const fs::path& folder) {
  std::vector<Screen> screens;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (const std::string name = it->path().filename().string(); is_receipt_name(name)) screens.push_back(judge(name, read_file(it->path(), sync::kReceiptBytes)));
  if (error) return system_error("cannot read", folder, error.value());
  sort(screens);
  return screens;
}

Result<std::vector<Screen>> fetch_screens(sync::Fetcher& fetcher, const std::string& url) {
  const auto base = sync::base_address(url);
  if (!base) return base.error();
  const auto listing = fetcher.get(*base, kListingBytes);
  if (!listing) return listing.error();
  const auto names = parse_listing(*listing, *base);
  if (!names) return names.error();
  std::vector<Screen> screens;
  for (const std::string& name : *names) screens.push_back(judge(name, fetcher.get(*base + name, sync::kReceiptBytes)));
  sort(screens);
  return screens;
}

}  // namespace kiosk::repo
