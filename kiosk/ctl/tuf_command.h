// `kioskctl tuf`: a plain client of any TUF repository, with the command line of the official conformance suite (tuf-conformance, CLIENT-CLI.md).
//
//   kioskctl tuf --metadata-dir DIR init TRUSTED_ROOT
//   kioskctl tuf --metadata-dir DIR --metadata-url URL refresh
//   kioskctl tuf --metadata-dir DIR --metadata-url URL --target-name NAME --target-base-url URL --target-dir DIR download
//
// Keeps root.json, timestamp.json, snapshot.json, targets.json in the metadata folder, delegated roles beside them under the SHA-256 of their names;
// writes nothing outside both folders. Believes the clock alone.
#pragma once

namespace kiosk::ctl {

// `argv[0]` is "tuf". Ends with 0, or 1 and the reason on standard error.
int run_tuf(int argc, char** argv);

}  // namespace kiosk::ctl
