#include <algorithm>
#include <vector>

#include "kiosk/content/fields.h"
#include "kiosk/content/pack.h"

namespace kiosk::content {
namespace {

constexpr int kMostPage = 99;  // more than a story may have

// Takes "#PAGE" off the end; false where it is no page.
bool take_page(std::string_view& text, int& page) {
  const std::size_t at = text.find('#');
  if (at == text.npos) return true;
  const std::string_view digits = text.substr(at + 1);
  text = text.substr(0, at);
  if (digits.empty() || digits.size() > 2 || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  page = 0;
  for (char c : digits) page = page * 10 + (c - '0');
  return page >= 1 && page <= kMostPage;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text, std::string_view pack) {
  Address address;
  if (text.empty()) return address;
  const bool has_page = text.find('#') != text.npos;
  if (text.size() > 256 || !take_page(text, address.page)) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    if (!is_id(parts.back())) return std::nullopt;
    at = end + 1;
  }
  if (parts.size() == 3 || parts[0] == pack) {
    address.pack = parts[0];
    parts.erase(parts.begin());
  }
  using Kind = Address::Kind;
  if (parts.size() > 2) return std::nullopt;
  if (parts.size() == 2 && parts[0] == "routes") {
    address.kind = Kind::route;
    address.route = parts[1];
  } else if (!parts.empty()) {
    if (parts[0] == "routes") return std::nullopt;
    if (parts[0] == "programme") {
      if (parts.size() == 2) return std::nullopt;
      address.kind = Kind::programme;
      return has_page ? std::nullopt : std::optional(address);
    }
    address.kind = parts.size() == 2 ? Kind::story : Kind::point;
    address.point = parts[0];
    if (parts.size() == 2) address.story = parts[1];
  }
  if (has_page && address.kind != Kind::story) return std::nullopt;
  return address;
}

std::string to_string(const Address& address) {
  std::string out = address.pack;
  const auto add = [&](std::string_view part) { out += (out.empty() ? "" : "/") + std::string(part); };
  switch (address.kind) {
    case Address::Kind::home: break;
    case Address::Kind::point: add(address.point); break;
    case Address::Kind::programme: add("programme"); break;
    case Address::Kind::route: add("routes/" + address.route); break;
    case Address::Kind::story:
      add(address.point + '/' + address.story);
      if (address.page != 1) out += '#' + std::to_string(address.page);
  }
  return out;
}

}  // namespace kiosk::content
