#include "kiosk/ctl/redact.h"

#include <algorithm>
#include <cctype>

namespace kiosk::ctl {
namespace {

constexpr std::string_view kMark = "[redacted]";
constexpr std::size_t kShortest = 4;  // bytes of a secret
constexpr std::string_view kSecretNames[] = {"password", "passwd", "passphrase", "secret", "token", "user", "pin", "salt", "hash", "credential"};
constexpr std::string_view kEndsAddress = " \t\n\r\"'<>`|\\^{},;)]";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// "https://user:word@host/path?query#part" → "https://[redacted]@host/path?[redacted]".
std::string address(std::string_view whole) {
  const std::size_t host = whole.find("://") + 3;
  const std::size_t end_of_host = std::min(whole.find_first_of("/?#", host), whole.size());
  std::string out(whole.substr(0, host));
  std::string_view authority = whole.substr(host, end_of_host - host);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    out += std::string(kMark) + "@";
    authority.remove_prefix(at + 1);
  }
  const std::string_view rest = whole.substr(end_of_host);
  const std::size_t query = rest.find_first_of("?#");
  out += std::string(authority) + std::string(rest.substr(0, query));
  if (query != std::string_view::npos) out += rest[query] + std::string(kMark);
  return out;
}

std::string without_addresses(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t mark = text.find("://", at);
    if (mark == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(kEndsAddress, mark), text.size());
    std::size_t begin = mark;
    while (begin > at && std::isalnum(static_cast<unsigned char>(text[begin - 1]))) --begin;
    out += text.substr(at, begin - at);
    out += address(text.substr(begin, end - begin));
    at = end;
  }
  return out + std::string(text.substr(at));
}

std::string without_keys(std::string text) {
  constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ";
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != std::string::npos;) {
    const std::size_t end = text.find(kEnd, at);
    const std::size_t line = end == std::string::npos ? end : text.find('\n', end);
    text.replace(at, line == std::string::npos ? line : line - at, kMark);
    at += kMark.size();
  }
  return text;
}

// Whether one of the words of a name, between anything that is no letter, is one of ours: "pin_hash" is, "shipping" is not.
bool speaks_of_secrets(std::string_view name) {
  std::string word;
  for (const char c : lower(name) + " ") {
    if (std::isalpha(static_cast<unsigned char>(c))) {
      word += c;
      continue;
    }
    if (std::find(std::begin(kSecretNames), std::end(kSecretNames), word) != std::end(kSecretNames)) return true;
    word.clear();
  }
  return false;
}

}  // namespace

Redactor::Redactor(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase_if(secrets_, [](const std::string& s) { return s.size() < kShortest; });
  // Longer ones first: one may stand within another.
  std::sort(secrets_.begin(), secrets_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Redactor::text(std::string_view text) const {
  std::string out(text);
  for (const std::string& secret : secrets_)
    for (std::size_t at = 0; (at = out.find(secret, at)) != std::string::npos; at += kMark.size()) out.replace(at, secret.size(), kMark);
  return without_keys(without_addresses(out));
}

std::string Redactor::settings(std::string_view toml) const {
  if (toml.find("\"\"\"") != std::string_view::npos || toml.find("'''") != std::string_view::npos)
    return "# not shown: it holds a text of several lines, in which a secret could stand\n";
  std::string out;
  bool goes_on = false;  // the value that was taken out is a list that ends on a later line
  for (std::size_t at = 0; at < toml.size();) {
    const std::size_t end = std::min(toml.find('\n', at), toml.size());
    const std::string_view line = toml.substr(at, end - at);
    at = end + 1;
    if (goes_on) {
      goes_on = line.find(']') == std::string_view::npos;
      continue;
    }
    const std::size_t equals = line.find('=');
    // The last "=" counts for the name: in an inline table the secret's own is not the first.
    if (equals != std::string_view::npos && speaks_of_secrets(line.substr(0, line.rfind('=')))) {
      const std::string_view value = line.substr(equals + 1);
      goes_on = value.find('[') != std::string_view::npos && value.find(']') == std::string_view::npos;
      out += std::string(line.substr(0, equals + 1)) + " \"" + std::string(kMark) + "\"\n";
    } else {
      out += std::string(line) + "\n";
    }
  }
  return text(out);
}

}  // namespace kiosk::ctl
