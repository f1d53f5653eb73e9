#include "kiosk/sync/store.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

namespace kiosk::sync {
namespace {

constexpr std::size_t kSmallFile = 256u << 10;  // bytes; our own small JSON files are far below
constexpr std::size_t kBad = 64;               // remembered; older ones are looked at again
constexpr std::size_t kBatch = 512;            // accepted files that one sync of the disk makes safe together

std::string blob_path(std::string_view sha256) { return "blobs/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256); }

std::string blob_path(const File& file) { return blob_path(crypto::hex(file.sha256)); }

std::string part_path(const File& file) { return "partial/" + crypto::hex(file.sha256) + ".part"; }

std::string generation_path(unsigned number) { return "gen/" + std::to_string(number); }

std::optional<unsigned> parse_number(std::string_view name) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size() || number == 0 || name.front() == '0') return std::nullopt;
  return number;
}

std::string pack_path(const PackRecord& pack) { return "packs/" + pack.name(); }

// A small file that may not be there: nothing then.
template <typename T>
Result<std::optional<T>> read_if_there(FileSystem& files, const char* path, Result<T> (*parse)(std::string_view)) {
  const auto bytes = files.read(path, kSmallFile);
  if (!bytes) return bytes.error().kind == ErrorKind::not_found ? Result<std::optional<T>>(std::nullopt) : bytes.error();
  auto value = parse(*bytes);
  if (!value) return value.error();
  return std::optional<T>(*std::move(value));
}

}  // namespace

Result<void> Store::prepare() {
  for (const char* folder : {"blobs", "partial", "gen", "quarantine"})
    if (auto done = files_.make_directory(folder); !done) return done;
  auto entries = files_.list("gen");
  if (!entries) return entries.error();
  for (const Entry& each : *entries)
    if (!parse_number(each.name) && each.kind == Entry::Kind::folder)
      if (auto done = remove_tree(files_, "gen/" + each.name); !done) return done;
  for (const char* half : {"current.new", "previous.new", "trial.json.new", "bad.json.new", "pinned.json.new"})
    if (auto done = files_.remove(half); !done) return done;
  return {};
}

std::optional<Generation> Store::generation(unsigned number) {
  const auto bytes = files_.read(generation_path(number) + "/generation.json", kSmallFile);
  if (!bytes) return std::nullopt;
  auto generation = parse_generation(*bytes, number);
  if (!generation) return std::nullopt;
  return *std::move(generation);
}

std::optional<Generation> Store::linked(const std::string& link) {
  const auto target = files_.read_link(link);
  if (!target || !target->starts_with("gen/")) return std::nullopt;
  const auto number = parse_number(std::string_view(*target).substr(4));
  return number ? generation(*number) : std::nullopt;
}

std::optional<Generation> Store::current() { return linked("current"); }
std::optional<Generation> Store::previous() { return linked("previous"); }

bool Store::is_whole(const Generation& generation, const PackRecord& pack, const Manifest& manifest) {
  const std::string folder = generation_path(generation.number) + "/" + pack_path(pack) + "/";
  // Not the file of its blob: rot was found in it, and the blob has been fetched anew since.
  const auto is_blob = [&](const std::string& path, const std::string& blob) {
    const auto here = files_.look(folder + path), there = files_.look(blob);
    return here && there && here->node == there->node;
  };
  bool whole = is_blob("manifest.json", blob_path(pack.manifest_sha256));
  for (const File& file : manifest.files) whole = has_blob(file) && is_blob(file.path, blob_path(file)) && whole;
  return whole;
}

bool Store::has_pack_list(const Generation& generation) {
  const auto bytes = files_.read(generation_path(generation.number) + "/packs.json", kSmallFile);
  return bytes && *bytes == write_pack_list(generation);
}

bool Store::has_blob(const File& file) {
  const std::string path = blob_path(file);
  if (accepted_.contains(part_path(file))) return true;
  const auto entry = files_.look(path);
  if (!entry) return false;
  if (entry->kind == Entry::Kind::file && entry->size == file.size) return true;
  // Cut short by a broken disk: the name must go, or the new bytes would never get it.
  (void)files_.remove(path);
  return false;
}

Result<Pieces> Store::read_blob(std::string_view sha256) {
  for (const auto& [part, blob] : accepted_)
    if (blob == blob_path(sha256)) return files_.read_pieces(part);
  return files_.read_pieces(blob_path(sha256));
}

std::uint64_t Store::part_size(const File& file) {
  const auto entry = files_.look(part_path(file));
  return entry && entry->kind == Entry::Kind::file ? entry->size : 0;
}

