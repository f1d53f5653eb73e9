// Where things lie in a repository, and what may be a name in it. The page for people is docs/repository.md.
//
//   metadata/timestamp.json                       the only file that is ever replaced
//   metadata/N.root.json N.snapshot.json N.targets.json N.<role>.json
//   targets/packs/<memorial>/<sha256>.<pack>.json       a pack's manifest: the target packs/<memorial>/<pack>.json
//   targets/notices/<sha256>.<memorial>.json            the target notices/<memorial>.json
//   targets/withdrawn/<sha256>.<memorial>.json          the target withdrawn/<memorial>.json
//   blobs/<ab>/<sha256>                           whole files
//   incoming/                                     uploads on their way (WebDAV)
//   lock.d/                                       whoever made it publishes (WebDAV)
// In the folder of a coordinator or curator also, never served:
//   staged/<role>.json                            a document that lacks a signature
//   lock                                          flock'ed while something is written
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk::repo {

// How long each kind of document holds.
inline constexpr std::chrono::days kRootLife{730}, kTargetsLife{365}, kSnapshotLife{30}, kTimestampLife{14};

inline constexpr const char* kTimestamp = "metadata/timestamp.json";

// Of keys and roles: a-z 0-9 . _ -, 1 to 64, beginning with a letter or digit.
bool is_name(std::string_view text);
// As a manifest's owner and pack: a-z 0-9 -, 1 to 64, not beginning with "-"; and no role that TUF has already.
bool is_memorial(std::string_view text);

std::string metadata_path(std::uint64_t version, std::string_view role);
// "metadata/12.targets.json" → 12; nothing where it is another role's.
std::optional<std::uint64_t> version_of(std::string_view file_name, std::string_view role);
std::string staged_path(std::string_view role);
// Behind its hash, as TUF's consistent snapshots name it (specification §6.2).
std::string target_path(std::string_view target, std::string_view sha256);
std::string blob_path(std::string_view sha256);

// Whoever may take lines of a memorial down: one signature is enough.
std::string withdraw_role(std::string_view memorial);
std::string pack_target(std::string_view memorial, std::string_view pack);
std::string notices_target(std::string_view memorial);
std::string withdrawn_target(std::string_view memorial);

}  // namespace kiosk::repo
