// The documents of a TUF repository as values (TUF specification 1.0.34 §4): read strictly, written canonically, for those who fetch and
// those who publish.
//
// Unknown  : members that nobody here knows are kept as text (`other`), so that what is written again is signed the same.
// Bytes    : hashes and lengths of documents are over the bytes as they lie on the server; signatures over canonical JSON.
// Threads  : any; these are values.
// Errors   : malformed (not this document), limit (larger than allowed), refused (another major version of the specification).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/keys.h"
#include "kiosk/sync/limits.h"

namespace kiosk::sync {

using Time = std::chrono::sys_seconds;

// "2026-11-23T14:51:00Z", exactly so and a day that exists; nothing otherwise.
std::optional<Time> parse_time(std::string_view text);
std::string to_string(Time time);

struct Signature {
  std::string keyid;
  std::string value;  // hexadecimal as it came; what is not hexadecimal counts for nothing
};

// Whose signatures count, and how many it takes.
struct Role {
  std::vector<std::string> keyids;  // each once
  std::uint64_t threshold = 1;      // ≥ 1
  std::string other;
};

struct Head {
  std::string spec_version = "1.0.34";
  std::uint64_t version = 1;  // 1 … 2^53 − 1
  Time expires{};
  std::string other;
};

struct Root : Head {
  static constexpr const char* kType = "root";
  std::optional<bool> consistent_snapshot = true;  // nothing is false
  Keys keys;
  std::map<std::string, Role> roles;  // root, snapshot, targets and timestamp are there
};

// What snapshot and timestamp say of another document. Hashes: "sha256" → hexadecimal.
struct MetaFile {
  std::uint64_t version = 1;
  std::optional<std::uint64_t> length;
  std::map<std::string, std::string> hashes;  // empty: not said
  std::string other;
};

struct Timestamp : Head {
  static constexpr const char* kType = "timestamp";
  MetaFile snapshot;
  std::optional<Time> issued;  // "x-issued", ours: when it was signed, a lower bound of the time for a kiosk whose clock stopped
};

struct Snapshot : Head {
  static constexpr const char* kType = "snapshot";
  std::map<std::string, MetaFile> meta;  // by role with ".json": "targets.json"
};

struct TargetFile {
  std::uint64_t length = 0;
  std::map<std::string, std::string> hashes;  // never empty
  std::string custom;                         // the text of a JSON object; empty where there is none
  std::string other;
};

struct DelegatedRole : Role {
  std::string name;
  bool terminating = false;
  std::vector<std::string> paths;          // patterns, see TrustedSet
  std::vector<std::string> hash_prefixes;  // "path_hash_prefixes"; where it is not empty, there are no paths
};

struct Delegations {
  Keys keys;
  std::vector<DelegatedRole> roles;  // in order of precedence; names are unique
  std::string other;
};

// `targets` itself and every role it delegates to.
struct Targets : Head {
  static constexpr const char* kType = "targets";
  std::map<std::string, TargetFile> targets;  // by path
  std::optional<Delegations> delegations;
};

// A document with its signatures, which nobody has checked yet.
template <typename T>
struct Document {
  T content;
  std::vector<Signature> signatures;  // of different keyids
  std::string signed_bytes;           // canonical JSON of what is signed, as it came
};

// For T = Root, Timestamp, Snapshot, Targets. `subject` names the text in errors.
template <typename T>
Result<Document<T>> parse_document(std::string_view bytes, std::string_view subject, const MetadataLimits& limits = {});

// What a signature over `content` is made of: equal to the signed_bytes of a document that was read.
// Pre: content could have been read; a program that breaks this (a number beyond 2^53 − 1, `other` that is no object) is ended.
template <typename T>
std::string signed_bytes(const T& content);

// The file. It ends with a new line; the signatures stand in order of their keyids.
template <typename T>
std::string write_document(const T& content, std::vector<Signature> signatures);

// A signature over these bytes by an Ed25519 key under the id that describe() gives it.
Signature sign(const crypto::PrivateKey& key, std::string_view signed_bytes);

}  // namespace kiosk::sync
