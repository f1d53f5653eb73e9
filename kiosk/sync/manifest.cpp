#include "kiosk/sync/manifest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/sync/manifest_json.h"

namespace kiosk::sync {
namespace {

Error wrong(ErrorKind kind, std::string message, std::string_view subject) {
  return {kind, std::move(message), std::string(subject)};
}

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), fold);
  return out;
}

bool is_version(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (fold(c) >= 'a' && fold(c) <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

// "1.20.3" as three numbers.
std::optional<std::array<int, 3>> parse_program(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    if (at == end || *at < '0' || *at > '9' || (*at == '0' && at + 1 != end && at[1] != '.')) return std::nullopt;
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{} || numbers[i] > 9999) return std::nullopt;
    at = next;
  }
  if (at != end) return std::nullopt;
  return numbers;
}

// Characters beyond ASCII that a name may hold: Han characters and the punctuation that stands between them. All of them are their
// own normal form (UAX #15) and have no case, so that a name cannot be another name on a different file system.
bool is_plain_beyond_ascii(char32_t c) {
  constexpr std::u32string_view punctuation = U"·—‘’“”…、。〈〉《》「」『』【】（），：；！？";
  const bool compatibility = (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
  return (utf8::is_han(c) && !compatibility) || punctuation.find(c) != punctuation.npos;
}

// Names that Windows reads as devices, with any ending; a curator's stick passes through such machines.
bool is_device_name(std::string_view segment) {
  static constexpr std::array<std::string_view, 4> plain{"con", "prn", "aux", "nul"};
  const std::string stem = folded(segment.substr(0, segment.find('.')));
  if (std::find(plain.begin(), plain.end(), stem) != plain.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' && stem[3] <= '9';
}

// What is wrong with one name of a path; empty where nothing is.
std::string_view fault_of_segment(std::string_view segment, const Limits& limits) {
  if (segment.empty()) return "has an empty name in it";
  if (segment.size() > limits.segment_bytes) return "has a name in it that is too long";
  if (segment == "." || segment == "..") return "leads out of the pack";
  if (segment.front() == '.' || segment.front() == '-') return "has a name that begins with \".\" or \"-\"";
  if (segment.front() == ' ' || segment.back() == ' ' || segment.back() == '.') return "has a name with a space or dot at its edge";
  if (is_device_name(segment)) return "has a name that is a device on some systems";
  for (std::size_t at = 0; at < segment.size();) {
    const char32_t c = utf8::next(segment, at);
    if (c < 0x20 || c == 0x7F) return "has a control character in it";
    if (c < 0x80 && std::string_view("\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos)
      return "has one of \\ : * ? \" < > | in it";
    if (c >= 0x80 && !is_plain_beyond_ascii(c)) return "has a character that is neither ASCII nor Chinese";
  }
  return {};
}

// For names that are equal where case is ignored; a folder's files follow it at once, since "/" is before all that a name may hold.
unsigned char rank(char c) { return c == '/' ? 0 : static_cast<unsigned char>(fold(c)); }

// Each path by itself, their order, and the sizes.
Result<void> check_each(const FileList& files, const Limits& limits) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string_view path = files.path(i);
    const auto refuse = [&](std::string message) { return wrong(ErrorKind::refused, std::move(message), printable(path)); };
    if (auto fine = check_path(path, limits); !fine) return fine;
    if (folded(path) == "manifest.json") return refuse("is the manifest's own name");
    if (i > 0 && files.path(i - 1) == path) return refuse("stands in the manifest twice");
    if (i > 0 && files.path(i - 1) > path) return refuse("is out of order: files are sorted by path");
    if (files.file_size(i) > limits.file_bytes) return wrong(ErrorKind::limit, "is too large", printable(path));
    if (files.file_size(i) > limits.total_bytes - total) return wrong(ErrorKind::limit, "makes the pack too large", printable(path));
    total += files.file_size(i);
  }
  return {};
}

// Two paths that are neighbours where case is ignored: what is wrong with the pair; empty where nothing is.
std::string_view fault_of_neighbours(std::string_view a, std::string_view b) {
  bool same = true;  // so far, with case
  for (std::size_t at = 0;; ++at) {
    if (at == a.size()) return at == b.size() ? "differs from another path in case only" : b[at] == '/' ? "is a file and a folder at once" : "";
    if (at == b.size() || rank(a[at]) != rank(b[at])) return "";
    if (a[at] == '/' && !same) return "differs from another folder in case only";
    same = same && a[at] == b[at];
  }
}

// Unique also on file systems that ignore case, and no file where another path needs a folder. In the order by rank, all that lies in one
// folder is together, and a file stands right before the folder of its name: so neighbours show every collision. Pre: check_each.
Result<void> check_names(const FileList& files) {
  std::vector<std::uint32_t> order(files.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
    const std::string_view a = files.path(i), b = files.path(j);
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return rank(x) < rank(y); });
  });
  for (std::size_t k = 1; k < order.size(); ++k)
    if (const auto fault = fault_of_neighbours(files.path(order[k - 1]), files.path(order[k])); !fault.empty())
      return wrong(ErrorKind::refused, std::string(fault), printable(files.path(std::max(order[k - 1], order[k]))));
  return {};
}

