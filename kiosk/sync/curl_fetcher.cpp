// Getting with libcurl (7.88, Debian 12); curl_uploader.cpp is the other file that knows it. Sources of the options: libcurl's manual pages of each option.
#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include "kiosk/sync/addresses.h"
#include "kiosk/sync/fetcher.h"

namespace kiosk::sync {
namespace {

struct EasyDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDelete {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Easy = std::unique_ptr<CURL, EasyDelete>;

Error transient(std::string message, const std::string& url) { return {ErrorKind::transient, std::move(message), url}; }

bool has_prefix_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
}

// First byte of "Content-Range: bytes 100-199/200" (RFC 9110 §14.4), and the whole size where it is known.
struct ContentRange {
  std::uint64_t first = 0;
  std::optional<std::uint64_t> size;
};

std::optional<ContentRange> parse_content_range(std::string_view value) {
  while (value.starts_with(' ')) value.remove_prefix(1);
  if (!has_prefix_ignoring_case(value, "bytes ")) return std::nullopt;
  const char* at = value.data() + 6;
  const char* const end = value.data() + value.size();
  ContentRange range;
  const auto [dash, error] = std::from_chars(at, end, range.first);
  if (error != std::errc{} || dash == end || *dash != '-') return std::nullopt;
  const std::size_t slash = value.find('/');
  if (slash == value.npos) return std::nullopt;
  std::uint64_t size = 0;
  if (std::from_chars(value.data() + slash + 1, end, size).ec == std::errc{}) range.size = size;
  return range;
}

// What came back for one request, while it comes.
struct Reply {
  CURL* easy = nullptr;
  Transfer* transfer = nullptr;
  std::uint64_t received = 0;  // of this answer
  std::uint64_t offset = 0;    // where it begins in the file
  std::optional<ContentRange> range;
  std::optional<Error> error;  // ours; curl then only says that writing failed
  bool has_headers = false;    // all of them: the empty line came
  bool begun = false;
  bool has_password = false;
  char curl_says[CURL_ERROR_SIZE] = {};

  long status() const {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
};

// A page where a file should be: a portal that wants somebody to log in, or a friendly error page.
bool is_unwanted_page(const Reply& reply) {
  const char* type = nullptr;
  curl_easy_getinfo(reply.easy, CURLINFO_CONTENT_TYPE, &type);
  return type && has_prefix_ignoring_case(type, "text/html") && !has_prefix_ignoring_case(reply.transfer->type(), "text/html");
}

std::optional<Error> judge_status(const Reply& reply) {
  const std::string url = reply.transfer->url();
  const long status = reply.status();
  if (status == 401 && reply.has_password) return Error{ErrorKind::refused, "the server does not take this user and password", url};
  if (status == 404 || status == 410 || status == 403)
    return Error{ErrorKind::not_found, "the server has no such file (status " + std::to_string(status) + ")", url};
  if (status == 416) return Error{ErrorKind::malformed, "the server has no such part of the file", url};
  if (status != 200 && status != 206) return transient("the server answers with status " + std::to_string(status), url);
  if (is_unwanted_page(reply)) return transient("the answer is a web page, perhaps of a portal that asks to log in", url);
  return std::nullopt;
}

// Called once, before the first byte: everything that decides whether the body is wanted.
std::optional<Error> begin(Reply& reply) {
  reply.begun = true;
  if (auto error = judge_status(reply)) return error;
  const std::uint64_t wanted = reply.transfer->resume_from();
  if (reply.status() == 206) {
    if (wanted == 0 || !reply.range || reply.range->first != wanted)
      return Error{ErrorKind::malformed, "the server answers with another part of the file than was asked for", reply.transfer->url()};
    reply.offset = wanted;
  }
  if (auto done = reply.transfer->begin(reply.offset); !done) return done.error();
  return std::nullopt;
}

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* user) {
  Reply& reply = *static_cast<Reply*>(user);
  if (!reply.begun) reply.error = begin(reply);
  if (reply.error) return 0;
  // Counted here: curl 7.88's CURLOPT_MAXFILESIZE does not hold for bodies of unknown length.
  reply.received += count;
  if (reply.offset + reply.received > reply.transfer->max_bytes()) {
    reply.error = Error{ErrorKind::limit, "the server sends more than the " + std::to_string(reply.transfer->max_bytes()) + " bytes allowed",
                        reply.transfer->url()};
    return 0;
  }
  if (auto done = reply.transfer->data({bytes, count}); !done) {
    reply.error = done.error();
    return 0;
  }
  return count;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* user) {
  Reply& reply = *static_cast<Reply*>(user);
  const std::string_view line(bytes, count);
  constexpr std::string_view name = "content-range:";
  if (line.starts_with("HTTP/")) {  // perhaps another answer after a redirect
    reply.range.reset();
    reply.has_headers = false;
  } else if (line == "\r\n" || line == "\n") reply.has_headers = true;
  else if (has_prefix_ignoring_case(line, name)) reply.range = parse_content_range(line.substr(name.size()));
  return count;
}

// A small document, held in memory.
class Document final : public Transfer {
 public:
  Document(std::string url, std::size_t max_bytes) : url_(std::move(url)), max_bytes_(max_bytes) {}
  std::string url() const override { return url_; }
  std::string type() const override { return "application/json"; }
  std::uint64_t max_bytes() const override { return max_bytes_; }
  std::uint64_t resume_from() const override { return 0; }
  Result<void> begin(std::uint64_t) override { return {}; }
  Result<void> data(std::string_view more) override {
    bytes += more;
    return {};
  }