Result<std::unique_ptr<FileWriter>> Store::write_part(const File& file, FileSystem::Open how) {
  return files_.open(part_path(file), how);
}

Result<crypto::Sha256> Store::hash_part(const File& file, std::uint64_t bytes) {
  crypto::Sha256 sum;
  if (auto done = scan(files_, part_path(file), bytes, [&](std::string_view piece) { sum.update(piece); }); !done) return done.error();
  return sum;
}

Result<void> Store::drop_part(const File& file) { return files_.remove(part_path(file)); }

Result<void> Store::accept_part(const File& file) {
  accepted_.emplace(part_path(file), blob_path(file));
  return accepted_.size() >= kBatch ? flush() : Result<void>{};
}

Result<void> Store::flush() {
  if (accepted_.empty()) return {};
  if (auto done = files_.sync_all(); !done) return done;
  std::string made;
  for (const auto& [part, blob] : accepted_) {
    const std::string shelf = blob.substr(0, blob.rfind('/'));  // they come in the order of hashes
    if (made != shelf)
      if (auto done = files_.make_directory(shelf); !done) return done;
    made = shelf;
    if (auto done = files_.rename(part, blob); !done) return done;
  }
  accepted_.clear();
  return {};
}

// Makes the folders of `path` below `base`, but for those that `last`, the path before it in the list, lies in too.
Result<void> Store::make_folders(const std::string& base, std::string_view path, std::string_view last) {
  const auto there = static_cast<std::size_t>(std::mismatch(path.begin(), path.end(), last.begin(), last.end()).first - path.begin());
  for (std::size_t slash = path.find('/', there); slash != path.npos; slash = path.find('/', slash + 1))
    if (auto done = files_.make_directory(base + "/" + std::string(path.substr(0, slash))); !done) return done;
  return {};
}

Result<void> Store::write_small(const std::string& path, std::string_view bytes) {
  auto writer = files_.open(path, FileSystem::Open::fresh);
  if (!writer) return writer.error();
  if (auto done = (*writer)->write(bytes); !done) return done;
  return (*writer)->seal();
}

Result<std::vector<unsigned>> Store::numbers() {
  auto entries = files_.list("gen");
  if (!entries) return entries.error();
  std::vector<unsigned> found;
  for (const Entry& each : *entries)
    if (const auto number = parse_number(each.name)) found.push_back(*number);
  std::sort(found.begin(), found.end());
  return found;
}

Result<unsigned> Store::begin() {
  auto taken = numbers();
  if (!taken) return taken.error();
  // Also above those that are gone: the display remembers by number which one crashed.
  unsigned last = taken->empty() ? 0 : taken->back();
  for (const Bad& each : bad()) last = std::max(last, each.generation);
  if (const auto on = trial(); on && *on) last = std::max(last, (*on)->generation);
  const unsigned number = last + 1;
  if (auto done = files_.make_directory(generation_path(number) + ".tmp"); !done) return done.error();
  return number;
}

Result<std::filesystem::path> Store::add(unsigned number, const PackRecord& record, const Manifest& manifest) {
  const std::string top = generation_path(number) + ".tmp", pack = top + "/" + pack_path(record);
  if (auto done = make_folders(top, pack_path(record) + "/", ""); !done) return done.error();
  std::string last;
  for (const File& file : manifest.files) {
    if (auto done = make_folders(pack, file.path, std::exchange(last, file.path)); !done) return done.error();
    if (auto done = files_.link(blob_path(file), pack + "/" + file.path); !done) return done.error();
  }
  if (auto done = files_.link(blob_path(record.manifest_sha256), pack + "/manifest.json"); !done) return done.error();
  return files_.root() / pack;
}

Result<void> Store::drop(unsigned number, const PackRecord& pack) {
  return remove_tree(files_, generation_path(number) + ".tmp/" + pack_path(pack));
}

Result<void> Store::finish(const Generation& generation) {
  const std::string top = generation_path(generation.number) + ".tmp";
  if (auto done = write_small(top + "/packs.json", write_pack_list(generation)); !done) return done;
  return write_small(top + "/generation.json", write_generation(generation));
}

Result<void> Store::discard(unsigned number) { return remove_tree(files_, generation_path(number) + ".tmp"); }

Result<void> Store::replace_link(const std::string& link, unsigned generation) {
  const std::string half = link + ".new";
  if (auto done = files_.remove(half); !done) return done;
  if (auto done = files_.symlink(generation_path(generation), half); !done) return done;
  return files_.rename(half, link);
}

Result<void> Store::make_current(unsigned generation) {
  if (auto done = replace_link("current", generation); !done) return done;
  return files_.sync_directory("");
}

