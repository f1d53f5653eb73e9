#include "kiosk/author/text_diff.h"

#include <algorithm>
#include <span>

#include "kiosk/base/utf8.h"

namespace kiosk::author {
namespace {

constexpr std::size_t kAround = 8;  // characters shown on each side of a change

bool is_word(char32_t c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250); }

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> out;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const bool word = is_word(utf8::next(text, at));
    if (word && in_word) out.back() += text.substr(begin, at - begin);
    else out.emplace_back(text.substr(begin, at - begin));
    in_word = word;
  }
  return out;
}

void add(std::vector<Piece>& pieces, Piece::Kind kind, const std::string& text) {
  if (pieces.empty() || pieces.back().kind != kind) pieces.push_back({kind, {}});
  pieces.back().text += text;
}

// Shortens the middle of what is the same; `first` and `last`: nothing stands before or behind it.
std::string shortened(const std::string& text, bool first, bool last) {
  const std::u32string all = utf8::decode(text);
  const std::size_t head = first ? 0 : kAround, tail = last ? 0 : kAround;
  if (all.size() <= head + tail + 1) return text;
  return utf8::encode(std::u32string_view(all).substr(0, head)) + "…" + utf8::encode(std::u32string_view(all).substr(all.size() - tail));
}

using Texts = std::span<const std::string>;

// The furthest place along `before` on each diagonal k = x - y, |k| ≤ radius.
class Reach {
 public:
  explicit Reach(int radius) : radius_(radius), x_(static_cast<std::size_t>(2 * radius + 1)) {}
  int& operator[](int k) { return x_[static_cast<std::size_t>(k + radius_)]; }
  int operator[](int k) const { return x_[static_cast<std::size_t>(k + radius_)]; }
  Reach part(int radius) const {
    Reach out(radius);
    std::copy_n(x_.begin() + (radius_ - radius), out.x_.size(), out.x_.begin());
    return out;
  }
  // The diagonal from which the d-th edit came to k.
  int before(int k, int d) const { return k == -d || (k != d && (*this)[k - 1] < (*this)[k + 1]) ? k + 1 : k - 1; }

 private:
  int radius_;
  std::vector<int> x_;
};

// From the last pair to the first; none where more than kMostEdits are needed.
std::vector<std::pair<std::size_t, std::size_t>> match_inner(Texts before, Texts after) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  const auto n = static_cast<int>(before.size()), m = static_cast<int>(after.size());
  const int most = std::min(n + m, static_cast<int>(kMostEdits));
  Reach reach(most + 1);
  std::vector<Reach> trail;  // as it was before each edit
  const auto meets = [&](int d) {
    for (int k = -d; k <= d; k += 2) {
      const int from = reach.before(k, d);
      int x = reach[from] + (from < k ? 1 : 0);
      while (x < n && x - k < m && before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(x - k)]) ++x;
      reach[k] = x;
      if (x >= n && x - k >= m) return true;
    }
    return false;
  };
  bool met = false;
  for (int d = 0; d <= most && !met; ++d) {
    trail.push_back(reach.part(d + 1));
    met = meets(d);
  }
  if (!met) return pairs;
  int x = n, y = m;
  for (auto d = static_cast<int>(trail.size()) - 1; d >= 0; --d) {
    const Reach& then = trail[static_cast<std::size_t>(d)];
    const int from = then.before(x - y, d), from_x = then[from], from_y = from_x - from;
    for (; x > from_x && y > from_y && x > 0 && y > 0; --x, --y) pairs.emplace_back(x - 1, y - 1);
    x = from_x, y = from_y;
  }
  return pairs;
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::size_t head = 0, tail = 0;
  const std::size_t least = std::min(before.size(), after.size());
  while (head < least && before[head] == after[head]) ++head;
  while (tail < least - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < tail; ++i) pairs.emplace_back(before.size() - 1 - i, after.size() - 1 - i);
  const auto inner =
      match_inner(std::span(before).subspan(head, before.size() - head - tail), std::span(after).subspan(head, after.size() - head - tail));
  for (const auto& [x, y] : inner) pairs.emplace_back(head + x, head + y);
  for (std::size_t i = head; i-- > 0;) pairs.emplace_back(i, i);
  std::ranges::reverse(pairs);
  return pairs;
}

std::vector<Piece> diff_texts(std::string_view before, std::string_view after) {
  const auto a = tokens_of(before), b = tokens_of(after);
  std::vector<Piece> pieces;
  std::size_t i = 0, j = 0;
  const auto go_to = [&](std::size_t to_i, std::size_t to_j) {
    for (; i < to_i; ++i) add(pieces, Piece::Kind::out, a[i]);
    for (; j < to_j; ++j) add(pieces, Piece::Kind::in, b[j]);
  };
  for (const auto& [x, y] : match(a, b)) {
    go_to(x, y);
    add(pieces, Piece::Kind::same, a[i]);
    ++i, ++j;
  }
  go_to(a.size(), b.size());
  return pieces;
}

std::string to_string(const std::vector<Piece>& pieces) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) switch (pieces[i].kind) {
      case Piece::Kind::same: out += shortened(pieces[i].text, i == 0, i + 1 == pieces.size()); break;
      case Piece::Kind::out: out += "[-" + pieces[i].text + "-]"; break;
      case Piece::Kind::in: out += "{+" + pieces[i].text + "+}"; break;
    }
  return out;
}

}  // namespace kiosk::author
