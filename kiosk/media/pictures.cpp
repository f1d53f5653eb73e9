#include "kiosk/media/pictures.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "kiosk/media/decode.h"

namespace kiosk::media {
namespace {

constexpr std::size_t kMaxFilesKnown = 4096;  // headers kept of files without a texture
constexpr std::size_t kMaxWaiting = 64;       // requests that wait for memory; the least recently asked for goes
constexpr std::size_t kMaxWishes = 8;         // sizes asked for while a header is being read
constexpr std::size_t kMaxTimes = 1 << 16;
constexpr int kSmallestSide = 32;           // px; a picture is not scaled down below this to fit
constexpr std::uint64_t kFramesToWait = 2;  // for memory that the frame before still held
constexpr int kMaxChanges = 3;              // of a file while it is read; then it counts as broken

// Whether a texture of size `have` may stand for one of size `need`: not fewer pixels, at most twice as many.
bool serves(PixelSize have, PixelSize need) {
  return have.width >= need.width && have.height >= need.height && have.bytes() <= 2 * need.bytes();
}

}  // namespace

// One picture at one size.
struct Entry {
  enum class Stage {
    waiting,   // for memory            → decoding, starved
    decoding,  // reserved `bytes`      → ready, or gone with its file's failure
    ready,     // `texture` holds `bytes`
    starved,  // what is visible leaves no room and nothing will free it by itself; shown as failed → decoding once there is
  };
  std::string file;
  PixelSize wanted, size;  // size is smaller than wanted where `reduced`
  Stage stage = Stage::waiting;
  bool urgent = false;      // asked for by get, not only by prefetch
  bool reduced = false;     // for want of memory; serves every size until there is room for the right one
  std::size_t bytes = 0;    // counted in the budget
  std::uint64_t shown = 0;  // frame in which get asked for it last
  std::uint64_t asked = 0;  // the same, by get or prefetch
  std::uint64_t asked_in = 0;  // period of drop_unused in which it was asked for last
  std::uint64_t since = 0;  // frame in which waiting began
  gfx::Texture texture;
};

struct PictureCache::State {
  using Entries = std::list<Entry>;  // most recently used first

  struct Wish {
    Size cover;
    bool urgent;
  };
  struct File {
    std::optional<FileHeader> header;
    bool reading = false, failed = false;
    int changes = 0;           // how often it changed while it was read
    std::vector<Wish> wishes;  // until the header is there
    std::vector<Entries::iterator> entries;
  };

  gfx::Canvas& canvas;
  TaskQueue& tasks;
  const std::size_t budget;
  std::function<void(const Error&)> on_finding;
  // Completions outlive the cache where it goes before the queue is drained: they look here first.
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);

  Entries entries;
  std::unordered_map<std::string, File> files;
  std::size_t bytes = 0, peak = 0, decoding = 0, waiting = 0;
  std::uint64_t frame = 1, version = 0, period = 0;
  bool nudged = false, grey = false;
  std::vector<float> times;

  State(gfx::Canvas& canvas_, TaskQueue& tasks_, std::size_t budget_, std::function<void(const Error&)> on_finding_)
      : canvas(canvas_), tasks(tasks_), budget(budget_), on_finding(std::move(on_finding_)) {}

  Entry* request(const std::string& path, Size cover, bool urgent);
  void read_header(const std::string& path, bool urgent);
  void on_header(const std::string& path, const Result<FileHeader>& header);
  Entries::iterator find_or_add(const std::string& path, File& file, PixelSize need);
  Entries::iterator add(const std::string& path, File& file, PixelSize size);
  void mark_asked(Entries::iterator entry, bool urgent);
  void improve_reduced(Entries::iterator entry, File& file, PixelSize need);
  void start_waiting();
  enum class Started { yes, no, file_failed };
  Started try_start(Entries::iterator entry);
  bool start_reduced(Entries::iterator entry);
  bool make_room(std::size_t cost, bool urgent);
  bool keeps(const Entry& entry, bool urgent) const;
  std::size_t room_beside_visible() const;
  void start(Entries::iterator entry, std::size_t cost);
  void on_decoded(Entries::iterator entry, Result<gfx::Bitmap> bitmap, bool is_grey, float ms);
  void follow_canvas();
  void fail(const std::string& path, const Error& error);
  void drop_entries(const File& file);
  void set_stage(Entry& entry, Entry::Stage stage);
  void erase(Entries::iterator entry);
  void forget_files();
  void nudge();
  void set_bytes(Entry& entry, std::size_t value);
};

