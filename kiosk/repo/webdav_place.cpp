// WebDAV as nginx 1.22 serves it: PUT always replaces (If-None-Match is not looked at), so what must not be replaced goes to incoming/ first and is
// moved with "Overwrite: F"; MKCOL of a folder that is there says 405, which makes it a lock.
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "kiosk/base/crypto.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/place.h"
#include "kiosk/sync/addresses.h"

namespace kiosk::repo {
namespace {

constexpr const char* kLock = "lock.d/";
constexpr const char* kLockOwner = "lock.d/owner";
constexpr int kTries = 3;  // of what fails for now
constexpr std::size_t kOwnerBytes = 200;

bool is_done(unsigned status) { return status == 200 || status == 201 || status == 204; }

std::string random_name() {
  std::random_device device;
  std::array<std::uint8_t, 16> bytes;
  for (std::uint8_t& each : bytes) each = static_cast<std::uint8_t>(device());
  return "incoming/" + crypto::hex(bytes);
}

Error unexpected(const std::string& method, unsigned status, const std::string& url) {
  if (status == 405) return {ErrorKind::refused, "the server does not take " + method + " here; see docs/repository.md for nginx's settings", url};
  return {ErrorKind::refused, "the server answers " + method + " with status " + std::to_string(status), url};
}

// One connection and what it does; folders that are known to be there are known to all of them.
class Connection {
 public:
  Connection(std::string base, std::unique_ptr<sync::Uploader> uploader, std::set<std::string>& folders, std::mutex& mutex)
      : base_(std::move(base)), uploader_(std::move(uploader)), folders_(folders), mutex_(mutex) {}

  sync::Uploader& uploader() { return *uploader_; }
  std::string url(const std::string& path) const { return base_ + path; }

  // True: sent now; false: was there already with this size.
  template <typename Put>
  Result<bool> add(const std::string& path, std::uint64_t size, Put put) {
    for (int tries = 1;; ++tries) {
      auto done = try_to_add(path, size, put);
      if (done || done.error().kind != ErrorKind::transient || tries == kTries) return done;
      std::this_thread::sleep_for(std::chrono::seconds(tries));
    }
  }

  Result<bool> is_there(const std::string& path, std::uint64_t size) {
    const auto answer = uploader_->ask("HEAD", url(path));
    if (!answer) return answer.error();
    if (answer->status == 404 || answer->status == 410) return false;
    if (answer->status != 200) return unexpected("HEAD", answer->status, url(path));
    if (answer->length == size) return true;
    return Error{ErrorKind::refused, "is there already with another size; published files never change", url(path)};
  }

 private:
  template <typename Put>
  Result<bool> try_to_add(const std::string& path, std::uint64_t size, Put put) {
    const auto there = is_there(path, size);
    if (!there) return there.error();
    if (*there) return false;
    const std::string half = random_name();
    const auto answer = put(url(half));
    if (!answer) return answer.error();
    if (!is_done(answer->status)) return unexpected("PUT", answer->status, url(half));
    if (auto made = make_folders(path); !made) return made.error();
    const auto moved = uploader_->ask("MOVE", url(half), {"Destination: " + url(path), "Overwrite: F"});
    if (!moved) return moved.error();
    if (is_done(moved->status)) return true;
    (void)uploader_->ask("DELETE", url(half));
    if (moved->status != 412) return unexpected("MOVE", moved->status, url(path));
    // Somebody else was faster.
    const auto theirs = is_there(path, size);
    if (!theirs) return theirs.error();
    return false;
  }

  Result<void> make_folders(const std::string& path) {
    for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, slash + 1);
      if (const std::lock_guard lock(mutex_); folders_.contains(folder)) continue;
      const auto answer = uploader_->ask("MKCOL", url(folder));
      if (!answer) return answer.error();
      if (!is_done(answer->status) && answer->status != 405) return unexpected("MKCOL", answer->status, url(folder));
      const std::lock_guard lock(mutex_);
      folders_.insert(folder);
    }
    return {};
  }

  std::string base_;
  std::unique_ptr<sync::Uploader> uploader_;
  std::set<std::string>& folders_;
  std::mutex& mutex_;
};

class WebDavPlace final : public Place {
 public:
  WebDavPlace(WebDavOptions options, std::string base, std::unique_ptr<sync::Fetcher> fetcher, std::unique_ptr<sync::Uploader> uploader)
      : options_(std::move(options)), base_(std::move(base)), fetcher_(std::move(fetcher)), first_(base_, std::move(uploader), folders_, mutex_) {}

