#include "kiosk/base/utf8.h"
#include "kiosk/ctl/tuf_command.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>

#include "kiosk/base/files.h"
#include "kiosk/sync/addresses.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/file_system.h"
#include "kiosk/sync/refresh.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t kNameBytes = 200;    // file systems end at 255
constexpr const char* kPart = ".download";  // no target has a name that begins with a dot, see file_name

struct Arguments {
  std::string metadata_url, target_name, target_base_url;
  std::filesystem::path metadata_dir, target_dir, trusted_root;
};

sync::Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// Any path of a target as one name in the target folder.
std::string file_name(const std::string& target) {
  std::string name = sync::encode_segment(target);
  if (name.starts_with('.')) name = "%2E" + name.substr(1);
  return name.size() <= kNameBytes ? name : crypto::hex(crypto::sha256(target));
}

Result<std::string> folder_address(const std::string& url, const char* option) {
  if (url.empty()) return Error{ErrorKind::usage, std::string("is needed: ") + option + " URL", option};
  return sync::base_address(url);
}

Result<void> init(const Arguments& arguments) {
  const sync::MetadataLimits limits;
  const auto bytes = read_file(arguments.trusted_root, limits.root_bytes);
  if (!bytes) return bytes.error();
  if (const auto set = sync::TrustedSet::start(*bytes, now(), limits); !set) return set.error();
  const auto files = sync::open_file_system(arguments.metadata_dir);
  if (!files) return files.error();
  return sync::replace_file(**files, "root.json", *bytes);
}

// One target, on its way to a file.
class TargetTransfer final : public sync::Transfer {
 public:
  TargetTransfer(std::string url, const sync::TargetFile& file, sync::FileWriter& writer)
      : url_(std::move(url)), length_(file.length), check_(file), writer_(writer) {}

  std::string url() const override { return url_; }
  std::string type() const override { return "text/html"; }  // a page is as good as anything: the hash decides
  std::uint64_t max_bytes() const override { return length_; }
  std::uint64_t resume_from() const override { return 0; }
  Result<void> begin(std::uint64_t) override { return {}; }
  Result<void> data(std::string_view bytes) override {
    if (!check_.update(bytes)) return Error{ErrorKind::refused, "is longer than what is signed", url_};
    return writer_.write(bytes);
  }
  Result<void> check() { return check_.finish(url_); }

 private:
  std::string url_;
  std::uint64_t length_;
  sync::TargetCheck check_;
  sync::FileWriter& writer_;
};

class OneTransfer final : public sync::Transfers {
 public:
  explicit OneTransfer(std::unique_ptr<TargetTransfer> only) : only_(std::move(only)) {}
  std::unique_ptr<sync::Transfer> next() override { return std::move(only_); }
  Result<void> finished(std::unique_ptr<sync::Transfer> transfer, Result<void> how) override {
    return how ? static_cast<TargetTransfer&>(*transfer).check() : how;
  }

 private:
  std::unique_ptr<TargetTransfer> only_;
};

bool is_there(sync::FileSystem& files, const std::string& name, const sync::TargetFile& file) {
  const auto entry = files.look(name);
  if (!entry || entry->kind != sync::Entry::Kind::file || entry->size != file.length) return false;
  sync::TargetCheck check(file);
  return sync::scan(files, name, file.length, [&](std::string_view bytes) { check.update(bytes); }) && check.finish(name);
}

Result<void> fetch_target(const Arguments& arguments, sync::Fetcher& fetcher, const sync::FoundTarget& target, bool consistent_snapshot) {
  const auto base = folder_address(arguments.target_base_url, "--target-base-url");
  if (!base) return base.error();
  const auto files = sync::open_file_system(arguments.target_dir);
  if (!files) return files.error();
  const std::string name = file_name(target.path);
  if (is_there(**files, name, target.file)) return {};
  const auto writer = (*files)->open(kPart, sync::FileSystem::Open::fresh);
  if (!writer) return writer.error();
  OneTransfer work(std::make_unique<TargetTransfer>(sync::target_address(*base, target, consistent_snapshot), target.file, **writer));
  auto done = fetcher.run(work);
  if (done) done = (*writer)->sync();
  if (done) done = (*files)->rename(kPart, name);
  if (done) return (*files)->sync_directory("");
  (void)(*files)->remove(kPart);
  return done;
}

// Refreshes; then, where `target` is given, fetches it.
Result<void> refresh(const Arguments& arguments, bool download) {
  const auto base = folder_address(arguments.metadata_url, "--metadata-url");
  if (!base) return base.error();
  if (download && (arguments.target_name.empty() || arguments.target_dir.empty()))
    return Error{ErrorKind::usage, "needs --target-name NAME and --target-dir DIR", "download"};
  const auto files = sync::open_file_system(arguments.metadata_dir);
  if (!files) return files.error();
  const auto fetcher = sync::make_curl_fetcher({.user_agent = "changlang-tuf"});
  if (!fetcher) return fetcher.error();
  sync::RefreshOptions options;
  options.metadata = *base;
  options.now = now();
  options.folder = options.roles_folder = "";
  options.keeps_floor = false;
  sync::Refresh refresh(**fetcher, **files, options);
  if (auto done = refresh.run(); !done || !download) return done;
  const auto target = refresh.find(arguments.target_name);
  if (!target) return target.error();
  if (!*target) return Error{ErrorKind::not_found, "is not a target of this repository", arguments.target_name};
  return fetch_target(arguments, **fetcher, **target, refresh.trusted().root().consistent_snapshot.value_or(false));
}

}  // namespace

int run_tuf(int argc, char** argv) {
  CLI::App app("A plain client of any repository of The Update Framework, as the conformance suite drives it.", "kioskctl tuf");
  Arguments arguments;
  app.add_option("--metadata-dir", arguments.metadata_dir, "Folder of what is trusted")->required();
  app.add_option("--metadata-url", arguments.metadata_url, "Address of the folder with timestamp.json");
  app.add_option("--target-name", arguments.target_name, "Path of the target");
  app.add_option("--target-base-url", arguments.target_base_url, "Address of the folder with the targets");
  app.add_option("--target-dir", arguments.target_dir, "Folder for the target");
  app.require_subcommand(1);
  CLI::App* const first = app.add_subcommand("init", "Begin with a root that is trusted.")->fallthrough();
  first->add_option("trusted_root", arguments.trusted_root, "File of the root")->required();
  app.add_subcommand("refresh", "Fetch what is new, and check it.")->fallthrough();
  CLI::App* const download = app.add_subcommand("download", "Refresh, then fetch a target.")->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 1;
  }
  const auto done = first->parsed() ? init(arguments) : refresh(arguments, download->parsed());
  if (done) return 0;
  std::cerr << utf8::plain_line("kioskctl tuf: " + to_string(done.error())) << std::endl;
  return 1;
}

}  // namespace kiosk::ctl