// The entry that answers; null while the header is being read, where the file has failed, and for a prefetch.
Entry* PictureCache::State::request(const std::string& path, Size cover, bool urgent) {
  File& file = files[path];
  if (file.failed) return nullptr;
  if (!file.header) {
    const bool known = std::any_of(file.wishes.begin(), file.wishes.end(),
                                   [&](const Wish& w) { return w.cover == cover && w.urgent >= urgent; });
    if (!known) {
      if (file.wishes.size() == kMaxWishes) file.wishes.erase(file.wishes.begin());
      file.wishes.push_back({cover, urgent});
    }
    if (!file.reading) read_header(path, urgent);
    return nullptr;
  }
  const PixelSize need = size_to_cover(file.header->header, cover);
  const auto entry = find_or_add(path, file, need);
  mark_asked(entry, urgent);
  if (entry->stage == Entry::Stage::starved && entry->since != frame) start_reduced(entry);
  else if (entry->stage == Entry::Stage::ready && urgent) improve_reduced(entry, file, need);
  else if (entry->stage == Entry::Stage::waiting) start_waiting();
  return urgent && !file.failed ? &*entry : nullptr;
}

void PictureCache::State::read_header(const std::string& path, bool urgent) {
  files[path].reading = true;
  tasks.submit(
      [this, path, guard = std::weak_ptr(alive)] {
        return [this, path, guard, header = read_file_header(path)] {
          if (guard.lock()) on_header(path, header);
        };
      },
      urgent);
}

void PictureCache::State::on_header(const std::string& path, const Result<FileHeader>& header) {
  File& file = files[path];
  file.reading = false;
  if (!header) return fail(path, header.error());
  file.header = *header;
  for (const Wish& wish : std::exchange(file.wishes, {}))
    mark_asked(find_or_add(path, file, size_to_cover(header->header, wish.cover)), wish.urgent);
  forget_files();
  start_waiting();
}

// What answers best: a texture of the right size, one that is too small for want of memory, one on its way.
PictureCache::State::Entries::iterator PictureCache::State::find_or_add(const std::string& path, File& file,
                                                                        PixelSize need) {
  const auto rank = [&](const Entry& entry) {
    const bool right = serves(entry.size, need);
    if (!right && !entry.reduced) return 0;
    if (entry.stage != Entry::Stage::ready) return 1;
    return right ? 3 : 2;
  };
  Entries::iterator best = entries.end();
  for (const auto entry : file.entries) {
    if (rank(*entry) == 0) continue;
    const bool better = best == entries.end() || rank(*entry) > rank(*best) ||
                        (rank(*entry) == rank(*best) && entry->size.bytes() < best->size.bytes());
    if (better) best = entry;
  }
  return best != entries.end() ? best : add(path, file, need);
}

PictureCache::State::Entries::iterator PictureCache::State::add(const std::string& path, File& file, PixelSize size) {
  entries.emplace_front();
  const auto entry = entries.begin();
  entry->file = path;
  entry->wanted = entry->size = size;
  entry->since = entry->asked = frame;
  entry->asked_in = period;
  file.entries.push_back(entry);
  ++waiting;
  return entry;
}

void PictureCache::State::mark_asked(Entries::iterator entry, bool urgent) {
  entry->asked = frame;
  entry->asked_in = period;
  if (!urgent) return;
  entry->urgent = true;
  entry->shown = frame;
  entries.splice(entries.begin(), entries, entry);
}

// A picture that was made smaller for want of memory is made again at its size as soon as there is room for both.
void PictureCache::State::improve_reduced(Entries::iterator entry, File& file, PixelSize need) {
  if (!entry->reduced || serves(entry->size, need) || decoding > 0 || waiting > 0) return;
  const std::size_t cost = decode_cost(*file.header, need);
  if (make_room(cost, false)) start(add(entry->file, file, need), cost);
}

// Starts what waits as far as memory goes: visible pictures first, the last asked for first.
void PictureCache::State::start_waiting() {
  std::vector<Entries::iterator> queue;
  for (auto it = entries.begin(); it != entries.end() && queue.size() < waiting; ++it)
    if (it->stage == Entry::Stage::waiting) queue.push_back(it);
  std::stable_sort(queue.begin(), queue.end(),
                   [](auto a, auto b) { return std::pair(a->urgent, a->shown) > std::pair(b->urgent, b->shown); });
  for (; queue.size() > kMaxWaiting; queue.pop_back()) erase(queue.back());
  bool blocked = false;
  for (const auto entry : queue) {
    const Started started = blocked ? Started::no : try_start(entry);
    if (started == Started::file_failed) return start_waiting();  // other sizes of that file went with it
    if (started == Started::yes) continue;
    blocked = true;                    // what comes later must not take the room that this one waits for
    if (!entry->urgent) erase(entry);  // a prefetch is no promise
  }
}