// Files with one hash have one size, and are not too many.
Result<void> check_contents(const FileList& files, const Limits& limits) {
  const std::vector<std::uint32_t> order = files.by_content();
  std::size_t uses = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto path = [&] { return printable(files.path(order[k])); };
    const bool again = k > 0 && files.sha256(order[k]) == files.sha256(order[k - 1]);
    if (again && files.file_size(order[k]) != files.file_size(order[k - 1]))
      return wrong(ErrorKind::refused, "has the hash of another file, but another size", path());
    uses = again ? uses + 1 : 1;
    if (uses > limits.uses_of_a_blob) return wrong(ErrorKind::limit, "has the same content as too many other files", path());
  }
  return {};
}

Result<void> check_together(const FileList& files, const Limits& limits) {
  if (auto fine = check_each(files, limits); !fine) return fine;
  if (auto fine = check_names(files); !fine) return fine;
  return check_contents(files, limits);
}

Result<void> check_head(const Manifest& m, std::string_view subject) {
  const auto refuse = [&](std::string message) { return wrong(ErrorKind::refused, std::move(message), subject); };
  if (!is_pack_id(m.owner)) return refuse("\"owner\" is not a name of a-z, 0-9 and -");
  if (!is_pack_id(m.pack)) return refuse("\"pack\" is not a name of a-z, 0-9 and -");
  if (!is_version(m.version)) return refuse("\"version\" is not made of letters, digits, \".\", \"_\" and \"-\"");
  if (!parse_program(m.minimum_program)) return refuse("\"minimum_program\" is not three numbers like 0.1.0");
  if (m.files.empty()) return refuse("names no file");
  return {};
}

}  // namespace

bool is_pack_id(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::uint64_t total_bytes(const Manifest& manifest) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < manifest.files.size(); ++i) total += manifest.files.file_size(i);
  return total;
}

Result<void> check_path(std::string_view path, const Limits& limits) {
  const auto refuse = [&](std::string_view message) { return wrong(ErrorKind::refused, std::string(message), printable(path)); };
  if (path.empty()) return refuse("a path is empty");
  if (path.size() > limits.path_bytes) return wrong(ErrorKind::limit, "is too long", printable(path));
  if (utf8::find_ill_formed(path)) return refuse("a path is not UTF-8");
  if (path.front() == '/') return refuse("is an absolute path");
  std::size_t depth = 0;
  for (std::size_t at = 0; at <= path.size(); ++depth) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (const auto fault = fault_of_segment(path.substr(at, end - at), limits); !fault.empty()) return refuse(fault);
    at = end + 1;
  }
  if (depth > limits.path_depth) return wrong(ErrorKind::limit, "has too many folders in it", printable(path));
  return {};
}

Result<void> check_program(std::string_view minimum, std::string_view program) {
  const auto needed = parse_program(minimum), have = parse_program(program);
  if (!needed || !have) return wrong(ErrorKind::malformed, "is not a version of three numbers", needed ? program : minimum);
  if (*needed <= *have) return {};
  return wrong(ErrorKind::refused, "needs program " + std::string(minimum) + " or newer; this is " + std::string(program), "manifest.json");
}

std::string_view media_type(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
      {".toml", "application/toml"}, {".md", "text/markdown"}, {".json", "application/json"}, {".svg", "image/svg+xml"},
      {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".png", "image/png"}, {".webp", "image/webp"}}};
  const std::string name = folded(path);
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

Result<Manifest> parse_manifest(const Pieces& text, std::string_view subject, const Limits& limits) {
  auto manifest = read_manifest_json(text, subject, limits);
  if (!manifest) return manifest;
  if (auto fine = check_head(*manifest, subject); !fine) return fine.error();
  if (auto fine = check_together(manifest->files, limits); !fine) return fine.error();
  return manifest;
}

Result<Manifest> parse_manifest(std::string_view bytes, std::string_view subject, const Limits& limits) {
  return parse_manifest([&bytes]() -> Result<std::string_view> { return std::exchange(bytes, std::string_view()); }, subject, limits);
}

Result<std::string> write_manifest(Manifest manifest, const Limits& limits) {
  constexpr std::string_view subject = "manifest.json";
  if (manifest.owner.empty()) manifest.owner = "local";
  manifest.files.sort_by_path();
  if (auto fine = check_head(manifest, subject); !fine) return fine.error();
  if (manifest.files.size() > limits.files) return wrong(ErrorKind::limit, "names too many files", subject);
  if (auto fine = check_together(manifest.files, limits); !fine) return fine.error();
  // Nothing here needs escaping: the checks above allow neither quotes nor backslashes nor control characters.
  std::string out = "{\"format\":" + std::to_string(kManifestFormat) + ",";
  if (manifest.owner != "local") out += "\"owner\":\"" + manifest.owner + "\",";
  out += "\"pack\":\"" + manifest.pack + "\",\"version\":\"" + manifest.version + "\",\"minimum_program\":\"" +
         manifest.minimum_program + "\",\"files\":[";
  std::string_view separator = "\n";
  for (const File& file : manifest.files) {
    if (!is_media_type(file.type)) return wrong(ErrorKind::malformed, "has no media type", file.path);
    (out += separator) += "{\"path\":\"" + file.path + "\",\"size\":" + std::to_string(file.size) + ",\"sha256\":\"" +
                          crypto::hex(file.sha256) + "\",\"type\":\"" + file.type + "\"}";
    separator = ",\n";
  }
  out += "\n]}\n";
  if (out.size() > limits.manifest_bytes) return wrong(ErrorKind::limit, "is too large for a manifest", subject);
  return out;
}

}  // namespace kiosk::sync
