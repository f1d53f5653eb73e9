#include "tests/sync/memory_file_system.h"

#include <algorithm>

namespace kiosk::sync {

constexpr std::size_t kPiece = 1000;  // bytes; small, so that what is read ends in the middle of things

class MemoryFileSystem::Writer final : public FileWriter {
 public:
  Writer(MemoryFileSystem& owner, int node) : owner_(owner), node_(node) {}
  Result<void> write(std::string_view bytes) override {
    const auto fine = owner_.take_step();
    // A write that fails or is cut has written a part all the same; a process that is dead already has not.
    if (fine || owner_.step_ <= owner_.die_at_) owner_.now_[node_].bytes += fine ? bytes : bytes.substr(0, bytes.size() / 2);
    return fine;
  }
  Result<void> seal() override {
    if (auto fine = owner_.take_step(); !fine) return fine;
    owner_.now_[node_].sealed = true;
    return {};
  }
  Result<void> sync() override {
    if (auto fine = owner_.take_step(); !fine) return fine;
    if (++owner_.syncs_ != owner_.forget_sync_) owner_.safe_[node_] = owner_.now_[node_];
    return {};
  }

 private:
  MemoryFileSystem& owner_;
  int node_;
};

Result<void> MemoryFileSystem::take_step() {
  ++step_;
  if (step_ >= die_at_) return Error{ErrorKind::internal, "the process was killed here", ""};
  if (step_ == fail_at_) return Error{fail_kind_, "this step fails in this test", ""};
  return {};
}

MemoryFileSystem::Place MemoryFileSystem::place(const std::string& path) const {
  Place place{0, path};
  for (std::size_t slash = place.name.find('/'); slash != std::string::npos; slash = place.name.find('/')) {
    const Node& folder = now_.at(place.folder);
    const auto it = folder.names.find(place.name.substr(0, slash));
    if (it == folder.names.end() || now_.at(it->second).kind != Entry::Kind::folder) return {-1, ""};
    place = {it->second, place.name.substr(slash + 1)};
  }
  return place;
}

int MemoryFileSystem::find(const std::string& path) const {
  if (path.empty()) return 0;
  const Place at = place(path);
  if (at.folder < 0) return -1;
  const auto& names = now_.at(at.folder).names;
  const auto it = names.find(at.name);
  return it == names.end() ? -1 : it->second;
}

void MemoryFileSystem::apply_to(Disk& disk, const Change& change) {
  if (change.gone.folder >= 0) disk[change.gone.folder].names.erase(change.gone.name);
  if (change.here.folder >= 0) disk[change.here.folder].names[change.here.name] = change.node;
}

Result<void> MemoryFileSystem::apply(Change change) {
  apply_to(now_, change);
  unsafe_.push_back(std::move(change));
  return {};
}

Entry MemoryFileSystem::entry(const std::string& name, int node) const {
  std::uint64_t links = 0;
  for (const auto& [id, each] : now_)
    for (const auto& [other, target] : each.names) links += target == node;
  const Node& found = now_.at(node);
  return {found.kind, name, found.bytes.size(), links, static_cast<std::uint64_t>(node), 0};
}

Result<Entry> MemoryFileSystem::look(const std::string& path) {
  const int node = find(path);
  if (node < 0) return gone(path);
  return entry(path.substr(path.rfind('/') + 1), node);
}

Result<std::vector<Entry>> MemoryFileSystem::list(const std::string& folder) {
  const int node = find(folder);
  if (node < 0 || now_[node].kind != Entry::Kind::folder) return gone(folder);
  std::vector<Entry> entries;
  for (const auto& [name, child] : now_[node].names) entries.push_back(entry(name, child));
  return entries;
}

Result<std::string> MemoryFileSystem::read(const std::string& path, std::size_t max_bytes) {
  const int node = find(path);
  if (node < 0 || now_[node].kind != Entry::Kind::file) return gone(path);
  if (now_[node].bytes.size() > max_bytes) return Error{ErrorKind::limit, "is too large", path};
  return now_[node].bytes;
}

Result<Pieces> MemoryFileSystem::read_pieces(const std::string& path) {
  const int node = find(path);
  if (node < 0 || now_[node].kind != Entry::Kind::file) return gone(path);
  return Pieces([bytes = now_[node].bytes, at = std::size_t{0}]() mutable -> Result<std::string_view> {
    const std::string_view piece = std::string_view(bytes).substr(at, kPiece);
    at += piece.size();
    return piece;
  });
}

Result<std::string> MemoryFileSystem::read_link(const std::string& path) {
  const int node = find(path);
  if (node < 0 || now_[node].kind != Entry::Kind::link) return gone(path);
  return now_[node].bytes;
}

Result<void> MemoryFileSystem::make_directory(const std::string& path) {
  if (auto fine = take_step(); !fine) return fine;
  if (const int node = find(path); node >= 0) {
    if (now_[node].kind == Entry::Kind::folder) return {};
    return Error{ErrorKind::io, "is in the way of a folder", path};
  }
  const Place at = place(path);
  if (at.folder < 0) return gone(path);
  now_[next_] = safe_[next_] = Node{Entry::Kind::folder};
  return apply({{}, at, next_++});
}

Result<std::unique_ptr<FileWriter>> MemoryFileSystem::open(const std::string& path, Open how) {
  if (auto fine = take_step(); !fine) return fine.error();
  int node = find(path);
  if (how == Open::append) {
    if (node < 0) return gone(path);
    if (now_[node].sealed) return Error{ErrorKind::io, "is read-only", path};
  } else {
    const Place at = place(path);
    if (at.folder < 0) return gone(path);
    if (node >= 0) (void)apply({at, {}, -1});
    node = next_++;
    now_[node] = safe_[node] = Node{Entry::Kind::file};
    (void)apply({{}, at, node});
  }
  return std::unique_ptr<FileWriter>(std::make_unique<Writer>(*this, node));
}

Result<void> MemoryFileSystem::link(const std::string& from, const std::string& to) {
  if (auto fine = take_step(); !fine) return fine;
  const int node = find(from);
  const Place at = place(to);
  if (node < 0 || at.folder < 0) return gone(node < 0 ? from : to);
  if (find(to) >= 0) return Error{ErrorKind::io, "is there already", to};
  return apply({{}, at, node});
}

Result<void> MemoryFileSystem::symlink(const std::string& target, const std::string& path) {
  if (auto fine = take_step(); !fine) return fine;
  if (find(path) >= 0) return Error{ErrorKind::io, "is there already", path};
  const Place at = place(path);
  if (at.folder < 0) return gone(path);
  now_[next_] = safe_[next_] = Node{Entry::Kind::link, target};
  return apply({{}, at, next_++});
}

Result<void> MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  if (auto fine = take_step(); !fine) return fine;
  const int node = find(from);
  const Place at = place(to);
  if (node < 0 || at.folder < 0) return gone(node < 0 ? from : to);
  return apply({place(from), at, node});
}