// Yes where the entry no longer waits; its file may fail, which erases it.
PictureCache::State::Started PictureCache::State::try_start(Entries::iterator entry) {
  const FileHeader& file = *files[entry->file].header;
  const std::size_t cost = decode_cost(file, entry->size);
  if (make_room(cost, entry->urgent)) return start(entry, cost), Started::yes;
  if (!entry->urgent || decoding > 0) return Started::no;  // the end of a decode comes back here
  if (frame - entry->since < kFramesToWait)
    return nudge(), Started::no;  // what only the last frame used may go by then
  if (decode_cost(file, {1, 1}) > budget) {
    fail(entry->file,
         {ErrorKind::limit, "needs more memory to decode than [memory] media_mb of kiosk.toml allows; make it smaller",
          entry->file});
    return Started::file_failed;
  }
  if (start_reduced(entry)) return Started::yes;
  set_stage(*entry, Entry::Stage::starved);
  ++version;
  return Started::yes;
}

// Starts the entry as large as fits beside what is visible; false where not even a small one does.
bool PictureCache::State::start_reduced(Entries::iterator entry) {
  entry->since = frame;
  const FileHeader& file = *files[entry->file].header;
  const std::size_t room = room_beside_visible();
  PixelSize size = entry->wanted;
  for (double scale = 1; decode_cost(file, size) > room; scale *= .8) {
    size = size_to_cover(file.header, {static_cast<float>(entry->wanted.width * scale),
                                       static_cast<float>(entry->wanted.height * scale)});
    if (std::min(size.width, size.height) < kSmallestSide) return false;
  }
  const std::size_t cost = decode_cost(file, size);
  if (!make_room(cost, true)) return false;
  entry->size = size;
  entry->reduced = size != entry->wanted;
  start(entry, cost);
  return true;
}

// What was shown in this frame or the one before stays: of the frame being drawn not all has been asked for yet. A prefetch
// does not push out what another prefetch wants either, or two of them would take turns for ever.
bool PictureCache::State::keeps(const Entry& entry, bool urgent) const {
  return entry.stage != Entry::Stage::ready || (urgent ? entry.shown : entry.asked) + 1 >= frame;
}

// Lets least recently shown textures go until `cost` bytes are free; none where that cannot be reached.
bool PictureCache::State::make_room(std::size_t cost, bool urgent) {
  if (cost > budget) return false;
  std::vector<Entries::iterator> leaving;
  std::size_t kept = bytes;
  for (auto it = entries.end(); it != entries.begin() && kept + cost > budget;) {
    --it;
    if (keeps(*it, urgent)) continue;
    kept -= it->bytes;
    leaving.push_back(it);
  }
  if (kept + cost > budget) return false;
  for (const auto entry : leaving) erase(entry);
  return true;
}

std::size_t PictureCache::State::room_beside_visible() const {
  std::size_t held = 0;
  for (const Entry& entry : entries)
    if (keeps(entry, true)) held += entry.bytes;
  return budget - held;
}

void PictureCache::State::start(Entries::iterator entry, std::size_t cost) {
  set_stage(*entry, Entry::Stage::decoding);
  set_bytes(*entry, cost);
  tasks.submit(
      [this, entry, path = entry->file, size = entry->size, cost, as_grey = grey,
       guard = std::weak_ptr(alive)]() -> TaskQueue::Completion {
        const auto begin = std::chrono::steady_clock::now();
        auto bitmap = std::make_shared<Result<gfx::Bitmap>>(decode_to(path, size, cost));
        if (as_grey && *bitmap) gfx::turn_grey(**bitmap);
        const float ms = std::chrono::duration<float, std::milli>(std::chrono::steady_clock::now() - begin).count();
        return [this, entry, guard, bitmap, as_grey, ms] {
          if (guard.lock()) on_decoded(entry, std::move(*bitmap), as_grey, ms);
        };
      },
      entry->urgent);
}

// Pictures in the colours of before go.
void PictureCache::State::follow_canvas() {
  if (std::exchange(grey, canvas.grey()) == canvas.grey()) return;
  for (auto it = entries.begin(); it != entries.end();) {
    const auto entry = it++;
    if (entry->stage == Entry::Stage::ready) erase(entry);
  }
  ++version;
}

