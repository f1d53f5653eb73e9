// `kioskctl repo push | pull | export | prune | serve`: the repository as a whole, from one place to another.
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "kiosk/base/files.h"
#include "kiosk/ctl/passphrase.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/ctl/repo_session.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/move.h"
#include "kiosk/repo/push.h"
#include "kiosk/repo/serve.h"

namespace kiosk::ctl {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlaceFile = "place";  // in the folder: where it was pushed to or pulled from
constexpr std::size_t kPlaceBytes = 2048;

bool is_address(const std::string& place) { return place.starts_with("http://") || place.starts_with("https://"); }

// Drawn over itself on a terminal; nothing elsewhere.
class FilesLine {
 public:
  ~FilesLine() {
    if (is_drawn_) std::fputs("\r\033[K", stderr);
  }
  void operator()(std::size_t done, std::size_t all, std::uint64_t bytes) {
    if (::isatty(STDERR_FILENO) != 1) return;
    is_drawn_ = true;
    std::fprintf(stderr, "\r\033[K%zu of %zu files, %s", done, all, size_text(bytes).c_str());
  }

 private:
  bool is_drawn_ = false;
};

std::string this_machine() {
  std::array<char, 65> host{};
  ::gethostname(host.data(), host.size() - 1);
  const char* const user = ::getlogin();
  return std::string(user ? user : "somebody") + " at " + host.data();
}

}  // namespace

// Named, or the one of the last time.
Result<std::string> Session::place_name(const repo::Folder& folder) const {
  if (!a_.place.empty()) return is_address(a_.place) ? a_.place : fs::absolute(a_.place).lexically_normal().string();
  if (auto last = folder.read(kPlaceFile, kPlaceBytes)) {
    while (last->ends_with('\n')) last->pop_back();
    return *std::move(last);
  }
  return Error{ErrorKind::usage, "name the place that kiosks read: kioskctl repo push /srv/www/museum, or an https address", ""};
}

Result<std::string> Session::ask_place_password(const std::string& name) const {
  if (a_.user.empty()) return std::string();
  return ask_password("Password of " + a_.user + " at " + name, a_.password_file);
}

Result<std::unique_ptr<repo::Place>> Session::open_place(const std::string& name) const {
  if (!is_address(name)) return repo::open_folder_place(name);
  const auto password = ask_place_password(name);
  if (!password) return password.error();
  auto fetcher = sync::make_curl_fetcher({.user_agent = std::string("changlang/") + CHANGLANG_VERSION});
  if (!fetcher) return fetcher.error();
  repo::WebDavOptions options;
  options.url = name;
  options.wait = std::chrono::seconds(a_.lock_wait_s);
  options.uploader = [user = a_.user, password = *password] {
    sync::UploadOptions upload;
    upload.user_agent = std::string("changlang/") + CHANGLANG_VERSION;
    upload.user = user;
    upload.password = password;
    return sync::make_curl_uploader(std::move(upload));
  };
  return repo::open_webdav_place(std::move(options), *std::move(fetcher));
}

Result<void> Session::push() {
  const auto open = open_folder();
  if (!open) return open.error();
  const auto name = place_name(open->folder);
  if (!name) return name.error();
  const auto place = open_place(*name);
  if (!place) return place.error();
  if (a_.break_lock)
    if (auto done = (*place)->break_lock(); !done) return done;
  FilesLine line;
  repo::PushOptions options{{now_, false, a_.suspend, {}}, this_machine(), std::ref(line)};
  const auto pushed = repo::push(open->folder, keyring_, **place, options);
  if (!pushed) return pushed.error();
  if (auto done = open->folder.replace(kPlaceFile, *name + "\n"); !done) return done;
  for (const std::string& each : pushed->news) std::cout << "from there: " << each << "\n";
  if (pushed->published) say(*pushed->published);
  std::cout << "sent " << pushed->sent.files << " files, " << size_text(pushed->sent.bytes) << " to " << *name
            << (pushed->is_visible ? "; kiosks see it" : "; kiosks see it when the publisher has published it") << "\n";
  if (pushed->conflicts.empty()) return {};
  return Error{ErrorKind::refused, "somebody else published the same version first; yours lies beside it. Sign yours again: kioskctl repo sign OUT, and push", join(pushed->conflicts)};
}

Result<void> Session::pull() {
  std::string root;
  if (!a_.root_file.empty()) {
    auto bytes = read_file(a_.root_file, sync::MetadataLimits{}.root_bytes);
    if (!bytes) return bytes.error();
    root = *std::move(bytes);
  }
  const auto open = root.empty() ? open_folder() : lock(repo::Folder::open_or_create(a_.repo));
  if (!open) return open.error();
  const auto name = place_name(open->folder);
  if (!name) return name.error();
  const auto place = open_place(*name);
  if (!place) return place.error();
  const auto pulled = repo::pull(open->folder, **place, now_, root);
  if (!pulled) return pulled.error();
  if (auto done = open->folder.replace(kPlaceFile, *name + "\n"); !done) return done;
  for (const std::string& each : pulled->news) std::cout << "from there: " << each << "\n";
  if (pulled->news.empty()) std::cout << "nothing new there\n";
  if (pulled->conflicts.empty()) return {};
  return Error{ErrorKind::refused, "somebody else published the same version first; yours lies beside it. Sign yours again: kioskctl repo sign OUT", join(pulled->conflicts)};
}

Result<void> Session::export_to_stick() {
  const auto open = open_folder();
  if (!open) return open.error();
  const auto place = repo::open_folder_place(a_.dir);
  if (!place) return place.error();
  FilesLine line;
  const auto sent = repo::export_to(open->folder, **place, std::ref(line));
  if (!sent) return sent.error();
  std::cout << "copied " << sent->files << " files, " << size_text(sent->bytes) << " to " << (*place)->name() << "; on the kiosk: kioskctl sync import, or the operator's panel\n";
  return {};
}

Result<void> Session::prune() {
  const auto open = open_folder();
  if (!open) return open.error();
  const auto pruned = repo::prune(open->folder, std::chrono::hours(24 * a_.keep_days), a_.only_count);
  if (!pruned) return pruned.error();
  std::cout << (a_.only_count ? "would remove " : "removed ") << pruned->files << " files, " << size_text(pruned->bytes) << "\n";
  return {};
}

Result<void> Session::serve() {
  const auto folder = repo::Folder::open(a_.repo);
  if (!folder) return folder.error();
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before the server's thread, so that they come here
  const auto server = repo::Server::start(*folder, a_.port);
  if (!server) return server.error();
  std::cout << "http://127.0.0.1:" << (*server)->port() << "/ until Ctrl+C. To try it:\n"
            << "  kioskctl sync http://127.0.0.1:" << (*server)->port() << "/ --state /tmp/state --root " << folder->at("metadata/1.root.json").string() << "\n"
            << "  kiosk --pack /tmp/state/current --window 1280x720" << std::endl;
  int signal = 0;
  ::sigwait(&ends, &signal);
  return {};
}

}  // namespace kiosk::ctl
