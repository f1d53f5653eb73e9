// Getting bytes from a server. CurlFetcher is the one for the network; tests have their own that lies, cuts and stops.
//
// Trust   : none. A fetcher brings bytes and enforces the caps that it is told; whoever receives them checks them.
// Threads : one; everything is called back from within the call.
// Errors  : usage (a password over http), refused (the server does not take this user and password), transient (no route, slow, cut off, server error, a portal's page: may work later), not_found (the server says that there is no
//           such thing), malformed (not the part that was asked for), limit (more bytes than `max_bytes`), and whatever a Transfer's own
//           methods return.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::sync {

// One file on its way.
class Transfer {
 public:
  virtual ~Transfer() = default;
  virtual std::string url() const = 0;
  virtual std::string type() const = 0;             // media type that is hoped for; tells a portal's page from a file
  virtual std::uint64_t max_bytes() const = 0;      // of the whole file, also where only its end is fetched
  virtual std::uint64_t resume_from() const = 0;    // bytes that are here already; 0: everything is wanted
  // The bytes that follow begin at `offset`: resume_from() where the server honoured it, else 0. Comes before any data, also for an empty file.
  virtual Result<void> begin(std::uint64_t offset) = 0;
  virtual Result<void> data(std::string_view bytes) = 0;
};

// The list to work off; both are called between and during transfers. The transfers live until they are handed to `finished`.
class Transfers {
 public:
  virtual ~Transfers() = default;
  // Null when there is no other.
  virtual std::unique_ptr<Transfer> next() = 0;
  // An error ends the whole run with it.
  virtual Result<void> finished(std::unique_ptr<Transfer> transfer, Result<void> how) = 0;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  // A small document, whole. One request, but for redirects.
  virtual Result<std::string> get(const std::string& url, std::size_t max_bytes) = 0;
  virtual Result<void> run(Transfers& work) = 0;
  // The longest wait that a busy server asked for in the last call (Retry-After of a 429 or 503); 0: none.
  virtual unsigned retry_after_s() const { return 0; }
};

struct CurlOptions {
  std::string user_agent = "changlang";
  long parallel = 4;                   // transfers at once; also connections to one host
  long connect_timeout_s = 20;
  long document_timeout_s = 120;       // a document as a whole; files have no such limit, only the next two
  long low_speed_bytes_s = 200;        // slower than this …
  long low_speed_time_s = 60;          // … for so long ends a transfer (documents: half of it)
  long redirects = 3;
  std::string user, password;          // empty: none; basic authentication. Over https, or from this machine itself, and then no redirect is followed
};

Result<std::unique_ptr<Fetcher>> make_curl_fetcher(CurlOptions options = {});

}  // namespace kiosk::sync