void PictureCache::State::on_decoded(Entries::iterator entry, Result<gfx::Bitmap> bitmap, bool is_grey, float ms) {
  if (times.size() == kMaxTimes) times.erase(times.begin(), times.begin() + kMaxTimes / 2);
  times.push_back(ms);
  const std::string path = entry->file;
  if (!bitmap && bitmap.error().kind == ErrorKind::transient && ++files[path].changes <= kMaxChanges) {
    files[path]
        .header.reset();  // the file was replaced: all that was made of it goes, and it is read anew when asked for
    erase(entry);
    drop_entries(files[path]);
    ++version;
    return start_waiting();
  }
  if (is_grey != grey) {  // the canvas changed meanwhile: it is asked for again
    erase(entry);
    ++version;
    return start_waiting();
  }
  auto texture = bitmap ? canvas.upload(std::move(*bitmap)) : Result<gfx::Texture>(bitmap.error());
  bitmap = Error{};  // its memory goes before another decode takes its place
  if (!texture) {
    erase(entry);
    fail(path, texture.error());
    return start_waiting();
  }
  entry->texture = std::move(*texture);
  set_stage(*entry, Entry::Stage::ready);
  set_bytes(*entry, entry->texture.bytes());
  ++version;
  start_waiting();
}

// Reports the file once.
void PictureCache::State::fail(const std::string& path, const Error& error) {
  File& file = files[path];
  if (std::exchange(file.failed, true)) return;
  file.wishes.clear();
  drop_entries(file);
  ++version;
  if (on_finding) on_finding(error);
}

// But for decodes: they end as they like, and their completions must still find their entries.
void PictureCache::State::drop_entries(const File& file) {
  for (const auto entry : std::vector(file.entries))
    if (entry->stage != Entry::Stage::decoding) erase(entry);
}

void PictureCache::State::set_stage(Entry& entry, Entry::Stage stage) {
  waiting -= entry.stage == Entry::Stage::waiting;
  decoding -= entry.stage == Entry::Stage::decoding;
  entry.stage = stage;
  waiting += stage == Entry::Stage::waiting;
  decoding += stage == Entry::Stage::decoding;
}

void PictureCache::State::set_bytes(Entry& entry, std::size_t value) {
  bytes = bytes - entry.bytes + value;
  entry.bytes = value;
  peak = std::max(peak, bytes);
  assert(bytes <= budget);
}

void PictureCache::State::erase(Entries::iterator entry) {
  set_bytes(*entry, 0);
  waiting -= entry->stage == Entry::Stage::waiting;
  decoding -= entry->stage == Entry::Stage::decoding;
  std::erase(files[entry->file].entries, entry);
  entries.erase(entry);
}

// A pack of 100,000 pictures must not leave 100,000 headers behind.
void PictureCache::State::forget_files() {
  if (files.size() > kMaxFilesKnown)
    std::erase_if(files,
                  [](const auto& f) { return f.second.entries.empty() && !f.second.reading && !f.second.failed; });
}

// Asks for another frame, also of a loop that sleeps.
void PictureCache::State::nudge() {
  if (std::exchange(nudged, true)) return;
  tasks.submit([this, guard = std::weak_ptr(alive)] {
    return [this, guard] {
      if (!guard.lock()) return;
      nudged = false;
      ++version;
    };
  });
}

PictureCache::PictureCache(gfx::Canvas& canvas, TaskQueue& tasks, std::size_t budget_bytes,
                           std::function<void(const Error&)> on_finding)
    : state_(std::make_unique<State>(canvas, tasks, budget_bytes, std::move(on_finding))) {}

PictureCache::~PictureCache() = default;

void PictureCache::drop_unused(std::uint64_t calls) {
  State& s = *state_;
  ++s.period;
  for (auto it = s.entries.begin(); it != s.entries.end();) {
    const auto entry = it++;
    if (entry->stage == Entry::Stage::ready && entry->asked_in + calls < s.period) s.erase(entry);
  }
}

void PictureCache::begin_frame() {
  state_->follow_canvas();
  ++state_->frame;
}

PictureCache::View PictureCache::get(const std::filesystem::path& file, Size cover) {
  if (cover.empty()) return {View::State::failed, nullptr, {}};
  const std::string path = file.string();
  const Entry* entry = state_->request(path, cover, true);
  if (!entry) return {state_->files[path].failed ? View::State::failed : View::State::waiting, nullptr, {}};
  if (entry->stage == Entry::Stage::starved) return {View::State::failed, nullptr, {}};
  if (entry->stage != Entry::Stage::ready) return {};
  return {View::State::ready, &entry->texture, entry->texture.size()};
}

void PictureCache::prefetch(const std::filesystem::path& file, Size cover) {
  if (!cover.empty()) state_->request(file.string(), cover, false);
}

std::size_t PictureCache::bytes() const { return state_->bytes; }
std::size_t PictureCache::peak_bytes() const { return state_->peak; }
std::uint64_t PictureCache::version() const { return state_->version; }
const std::vector<float>& PictureCache::decode_ms() const { return state_->times; }

}  // namespace kiosk::media
