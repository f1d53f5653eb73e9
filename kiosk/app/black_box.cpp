#include "kiosk/app/black_box.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/utf8.h"

namespace kiosk::app {
namespace {

constexpr char kMagic[8] = {'C', 'L', 'B', 'O', 'X', '0', '1', '\n'};
constexpr Duration kMemoryEvery = seconds{10};

}  // namespace

// Both as they lie in the file, in this machine's order of bytes: it is read where it was written.
struct BlackBox::Header {
  char magic[8];
  std::uint64_t ended;
  char boot[48], program[32], started[32];  // each ended by a zero
};
struct BlackBox::Entry {
  std::uint64_t number;  // from 1 on; written last: 0 while the rest is
  std::uint32_t ms;      // since the start of the run
  std::uint32_t length;
  char text[kMostText];
};

namespace {

template <std::size_t N>
void put(char (&field)[N], std::string_view text) {
  const std::size_t length = std::min(text.size(), N - 1);
  std::memcpy(field, text.data(), length);
  field[length] = 0;
}

template <std::size_t N>
std::string get(const char (&field)[N]) {
  return {field, strnlen(field, N)};
}

void keep_newest(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> saved;
  std::error_code error;
  for (const auto& each : std::filesystem::directory_iterator(folder, error))
    if (each.path().filename().native().starts_with("blackbox-") && each.path().extension() == ".json") saved.push_back(each.path());
  std::sort(saved.begin(), saved.end());  // their names are their times
  for (std::size_t i = 0; i + BlackBox::kSaved < saved.size(); ++i) std::filesystem::remove(saved[i], error);
}

// "2026-11-24T05:03:11Z" → "20261124T050311Z".
std::string in_a_name(std::string time) {
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time;
}

}  // namespace

Result<std::unique_ptr<BlackBox>> BlackBox::open(const std::filesystem::path& folder, const std::string& boot, const Clock& clock) {
  static_assert(sizeof(Header) == 128 && sizeof(Entry) == 128);
  constexpr std::size_t kBytes = sizeof(Header) + kEntries * sizeof(Entry);
  const std::filesystem::path file = folder / "blackbox.ring";
  std::error_code made;
  std::filesystem::create_directories(folder, made);

  if (const Result<std::string> left = read_file(file, kBytes); left && left->size() == kBytes) {
    Header header;
    std::vector<Entry> entries(kEntries);
    std::memcpy(&header, left->data(), sizeof header);
    std::memcpy(entries.data(), left->data() + sizeof header, kEntries * sizeof(Entry));
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) == 0 && header.ended == 0 && !boot.empty() && get(header.boot) == boot) {
      std::erase_if(entries, [](const Entry& each) { return each.number == 0 || each.length > kMostText; });
      std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.number < b.number; });
      const std::int64_t last = entries.empty() ? 0 : entries.back().ms;
      OrderedJson lines = OrderedJson::array();
      for (const Entry& each : entries)
        if (last - each.ms <= to_seconds(kKept) * 1000)
          lines.push_back({{"s", (static_cast<double>(each.ms) - static_cast<double>(last)) / 1000}, {"what", utf8::plain_line({each.text, each.length})}});
      const OrderedJson told{{"program", utf8::plain_line(get(header.program))}, {"started", utf8::plain_line(get(header.started))}, {"events", lines}};
      const std::filesystem::path saved = folder / ("blackbox-" + in_a_name(to_utc_string(utc_now())) + ".json");
      if (const Result<void> written = write_file_durably(saved, to_text(told, 1)); !written) log::warning("black box: " + to_string(written.error()));
      else log::warning("the display did not end in order; its last minutes are in " + saved.string());
      keep_newest(folder);
    }
  }

  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0) return system_error("cannot open", file, errno);
  const int reserved = ::posix_fallocate(fd, 0, kBytes);
  void* const mapped = reserved == 0 ? ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
  const int failure = reserved != 0 ? reserved : errno;
  ::close(fd);
  if (mapped == MAP_FAILED) return system_error("cannot map", file, failure);
  std::memset(mapped, 0, kBytes);
  Header& header = *static_cast<Header*>(mapped);
  put(header.boot, boot);
  put(header.program, CHANGLANG_VERSION);
  put(header.started, to_utc_string(utc_now()));
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  return std::unique_ptr<BlackBox>(new BlackBox(mapped, clock));
}

BlackBox::BlackBox(void* mapped, const Clock& clock)
    : header_(static_cast<Header*>(mapped)), entries_(reinterpret_cast<Entry*>(static_cast<char*>(mapped) + sizeof(Header))), clock_(clock) {}

BlackBox::~BlackBox() { ::munmap(header_, sizeof(Header) + kEntries * sizeof(Entry)); }

void BlackBox::note(std::string_view what) {
  const std::uint64_t number = next_.fetch_add(1, std::memory_order_relaxed);
  Entry& entry = entries_[(number - 1) % kEntries];
  const std::atomic_ref<std::uint64_t> mark(entry.number);
  mark.store(0, std::memory_order_release);
  entry.ms = static_cast<std::uint32_t>(to_seconds(clock_.now()) * 1000);
  entry.length = static_cast<std::uint32_t>(std::min(what.size(), kMostText));
  std::memcpy(entry.text, what.data(), entry.length);
  mark.store(number, std::memory_order_release);
}

void BlackBox::frame(float ms, bool is_late) {
  const Duration second = std::chrono::floor<seconds>(clock_.now());
  if (second != second_) tell_frames();
  second_ = second;
  ++frames_;
  late_ += is_late;
  worst_ms_ = std::max(worst_ms_, ms);
}

void BlackBox::tell_frames() {
  if (frames_ == 0) return;
  char line[kMostText];
  std::snprintf(line, sizeof line, "frames=%d worst_ms=%.1f late=%d", frames_, worst_ms_, late_);
  note(line);
  frames_ = late_ = 0;
  worst_ms_ = 0;
}

void BlackBox::screen(std::string_view name) {
  if (name == screen_) return;
  screen_ = name;
  note("screen=" + screen_);
}

void BlackBox::tick() {
  const Duration now = clock_.now();
  if (second_ != std::chrono::floor<seconds>(now)) tell_frames();
  if (memory_told_ >= Duration{0} && now - memory_told_ < kMemoryEvery) return;
  memory_told_ = now;
  long pages = 0, resident = 0;
  if (std::ifstream("/proc/self/statm") >> pages >> resident) note("memory_kb=" + std::to_string(resident * ::sysconf(_SC_PAGESIZE) / 1024));
}

void BlackBox::end() {
  tell_frames();
  header_->ended = 1;
}

}  // namespace kiosk::app
