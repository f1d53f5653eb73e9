#include "kiosk/sync/updater.h"

#include <algorithm>
#include <utility>

#include "kiosk/sync/addresses.h"
#include "kiosk/sync/backoff.h"
#include "kiosk/sync/download.h"

namespace kiosk::sync {
namespace {

constexpr unsigned kPauseOfACut_s = 1;  // the line works, it only broke

// Whether the failure is the pack's own and leaves the others alone.
bool is_about_content(ErrorKind kind) {
  return kind == ErrorKind::refused || kind == ErrorKind::malformed || kind == ErrorKind::limit || kind == ErrorKind::not_found;
}

std::optional<PackRecord> find_pack(const std::optional<Generation>& generation, const std::string& name) {
  if (generation)
    for (const PackRecord& pack : generation->packs)
      if (pack.name() == name) return pack;
  return std::nullopt;
}

}  // namespace

Updater::Updater(Store& store, Fetcher& fetcher, Options options)
    : store_(store), fetcher_(fetcher), options_(std::move(options)) {
  if (!options_.random) options_.random = [](unsigned low, unsigned high) { return low + (high - low) / 2; };
}

Result<Outcome> Updater::run(const Repository& wanted) {
  if (auto done = store_.prepare(); !done) return done.error();
  auto outcome = attempt(wanted);
  if (!outcome && outcome.error().kind == ErrorKind::disk_full) (void)store_.collect(0);  // the display writes to this disk too
  return outcome;
}

Result<Outcome> Updater::attempt(const Repository& wanted) {
  outcome_.problems.clear();
  current_ = store_.current();
  if (const auto pin = store_.pinned(); current_ && pin && *pin && (*pin)->generation == current_->number) {
    outcome_.pinned = true;
    outcome_.generation = *current_;
    return outcome_;
  }
  std::vector<Choice> choices;
  if (auto done = choose_all(wanted, choices); !done) return done.error();
  if (!choices.empty() && !is_current(choices)) {
    if (auto done = make_room(choices); !done) return done.error();
    if (auto done = fetch_missing(choices); !done) return done.error();
    // All that was to be fetched is here: to begin again costs nothing.
    if (const auto waited = std::exchange(options_.before_laying_out, nullptr); waited && waited()) return attempt(wanted);
    if (auto done = lay_out(choices, {0, options_.source, options_.time, {}, wanted.metadata}); !done) return done.error();
  }
  if (!outcome_.changed) {
    if (!current_ || choices.empty())
      return outcome_.problems.empty() ? Error{ErrorKind::refused, "the repository names no pack", options_.source} : outcome_.problems.front().error;
    outcome_.generation = *current_;
  }
  return outcome_;
}

Result<void> Updater::choose_all(const Repository& wanted, std::vector<Choice>& choices) {
  for (const Memorial& memorial : wanted.memorials) {
    for (const SignedPack& pack : memorial.packs) {
      auto choice = choose(pack);
      if (choice) choices.push_back(*std::move(choice));
      else if (!is_about_content(choice.error().kind)) return choice.error();
    }
    if (!memorial.unreadable) continue;
    // Nothing is known of its packs: those that are here stay.
    if (memorial.unreadable->kind != ErrorKind::not_found) outcome_.problems.push_back({memorial.name, *memorial.unreadable});
    if (!current_) continue;
    for (const PackRecord& pack : current_->packs)
      if (pack.owner == memorial.name &&
          std::none_of(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.record.name() == pack.name(); }))
        choices.push_back({pack, pack.name(), true});
  }
  return {};
}

// Whether current has exactly these packs, each of them whole.
bool Updater::is_current(const std::vector<Choice>& choices) {
  if (!current_ || !std::equal(choices.begin(), choices.end(), current_->packs.begin(), current_->packs.end(),
                               [](const Choice& a, const PackRecord& b) { return a.record.same_bytes(b); }))
    return false;
  bool whole = store_.has_pack_list(*current_);  // then all are looked at: what is broken is forgotten on the way
  for (const Choice& choice : choices) {
    const auto manifest = load(choice);
    whole = manifest && store_.is_whole(*current_, choice.record, *manifest) && whole;
  }
  return whole;
}

