#include "kiosk/sync/board.h"

#include <algorithm>
#include <set>

namespace kiosk::sync {
namespace {

constexpr const char* kFolder = "notices";
constexpr const char* kBoard = "notices.json";
constexpr std::size_t kBoardBytes = 1u << 20;  // the display reads no more (content/board.h)

class Board {
 public:
  Board(FileSystem& files, Fetcher& fetcher) : files_(files), fetcher_(fetcher) {}

  Result<BoardOutcome> refresh(const Repository& repository, const std::optional<Generation>& current) {
    if (auto done = files_.make_directory(kFolder); !done) return done.error();
    for (const Memorial& memorial : repository.memorials)
      if (auto done = add(memorial, current); !done) return done.error();
    if (auto done = forget_others(repository); !done) return done.error();
    if (auto done = write(); !done) return done.error();
    return std::move(outcome_);
  }

 private:
  static std::string notices_path(const std::string& memorial) { return std::string(kFolder) + "/" + memorial + ".json"; }
  static std::string withdrawn_path(const std::string& memorial) { return std::string(kFolder) + "/" + memorial + ".withdrawn.json"; }

  Result<void> add(const Memorial& memorial, const std::optional<Generation>& current) {
    const auto notices = bring(memorial.name, notices_path(memorial.name), memorial.notices, memorial.unreadable,
                               [](std::string_view bytes, std::string_view subject) { return parse_notices(bytes, subject); });
    if (!notices) return notices.error();
    for (const Notice& notice : *notices) notices_.push_back({memorial.name, notice});
    const auto withdrawn = bring(memorial.name, withdrawn_path(memorial.name), memorial.withdrawn, memorial.withdrawn_unreadable,
                                 [](std::string_view bytes, std::string_view subject) { return parse_withdrawn(bytes, subject); });
    if (!withdrawn) return withdrawn.error();
    std::set<std::string_view> own;
    for (const SignedPack& pack : memorial.packs) own.insert(pack.pack);
    if (current)
      for (const PackRecord& pack : current->packs)
        if (pack.owner == memorial.name) own.insert(pack.pack);
    for (const Withdrawal& each : *withdrawn) {
      if (own.contains(pack_of(each.route))) withdrawn_.push_back(each);
      else problem(memorial.name, {ErrorKind::refused, "withdraws what is not its own: " + each.route, "withdrawn/" + memorial.name + ".json"});
    }
    return {};
  }

  // What the memorial says now, as far as that can be had; else what it said last.
  template <typename Parse>
  auto bring(const std::string& memorial, const std::string& kept_path, const std::optional<SignedFile>& wanted, const std::optional<Error>& unreadable,
             const Parse& parse) -> decltype(parse("", "")) {
    using List = decltype(parse("", ""));
    const auto kept = files_.read(kept_path, NoticeLimits{}.bytes);
    if (unreadable && unreadable->kind != ErrorKind::not_found) problem(memorial, *unreadable);
    if (!wanted && !unreadable) {
      if (auto done = files_.remove(kept_path); !done) return done.error();
      return parse(R"({"format":1,"notices":[],"withdrawn":[]})", kept_path);
    }
    if (wanted && !(kept && crypto::sha256(*kept) == wanted->file.sha256)) {
      const auto bytes = fetch(*wanted);
      List list = bytes ? parse(*bytes, wanted->file.path) : List(bytes.error());
      if (list) {
        if (auto done = replace_file(files_, kept_path, *bytes); !done) return done.error();
        return list;
      }
      problem(memorial, list.error());
    }
    List last = kept ? parse(*kept, kept_path) : List(kept.error());
    return last ? last : parse(R"({"format":1,"notices":[],"withdrawn":[]})", kept_path);
  }

  Result<std::string> fetch(const SignedFile& wanted) {
    if (wanted.file.size > NoticeLimits{}.bytes) return Error{ErrorKind::limit, "is larger than such a file may be", wanted.file.path};
    ++outcome_.requests;
    auto bytes = fetcher_.get(wanted.address, wanted.file.size);
    if (bytes && (bytes->size() != wanted.file.size || crypto::sha256(*bytes) != wanted.file.sha256))
      return Error{ErrorKind::refused, "is not the file that was signed: its size or SHA-256 is another", wanted.address};
    if (bytes) outcome_.bytes += bytes->size();
    return bytes;
  }

  Result<void> forget_others(const Repository& repository) {
    const auto entries = files_.list(kFolder);
    if (!entries) return entries.error();
    for (const Entry& entry : *entries) {
      const bool known = std::any_of(repository.memorials.begin(), repository.memorials.end(), [&](const Memorial& each) {
        const std::string path = std::string(kFolder) + "/" + entry.name;
        return path == notices_path(each.name) || path == withdrawn_path(each.name);
      });
      if (!known)
        if (auto done = files_.remove(std::string(kFolder) + "/" + entry.name); !done) return done;
    }
    return {};
  }

  Result<void> write() {
    outcome_.notices = notices_.size();
    outcome_.withdrawn = withdrawn_.size();
    std::string text = write_for_display(withdrawn_, notices_);
    if (text.size() > kBoardBytes) {
      problem(kBoard, {ErrorKind::limit, "all notices together are too large; withdrawals alone are shown", kBoard});
      text = write_for_display(withdrawn_, {});
    }
    const auto old = files_.read(kBoard, kBoardBytes);
    if (old && *old == text) return {};
    outcome_.changed = true;
    return replace_file(files_, kBoard, text);
  }

  void problem(const std::string& subject, Error error) { outcome_.problems.push_back({subject, std::move(error)}); }

  FileSystem& files_;
  Fetcher& fetcher_;
  std::vector<Withdrawal> withdrawn_;
  std::vector<OwnedNotice> notices_;
  BoardOutcome outcome_;
};

}  // namespace

Result<BoardOutcome> refresh_board(FileSystem& files, Fetcher& fetcher, const Repository& repository, const std::optional<Generation>& current) {
  return Board(files, fetcher).refresh(repository, current);
}

}  // namespace kiosk::sync
