#include "kiosk/sync/repository.h"

#include <algorithm>
#include <utility>

namespace kiosk::sync {
namespace {

constexpr std::string_view kWithdrawEnding = ".withdraw";

bool is_about_trust(ErrorKind kind) {
  return kind == ErrorKind::refused || kind == ErrorKind::malformed || kind == ErrorKind::limit || kind == ErrorKind::not_found;
}

class Reader {
 public:
  Reader(Refresh& refresh, std::string base) : refresh_(refresh), base_(std::move(base)) {}

  Result<Repository> read() {
    const TrustedSet& trusted = refresh_.trusted();
    repository_.metadata = {{"root", trusted.root().version}, {"timestamp", trusted.timestamp().version}, {"snapshot", trusted.snapshot().version}};
    const Targets* const top = trusted.targets("targets", "root");
    repository_.metadata["targets"] = top->version;
    if (!top->delegations) return std::move(repository_);
    for (const DelegatedRole& role : top->delegations->roles) {
      auto done = role.name.ends_with(kWithdrawEnding) ? read_withdrawals(role.name) : is_pack_id(role.name) ? read_memorial(role.name) : Result<void>{};
      if (!done) return done.error();
    }
    return std::move(repository_);
  }

 private:
  Memorial& memorial(const std::string& name) {
    for (Memorial& each : repository_.memorials)
      if (each.name == name) return each;
    repository_.memorials.push_back({name, {}, {}, {}, {}, {}});
    return repository_.memorials.back();
  }

  // The targets of a role, or why it cannot be trusted; an error where the way to the server failed.
  Result<std::map<std::string, const TargetFile*>> targets_of(const std::string& role, std::optional<Error>& unreadable) {
    if (!refresh_.trusted().snapshot().meta.contains(role + ".json")) {
      unreadable = Error{ErrorKind::not_found, "has not been published yet", role};
      return std::map<std::string, const TargetFile*>();
    }
    const auto read = refresh_.role(role, "targets");
    if (read) {
      repository_.metadata[role] = (*read)->version;
      return refresh_.trusted().targets_of(role, "targets");
    }
    if (!is_about_trust(read.error().kind)) return read.error();
    unreadable = read.error();
    return std::map<std::string, const TargetFile*>();
  }

  Result<void> read_memorial(const std::string& name) {
    Memorial& owner = memorial(name);
    const auto targets = targets_of(name, owner.unreadable);
    if (!targets) return targets.error();
    const std::string folder = "packs/" + name + "/", ending = ".json";
    for (const auto& [path, ignored] : *targets) {
      if (path == "notices/" + name + ".json") {
        if (auto done = find(path, owner.notices, owner.unreadable); !done) return done;
      } else if (path.starts_with(folder) && path.ends_with(ending) && path.size() > folder.size() + ending.size()) {
        const std::string pack = path.substr(folder.size(), path.size() - folder.size() - ending.size());
        std::optional<SignedFile> manifest;
        if (auto done = is_pack_id(pack) ? find(path, manifest, owner.unreadable) : Result<void>{}; !done) return done;
        if (manifest) owner.packs.push_back({name, pack, *std::move(manifest)});
      }
    }
    return {};
  }

  Result<void> read_withdrawals(const std::string& role) {
    const std::string name = role.substr(0, role.size() - kWithdrawEnding.size());
    if (!is_pack_id(name)) return {};
    Memorial& owner = memorial(name);
    const auto targets = targets_of(role, owner.withdrawn_unreadable);
    if (!targets) return targets.error();
    const std::string path = "withdrawn/" + name + ".json";
    return targets->contains(path) ? find(path, owner.withdrawn, owner.withdrawn_unreadable) : Result<void>{};
  }

  Result<void> find(const std::string& path, std::optional<SignedFile>& into, std::optional<Error>& unreadable) {
    const auto found = refresh_.find(path);
    if (!found && !is_about_trust(found.error().kind)) return found.error();
    const auto refuse = [&](std::string why) { unreadable = Error{ErrorKind::refused, std::move(why), path}; };
    if (!found) {
      unreadable = found.error();
    } else if (*found) {
      const FoundTarget& target = **found;
      const auto hash = target.file.hashes.find("sha256");
      const auto digest = hash == target.file.hashes.end() ? std::nullopt : crypto::parse_digest(hash->second);
      if (!digest) return refuse("is signed without a SHA-256"), Result<void>{};
      into = SignedFile{{path, target.file.length, *digest, "application/json"},
                        target_address(base_ + "targets/", target, refresh_.trusted().root().consistent_snapshot.value_or(false)),
                        refresh_.trusted().signers(target.role, target.delegator)};
    }
    return {};
  }

  Refresh& refresh_;
  std::string base_;
  Repository repository_;
};

}  // namespace

Result<Repository> read_repository(Refresh& refresh, const std::string& base) { return Reader(refresh, base).read(); }

}  // namespace kiosk::sync