  std::string bytes;

 private:
  std::string url_;
  std::size_t max_bytes_;
};

class CurlFetcher final : public Fetcher {
 public:
  CurlFetcher(CurlOptions options, CURLM* multi) : options_(std::move(options)), multi_(multi) {}
  ~CurlFetcher() override {
    for (auto& [easy, job] : running_) curl_multi_remove_handle(multi_.get(), easy);
  }

  Result<std::string> get(const std::string& url, std::size_t max_bytes) override {
    retry_after_s_ = 0;
    Document document(url, max_bytes);
    Reply reply;
    reply.easy = handle();
    if (!reply.easy) return out_of_handles();
    reply.transfer = &document;
    if (auto fine = prepare(reply); !fine) {
      give_back(reply.easy);
      return fine.error();
    }
    curl_easy_setopt(reply.easy, CURLOPT_TIMEOUT, options_.document_timeout_s);
    curl_easy_setopt(reply.easy, CURLOPT_LOW_SPEED_TIME, options_.low_speed_time_s / 2);
    const CURLcode code = curl_easy_perform(reply.easy);
    auto how = judge(reply, code);
    give_back(reply.easy);
    if (!how) return how.error();
    return std::move(document.bytes);
  }

  unsigned retry_after_s() const override { return retry_after_s_; }

  Result<void> run(Transfers& work) override {
    retry_after_s_ = 0;
    auto how = work_off(work);
    for (auto& [easy, job] : running_) {
      curl_multi_remove_handle(multi_.get(), easy);
      give_back(easy);
    }
    running_.clear();
    return how;
  }

 private:
  struct Job {
    Reply reply;
    std::unique_ptr<Transfer> transfer;
  };

  Result<void> work_off(Transfers& work) {
    while (true) {
      while (running_.size() < static_cast<std::size_t>(options_.parallel)) {
        auto transfer = work.next();
        if (!transfer) break;
        if (auto started = start(std::move(transfer)); !started) return started;
      }
      if (running_.empty()) return {};
      int active = 0;
      if (const CURLMcode code = curl_multi_perform(multi_.get(), &active); code != CURLM_OK) return broken(code);
      if (auto done = take_finished(work); !done) return done;
      // Woken by the sockets; the bound is only for curl's own timers.
      if (active > 0)
        if (const CURLMcode code = curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr); code != CURLM_OK) return broken(code);
    }
  }