Result<void> MemoryFileSystem::remove(const std::string& path) {
  if (auto fine = take_step(); !fine) return fine;
  const int node = find(path);
  if (node < 0) return {};
  if (now_[node].kind == Entry::Kind::folder && !now_[node].names.empty()) return Error{ErrorKind::io, "is not empty", path};
  return apply({place(path), {}, -1});
}

Result<void> MemoryFileSystem::sync_directory(const std::string& path) {
  if (auto fine = take_step(); !fine) return fine;
  if (++syncs_ == forget_sync_) return {};
  const int folder = find(path);
  if (folder < 0) return gone(path);
  const auto belongs = [&](const Change& change) { return change.gone.folder == folder || change.here.folder == folder; };
  for (const Change& change : unsafe_)
    if (belongs(change)) apply_to(safe_, change);
  std::erase_if(unsafe_, belongs);
  return {};
}

Result<void> MemoryFileSystem::sync_all() {
  if (auto fine = take_step(); !fine) return fine;
  if (++syncs_ == forget_sync_) return {};
  safe_ = now_;
  unsafe_.clear();
  return {};
}

MemoryFileSystem MemoryFileSystem::after_power_loss(unsigned seed) const {
  std::mt19937 random(seed);
  MemoryFileSystem next;
  next.safe_ = safe_;
  next.next_ = next_;
  // Seeds 0 and 1 are the extremes: nothing that was unsafe survives, everything does.
  const auto survives = [&] { return seed == 0 ? false : seed == 1 ? true : random() % 2 == 0; };
  for (const Change& change : unsafe_)
    if (survives()) apply_to(next.safe_, change);
  for (auto& [id, node] : next.safe_) {
    if (node.kind != Entry::Kind::file) continue;
    const std::string& written = now_.at(id).bytes;
    if (written.size() <= node.bytes.size() || seed == 1) {
      if (seed == 1) node = now_.at(id);
      continue;
    }
    const std::size_t lost = seed == 0 ? written.size() - node.bytes.size() : random() % (written.size() - node.bytes.size() + 1);
    const std::size_t kept = std::max(node.bytes.size(), (written.size() - lost) / 512 * 512);
    const bool zeros = survives();
    node.sealed = survives() && now_.at(id).sealed;
    node.bytes = written.substr(0, kept);
    if (zeros) node.bytes.resize(written.size(), '\0');
  }
  next.now_ = next.safe_;
  return next;
}

MemoryFileSystem MemoryFileSystem::after_kill() const {
  MemoryFileSystem next;
  next.now_ = now_;
  next.safe_ = safe_;
  next.unsafe_ = unsafe_;
  next.next_ = next_;
  return next;
}

void MemoryFileSystem::rot(const std::string& path) {
  std::string& bytes = now_.at(find(path)).bytes;
  bytes.at(bytes.size() / 2) ^= 1;
}

}  // namespace kiosk::sync
