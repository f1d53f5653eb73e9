// `kioskctl repo screens`: what each screen shows now, as it says itself.
#include <algorithm>
#include <array>
#include <iostream>

#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/ctl/repo_session.h"
#include "kiosk/repo/screens.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t kKnownBytes = 1u << 20;
constexpr std::size_t kMostColumns = 40;   // of a cell that is not the last one
constexpr std::size_t kLastColumns = 400;  // a receipt has 2,048 bytes: nobody's may fill the terminal

// Kiosk, name, said, shows, touched, free, how it is.
using Row = std::array<std::string, 7>;

// What a terminal would act on instead of showing it: controls become spaces, marks that turn the direction of a whole line go. One space at a time, so
// that no name looks like several columns.
std::u32string plain(std::string_view text) {
  std::u32string out = utf8::decode(utf8::plain_line(text));
  std::erase_if(out, [](char32_t c) {
    return c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
  });
  out.erase(std::unique(out.begin(), out.end(), [](char32_t a, char32_t b) { return a == U' ' && b == U' '; }), out.end());
  return out;
}

// Terminal columns: ideographs, kana, hangul and full-width forms take two.
std::size_t columns(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                 (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD)
             ? 2 : 1;
}

std::size_t columns(const std::u32string& text) {
  std::size_t all = 0;
  for (char32_t c : text) all += columns(c);
  return all;
}

std::u32string fit(std::u32string text, std::size_t most) {
  if (columns(text) <= most) return text;
  while (columns(text) >= most) text.pop_back();
  return text + U'…';
}

void print(const std::vector<Row>& rows) {
  std::vector<std::array<std::u32string, 7>> cells(rows.size());
  std::array<std::size_t, 7> widths{};
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t i = 0; i < widths.size(); ++i) {
      cells[row][i] = fit(plain(rows[row][i]), i + 1 == widths.size() ? kLastColumns : kMostColumns);
      widths[i] = std::max(widths[i], columns(cells[row][i]));
    }
  for (const auto& row : cells) {
    std::u32string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += row[i] + (i + 1 < row.size() ? std::u32string(widths[i] - columns(row[i]) + 2, U' ') : U"");
    std::cout << utf8::encode(line) << "\n";
  }
}

// By this machine's clock.
std::string ago(std::chrono::seconds age) { return age.count() < 0 ? "in the future" : repo::span_text(age) + " ago"; }

std::string shown(const sync::Receipt& r) {
  if (r.generation == 0) return "nothing";
  std::vector<std::string> packs;
  for (const sync::PackRecord& pack : r.packs) packs.push_back(pack.name() + " " + pack.version);
  if (r.packs_left_out > 0) packs.push_back("and " + std::to_string(r.packs_left_out) + " more");
  return std::to_string(r.generation) + (r.on_trial ? " (on trial): " : ": ") + join(packs);
}

Row row_of(const repo::Screen& screen, bool with_list, sync::Time now) {
  const std::string id = screen.file.substr(0, 8), stranger = with_list && !screen.listed_as ? "not in your list" : "";
  if (!screen.receipt) return {id, screen.listed_as.value_or("?"), "-", "-", "-", "-", join(stranger.empty() ? std::vector{to_string(screen.receipt.error())} : std::vector{stranger, to_string(screen.receipt.error())}, "; ")};
  const sync::Receipt& r = *screen.receipt;
  std::vector<std::string> all = repo::troubles(r, now);
  if (!stranger.empty()) all.insert(all.begin(), stranger);
  const auto touched = r.display && r.display->touch_age_s ? std::optional(r.time - std::chrono::seconds(*r.display->touch_age_s)) : std::nullopt;
  return {id, screen.listed_as.value_or(r.name.empty() ? "-" : r.name), ago(now - r.time), shown(r), touched ? ago(now - *touched) : "never",
          size_text(std::min<std::uint64_t>(r.disk_free_mb, 1'000'000'000) * 1'000'000), all.empty() ? "well" : join(all, "; ")};
}

}  // namespace

Result<void> Session::screens() {
  std::vector<repo::KnownKiosk> known;
  if (!a_.known_file.empty()) {
    const auto text = read_file(a_.known_file, kKnownBytes);
    if (!text) return text.error();
    auto parsed = repo::parse_known_kiosks(*text, a_.known_file.string());
    if (!parsed) return parsed.error();
    known = *std::move(parsed);
  }
  const bool is_address = a_.place.starts_with("http://") || a_.place.starts_with("https://");
  Result<std::vector<repo::Screen>> screens = std::vector<repo::Screen>();
  if (is_address) {
    const auto password = ask_place_password(a_.place);
    if (!password) return password.error();
    auto fetcher = sync::make_curl_fetcher({.user_agent = "changlang/" CHANGLANG_VERSION, .user = a_.user, .password = *password});
    if (!fetcher) return fetcher.error();
    screens = repo::fetch_screens(**fetcher, a_.place);
  } else {
    screens = repo::read_screens(a_.place);
  }
  if (!screens) return screens.error();
  const bool is_empty = screens->empty();
  repo::compare(*screens, known);
  std::vector<Row> rows{{"kiosk", "name", "said", "shows", "touched", "free", "how it is"}};
  for (const repo::Screen& each : *screens) rows.push_back(row_of(each, !a_.known_file.empty(), now_));
  if (rows.size() > 1) print(rows);
  if (is_empty) std::cout << "no receipts there; [sync] receipts in kiosk.toml says where a kiosk puts its own\n";
  return {};
}

}  // namespace kiosk::ctl
