#include "kiosk/author/build.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <optional>
#include <set>

#include "kiosk/author/build_cache.h"
#include "kiosk/author/built_files.h"
#include "kiosk/author/draft_folder.h"
#include "kiosk/author/picture_stage.h"
#include "kiosk/author/written.h"
#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/library.h"
#include "kiosk/content/pack.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.json";

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// What a pack's folder holds, sorted; everything that is decided about names is decided here.
struct Contents {
  std::vector<std::string> texts, pictures, left_out;
};

Result<Contents> read_contents(const fs::path& from) {
  Contents out;
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
    if (hidden || is_made_by_build(name)) continue;
    if (!belongs_to_pack(name)) {
      out.left_out.push_back(name);
      continue;
    }
    if (auto fine = sync::check_path(name); !fine) return fine.error();
    if (!it->is_regular_file()) return Error{ErrorKind::refused, "is not a regular file", name, "不是普通文件"};
    const bool picture = name.starts_with("pictures/") && !lower(name).ends_with(".toml");
    (picture ? out.pictures : out.texts).push_back(name);
  }
  for (auto* list : {&out.texts, &out.pictures, &out.left_out}) std::ranges::sort(*list);
  return out;
}

// One build, from the pack in `pack` to the draft in `draft`.
class Builder {
 public:
  Builder(const BuildArguments& arguments, const fs::path& pack, const fs::path& draft, const ReportProgress& progress)
      : arguments_(arguments), pack_(pack), draft_(draft), progress_(progress) {}

  Result<Built> build() {
    auto contents = read_contents(pack_);
    if (!contents) return contents.error();
    built_.left_out = std::move(contents->left_out);
    const auto opened = content::Pack::open(pack_);
    if (!opened) return stopped_by(content::check(pack_));
    const content::Index& index = (*opened)->index();
    if (auto done = put_pictures(contents->pictures, **opened); !done) return done.error();
    if (auto done = put_texts(contents->texts, index); !done) return done.error();
    if (has_errors(built_.findings)) return stopped_by({});
    progress_({"checking", "检查"}, 0, 0);
    if (auto found = content::check(draft_); has_errors(found)) return stopped_by(std::move(found));
    else add(std::move(found));
    return finish(index);
  }

