#include "kiosk/sync/store.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "kiosk/base/json.h"

namespace kiosk::sync {
namespace {

constexpr std::size_t kSmallFile = 64u << 10;  // bytes; our own small JSON files are far below
constexpr std::size_t kRefusals = 16;          // remembered; older ones are looked at again
constexpr std::size_t kBatch = 512;            // accepted files that one sync of the disk makes safe together

std::string blob_path(const File& file) {
  const std::string name = crypto::hex(file.sha256);
  return "blobs/" + name.substr(0, 2) + "/" + name;
}

std::string part_path(const File& file) { return "partial/" + crypto::hex(file.sha256) + ".part"; }

std::string generation_path(unsigned number) { return "gen/" + std::to_string(number); }

std::optional<unsigned> parse_number(std::string_view name) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size() || number == 0 || name.front() == '0') return std::nullopt;
  return number;
}

std::string pack_path(const Generation& generation) { return "packs/" + generation.owner + "/" + generation.pack; }

std::string text_or_nothing(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// Makes the folders of `path` below `base`, each once.
class Folders {
 public:
  explicit Folders(FileSystem& files) : files_(files) {}
  Result<void> make_for(const std::string& base, std::string_view path) {
    for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
      if (auto done = make(base + "/" + std::string(path.substr(0, slash))); !done) return done;
    return {};
  }
  Result<void> make(const std::string& folder) {
    if (!made_.insert(folder).second) return {};
    return files_.make_directory(folder);
  }

 private:
  FileSystem& files_;
  std::set<std::string> made_;
};

}  // namespace

Result<void> Store::prepare() {
  for (const char* folder : {"blobs", "partial", "gen"})
    if (auto done = files_.make_directory(folder); !done) return done;
  auto entries = files_.list("gen");
  if (!entries) return entries.error();
  for (const Entry& each : *entries)
    if (!parse_number(each.name) && each.kind == Entry::Kind::folder)
      if (auto done = remove_tree(files_, "gen/" + each.name); !done) return done;
  for (const char* half : {"current.new", "previous.new"})
    if (auto done = files_.remove(half); !done) return done;
  return {};
}

std::optional<Generation> Store::generation(const std::string& folder) {
  const auto bytes = files_.read(folder + "/generation.json", kSmallFile);
  if (!bytes) return std::nullopt;
  const auto json = parse_json(*bytes, "generation.json");
  if (!json || !json->is_object()) return std::nullopt;
  const auto number = parse_number(folder.substr(folder.rfind('/') + 1));
  Generation g{number.value_or(0),           text_or_nothing(*json, "manifest_sha256"), text_or_nothing(*json, "url"),
               text_or_nothing(*json, "time"), text_or_nothing(*json, "owner"),           text_or_nothing(*json, "pack"),
               text_or_nothing(*json, "version")};
  if (g.number == 0 || g.pack.empty() || g.owner.empty()) return std::nullopt;
  return g;
}

std::optional<Generation> Store::linked(const std::string& link) {
  const auto target = files_.read_link(link);
  if (!target || !target->starts_with("gen/") || !parse_number(std::string_view(*target).substr(4))) return std::nullopt;
  return generation(*target);
}

std::optional<Generation> Store::current() { return linked("current"); }
std::optional<Generation> Store::previous() { return linked("previous"); }

