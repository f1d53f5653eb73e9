// How long to wait before trying again, so that many boxes that failed together do not come back together: decorrelated jitter
// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015), and what the server asked for.
#pragma once

#include <algorithm>
#include <functional>

namespace kiosk::sync {

class Backoff {
 public:
  static constexpr unsigned kBase_s = 5, kCap_s = 30 * 60;
  static constexpr unsigned kMostAsked_s = 60 * 60;  // of a server's Retry-After

  // random(low, high): a number from low to high, both included.
  explicit Backoff(std::function<unsigned(unsigned low, unsigned high)> random) : random_(std::move(random)) {}

  // Seconds until the next attempt after one that brought nothing; `asked` is the server's Retry-After, 0 where there was none.
  unsigned next(unsigned asked) {
    last_ = std::min(kCap_s, random_(kBase_s, 3 * last_));
    return std::max(last_, std::min(asked, kMostAsked_s));
  }
  // Something came: the line works.
  void reset() { last_ = kBase_s; }

 private:
  std::function<unsigned(unsigned, unsigned)> random_;
  unsigned last_ = kBase_s;
};

}  // namespace kiosk::sync