 private:
  static bool has_errors(const content::Findings& findings) {
    return std::ranges::any_of(findings, [](const content::Finding& f) { return f.severity == content::Severity::error; });
  }
  void add(content::Findings found) {
    built_.findings.insert(built_.findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  Result<Built> stopped_by(content::Findings found) {
    add(std::move(found));
    built_.manifest = {};
    built_.stopped = true;
    return std::move(built_);
  }

  // Drawings that are a landmark stay drawings: small on the glass, they are drawn at that size sooner than a large picture is read.
  std::set<std::string> landmarks(content::Pack& pack) const {
    std::set<std::string> out;
    for (const std::string& id : pack.index().points)
      if (const auto point = pack.point(id); point && point->landmark)
        out.insert(point->landmark->file.lexically_relative(pack.folder()).generic_string());
    return out;
  }

  Result<void> put_pictures(const std::vector<std::string>& paths, content::Pack& pack) {
    std::vector<Size> screens = pack.index().screens;
    screens.insert(screens.end(), arguments_.screens.begin(), arguments_.screens.end());
    const auto folder = content::Folder::open(pack_);
    if (!folder) return folder.error();
    const auto small = landmarks(pack);
    std::vector<PictureJob> jobs;
    for (const std::string& path : paths) {
      const auto words = arguments_.tiles && !path.ends_with(".svg") ? written_toml(**folder, path + ".toml") : std::nullopt;
      const std::string kind = words ? string_of(*words, "kind") : "";
      jobs.push_back({path, {screens, !small.contains(path), kind == "document" || kind == "map"}});
    }
    BuildCache cache(arguments_.cache, pack_);
    auto outcomes = prepare_pictures(pack_, draft_, jobs, cache, [&](std::size_t done) { progress_({"pictures", "图片"}, done, jobs.size()); });
    if (!outcomes) return outcomes.error();
    built_.pictures = jobs.size();
    for (std::size_t i = 0; i < jobs.size(); ++i) take((*outcomes)[i], jobs[i].path);
    return {};
  }

  void take(const PictureOutcome& outcome, const std::string& path) {
    built_.changed += outcome.changed;
    built_.reused += outcome.reused;
    for (const sync::File& file : outcome.files) built_.manifest.files.push_back(file);
    if (!outcome.broken) return;
    content::Report report(path);
    report.add("picture-broken", 0, 0, {"the picture cannot be made ready: " + outcome.broken->message, outcome.broken->chinese},
               {"save it again from the original", "用原图重新保存"});
    add(report.take());
  }

  Result<void> put_texts(const std::vector<std::string>& paths, const content::Index& index) {
    const auto folder = content::Folder::open(pack_);
    if (!folder) return folder.error();
    std::optional<Traditional> traditional;
    if (std::ranges::find(index.languages, Language::hant) != index.languages.end()) {
      auto opened = Traditional::open(**folder);
      if (!opened) return opened.error();
      traditional.emplace(*std::move(opened));
    }
    const std::set<std::string_view> all(paths.begin(), paths.end());
    for (const std::string& path : paths)
      if (auto done = put_text(path, **folder, traditional ? &*traditional : nullptr, all); !done) return done;
    if (built_.converted.empty()) return {};
    return put(write_file(converted_toml(**folder, built_.converted), draft_, std::string(kConverted)));
  }

  Result<void> put_text(const std::string& path, const content::Folder& folder, const Traditional* traditional,
                        const std::set<std::string_view>& all) {
    if (path == kConverted && !built_.converted.empty()) return {};
    const auto text = traditional ? folder.read(path, content::kMostTextBytes) : Result<std::string>(Error{});
    if (!text || utf8::find_ill_formed(*text) || path == "names.toml" || path == kConverted) return put(copy_file(pack_ / path, draft_, path));
    if (path.ends_with(".toml")) return put(write_file(traditional->complete_toml(*text, path, built_.converted), draft_, path));
    if (auto done = put(write_file(*text, draft_, path)); !done) return done;
    constexpr std::string_view kReference = "/story.zh-Hans.md";
    if (!path.ends_with(kReference)) return {};
    const std::string translation = path.substr(0, path.size() - kReference.size()) + "/story.zh-Hant.md";
    if (all.contains(translation)) return {};
    return put(write_file(traditional->convert_story(*text, translation, built_.converted), draft_, translation));
  }

  Result<void> put(Result<sync::File> file) {
    if (!file) return file.error();
    built_.manifest.files.push_back(*file);
    return {};
  }

  Result<Built> finish(const content::Index& index) {
    built_.manifest.pack = index.id;
    built_.manifest.version = index.version;
    built_.manifest.minimum_program = arguments_.minimum_program;
    auto text = sync::write_manifest(built_.manifest);
    if (!text) return text.error();
    if (auto done = write_file_durably(draft_ / kManifest, *text); !done) return done.error();
    fs::permissions(draft_ / kManifest, fs::perms(0644));
    for (const auto& entry : fs::recursive_directory_iterator(draft_))
      if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0755));
    return std::move(built_);
  }

  const BuildArguments& arguments_;
  const fs::path &pack_, &draft_;
  const ReportProgress& progress_;
  Built built_;
};

bool is_inside(const fs::path& inner, const fs::path& outer) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