bool Store::is_whole(const Generation& generation, const Manifest& manifest) {
  bool whole = true;
  const std::string folder = generation_path(generation.number) + "/" + pack_path(generation) + "/";
  for (const File& file : manifest.files) {
    const auto entry = files_.look(folder + file.path);
    if (entry && entry->kind == Entry::Kind::file && entry->size == file.size) continue;
    whole = false;
    (void)has_blob(file);  // forgets it where it is the broken one
  }
  return whole;
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

std::uint64_t Store::part_size(const File& file) {
  const auto entry = files_.look(part_path(file));
  return entry && entry->kind == Entry::Kind::file ? entry->size : 0;
}

Result<std::unique_ptr<FileWriter>> Store::write_part(const File& file, FileSystem::Open how) {
  return files_.open(part_path(file), how);
}

Result<crypto::Sha256> Store::hash_part(const File& file, std::uint64_t bytes) {
  crypto::Sha256 sum;
  if (auto done = files_.scan(part_path(file), bytes, [&](std::string_view piece) { sum.update(piece); }); !done) return done.error();
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
  Folders folders(files_);
  for (const auto& [part, blob] : accepted_) {
    if (auto done = folders.make(blob.substr(0, blob.rfind('/'))); !done) return done;
    if (auto done = files_.rename(part, blob); !done) return done;
  }
  accepted_.clear();
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

Result<Store::Staged> Store::stage(const Manifest& manifest, std::string_view manifest_bytes, Generation about) {
  auto taken = numbers();
  if (!taken) return taken.error();
  about.number = taken->empty() ? 1 : taken->back() + 1;
  about.owner = manifest.owner;
  about.pack = manifest.pack;
  about.version = manifest.version;
  const std::string top = generation_path(about.number) + ".tmp", pack = top + "/" + pack_path(about);

  Folders folders(files_);
  if (auto done = folders.make(top); !done) return done.error();
  if (auto done = folders.make_for(top, pack_path(about) + "/"); !done) return done.error();
  for (const File& file : manifest.files) {
    if (auto done = folders.make_for(pack, file.path); !done) return done.error();
    if (auto done = files_.link(blob_path(file), pack + "/" + file.path); !done) return done.error();
  }
  if (auto done = write_small(pack + "/manifest.json", manifest_bytes); !done) return done.error();
  const OrderedJson packs{{"packs", {about.owner + "/" + about.pack}}};
  if (auto done = write_small(top + "/packs.json", packs.dump() + "\n"); !done) return done.error();
  const OrderedJson json{{"format", 1},           {"manifest_sha256", about.manifest_sha256}, {"url", about.url}, {"time", about.time},
                         {"owner", about.owner}, {"pack", about.pack},                       {"version", about.version}};
  if (auto done = write_small(top + "/generation.json", json.dump(2) + "\n"); !done) return done.error();
  return Staged{about, files_.root() / pack};
}

Result<void> Store::discard(const Staged& staged) { return remove_tree(files_, generation_path(staged.generation.number) + ".tmp"); }

Result<void> Store::replace_link(const std::string& link, const std::string& target) {
  const std::string half = link + ".new";
  if (auto done = files_.remove(half); !done) return done;
  if (auto done = files_.symlink(target, half); !done) return done;
  return files_.rename(half, link);
}

Result<void> Store::activate(const Staged& staged) {
  const std::string folder = generation_path(staged.generation.number);
  // Blobs, their folders and the whole of the generation reach the disk here; only then may it have its name.
  if (auto done = files_.sync_all(); !done) return done;
  if (auto done = files_.rename(folder + ".tmp", folder); !done) return done;
  if (auto done = files_.sync_directory("gen"); !done) return done;
  if (const auto old = current())
    if (auto done = replace_link("previous", generation_path(old->number)); !done) return done;
  if (auto done = replace_link("current", folder); !done) return done;
  return files_.sync_directory("");
}

Result<void> Store::collect(unsigned keep, const std::set<std::string>& wanted) {
  auto all = numbers();
  if (!all) return all.error();
  std::set<unsigned> kept;
  for (const auto& each : {current(), previous()})
    if (each) kept.insert(each->number);
  // A link that cannot be read is a reason to touch nothing.
  for (const char* link : {"current", "previous"})
    if (files_.look(link) && !linked(link)) return {};
  for (auto it = all->rbegin(); it != all->rend() && kept.size() < keep; ++it) kept.insert(*it);
  for (unsigned number : *all) {
    if (kept.contains(number)) continue;
    // Out of its valid name first: a cut must not leave half a generation that looks whole.
    const std::string gone = generation_path(number) + ".old";
    if (auto done = files_.rename(generation_path(number), gone); !done) return done;
    if (auto done = remove_tree(files_, gone); !done) return done;
  }
  return collect_blobs(wanted);
}

Result<void> Store::collect_blobs(const std::set<std::string>& wanted) {
  auto parts = files_.list("partial");
  if (!parts) return parts.error();
  for (const Entry& part : *parts)
    if (!wanted.contains(part.name.substr(0, part.name.find('.'))))
      if (auto done = files_.remove("partial/" + part.name); !done) return done;
  auto shelves = files_.list("blobs");
  if (!shelves) return shelves.error();
  for (const Entry& shelf : *shelves) {
    auto blobs = files_.list("blobs/" + shelf.name);
    if (!blobs) return blobs.error();
    for (const Entry& blob : *blobs)
      if (blob.links == 1 && !wanted.contains(blob.name))  // no generation has a link to it
        if (auto done = files_.remove("blobs/" + shelf.name + "/" + blob.name); !done) return done;
  }
  return {};
}

std::optional<Refusal> Store::refusal(std::string_view manifest_sha256) {
  const auto bytes = files_.read("refused.json", kSmallFile);
  if (!bytes) return std::nullopt;
  const auto json = parse_json(*bytes, "refused.json");
  if (!json || !json->is_object() || !json->contains("refused") || !(*json)["refused"].is_array()) return std::nullopt;
  for (const Json& each : (*json)["refused"]) {
    if (!each.is_object() || text_or_nothing(each, "manifest_sha256") != manifest_sha256) continue;
    return Refusal{std::string(manifest_sha256), text_or_nothing(each, "reason"), text_or_nothing(each, "program")};
  }
  return std::nullopt;
}

Result<void> Store::remember(const Refusal& refusal) {
  OrderedJson list = OrderedJson::array();
  list.push_back({{"manifest_sha256", refusal.manifest_sha256}, {"reason", refusal.reason}, {"program", refusal.program}});
  if (const auto bytes = files_.read("refused.json", kSmallFile))
    if (const auto json = parse_json(*bytes, "refused.json"); json && json->is_object() && json->contains("refused"))
      for (const Json& each : (*json)["refused"])
        if (each.is_object() && list.size() < kRefusals && text_or_nothing(each, "manifest_sha256") != refusal.manifest_sha256)
          list.push_back(OrderedJson(each));
  const OrderedJson json{{"refused", list}};
  if (auto done = write_small("refused.json.new", json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n"); !done) return done;
  return files_.rename("refused.json.new", "refused.json");
}

}  // namespace kiosk::sync