Result<Updater::Choice> Updater::choose(const SignedPack& pack) {
  Choice choice{{pack.owner, pack.pack, "", crypto::hex(pack.manifest.file.sha256), pack.manifest.signed_by}, pack.manifest.file.path};
  const auto look = [&]() -> Result<void> {
    if (const auto bad = store_.find_bad(choice.record.manifest_sha256, options_.program))
      return Error{ErrorKind::refused, bad->reason, pack.name()};
    if (auto done = fetch_manifest(pack.manifest); !done) return done;
    const auto manifest = load(choice);
    if (!manifest) return manifest.error();
    choice.record.version = manifest->version;
    return check_program(manifest->minimum_program, options_.program);
  };
  const auto fine = look();
  if (fine) return choice;
  if (!is_about_content(fine.error().kind)) return fine.error();
  const auto fallen = fall_back(choice, fine.error());
  if (!fallen) return fallen.error();
  if (!*fallen) return fine.error();
  return choice;
}

// The manifest of a choice, whose blob is here.
Result<Manifest> Updater::load(const Choice& choice) {
  const auto text = store_.read_blob(choice.record.manifest_sha256);
  if (!text) return text.error();
  auto manifest = parse_manifest(*text, choice.subject, options_.limits);
  if (manifest && (manifest->owner != choice.record.owner || manifest->pack != choice.record.pack))
    return Error{ErrorKind::refused, "is the manifest of another pack: " + manifest->owner + "/" + manifest->pack, choice.record.name()};
  return manifest;
}

Result<void> Updater::fetch_manifest(const SignedFile& manifest) {
  const File& file = manifest.file;
  if (store_.has_blob(file)) return {};
  if (file.size > options_.limits.manifest_bytes) return Error{ErrorKind::limit, "is too large for a manifest", file.path};
  // As any file: it may be large, and what came of it before a cut need not come again.
  Download download(store_, [&](const File&) { return manifest.address; }, {});
  if (auto done = download.want(FileList{file}); !done) return done;
  const auto ran = fetcher_.run(download);
  outcome_.requests += download.requests();
  outcome_.bytes += download.bytes_received();
  if (!ran) return ran;
  if (const Error* failure = download.failure_of(file.sha256)) {
    if (failure->kind != ErrorKind::refused) return *failure;
    return Error{ErrorKind::refused, "is not the file that was signed: its size or SHA-256 is another", manifest.address};
  }
  download.start_round();
  return download.complete() ? Result<void>{} : download.last_failure();
}

// Puts the pack of this name that is in current in the place of the published one. False: there is none, it is left out.
Result<bool> Updater::fall_back(Choice& choice, const Error& why) {
  if (choice.fallen_back) return why;  // what plays cannot be made whole: it stays as it is
  outcome_.problems.push_back({choice.record.name(), why});
  const auto kept = find_pack(current_, choice.record.name());
  if (!kept) return false;
  choice.record = *kept;
  choice.fallen_back = true;
  if (const auto manifest = load(choice); !manifest)
    return Error{ErrorKind::io, "the pack that plays cannot be read: " + manifest.error().message, choice.record.name()};
  return true;
}

Result<void> Updater::make_room(const std::vector<Choice>& choices) {
  std::uint64_t needed = options_.limits.reserve_bytes;
  FileList seen;  // without paths
  for (const Choice& choice : choices) {
    const auto manifest = load(choice);
    if (!manifest) return manifest.error();
    for (const std::uint32_t i : manifest->files.contents_beyond(seen)) {
      const File file{"", manifest->files.file_size(i), manifest->files.sha256(i), ""};
      seen.push_back(file);
      if (!store_.has_blob(file)) needed += file.size - std::min(file.size, store_.part_size(file));
    }
  }
  auto free = store_.files().free_bytes();
  if (!free) return free.error();
  if (*free >= needed) return {};
  if (auto done = store_.flush(); !done) return done;
  std::vector<crypto::Digest> wanted;
  wanted.reserve(seen.size() + choices.size());
  for (std::size_t i = 0; i < seen.size(); ++i) wanted.push_back(seen.sha256(i));
  for (const Choice& choice : choices)
    if (const auto digest = crypto::parse_digest(choice.record.manifest_sha256)) wanted.push_back(*digest);
  std::sort(wanted.begin(), wanted.end());
  if (auto done = store_.collect(0, wanted); !done) return done.error();
  free = store_.files().free_bytes();
  if (!free) return free.error();
  if (*free >= needed) return {};
  return Error{ErrorKind::disk_full,
               "has " + std::to_string(*free >> 20) + " MiB free; this content needs " + std::to_string((needed >> 20) + 1) + " MiB",
               store_.files().root().string()};
}

