// A server in memory that lies, cuts, and changes its mind, as told.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/sync/fetcher.h"

namespace kiosk::sync {

class FakeFetcher final : public Fetcher {
 public:
  struct Behaviour {
    std::optional<Error> fails;        // before any byte
    std::optional<std::size_t> cut_after;  // bytes of this answer, then the connection breaks
    bool ignores_range = false;
    int times = 1 << 30;               // so many requests; then honest
  };
  struct Asked {
    std::string url;
    std::uint64_t from = 0;
  };

  std::map<std::string, std::string> files;
  std::map<std::string, Behaviour> behaviours;
  std::function<void(const std::string& url)> on_request;
  std::vector<Asked> asked;
  std::size_t piece = 1000;  // bytes handed over at once

  Result<std::string> get(const std::string& url, std::size_t max_bytes) override {
    class Whole final : public Transfer {
     public:
      Whole(std::string url, std::size_t max) : url_(std::move(url)), max_(max) {}
      std::string url() const override { return url_; }
      std::string type() const override { return "application/json"; }
      std::uint64_t max_bytes() const override { return max_; }
      std::uint64_t resume_from() const override { return 0; }
      Result<void> begin(std::uint64_t) override { return {}; }
      Result<void> data(std::string_view more) override { return bytes += more, Result<void>{}; }
      std::string bytes;

     private:
      std::string url_;
      std::size_t max_;
    } whole(url, max_bytes);
    if (auto how = serve(whole); !how) return how.error();
    return whole.bytes;
  }

  Result<void> run(Transfers& work) override {
    while (auto transfer = work.next()) {
      auto how = serve(*transfer);
      if (auto done = work.finished(std::move(transfer), std::move(how)); !done) return done;
    }
    return {};
  }

 private:
  Result<void> serve(Transfer& transfer) {
    const std::string url = transfer.url();
    if (on_request) on_request(url);
    asked.push_back({url, transfer.resume_from()});
    Behaviour behaviour;
    if (const auto it = behaviours.find(url); it != behaviours.end() && it->second.times-- > 0) behaviour = it->second;
    if (behaviour.fails) return *behaviour.fails;
    const auto it = files.find(url);
    if (it == files.end()) return Error{ErrorKind::not_found, "the server has no such file", url};
    std::uint64_t from = behaviour.ignores_range ? 0 : transfer.resume_from();
    if (from > 0 && from >= it->second.size()) return Error{ErrorKind::malformed, "no such part", url};
    if (auto begun = transfer.begin(from); !begun) return begun;
    const std::string bytes = it->second.substr(from);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      if (behaviour.cut_after && at >= *behaviour.cut_after) return Error{ErrorKind::transient, "the connection broke", url};
      const std::string_view next = std::string_view(bytes).substr(at, piece);
      if (from + at + next.size() > transfer.max_bytes()) return Error{ErrorKind::limit, "more bytes than allowed", url};
      if (auto taken = transfer.data(next); !taken) return taken;
    }
    return {};
  }
};

}  // namespace kiosk::sync
