#include "kiosk/repo/layout.h"

#include <algorithm>
#include <charconv>

namespace kiosk::repo {
namespace {

constexpr std::size_t kNameBytes = 64;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool consists_of(std::string_view text, std::string_view others) {
  return !text.empty() && text.size() <= kNameBytes && is_letter_or_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_letter_or_digit(c) || others.find(c) != others.npos; });
}

}  // namespace

bool is_name(std::string_view text) { return consists_of(text, "._-"); }

bool is_memorial(std::string_view text) {
  return consists_of(text, "-") && text != "root" && text != "targets" && text != "snapshot" && text != "timestamp";
}

std::string metadata_path(std::uint64_t version, std::string_view role) {
  return "metadata/" + std::to_string(version) + "." + std::string(role) + ".json";
}

std::optional<std::uint64_t> version_of(std::string_view file_name, std::string_view role) {
  const std::string end = "." + std::string(role) + ".json";
  if (!file_name.ends_with(end)) return std::nullopt;
  const std::string_view digits = file_name.substr(0, file_name.size() - end.size());
  std::uint64_t version = 0;
  const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || at != digits.data() + digits.size() || version == 0 || digits.front() == '0') return std::nullopt;
  return version;
}

std::string staged_path(std::string_view role) { return "staged/" + std::string(role) + ".json"; }

std::string target_path(std::string_view target, std::string_view sha256) {
  const std::size_t slash = target.rfind('/') + 1;
  return "targets/" + std::string(target.substr(0, slash)) + std::string(sha256) + "." + std::string(target.substr(slash));
}

std::string blob_path(std::string_view sha256) { return "blobs/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256); }

std::string withdraw_role(std::string_view memorial) { return std::string(memorial) + ".withdraw"; }
std::string pack_target(std::string_view memorial, std::string_view pack) {
  return "packs/" + std::string(memorial) + "/" + std::string(pack) + ".json";
}
std::string notices_target(std::string_view memorial) { return "notices/" + std::string(memorial) + ".json"; }
std::string withdrawn_target(std::string_view memorial) { return "withdrawn/" + std::string(memorial) + ".json"; }

}  // namespace kiosk::repo
