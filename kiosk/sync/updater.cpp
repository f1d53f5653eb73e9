#include "kiosk/sync/updater.h"

#include <algorithm>
#include <set>

#include "kiosk/sync/addresses.h"
#include "kiosk/sync/download.h"

namespace kiosk::sync {
namespace {

constexpr unsigned kRepublished = 3;      // times that a publication may change under our hands before the next sync takes over
constexpr unsigned kLongestPause_s = 30;  // between rounds

bool is_about_content(ErrorKind kind) {
  return kind == ErrorKind::refused || kind == ErrorKind::malformed || kind == ErrorKind::limit;
}

}  // namespace

Updater::Updater(Store& store, Fetcher& fetcher, Options options)
    : store_(store), fetcher_(fetcher), options_(std::move(options)) {}

Result<Outcome> Updater::run() {
  auto base = base_address(options_.url);
  if (!base) return base.error();
  base_ = *base;
  if (auto done = store_.prepare(); !done) return done.error();
  auto bytes = fetch_manifest();
  if (!bytes) return bytes.error();
  for (unsigned tries = 1;; ++tries) {
    auto outcome = attempt(*bytes);
    if (outcome) return outcome;
    if (outcome.error().kind == ErrorKind::disk_full) {
      (void)store_.collect(0);  // the display writes to this disk too
      return outcome;
    }
    const ErrorKind kind = outcome.error().kind;
    if (!is_about_content(kind) && kind != ErrorKind::not_found) return outcome;
    // Files that do not fit their manifest: was another version published in the meantime?
    if (outcome_.requests <= 1) return outcome;
    auto again = fetch_manifest();
    if (!again || *again == *bytes) return outcome;
    if (tries == kRepublished)
      return Error{ErrorKind::transient, "the publication changes faster than it can be fetched", manifest_address(base_)};
    bytes = std::move(again);
  }
}

Result<std::string> Updater::fetch_manifest() {
  ++outcome_.requests;
  return fetcher_.get(manifest_address(base_), options_.limits.manifest_bytes);
}

Result<Outcome> Updater::attempt(const std::string& bytes) {
  const std::string subject = manifest_address(base_);
  auto manifest = parse_manifest(bytes, subject, options_.limits);
  if (!manifest) return manifest.error();
  const std::string sha256 = crypto::hex(crypto::sha256(bytes));
  if (const auto current = store_.current(); current && current->manifest_sha256 == sha256 && store_.is_whole(*current, *manifest)) {
    outcome_.generation = *current;
    return outcome_;
  }
  if (auto fine = check_program(manifest->minimum_program, options_.program); !fine) return fine.error();
  if (const auto before = store_.refusal(sha256); before && before->program == options_.program)
    return Error{ErrorKind::refused, before->reason, subject};
  if (auto done = make_room(*manifest); !done) return done.error();
  if (auto done = fetch_missing(*manifest); !done) return done.error();
  return lay_out(*manifest, bytes, sha256);
}

Result<void> Updater::make_room(const Manifest& manifest) {
  const auto needed = [&] {
    std::uint64_t bytes = options_.limits.reserve_bytes;
    std::set<crypto::Digest> seen;
    for (const File& file : manifest.files)
      if (seen.insert(file.sha256).second && !store_.has_blob(file)) bytes += file.size - std::min(file.size, store_.part_size(file));
    return bytes;
  }();
  auto free = store_.files().free_bytes();
  if (!free) return free.error();
  if (*free >= needed) return {};
  std::set<std::string> wanted;
  for (const File& file : manifest.files) wanted.insert(crypto::hex(file.sha256));
  if (auto done = store_.collect(0, wanted); !done) return done;
  free = store_.files().free_bytes();
  if (!free) return free.error();
  if (*free >= needed) return {};
  return Error{ErrorKind::disk_full,
               "has " + std::to_string(*free >> 20) + " MiB free; this pack needs " + std::to_string((needed >> 20) + 1) + " MiB",
               store_.files().root().string()};
}

Result<void> Updater::fetch_missing(const Manifest& manifest) {
  Download download(store_, manifest, base_, options_);
  unsigned fruitless = 0;
  Result<void> result = download.adopt_whole_parts();
  if (!result) return result;
  while (!download.complete()) {
    result = fetcher_.run(download);
    if (!result) break;
    download.start_round();
    if (download.complete()) break;
    fruitless = download.take_gain() > 0 ? 0 : fruitless + 1;
    if (fruitless == options_.fruitless_rounds) {
      result = download.last_failure();
      break;
    }
    if (options_.pause) options_.pause(std::min(kLongestPause_s, 1u << fruitless));
  }
  outcome_.bytes += download.bytes_received();
  outcome_.files += download.progress().files;
  outcome_.requests += download.requests();
  // Also after a failure: what has come whole need not come again.
  auto flushed = result.has_value() || result.error().kind != ErrorKind::disk_full ? store_.flush() : Result<void>{};
  return result ? flushed : result;
}

Result<Outcome> Updater::lay_out(const Manifest& manifest, const std::string& bytes, const std::string& sha256) {
  auto staged = store_.stage(manifest, bytes, {0, sha256, options_.url, options_.time, "", "", ""});
  if (!staged) return staged.error();
  if (options_.check) {
    if (auto fine = options_.check(staged->pack_folder); !fine) {
      (void)store_.discard(*staged);
      // What the check found will not change; only a newer program may see it otherwise.
      if (fine.error().kind == ErrorKind::refused) (void)store_.remember({sha256, fine.error().message, options_.program});
      return fine.error();
    }
  }
  if (auto done = store_.activate(*staged); !done) return done.error();
  outcome_.changed = true;
  outcome_.generation = staged->generation;
  // The new generation stands; litter is for the next sync to find again.
  (void)store_.collect(options_.keep);
  return outcome_;
}

}  // namespace kiosk::sync