Result<void> Store::activate(const Generation& next) {
  const std::string folder = generation_path(next.number);
  const auto old = current();
  const auto on = trial();
  // One that was never confirmed is no place to go back to, but better than none.
  const bool unproven = old && on && *on && (*on)->generation == old->number && (*on)->previous != 0;
  const auto before = previous();
  unsigned proven = before ? before->number : 0;
  if (unproven) proven = (*on)->previous;
  else if (old && !old->same_packs(next)) proven = old->number;
  if (auto done = write_small("trial.json.new", write_trial({next.number, proven})); !done) return done;
  // Blobs, their folders, the whole of the generation and the note of its trial reach the disk here; only then may they have their names.
  if (auto done = files_.sync_all(); !done) return done;
  if (auto done = files_.rename(folder + ".tmp", folder); !done) return done;
  if (auto done = files_.sync_directory("gen"); !done) return done;
  if (auto done = files_.rename("trial.json.new", "trial.json"); !done) return done;
  if (proven != 0 && (!before || before->number != proven))
    if (auto done = replace_link("previous", proven); !done) return done;
  // A new generation without its trial would never be given up.
  if (auto done = files_.sync_directory(""); !done) return done;
  return make_current(next.number);
}

Result<void> Store::confirm(unsigned generation) {
  const auto on = trial();
  if (!on) return on.error();
  if (!*on || (*on)->generation != generation) return {};
  if (auto done = files_.remove("trial.json"); !done) return done;
  return files_.sync_directory("");
}

Result<Generation> Store::rollback(unsigned number, const std::string& reason, const std::string& program) {
  const auto refuse = [](const char* why) { return Error{ErrorKind::refused, why, ""}; };
  auto left = current();
  if (!left) return refuse("there is no current generation");
  if (left->number != number) return *std::move(left);
  const auto on = trial();
  const bool unproven = on && *on && (*on)->generation == left->number;
  auto back = unproven ? this->generation((*on)->previous) : previous();
  if (!back || back->number == left->number) return refuse("there is no generation to go back to");
  std::vector<Bad> failed;
  for (const PackRecord& pack : left->packs)
    if (std::none_of(back->packs.begin(), back->packs.end(), [&](const PackRecord& other) { return pack.same_bytes(other); }))
      failed.push_back({pack.manifest_sha256, reason, program, left->number});
  // First of all: were it lost, the next sync would bring the same again.
  if (auto done = remember(failed); !done) return done.error();
  if (const auto pin = pinned(); !pin || (*pin && (*pin)->generation == left->number))
    if (auto done = files_.remove("pinned.json"); !done) return done.error();
  if (auto done = make_current(back->number); !done) return done.error();
  (void)files_.remove("trial.json");  // means nothing any more
  return *std::move(back);
}

Result<Generation> Store::pin(unsigned number) {
  auto wanted = generation(number);
  if (!wanted) return Error{ErrorKind::refused, "is not a generation that is here", generation_path(number)};
  if (auto done = replace_file(files_, "pinned.json", write_pin({number})); !done) return done.error();
  if (const auto now = current(); !now || now->number != number)
    if (auto done = make_current(number); !done) return done.error();
  return *std::move(wanted);
}

Result<void> Store::unpin() {
  if (auto done = files_.remove("pinned.json"); !done) return done;
  return files_.sync_directory("");
}

Result<std::optional<Trial>> Store::trial() { return read_if_there(files_, "trial.json", parse_trial); }
Result<std::optional<Pin>> Store::pinned() { return read_if_there(files_, "pinned.json", parse_pin); }

std::vector<Bad> Store::bad() {
  auto list = read_if_there(files_, "bad.json", parse_bad);
  return list && *list ? **std::move(list) : std::vector<Bad>();
}

std::optional<Bad> Store::find_bad(std::string_view manifest_sha256, std::string_view program) {
  for (Bad& each : bad())
    if (each.manifest_sha256 == manifest_sha256 && each.program == program) return std::move(each);
  return std::nullopt;
}

Result<void> Store::remember(const std::vector<Bad>& more) {
  std::vector<Bad> list = more;
  for (Bad& each : bad())
    if (list.size() < kBad && std::none_of(more.begin(), more.end(), [&](const Bad& b) { return b.manifest_sha256 == each.manifest_sha256; }))
      list.push_back(std::move(each));
  return replace_file(files_, "bad.json", write_bad(list));
}