// OUT may be new, empty, or an earlier build; nothing else is ever replaced.
Result<void> check_folders(const fs::path& pack, const fs::path& out) {
  if (!fs::is_directory(pack)) return Error{ErrorKind::usage, "is not a folder", pack.string(), "不是文件夹"};
  if (is_inside(out, pack) || is_inside(pack, out))
    return Error{ErrorKind::usage, "lies inside the pack, or the pack inside it", out.string(), "与内容包互相包含；请把结果放到别处"};
  if (!fs::is_directory(out.parent_path())) return Error{ErrorKind::usage, "is not a folder", out.parent_path().string(), "不是文件夹"};
  if (!fs::exists(fs::symlink_status(out))) return {};
  if (fs::is_directory(fs::symlink_status(out)) && (fs::is_empty(out) || fs::exists(out / kManifest))) return {};
  return Error{ErrorKind::usage, "is there already and was not made by build; it is left alone", out.string(),
               "已经存在，且不是 build 生成的，未作改动；请换个名称"};
}

// In one step where the file system can: a server that reads OUT sees the old or the new.
Result<void> put_in_place(const DraftFolder& draft, const fs::path& out) {
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

// The list is replaced where it is one; any other file there is left alone.
Result<void> check_proof(const fs::path& proof, const fs::path& out) {
  if (is_inside(proof, out))
    return Error{ErrorKind::usage, "lies inside the folder that is published", proof.string(), "位于发布的文件夹之内；请放到别处"};
  if (!fs::exists(fs::symlink_status(proof))) return {};
  std::ifstream in(proof, std::ios::binary);
  std::string head(kProofHead.size(), '\0');
  if (fs::is_regular_file(fs::symlink_status(proof)) && in.read(head.data(), static_cast<std::streamsize>(head.size())) && head == kProofHead)
    return {};
  return Error{ErrorKind::usage, "is there already and is no list of build; it is left alone", proof.string(),
               "已经存在，且不是 build 生成的校对清单，未作改动；请换个名称"};
}

Result<void> put_proof(const fs::path& proof, Built& built) {
  if (built.converted.empty()) {
    fs::remove(proof);
    return {};
  }
  built.proof = proof;
  return write_file_durably(proof, proof_list(built.manifest.pack, built.converted));
}

Result<Built> build(const BuildArguments& arguments, const fs::path& pack, const fs::path& out, const ReportProgress& progress) {
  if (auto fine = check_folders(pack, out); !fine) return fine.error();
  const fs::path proof = arguments.proof.empty() ? fs::path(out.string() + ".proof.txt") : fs::absolute(arguments.proof).lexically_normal();
  if (auto fine = check_proof(proof, out); !fine) return fine.error();
  const DraftFolder draft(out.parent_path(), out.filename().string() + ".new");
  fs::create_directory(draft.path());
  fs::permissions(draft.path(), fs::perms(0755));
  auto built = Builder(arguments, pack, draft.path(), progress).build();
  if (!built || built->stopped) return built;
  if (auto done = put_in_place(draft, out); !done) return done.error();
  if (auto done = put_proof(proof, *built); !done) return done.error();
  return built;
}

}  // namespace

bool belongs_to_pack(const std::string& path) {
  const std::string name = lower(path);
  if (name == "pack.toml" || name == "sources.toml" || name == "names.toml" || name == "programme.toml" || name == "reviews.toml" ||
      name == kConverted)
    return path == name;
  const auto ends = [&](auto... endings) { return (name.ends_with(endings) || ...); };
  if (path.starts_with("points/")) return ends(".toml", ".md");
  if (path.starts_with("routes/")) return ends(".toml");
  if (path.starts_with("pictures/")) return ends(".svg", ".jpg", ".jpeg", ".png", ".webp", ".toml");
  return false;
}

bool is_made_by_build(const std::string& path) { return path == kManifest || path.starts_with("renditions/") || path.starts_with("tiles/"); }

Result<Built> build_pack(const BuildArguments& arguments, const ReportProgress& progress) {
  try {
    fs::path out = fs::weakly_canonical(fs::absolute(arguments.out));
    if (!out.has_filename()) out = out.parent_path();
    return build(arguments, fs::weakly_canonical(fs::absolute(arguments.pack)), out, progress);
  } catch (const fs::filesystem_error& e) {
    const int why = e.code().value();
    return system_error("cannot build", e.path1(), why);
  }
}

}  // namespace kiosk::author
