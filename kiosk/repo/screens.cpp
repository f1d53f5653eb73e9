#include "kiosk/repo/screens.h"

#include <algorithm>
#include <tuple>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/sync/addresses.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kListingBytes = 4u << 20;
constexpr std::size_t kMostScreens = 10'000;
constexpr std::size_t kDigits = 16;
constexpr std::size_t kIdDigits = 64;
constexpr std::chrono::minutes kClocksDiffer{5};    // by so much without a word
constexpr std::chrono::minutes kDisplaySilent{10};  // it writes status.json each minute
constexpr std::chrono::minutes kFrameOld{20};       // a page may stand for a quarter of an hour (idle_long_page_s) before the slides come back

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_receipt_name(std::string_view name) { return name.size() == kDigits + 5 && name.ends_with(".json") && is_hex(name.substr(0, kDigits)); }

Screen judge(const std::string& file, Result<std::string> bytes) {
  if (!bytes) return {file, bytes.error(), {}};
  auto receipt = sync::read_receipt(*bytes, file);
  if (receipt && sync::receipt_file_name(receipt->id) != file)
    return {file, Error{ErrorKind::refused, "is signed by another kiosk than its name says", file}, {}};
  return {file, std::move(receipt), {}};
}

Error too_many(std::string_view subject) { return {ErrorKind::limit, "lists more than 10,000 screens", std::string(subject)}; }

void sort(std::vector<Screen>& screens) {
  const auto key = [](const Screen& screen) {
    return std::tuple(!screen.receipt, screen.listed_as ? *screen.listed_as : screen.receipt ? screen.receipt->name : "", screen.file);
  };
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
  if (names.size() > kMostScreens) return too_many(subject);
  return names;
}

Result<std::vector<Screen>> read_screens(const fs::path& folder) {
  std::vector<Screen> screens;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end && screens.size() <= kMostScreens; it.increment(error))
    if (const std::string name = it->path().filename().string(); is_receipt_name(name)) screens.push_back(judge(name, read_file(it->path(), sync::kReceiptBytes)));
  if (error) return system_error("cannot read", folder, error.value());
  if (screens.size() > kMostScreens) return too_many(folder.string());
  sort(screens);
  return screens;
}

Result<std::vector<Screen>> fetch_screens(sync::Fetcher& fetcher, const std::string& url) {
  const auto base = sync::base_address(url);
  if (!base) return base.error();
  const auto listing = fetcher.get(*base, kListingBytes);
  if (!listing && listing.error().kind == ErrorKind::not_found)
    return Error{ErrorKind::not_found, listing.error().message + "; the server has to list this folder: autoindex on; autoindex_format json", *base};
  if (!listing) return listing.error();
  const auto names = parse_listing(*listing, *base);
  if (!names) return names.error();
  std::vector<Screen> screens;
  for (const std::string& name : *names) screens.push_back(judge(name, fetcher.get(*base + name, sync::kReceiptBytes)));
  sort(screens);
  return screens;
}

Result<std::vector<KnownKiosk>> parse_known_kiosks(std::string_view text, std::string_view subject) {
  std::vector<KnownKiosk> known;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::string_view id = line.substr(0, line.find(' '));
    if (id.size() < kDigits || id.size() > kIdDigits || !is_hex(id) || id.size() == line.size())
      return Error{ErrorKind::malformed, "is not an id of a kiosk (16 to 64 digits, from kioskctl sync status), a space and its name",
                   std::string(subject) + ":" + std::to_string(number)};
    line.remove_prefix(id.size() + 1);
    if (std::any_of(known.begin(), known.end(), [&](const KnownKiosk& each) { return each.id.starts_with(id) || id.starts_with(each.id); }))
      return Error{ErrorKind::malformed, "names a kiosk that stands above already", std::string(subject) + ":" + std::to_string(number)};
    known.push_back({std::string(id), std::string(line)});
  }
  return known;
}

void compare(std::vector<Screen>& screens, const std::vector<KnownKiosk>& known) {
  for (const KnownKiosk& each : known) {
    // Where a receipt cannot be read, its file's name is all that says whose it should be.
    const auto found = std::find_if(screens.begin(), screens.end(), [&](const Screen& screen) {
      return screen.receipt ? screen.receipt->id.starts_with(each.id) : screen.file.substr(0, kDigits) == each.id.substr(0, kDigits);
    });
    if (found != screens.end()) found->listed_as = each.name;
    else screens.push_back({sync::receipt_file_name(each.id), Error{ErrorKind::not_found, "has left no receipt there", ""}, each.name});
  }
  sort(screens);
}

std::vector<std::string> troubles(const sync::Receipt& receipt, sync::Time now) {
  std::vector<std::string> all;
  const auto age = now - receipt.time;
  if (age > kSilentAfter) all.push_back("silent for " + span_text(age));
  if (receipt.clock_suspect) all.push_back("its clock is wrong");
  else if (age < -kClocksDiffer) all.push_back("its clock is " + span_text(-age) + " ahead of this one");
  if (receipt.generation == 0) all.push_back("has no content yet");
  if (!receipt.display) {
    all.push_back("the display says nothing");
  } else {
    const sync::Receipt::Display& display = *receipt.display;
    if (!display.failure.empty()) all.push_back("failure screen " + display.failure);
    if (const auto said = sync::parse_time(display.time); !said || receipt.time - *said > kDisplaySilent)
      all.push_back("the display said nothing" + (said ? " for " + span_text(receipt.time - *said) : std::string(" with a time")));
    if (!display.frame_age_s) all.push_back("the display has drawn nothing yet");
    else if (std::chrono::seconds(*display.frame_age_s) > kFrameOld) all.push_back("last frame " + span_text(std::chrono::seconds(*display.frame_age_s)) + " before");
    if (display.generation == 0 && receipt.generation != 0) all.push_back("plays something that sync did not bring");
    else if (display.generation != receipt.generation) all.push_back("plays generation " + std::to_string(display.generation));
    for (const auto& [name, count] : display.errors)
      if (count > 0) all.push_back(std::to_string(count) + " " + name);
  }
  if (!receipt.last_error.empty()) all.push_back("last sync: " + receipt.last_error);
  return all;
}

std::string span_text(std::chrono::seconds span) {
  const auto count = span.count();
  if (count < 120) return std::to_string(count) + " s";
  if (count < 7'200) return std::to_string(count / 60) + " min";
  if (count < 172'800) return std::to_string(count / 3'600) + " h";
  return std::to_string(count / 86'400) + " days";
}

}  // namespace kiosk::repo