// Current, previous, pinned and those of a trial; an error where one of them is there and cannot be read.
Result<std::set<unsigned>> Store::must_stay() {
  std::set<unsigned> numbers;
  for (const char* link : {"current", "previous"}) {
    if (!files_.look(link)) continue;
    const auto named = linked(link);
    if (!named) return Error{ErrorKind::io, "cannot be read: nothing is removed", (files_.root() / link).string()};
    numbers.insert(named->number);
  }
  const auto on = trial();
  if (!on) return on.error();
  if (*on) numbers.insert({(*on)->generation, (*on)->previous});
  const auto pin = pinned();
  if (!pin) return pin.error();
  if (*pin) numbers.insert((*pin)->generation);
  return numbers;
}

Result<Store::Collected> Store::collect(unsigned keep, const std::vector<crypto::Digest>& wanted, std::int64_t before) {
  auto all = numbers();
  if (!all) return all.error();
  auto kept = must_stay();
  if (!kept) return kept.error();
  Collected collected;
  for (auto it = all->rbegin(); it != all->rend() && kept->size() < keep; ++it) kept->insert(*it);
  for (unsigned number : *all) {
    if (kept->contains(number)) continue;
    // Out of its valid name first: a cut must not leave half a generation that looks whole.
    const std::string gone = generation_path(number) + ".old";
    if (auto done = files_.rename(generation_path(number), gone); !done) return done.error();
    if (auto done = remove_tree(files_, gone); !done) return done.error();
    ++collected.generations;
  }
  if (auto done = collect_blobs(wanted, before, collected); !done) return done.error();
  return collected;
}

Result<void> Store::collect_blobs(const std::vector<crypto::Digest>& wanted, std::int64_t before, Collected& collected) {
  const auto remove = [&](const std::string& folder, const Entry& entry) -> Result<void> {
    if (before != 0 && entry.modified_s >= before) return {};
    ++collected.files;
    collected.bytes += entry.size;
    return files_.remove(folder + "/" + entry.name);
  };
  const auto is_wanted = [&](std::string_view sha256) {
    const auto digest = crypto::parse_digest(sha256);
    return digest && std::binary_search(wanted.begin(), wanted.end(), *digest);
  };
  auto parts = files_.list("partial");
  if (!parts) return parts.error();
  for (const Entry& part : *parts)
    if (!is_wanted(std::string_view(part.name).substr(0, part.name.find('.'))))
      if (auto done = remove("partial", part); !done) return done;
  if (auto done = mend(); !done) return done;
  auto rotten = files_.list("quarantine");
  if (!rotten) return rotten.error();
  for (const Entry& each : *rotten)
    if (files_.look(blob_path(each.name)) || each.links == 1)  // replaced, or nobody needs it
      if (auto done = remove("quarantine", each); !done) return done;
  auto shelves = files_.list("blobs");
  if (!shelves) return shelves.error();
  for (const Entry& shelf : *shelves) {
    auto blobs = files_.list("blobs/" + shelf.name);
    if (!blobs) return blobs.error();
    for (const Entry& blob : *blobs)
      if (blob.links == 1 && !is_wanted(blob.name))  // no generation has a link to it
        if (auto done = remove("blobs/" + shelf.name, blob); !done) return done;
  }
  return {};
}

Result<void> Store::mend() {
  auto rotten = files_.list("quarantine");
  if (!rotten) return rotten.error();
  std::map<std::uint64_t, std::string> replaced;  // what is in quarantine and still in a generation, and came again
  for (const Entry& each : *rotten)
    if (each.links > 1 && files_.look(blob_path(each.name))) replaced.emplace(each.node, each.name);
  if (replaced.empty()) return {};
  const std::function<Result<void>(const std::string&)> visit = [&](const std::string& folder) -> Result<void> {
    auto entries = files_.list(folder);
    if (!entries) return entries.error();
    for (const Entry& each : *entries) {
      const std::string path = folder + "/" + each.name;
      if (each.kind == Entry::Kind::folder)
        if (auto done = visit(path); !done) return done;
      const auto it = replaced.find(each.node);
      if (each.kind != Entry::Kind::file || it == replaced.end()) continue;
      const std::string half = "partial/" + it->second + ".mend";
      if (auto done = files_.remove(half); !done) return done;
      if (auto done = files_.link(blob_path(it->second), half); !done) return done;
      if (auto done = files_.rename(half, path); !done) return done;
    }
    return {};
  };
  if (auto done = visit("gen"); !done) return done;
  // The quarantine remembers what is to be mended: it goes after.
  return files_.sync_all();
}

Result<void> Store::quarantine(const std::string& sha256) { return files_.rename(blob_path(sha256), "quarantine/" + sha256); }

}  // namespace kiosk::sync
