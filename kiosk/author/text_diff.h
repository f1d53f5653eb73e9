// What changed from one text to another, as pieces: Chinese by character, other words whole.
//
// Source  : E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form, on what is between the common beginning and end.
// Bound   : kMostEdits edits, so at most about 4 MiB and 10^6 steps; what differs more counts as written anew: one piece out, one in.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kiosk::author {

inline constexpr std::size_t kMostEdits = 1000;

struct Piece {
  enum class Kind { same, out, in } kind = Kind::same;
  std::string text;
  bool operator==(const Piece&) const = default;
};

std::vector<Piece> diff_texts(std::string_view before, std::string_view after);

// "…他[-曾-]{+曾经+}住在…": long stretches that are the same are cut to a few characters around what changed.
std::string to_string(const std::vector<Piece>& pieces);

// Pairs of places with equal items, ascending in both: a longest common subsequence where it is within kMostEdits, else what stands equal at both ends.
std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace kiosk::author
