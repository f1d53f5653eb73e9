#include "kiosk/author/build.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>

#include "kiosk/base/files.h"
#include "kiosk/content/pack.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.json";

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// The folder that is being made, beside OUT; gone at the end unless it became OUT.
class Draft {
 public:
  explicit Draft(const fs::path& out)
      : path_(out.parent_path() / ("." + out.filename().string() + ".new-" + std::to_string(::getpid()))) {}
  ~Draft() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Copies one file and hashes what it copies, so that the manifest speaks of the bytes that are published.
Result<sync::File> copy_file(const fs::path& from, const fs::path& to, std::string name) {
  const int fd = ::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return system_error("cannot read", from, errno);
  const struct Closer {
    int fd;
    ~Closer() { ::close(fd); }
  } closer{fd};
  struct stat info {};
  if (::fstat(fd, &info) != 0) return system_error("cannot read", from, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", from.string(), "不是普通文件"};
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  crypto::Sha256 sum;
  std::uint64_t size = 0;
  std::vector<char> buffer(256u << 10);
  while (true) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", from, errno);
    if (n == 0) break;
    sum.update({buffer.data(), static_cast<std::size_t>(n)});
    size += static_cast<std::uint64_t>(n);
    if (!out.write(buffer.data(), n)) return system_error("cannot write", to, errno);
  }
  out.close();
  if (!out) return system_error("cannot write", to, errno);
  if (::chmod(to.c_str(), 0644) != 0) return system_error("cannot write", to, errno);
  const std::string type(sync::media_type(name));
  return sync::File{std::move(name), size, sum.finish(), type};
}

// Copies the pack's files below `to`; everything that is decided about names is decided here.
Result<void> copy_pack(const fs::path& from, const fs::path& to, Built& built) {
  auto it = fs::recursive_directory_iterator(from);
  for (const auto end = fs::end(it); it != end; ++it) {
    const std::string name = it->path().lexically_relative(from).generic_string();
    const bool hidden = it->path().filename().string().starts_with('.');
    if (it->is_symlink() && !hidden)
      return Error{ErrorKind::refused, "is a link; a pack holds the file itself", name, "是链接；内容包里要放文件本身"};
    if (it->is_directory() && !it->is_symlink()) {
      if (hidden) it.disable_recursion_pending();
      continue;
    }
    if (hidden || name == kManifest) continue;
    if (!belongs_to_pack(name)) {
      built.left_out.push_back(name);
      continue;
    }
    if (auto fine = sync::check_path(name); !fine) return fine;
    fs::create_directories((to / name).parent_path());
    auto file = copy_file(it->path(), to / name, name);
    if (!file) return file.error();
    built.manifest.files.push_back(*std::move(file));
  }
  std::sort(built.left_out.begin(), built.left_out.end());
  return {};
}

bool is_inside(const fs::path& inner, const fs::path& outer) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

// OUT may be new, empty, or an earlier build; nothing else is ever replaced.
Result<void> check_folders(const fs::path& pack, const fs::path& out) {
  if (!fs::is_directory(pack)) return Error{ErrorKind::usage, "is not a folder", pack.string(), "不是文件夹"};
  if (is_inside(out, pack) || is_inside(pack, out)) return Error{ErrorKind::usage, "lies inside the pack, or the pack inside it", out.string(), "与内容包互相包含；请把结果放到别处"};
  if (!fs::is_directory(out.parent_path())) return Error{ErrorKind::usage, "is not a folder", out.parent_path().string(), "不是文件夹"};
  if (!fs::exists(fs::symlink_status(out))) return {};
  if (fs::is_directory(fs::symlink_status(out)) && (fs::is_empty(out) || fs::exists(out / kManifest))) return {};
  return Error{ErrorKind::usage, "is there already and was not made by build; it is left alone", out.string(),
               "已经存在，且不是 build 生成的，未作改动；请换个名称"};
}

// In one step where the file system can: a server that reads OUT sees the old or the new.
Result<void> put_in_place(const Draft& draft, const fs::path& out) {
  if (::rename(draft.path().c_str(), out.c_str()) == 0) return {};  // OUT is new or empty
  if (errno != ENOTEMPTY && errno != EEXIST) return system_error("cannot rename to", out, errno);
  if (::renameat2(AT_FDCWD, draft.path().c_str(), AT_FDCWD, out.c_str(), RENAME_EXCHANGE) == 0) return {};
  if (errno != EINVAL && errno != ENOSYS) return system_error("cannot rename to", out, errno);
  const fs::path old = draft.path().string() + ".old";
  if (::rename(out.c_str(), old.c_str()) != 0) return system_error("cannot rename", out, errno);
  if (::rename(draft.path().c_str(), out.c_str()) != 0) return system_error("cannot rename to", out, errno);
  std::error_code ignored;
  fs::remove_all(old, ignored);
  return {};
}

Result<Built> build(const fs::path& pack, const fs::path& out, const std::string& minimum_program) {
  if (auto fine = check_folders(pack, out); !fine) return fine.error();
  const Draft draft(out);
  fs::create_directory(draft.path());
  fs::permissions(draft.path(), fs::perms(0755));
  Built built;
  if (auto done = copy_pack(pack, draft.path(), built); !done) return done.error();

  built.findings = content::check(draft.path());
  built.stopped = std::any_of(built.findings.begin(), built.findings.end(),
                              [](const content::Finding& f) { return f.severity == content::Severity::error; });
  if (built.stopped) return built;
  const auto opened = content::Pack::open(draft.path());
  if (!opened) return opened.error();
  built.manifest.pack = (*opened)->index().id;
  built.manifest.version = (*opened)->index().version;
  built.manifest.minimum_program = minimum_program;
  auto text = sync::write_manifest(built.manifest);
  if (!text) return text.error();
  if (auto done = write_file_durably(draft.path() / kManifest, *text); !done) return done.error();
  if (auto done = put_in_place(draft, out); !done) return done.error();
  return built;
}

}  // namespace

bool belongs_to_pack(const std::string& path) {
  const std::string name = lower(path);
  if (name == "pack.toml" || name == "sources.toml" || name == "names.toml") return path == name;
  const auto ends = [&](auto... endings) { return (name.ends_with(endings) || ...); };
  if (path.starts_with("points/")) return ends(".toml", ".md");
  if (path.starts_with("routes/")) return ends(".toml");
  if (path.starts_with("pictures/")) return ends(".svg", ".jpg", ".jpeg", ".png", ".webp", ".toml");
  return false;
}

Result<Built> build_pack(const BuildArguments& arguments) {
  try {
    fs::path out = fs::weakly_canonical(fs::absolute(arguments.out));
    if (!out.has_filename()) out = out.parent_path();
    return build(fs::weakly_canonical(fs::absolute(arguments.pack)), out, arguments.minimum_program);
  } catch (const fs::filesystem_error& e) {
    const int why = e.code().value();
    return system_error("cannot build", e.path1(), why);
  }
}

}  // namespace kiosk::author
