// Where a repository is published to: a folder on this machine, or WebDAV as nginx serves it. A bucket (S3) would be a third, behind the same seam.
//
// Promise : add and send replace nothing; only timestamp.json and staged/ may be replaced.
// Threads : one; send works on several connections by itself.
// Errors  : refused (a name that is taken by other bytes, no right to write), busy (somebody else publishes), transient, not_found, disk_full, io.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/repo/folder.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/uploader.h"

namespace kiosk::repo {

struct Item {
  std::string path;             // in the repository
  std::filesystem::path from;   // on this machine
  std::string sha256;
  std::uint64_t size = 0;
};

struct Sent {
  std::size_t files = 0;  // that were not there already
  std::uint64_t bytes = 0;
};

class Place {
 public:
  // Whoever has it is the only one that publishes there.
  class Held {
   public:
    virtual ~Held() = default;
  };

  virtual ~Place() = default;
  virtual std::string name() const = 0;
  virtual Result<std::string> read(const std::string& path, std::size_t max_bytes) = 0;
  virtual Result<bool> has(const std::string& path, std::uint64_t size) = 0;
  virtual Result<void> add(const std::string& path, std::string_view bytes) = 0;
  virtual Result<void> replace(const std::string& path, std::string_view bytes) = 0;
  // What is there with its size is not sent. `progress` hears of each item that is there; from this thread or another, one at a time.
  virtual Result<Sent> send(const std::vector<Item>& items, const std::function<void(const Item&)>& progress) = 0;
  // `who`: said to others who wait. Waits a while, then busy.
  virtual Result<std::unique_ptr<Held>> lock(const std::string& who) = 0;
  // Of somebody who will not come back: its machine was switched off. A Folder's ends with its process.
  virtual Result<void> break_lock() = 0;
};

// Made where it is missing.
Result<std::unique_ptr<Place>> open_folder_place(const std::filesystem::path& folder);

struct WebDavOptions {
  std::string url;  // http(s), of the repository
  std::function<Result<std::unique_ptr<sync::Uploader>>()> uploader;
  std::size_t connections = 4;
  std::chrono::seconds wait{30};  // for the lock
};
// Reads by `fetcher`, without a password: kiosks read it so too.
Result<std::unique_ptr<Place>> open_webdav_place(WebDavOptions options, std::unique_ptr<sync::Fetcher> fetcher);

}  // namespace kiosk::repo
