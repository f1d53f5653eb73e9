// Sending files to a server that speaks WebDAV (RFC 4918), or takes PUT at least. One connection; who wants several at once makes several.
//
// Trust   : none in the server. A password goes over https, or to this machine itself, and nowhere else; no redirect is followed.
// Threads : each object in one at a time.
// Errors  : usage (not an address, a password over http), refused (status 401, 403, 405: who, or what, is not allowed), transient (no answer,
//           slow, 5xx), disk_full (507), io (the file cannot be read). Other statuses are answers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::sync {

struct UploadOptions {
  std::string user_agent = "changlang";
  std::string user, password;  // empty: none; basic authentication
  std::string name_user = "--user NAME";  // what to say where the server wants a user and there is none
  long connect_timeout_s = 20;
  long low_speed_bytes_s = 200;  // slower than this …
  long low_speed_time_s = 60;    // … for so long ends a request
  long request_timeout_s = 0;    // a request as a whole; 0: no limit
};

class Uploader {
 public:
  struct Answer {
    unsigned status = 0;
    std::optional<std::uint64_t> length;  // Content-Length of a HEAD
  };

  virtual ~Uploader() = default;
  // Without a body: HEAD, MOVE, MKCOL, DELETE.
  virtual Result<Answer> ask(const std::string& method, const std::string& url, const std::vector<std::string>& headers = {}) = 0;
  virtual Result<Answer> put(const std::string& url, std::string_view bytes) = 0;
  // Its first `size` bytes.
  virtual Result<Answer> put_file(const std::string& url, const std::filesystem::path& file, std::uint64_t size) = 0;
};

Result<std::unique_ptr<Uploader>> make_curl_uploader(UploadOptions options);

}  // namespace kiosk::sync
