// Who has read and approved what: reviews.toml of a pack (content/FORMAT.md), the record of 三审三校.
//
// Parts   : "pack" (pack.toml, sources, names, programme), each point, each "POINT/STORY" with all its languages and pictures, each "routes/ROUTE".
// Hash    : of a part, SHA-256 over the names and hashes of its files; an entry counts for the bytes that it was made for alone, so that any edit
//           after an approval voids it.
// Record  : entries are only ever added, in the order of time; "draft" takes back what came before it.
// Errors  : malformed (reviews.toml cannot be read: file:line), refused (an approval out of order), io.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/content/finding.h"
#include "kiosk/content/pack.h"

namespace kiosk::author {

enum class ReviewState { draft, reviewed, approved };

struct Review {
  std::string part, by, on, sha256;  // on: "2026-11-24 10:15", local time
  ReviewState state = ReviewState::draft;
};

struct Part {
  std::string id, sha256;
  std::string file;  // the one that findings name
};

// What holds for a part as it is now.
struct Standing {
  Part part;
  std::vector<std::string> reviewed, approved;  // by whom, each once; who reviewed does not count as approver
  std::string voided;                           // the last approval or review that an edit voided: "approved by A, 2026-11-24 10:15"; or empty
  bool enough(const content::ReviewDemand& demand) const;
};

Result<std::vector<Part>> parts_of(content::Pack& pack);
// Empty where there is no reviews.toml.
Result<std::vector<Review>> read_reviews(const std::filesystem::path& folder);
std::vector<Standing> standings(const std::vector<Part>& parts, const std::vector<Review>& reviews);

// Adds an entry for each part, all or none. An approval needs the reviews that the pack demands, by others than `by`.
Result<void> add_reviews(content::Pack& pack, const std::vector<std::string>& parts, ReviewState state, const std::string& by, const LocalTime& now);

// review-missing (error) where the pack demands more than there is; review-void (warning) where an edit voided what there was.
content::Findings check_reviews(content::Pack& pack, bool release);

}  // namespace kiosk::author
