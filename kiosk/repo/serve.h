// A repository offered on this machine alone, to try it: GET of what kiosks read, on 127.0.0.1. Not for a museum's server.
//
// Offers  : regular files below metadata/, targets/ and blobs/ whose names are such as a repository has; nothing else exists.
// Library : libmicrohttpd. Threads: one of its own, which ends with the object.
#pragma once

#include <cstdint>
#include <memory>

#include "kiosk/base/result.h"
#include "kiosk/repo/folder.h"

namespace kiosk::repo {

class Server {
 public:
  // `port` 0: any that is free. Errors: io (the port is taken).
  static Result<std::unique_ptr<Server>> start(const Folder& folder, std::uint16_t port);
  ~Server();
  std::uint16_t port() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Whether a request's path ("/metadata/1.root.json") is one that the server looks for.
bool is_offered(std::string_view path);

}  // namespace kiosk::repo
