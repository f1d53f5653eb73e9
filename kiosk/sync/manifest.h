// A pack's manifest: which files it has, how large they are and what they hash to. The format is kiosk/sync/MANIFEST.md.
//
// Pure: bytes in, a verdict out; no file and no network. The workshop writes manifests with it, sync reads them with it, so that
// there is one set of rules about names.
// Errors: malformed (not this format), limit (larger than Limits), refused (a name or number that a rule forbids).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/sync/file_list.h"
#include "kiosk/sync/limits.h"
#include "kiosk/sync/pieces.h"

namespace kiosk::sync {

struct Manifest {
  std::string owner;  // who answers for the pack; "local" where the manifest names nobody
  std::string pack, version;
  std::string minimum_program;  // "0.1.0": older programs keep what they have
  FileList files;               // sorted by path, bytewise
};

std::uint64_t total_bytes(const Manifest& manifest);

// `subject` names the text in errors. From pieces, the text is never held as a whole; an error of theirs is the result.
Result<Manifest> parse_manifest(std::string_view bytes, std::string_view subject, const Limits& limits = {});
Result<Manifest> parse_manifest(const Pieces& text, std::string_view subject, const Limits& limits = {});

// The canonical bytes: the same manifest always gives the same text. Sorts the files; fails where parse_manifest would.
Result<std::string> write_manifest(Manifest manifest, const Limits& limits = {});

// Whether the text may be the id of a pack or of its owner: a-z, 0-9 and -, 1 to 64.
bool is_pack_id(std::string_view text);

// Whether one path may stand in a pack: relative, normal, without characters that some file system or URL reads differently.
Result<void> check_path(std::string_view path, const Limits& limits = {});

// refused where `minimum` is newer than `program`; both "MAJOR.MINOR.PATCH".
Result<void> check_program(std::string_view minimum, std::string_view program);

// The media type by the file's ending; "application/octet-stream" for others.
std::string_view media_type(std::string_view path);

}  // namespace kiosk::sync