Result<void> Updater::fetch_missing(std::vector<Choice>& choices) {
  for (bool again = true; again;) {
    again = false;
    Download download(store_, [this](const File& file) { return blob_address(options_.base, file); }, options_.progress);
    for (const Choice& choice : choices) {
      const auto manifest = load(choice);
      if (!manifest) return manifest.error();
      if (auto done = download.want(manifest->files); !done) return done;
    }
    const auto result = fetch_round(download);
    outcome_.bytes += download.bytes_received();
    outcome_.files += download.files_received();
    outcome_.requests += download.requests();
    // Also after a failure: what has come whole need not come again.
    const auto flushed = result || result.error().kind != ErrorKind::disk_full ? store_.flush() : Result<void>{};
    if (!result) return result;
    if (!flushed) return flushed;
    for (auto choice = choices.begin(); choice != choices.end();) {
      const auto manifest = load(*choice);
      if (!manifest) return manifest.error();
      const Error* failure = nullptr;
      for (std::size_t i = 0; i < manifest->files.size() && !failure; ++i) failure = download.failure_of(manifest->files.sha256(i));
      if (!failure) {
        ++choice;
        continue;
      }
      again = true;  // what the fallback lacks
      const bool may_pass = failure->kind == ErrorKind::transient;
      if (may_pass) return *failure;
      const auto fallen = fall_back(*choice, *failure);
      if (!fallen) return fallen.error();
      choice = *fallen ? choice + 1 : choices.erase(choice);
    }
  }
  return {};
}

Result<void> Updater::fetch_round(Download& download) {
  Backoff backoff(options_.random);
  unsigned fruitless = 0;
  while (!download.complete()) {
    if (auto done = fetcher_.run(download); !done) return done;
    download.start_round();
    if (download.complete()) break;
    const bool gained = download.take_gain() > 0;
    fruitless = gained ? 0 : fruitless + 1;
    if (fruitless == options_.fruitless_rounds) return download.last_failure();
    if (gained) backoff.reset();
    if (options_.pause) options_.pause(gained ? std::max(kPauseOfACut_s, fetcher_.retry_after_s()) : backoff.next(fetcher_.retry_after_s()));
  }
  return {};
}

Result<void> Updater::lay_out(std::vector<Choice>& choices, Generation next) {
  auto number = store_.begin();
  if (!number) return number.error();
  next.number = *number;
  const auto add_all = [&]() -> Result<void> {
    for (auto choice = choices.begin(); choice != choices.end();) {
      bool taken = true;
      if (auto done = add_checked(*number, *choice, taken); !done) return done;
      if (taken) next.packs.push_back(choice->record);
      choice = taken ? choice + 1 : choices.erase(choice);
    }
    return {};
  };
  const auto added = add_all();
  // Without what was refused, nothing may be left that current does not have.
  if (!added || choices.empty() || is_current(choices)) {
    const auto gone = store_.discard(*number);
    return added ? gone : added;
  }
  if (auto done = store_.finish(next); !done) return done;
  if (auto done = store_.activate(next); !done) return done;
  outcome_.changed = true;
  outcome_.generation = next;
  // The new generation stands; litter is for the next sync to find again.
  (void)store_.collect(options_.keep);
  return {};
}

Result<void> Updater::add_checked(unsigned number, Choice& choice, bool& taken) {
  const auto manifest = load(choice);
  if (!manifest) return manifest.error();
  const auto folder = store_.add(number, choice.record, *manifest);
  if (!folder) return folder.error();
  if (!options_.check || choice.fallen_back) return {};
  const auto fine = options_.check(*folder);
  if (fine) return {};
  if (auto done = store_.drop(number, choice.record); !done) return done;
  // What the check found will not change; only a newer program may see it otherwise.
  if (fine.error().kind != ErrorKind::refused) return fine;
  (void)store_.remember({{choice.record.manifest_sha256, fine.error().message, options_.program, 0}});
  const auto fallen = fall_back(choice, fine.error());
  if (!fallen) return fallen.error();
  taken = *fallen;
  return taken ? add_checked(number, choice, taken) : Result<void>{};
}

}  // namespace kiosk::sync