  std::string name() const override { return base_; }
  Result<std::string> read(const std::string& path, std::size_t max_bytes) override { return fetcher_->get(first_.url(path), max_bytes); }

  Result<bool> has(const std::string& path, std::uint64_t size) override { return first_.is_there(path, size); }

  Result<void> add(const std::string& path, std::string_view bytes) override {
    const auto added = first_.add(path, bytes.size(), [&](const std::string& url) { return first_.uploader().put(url, bytes); });
    if (!added) return added.error();
    if (*added) return {};
    const auto there = read(path, bytes.size());
    if (!there) return there.error();
    if (*there == bytes) return {};
    return Error{ErrorKind::refused, "is there already with another content; published files never change", first_.url(path)};
  }

  Result<void> replace(const std::string& path, std::string_view bytes) override {
    const auto answer = first_.uploader().put(first_.url(path), bytes);
    if (!answer) return answer.error();
    return is_done(answer->status) ? Result<void>() : unexpected("PUT", answer->status, first_.url(path));
  }

  Result<Sent> send(const std::vector<Item>& items, const std::function<void(const Item&)>& progress) override {
    Sent sent;
    std::optional<Error> failure;
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    const auto work = [&](Connection& connection) {
      for (std::size_t i = next++; i < items.size(); i = next++) {
        const Item& item = items[i];
        const auto done = connection.add(item.path, item.size, [&](const std::string& url) { return connection.uploader().put_file(url, item.from, item.size); });
        const std::lock_guard lock(mutex);
        if (!done) {
          if (!failure) failure = done.error();
          next = items.size();
          return;
        }
        sent.files += *done ? 1 : 0;
        sent.bytes += *done ? item.size : 0;
        if (progress) progress(item);
      }
    };
    std::vector<std::unique_ptr<Connection>> others;
    while (others.size() + 1 < std::min(options_.connections, items.size())) {
      auto uploader = options_.uploader();
      if (!uploader) return uploader.error();
      others.push_back(std::make_unique<Connection>(base_, *std::move(uploader), folders_, mutex_));
    }
    std::vector<std::thread> threads;
    for (auto& connection : others) threads.emplace_back([&work, &connection] { work(*connection); });
    work(first_);
    for (std::thread& each : threads) each.join();
    if (failure) return *failure;
    return sent;
  }

  Result<std::unique_ptr<Held>> lock(const std::string& who) override {
    const auto end = std::chrono::steady_clock::now() + options_.wait;
    while (true) {
      const auto answer = first_.uploader().ask("MKCOL", first_.url(kLock));
      if (!answer) return answer.error();
      if (is_done(answer->status)) break;
      if (answer->status != 405) return unexpected("MKCOL", answer->status, first_.url(kLock));
      if (std::chrono::steady_clock::now() >= end) {
        const auto owner = read(kLockOwner, kOwnerBytes);
        return Error{ErrorKind::busy, (owner ? *owner : std::string("somebody")) + " is publishing there; if nobody is (a machine was switched off meanwhile), break the lock: --break-lock",
                     first_.url(kLock)};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    auto held = std::make_unique<HeldLock>(*this);
    if (auto done = replace(kLockOwner, who.substr(0, kOwnerBytes)); !done) return done.error();
    return std::unique_ptr<Held>(std::move(held));
  }

  Result<void> break_lock() override {
    const auto answer = first_.uploader().ask("DELETE", first_.url(kLock));
    if (!answer) return answer.error();
    return is_done(answer->status) || answer->status == 404 ? Result<void>() : unexpected("DELETE", answer->status, first_.url(kLock));
  }

 private:
  class HeldLock final : public Held {
   public:
    explicit HeldLock(WebDavPlace& place) : place_(place) {}
    ~HeldLock() override { (void)place_.break_lock(); }

   private:
    WebDavPlace& place_;
  };

  WebDavOptions options_;
  std::string base_;
  std::unique_ptr<sync::Fetcher> fetcher_;
  std::set<std::string> folders_;
  std::mutex mutex_;
  Connection first_;
};

}  // namespace

Result<std::unique_ptr<Place>> open_webdav_place(WebDavOptions options, std::unique_ptr<sync::Fetcher> fetcher) {
  auto base = sync::base_address(options.url);
  if (!base) return base.error();
  auto uploader = options.uploader();
  if (!uploader) return uploader.error();
  return std::unique_ptr<Place>(std::make_unique<WebDavPlace>(std::move(options), *std::move(base), std::move(fetcher), *std::move(uploader)));
}

}  // namespace kiosk::repo
