#include "kiosk/sync/addresses.h"

#include <algorithm>
#include <cctype>

namespace kiosk::sync {
namespace {

std::string encode(std::string_view text, std::string_view plain) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(static_cast<char>(c)) != plain.npos) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += digits[c >> 4];
      out += digits[c & 15];
    }
  }
  return out;
}

// Where the host begins; 0 where it is no address of the web.
std::size_t scheme_length(std::string_view url) { return url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0; }

// With its port.
std::string_view host_of(std::string_view url) {
  const std::size_t begin = scheme_length(url);
  return url.substr(begin, url.find_first_of("/?#\\", begin) - begin);
}

}  // namespace

bool may_carry_password(std::string_view url) {
  const std::string_view host = host_of(url);
  if (scheme_length(url) == 0 || host.empty() || host.find('@') != host.npos) return false;
  if (url.starts_with("https://")) return true;
  for (std::string_view here : {"127.0.0.1", "localhost", "[::1]"})
    if (host == here || (host.starts_with(here) && host[here.size()] == ':')) return true;
  return false;
}

Result<std::string> base_address(std::string_view url) {
  const auto usage = [&](std::string message) { return Error{ErrorKind::usage, std::move(message), std::string(url)}; };
  const std::size_t scheme = scheme_length(url);
  if (scheme == 0) return usage("is not an address that begins with https:// or http://");
  for (unsigned char c : url)
    if (c <= 0x20 || c >= 0x7F) return usage("has a character in it that must be percent-encoded");
  const std::string_view host = url.substr(scheme, url.find('/', scheme) - scheme);
  if (host.empty()) return usage("names no host");
  if (host.find('@') != host.npos) return Error{ErrorKind::usage, "an address must not hold a user or password", ""};
  if (url.find_first_of("?#") != url.npos) return usage("is not a folder: it has a ? or # in it");
  std::string base(url);
  if (!base.ends_with('/')) base += '/';
  return base;
}

std::string blob_address(const std::string& base, const File& file) {
  const std::string name = crypto::hex(file.sha256);
  return base + "blobs/" + name.substr(0, 2) + "/" + name;
}

std::string encode_path(std::string_view path) { return encode(path, "-._~/"); }

std::string encode_segment(std::string_view name) { return encode(name, "-._~"); }

}  // namespace kiosk::sync