  Result<void> take_finished(Transfers& work) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      auto node = running_.extract(easy);
      const std::unique_ptr<Job> job = std::move(node.mapped());
      auto how = judge(job->reply, code);
      curl_multi_remove_handle(multi_.get(), easy);
      give_back(easy);
      if (auto done = work.finished(std::move(job->transfer), std::move(how)); !done) return done;
    }
    return {};
  }

  Result<void> start(std::unique_ptr<Transfer> transfer) {
    auto job = std::make_unique<Job>();
    job->transfer = std::move(transfer);
    job->reply.easy = handle();
    if (!job->reply.easy) return out_of_handles();
    job->reply.transfer = job->transfer.get();
    if (auto fine = prepare(job->reply); !fine) {
      give_back(job->reply.easy);
      return fine;
    }
    if (const std::uint64_t from = job->transfer->resume_from(); from > 0)
      curl_easy_setopt(job->reply.easy, CURLOPT_RANGE, (std::to_string(from) + "-").c_str());
    CURL* const easy = job->reply.easy;
    running_.emplace(easy, std::move(job));
    if (const CURLMcode code = curl_multi_add_handle(multi_.get(), easy); code != CURLM_OK) return broken(code);
    return {};
  }

  // The verdict on an answer that has ended.
  Result<void> judge(Reply& reply, CURLcode code) {
    const std::string url = reply.transfer->url();
    curl_off_t asked = 0;
    if (reply.status() == 429 || reply.status() == 503) curl_easy_getinfo(reply.easy, CURLINFO_RETRY_AFTER, &asked);
    retry_after_s_ = std::max(retry_after_s_, static_cast<unsigned>(std::clamp<curl_off_t>(asked, 0, 1 << 30)));
    if (reply.error) return *reply.error;
    if (code != CURLE_OK) return transient(reply.curl_says[0] ? reply.curl_says : curl_easy_strerror(code), url);
    // curl 7.88 takes a connection that ends within the headers for an answer without a body.
    if (!reply.has_headers) return transient("the connection ended within the answer's headers", url);
    if (!reply.begun)
      if (auto error = begin(reply)) return *error;
    return {};
  }

  Result<void> prepare(Reply& reply) const {
    CURL* const easy = reply.easy;
    const std::string url = reply.transfer->url();
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reply.curl_says);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, options_.connect_timeout_s);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, options_.low_speed_bytes_s);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, options_.low_speed_time_s);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &reply);
    // Only the web, and never from https down to http.
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, url.starts_with("https:") ? "https" : "https,http");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, options_.redirects);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L * 1024);
    reply.has_password = !options_.user.empty();
    if (!reply.has_password) return {};
    if (!may_carry_password(url)) return Error{ErrorKind::usage, "a password would go over the network in plain text; use https", url};
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(easy, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, options_.password.c_str());
    return {};
  }

  // Handles are used again: they keep their connections.
  CURL* handle() {
    if (idle_.empty()) {
      Easy easy(curl_easy_init());
      if (!easy) return nullptr;
      idle_.push_back(easy.get());
      owned_.push_back(std::move(easy));
    }
    CURL* const easy = idle_.back();
    idle_.pop_back();
    return easy;
  }

  void give_back(CURL* easy) {
    curl_easy_reset(easy);
    idle_.push_back(easy);
  }

  static Error broken(CURLMcode code) { return {ErrorKind::internal, std::string("libcurl: ") + curl_multi_strerror(code), ""}; }
  static Error out_of_handles() { return {ErrorKind::internal, "libcurl gives no handle", ""}; }

  CurlOptions options_;
  std::vector<Easy> owned_;
  std::vector<CURL*> idle_;
  std::unique_ptr<CURLM, MultiDelete> multi_;
  std::map<CURL*, std::unique_ptr<Job>> running_;
  unsigned retry_after_s_ = 0;
};

}  // namespace

Result<std::unique_ptr<Fetcher>> make_curl_fetcher(CurlOptions options) {
  // Not thread-safe in itself; our programs call it from main before any thread. Never undone: the process ends instead.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error{ErrorKind::internal, "libcurl does not start", ""};
  CURLM* const multi = curl_multi_init();
  if (!multi) return Error{ErrorKind::internal, "libcurl does not start", ""};
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.parallel);
  return std::unique_ptr<Fetcher>(std::make_unique<CurlFetcher>(std::move(options), multi));
}

}  // namespace kiosk::sync
