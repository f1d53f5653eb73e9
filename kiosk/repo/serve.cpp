#include "kiosk/repo/serve.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "kiosk/repo/layout.h"

namespace kiosk::repo {
namespace {

constexpr unsigned kConnections = 64, kIdle_s = 60;

struct Stop {
  void operator()(MHD_Daemon* daemon) const { MHD_stop_daemon(daemon); }
};
struct Destroy {
  void operator()(MHD_Response* response) const { MHD_destroy_response(response); }
};
using Response = std::unique_ptr<MHD_Response, Destroy>;

MHD_Result answer(MHD_Connection* connection, unsigned status, const char* words) {
  const Response response(MHD_create_response_from_buffer(std::strlen(words), const_cast<char*>(words), MHD_RESPMEM_PERSISTENT));
  return response ? MHD_queue_response(connection, status, response.get()) : MHD_NO;
}

}  // namespace

struct Server::State {
  std::filesystem::path root;
  std::unique_ptr<MHD_Daemon, Stop> daemon;
  std::uint16_t port = 0;

  static MHD_Result handle(void* self, MHD_Connection* connection, const char* url, const char* method, const char*, const char*, size_t*, void**) {
    const std::string_view asked(method);
    if (asked != MHD_HTTP_METHOD_GET && asked != MHD_HTTP_METHOD_HEAD) return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET\n");
    if (!is_offered(url)) return answer(connection, MHD_HTTP_NOT_FOUND, "not here\n");
    const int file = ::open((static_cast<const State*>(self)->root / (url + 1)).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat info {};
    if (file < 0 || ::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
      if (file >= 0) ::close(file);
      return answer(connection, MHD_HTTP_NOT_FOUND, "not here\n");
    }
    const Response response(MHD_create_response_from_fd64(static_cast<std::uint64_t>(info.st_size), file));  // closes it
    if (!response) {
      ::close(file);
      return MHD_NO;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, response.get());
  }
};

bool is_offered(std::string_view path) {
  constexpr std::array<std::string_view, 3> kFolders{"/metadata/", "/targets/", "/blobs/"};
  if (std::none_of(kFolders.begin(), kFolders.end(), [&](std::string_view folder) { return path.starts_with(folder); })) return false;
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view name = path.substr(at, end - at);
    // Hashes before names of 64 make them longer than is_name allows: a letter or digit first, and no other characters.
    const bool fine = !name.empty() && name.size() <= 200 && name.front() != '.' && name.front() != '-' &&
                      std::all_of(name.begin(), name.end(), [](char c) { return is_name({&c, 1}) || c == '.' || c == '-' || c == '_'; });
    if (!fine) return false;
    at = end + 1;
  }
  return true;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return state_->port; }

Result<std::unique_ptr<Server>> Server::start(const Folder& folder, std::uint16_t port) {
  auto state = std::make_unique<State>();
  state->root = folder.root();
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_port = htons(port);
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  state->daemon.reset(MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, port, nullptr, nullptr, &State::handle, state.get(), MHD_OPTION_SOCK_ADDR, &here,
                                       MHD_OPTION_CONNECTION_LIMIT, kConnections, MHD_OPTION_CONNECTION_TIMEOUT, kIdle_s, MHD_OPTION_END));
  if (!state->daemon)
    return Error{ErrorKind::io, std::string("cannot listen on 127.0.0.1:") + std::to_string(port) + ": " + std::strerror(errno) + "; choose another --port", ""};
  const MHD_DaemonInfo* info = MHD_get_daemon_info(state->daemon.get(), MHD_DAEMON_INFO_BIND_PORT);
  state->port = info ? info->port : port;
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

}  // namespace kiosk::repo
