#include "kiosk/ctl/support_bundle.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/box_status.h"
#include "kiosk/ctl/box_words.h"
#include "kiosk/ctl/doctor.h"
#include "kiosk/ctl/redact.h"
#include "kiosk/ctl/units.h"

namespace kiosk::ctl {
namespace {

// A name that the archive can carry whatever the folder it came from held.
std::string plain_name(std::string name) {
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-' && c != '_' && c != '@') c = '_';
  return name;
}

// Lines as the terminal shows them: what a journal holds may be anything.
std::string plain_lines(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += utf8::plain_line(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

class Collector {
 public:
  explicit Collector(Redactor redactor) : redactor_(std::move(redactor)) {}

  void add(const std::string& name, std::string_view text) { put(name, redactor_.text(text)); }
  void add_settings(const std::string& name, std::string_view toml) { put(name, redactor_.settings(toml)); }
  void add(const std::string& name, const Result<std::string>& text) {
    if (text) add(name, std::string_view(*text));
    else leave_out(name, to_string(text.error()));
  }
  void leave_out(const std::string& name, const std::string& why) { contents_ += redactor_.text("not here  " + name + ": " + utf8::plain_line(why)) + "\n"; }

  std::vector<BundledFile> take() {
    files_.push_back({"contents.txt", contents_});
    return std::move(files_);
  }

 private:
  // Cut after what is secret was taken out, so that no half of a secret stays.
  void put(const std::string& name, std::string text) {
    if (text.size() > kBundleFile) {
      text.erase(0, text.size() - kBundleFile);
      text.insert(0, "[the beginning is left out]\n");
    }
    if (bytes_ + text.size() > kBundleBytes) return leave_out(name, "the bundle is full");
    bytes_ += text.size();
    contents_ += "here      " + name + ", " + std::to_string(text.size()) + " bytes\n";
    files_.push_back({name, std::move(text)});
  }

  Redactor redactor_;
  std::vector<BundledFile> files_;
  std::string contents_;
  std::size_t bytes_ = 0;
};

// Words that must not be in the bundle wherever they come from: the site's password and user, and this kiosk's key, line by line.
std::vector<std::string> secrets_of(const Machine& machine, const site::Config& config) {
  std::vector<std::string> secrets{config.receipts_user};
  const auto take_lines = [&](const Result<std::string>& text) {
    if (text)
      for (const std::string& line : split(*text, "\r\n"))
        if (!line.starts_with("-----")) secrets.push_back(line);
  };
  if (!config.receipts_password_file.empty()) take_lines(machine.read(config.receipts_password_file, 64u << 10));
  if (const auto files = open_kept(machine, config.state, "[sync] state")) take_lines((*files)->read("identity.pem", 64u << 10));
  return secrets;
}

void add_units(const Machine& machine, Collector& all) {
  std::vector<std::string> files = own_unit_files(machine);
  for (const ShippedUnit& unit : shipped_units())
    if (const std::string file = find_unit_file(machine, kShippedUnitFolders, unit.name); !file.empty()) files.push_back(file);
  for (const std::string& file : files) {
    const std::string name = "units" + file;
    if (machine.link(file) == "/dev/null") all.leave_out(name, "masked");
    else all.add(name, machine.read(file));
  }
}

void add_record(const Machine& machine, const std::filesystem::path& record, Collector& all) {
  const auto files = open_kept(machine, record, "[display] record");
  if (!files) return all.leave_out("starts.json", to_string(files.error()));
  all.add("starts.json", (*files)->read("starts.json", kBundleFile));
  const auto entries = (*files)->list("");
  if (!entries) return all.leave_out("blackbox-*.json", to_string(entries.error()));
  std::vector<std::string> boxes;
  for (const sync::Entry& entry : *entries)
    if (entry.kind == sync::Entry::Kind::file && entry.name.starts_with("blackbox-") && entry.name.ends_with(".json")) boxes.push_back(entry.name);
  if (boxes.size() > kBundleBlackBoxes) boxes.erase(boxes.begin(), boxes.end() - kBundleBlackBoxes);
  for (const std::string& name : boxes) all.add(plain_name(name), (*files)->read(name, kBundleFile));
}

void add_answer(const Machine& machine, Collector& all, const std::string& name, const std::vector<std::string>& command) {
  const auto finished = machine.run(command);
  if (!finished) all.leave_out(name, to_string(finished.error()));
  else all.add(name, std::string_view(plain_lines(finished->output)));
}

// Gone when the scope ends, whatever happened.
struct Scratch {
  std::filesystem::path path;
  ~Scratch() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

std::vector<BundledFile> collect_bundle(const Machine& machine, const std::filesystem::path& config_file) {
  const site::Config config = read_config(machine, config_file).config;
  Collector all{Redactor(secrets_of(machine, config))};
  all.add("doctor.json", std::string_view(to_text(to_json(examine(machine, config_file), machine.time()), 2)));
  all.add("status.json", std::string_view(to_text(to_json(ask_status(machine, config_file)), 2)));
  const auto settings = machine.read(config_file, site::kMaxConfigBytes);
  if (settings) all.add_settings("kiosk.toml", *settings);
  else all.leave_out("kiosk.toml", to_string(settings.error()));
  add_answer(machine, all, "journal.txt",
             {"journalctl", "--unit=kiosk*", "--lines=" + std::to_string(kBundleJournalLines), "--output=short-iso", "--no-hostname", "--quiet", "--no-pager"});
  add_answer(machine, all, "kernel.txt", {"journalctl", "--dmesg", "--boot", "--priority=warning", "--lines=500", "--output=short-iso", "--no-hostname", "--quiet", "--no-pager"});
  add_units(machine, all);
  add_record(machine, config.record, all);
  if (const auto files = open_kept(machine, config.state, "[sync] state")) all.add("last.json", (*files)->read("last.json", kBundleFile));
  else all.leave_out("last.json", to_string(files.error()));
  add_answer(machine, all, "versions.txt",
             {"dpkg-query", "--show", "--showformat=${Package} ${Version} ${db:Status-Status}\n", "changlang*", "libsdl2*", "mesa*", "libgl1-mesa-dri", "libegl*", "libdrm*", "libcurl*",
              "libssl*", "libfreetype*", "libharfbuzz*", "fonts-noto-cjk", "fonts-lxgw-wenkai", "linux-image-*", "systemd", "firmware-*"});
  all.add("system.txt", std::string_view(plain_lines(machine.read("/etc/os-release").has_value() ? *machine.read("/etc/os-release") : "") + machine.value("/proc/version") + "\n" +
                                         machine.value("/sys/class/dmi/id/sys_vendor") + " " + machine.value("/sys/class/dmi/id/product_name") + "\n"));
  return all.take();
}

Result<void> write_bundle(const std::vector<BundledFile>& files, const std::filesystem::path& target) {
  const std::filesystem::path folder = std::filesystem::absolute(target).parent_path();
  std::string pattern = (folder / ".support-bundle-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) return system_error("cannot make a folder beside", target, errno);
  const Scratch scratch{pattern};
  // "support-x.tar.gz" unpacks into support-x.
  std::string name = target.filename().string();
  name = plain_name(name.substr(0, name.find(".tar")));
  if (name.empty() || name.front() == '.' || name.front() == '-') name = "support-bundle";
  for (const BundledFile& file : files) {
    const std::filesystem::path path = scratch.path / name / file.name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return system_error("cannot make", path.parent_path(), error.value());
    std::ofstream out(path, std::ios::binary);
    if (!(out << file.text).flush()) return system_error("cannot write", path, errno);
  }
  const std::filesystem::path archive = scratch.path / "archive";
  const auto packed = run_program({"tar", "--create", "--gzip", "--file=" + archive.string(), "--directory=" + scratch.path.string(), "--owner=root:0", "--group=root:0",
                                   "--mode=u=rwX,go=rX", "--sort=name", name});
  if (!packed) return packed.error();
  if (packed->status != 0) return Error{ErrorKind::transient, "tar ends with status " + std::to_string(packed->status) + "; is the disk full?", target.string()};
  if (::chmod(archive.c_str(), 0600) != 0) return system_error("cannot close to others", archive, errno);
  std::error_code error;
  std::filesystem::rename(archive, target, error);
  if (error) return system_error("cannot rename to", target, error.value());
  return {};
}

}  // namespace kiosk::ctl
