// Sending with libcurl (7.88, Debian 12); curl_fetcher.cpp is the other file that knows it.
#include <curl/curl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "kiosk/base/files.h"
#include "kiosk/sync/addresses.h"
#include "kiosk/sync/uploader.h"

namespace kiosk::sync {
namespace {

struct EasyDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDelete {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FileClose {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// An answer says nothing here that its status does not; one without end must not hold us.
constexpr std::size_t kMostAnswer = 64 * 1024;
std::size_t ignore_body(char*, std::size_t, std::size_t count, void* user) {
  std::size_t& seen = *static_cast<std::size_t*>(user);
  seen += count;
  return seen > kMostAnswer ? 0 : count;
}

std::size_t read_bytes(char* into, std::size_t, std::size_t most, void* user) {
  std::string_view& left = *static_cast<std::string_view*>(user);
  const std::size_t count = std::min(most, left.size());
  std::copy_n(left.begin(), count, into);
  left.remove_prefix(count);
  return count;
}

std::size_t read_file_bytes(char* into, std::size_t size, std::size_t most, void* user) {
  std::FILE* const file = static_cast<std::FILE*>(user);
  const std::size_t count = std::fread(into, size, most, file);
  return std::ferror(file) ? CURL_READFUNC_ABORT : count;
}

// curl asks for it when a connection that it had kept turns out to be dead.
int seek_file(void* user, curl_off_t offset, int origin) { return ::fseeko(static_cast<std::FILE*>(user), offset, origin) == 0 ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL; }

class CurlUploader final : public Uploader {
 public:
  CurlUploader(UploadOptions options, CURL* easy) : options_(std::move(options)), easy_(easy) {}

  Result<Answer> ask(const std::string& method, const std::string& url, const std::vector<std::string>& headers) override {
    if (auto fine = prepare(url, headers); !fine) return fine.error();
    if (method == "HEAD") set(CURLOPT_NOBODY, 1L);
    else curl_easy_setopt(easy_.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    return perform(url);
  }

  Result<Answer> put(const std::string& url, std::string_view bytes) override {
    if (auto fine = prepare(url, {}); !fine) return fine.error();
    std::string_view left = bytes;
    curl_easy_setopt(easy_.get(), CURLOPT_READFUNCTION, read_bytes);
    curl_easy_setopt(easy_.get(), CURLOPT_READDATA, &left);
    set(CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy_.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    return perform(url);
  }

  Result<Answer> put_file(const std::string& url, const std::filesystem::path& file, std::uint64_t size) override {
    if (auto fine = prepare(url, {}); !fine) return fine.error();
    const std::unique_ptr<std::FILE, FileClose> in(std::fopen(file.c_str(), "rbe"));
    if (!in) return system_error("cannot read", file, errno);
    curl_easy_setopt(easy_.get(), CURLOPT_READFUNCTION, read_file_bytes);
    curl_easy_setopt(easy_.get(), CURLOPT_READDATA, in.get());
    curl_easy_setopt(easy_.get(), CURLOPT_SEEKFUNCTION, seek_file);
    curl_easy_setopt(easy_.get(), CURLOPT_SEEKDATA, in.get());
    set(CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy_.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    return perform(url);
  }

 private:
  void set(CURLoption option, long value) { curl_easy_setopt(easy_.get(), option, value); }

  Result<void> prepare(const std::string& url, const std::vector<std::string>& headers) {
    curl_easy_reset(easy_.get());
    headers_.reset();
    for (const std::string& header : headers) headers_.reset(curl_slist_append(headers_.release(), header.c_str()));
    curl_easy_setopt(easy_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_ERRORBUFFER, curl_says_);
    answered_ = 0;
    curl_easy_setopt(easy_.get(), CURLOPT_WRITEFUNCTION, ignore_body);
    curl_easy_setopt(easy_.get(), CURLOPT_WRITEDATA, &answered_);
    curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy_.get(), CURLOPT_PROTOCOLS_STR, "https,http");
    set(CURLOPT_NOSIGNAL, 1);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_CONNECTTIMEOUT, options_.connect_timeout_s);
    set(CURLOPT_LOW_SPEED_LIMIT, options_.low_speed_bytes_s);
    set(CURLOPT_LOW_SPEED_TIME, options_.low_speed_time_s);
    set(CURLOPT_TIMEOUT, options_.request_timeout_s);
    if (options_.user.empty()) return {};
    if (!may_carry_password(url))
      return Error{ErrorKind::usage, "a password would go over the network in plain text; use https", url};
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(easy_.get(), CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_PASSWORD, options_.password.c_str());
    return {};
  }

  Result<Answer> perform(const std::string& url) {
    curl_says_[0] = 0;
    const CURLcode code = curl_easy_perform(easy_.get());
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_ABORTED_BY_CALLBACK) return Error{ErrorKind::io, "the file cannot be read", url};
    // A server that refuses may answer before it has read everything, and close.
    if (code != CURLE_OK && status < 400) return Error{ErrorKind::transient, curl_says_[0] ? curl_says_ : curl_easy_strerror(code), url};
    if (status == 401) return Error{ErrorKind::refused, options_.user.empty() ? "the server wants a user and a password: " + options_.name_user : "the server does not take this user and password", url};
    if (status == 403) return Error{ErrorKind::refused, "the server does not let this user write here (status 403)", url};
    if (status == 507) return Error{ErrorKind::disk_full, "the server's disk is full", url};
    if (status == 429 || status >= 500) return Error{ErrorKind::transient, "the server answers with status " + std::to_string(status), url};
    Answer answer{static_cast<unsigned>(status), {}};
    curl_off_t length = -1;
    if (curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) == CURLE_OK && length >= 0) answer.length = static_cast<std::uint64_t>(length);
    return answer;
  }

  UploadOptions options_;
  std::unique_ptr<curl_slist, ListDelete> headers_;  // in use until the handle is reset
  std::unique_ptr<CURL, EasyDelete> easy_;
  std::size_t answered_ = 0;  // bytes of this answer's body
  char curl_says_[CURL_ERROR_SIZE] = {};
};

}  // namespace

Result<std::unique_ptr<Uploader>> make_curl_uploader(UploadOptions options) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error{ErrorKind::internal, "libcurl does not start", ""};
  CURL* const easy = curl_easy_init();
  if (!easy) return Error{ErrorKind::internal, "libcurl does not start", ""};
  return std::unique_ptr<Uploader>(std::make_unique<CurlUploader>(std::move(options), easy));
}

}  // namespace kiosk::sync
