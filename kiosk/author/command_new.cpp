#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/author/draft_folder.h"
#include "kiosk/base/files.h"
#include "kiosk/content/fields.h"
#include "kiosk/site/paths.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kId = "my-exhibition";
constexpr std::size_t kMostBytes = 1u << 20;

// The template, made beside DIR and put into its place as a whole.
Result<void> make_pack(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::is_directory(to.parent_path(), error)) return Error{ErrorKind::usage, "is not a folder", to.parent_path().string(), "不是文件夹"};
  if (fs::exists(fs::symlink_status(to, error)) && !(fs::is_directory(to, error) && fs::is_empty(to, error)))
    return Error{ErrorKind::usage, "is there already; it is left alone", to.string(), "已经存在，保持原样；请另起名称"};
  const DraftFolder folder(to.parent_path(), to.filename().string() + ".new");
  const fs::path& draft = folder.path();
  fs::copy(from, draft, fs::copy_options::recursive, error);
  if (error) return system_error("cannot copy the template to", draft, error.value());
  // The pack is called as its folder is, where that can be an id.
  if (const std::string id = to.filename().string(); content::is_id(id)) {
    auto text = read_file(draft / "pack.toml", kMostBytes);
    if (!text) return text.error();
    text->replace(text->find(kId), kId.size(), id);
    if (auto done = write_file_durably(draft / "pack.toml", *text); !done) return done;
  }
  fs::rename(draft, to, error);
  if (error) return system_error("cannot rename to", to, error.value());
  return {};
}

class NewCommand final : public Command {
 public:
  std::string_view name() const override { return "new"; }
  Bilingual summary() const override {
    return {"Begin a pack: a small one that is complete, with notes in it.", "新建一个内容包：内容不多但完整，附有说明。"};
  }

  void declare(CLI::App& app, Language language) override {
    app.add_option("folder", folder_,
                   Bilingual{"The folder to make; its name becomes the pack's id", "要建立的文件夹；其名称即内容包编号"}.in(language))
        ->required();
  }

  ExitCode run(Console& console) override {
    fs::path to = fs::weakly_canonical(fs::absolute(folder_));
    if (!to.has_filename()) to = to.parent_path();
    if (auto made = make_pack(site::data_folder() / "content" / "template", to); !made) return console.fail(made.error());
    const std::string name = folder_.string();
    console.say({"made " + name + "\nnext: put your texts and pictures in (kioskctl pack import FILE --into " + name +
                     "), or edit pack.toml;\n"
                     "      see it: kioskctl pack preview " +
                     name + "; ask what is wrong: kioskctl pack check " + name,
                 "已建立 " + name + "\n下一步：导入文字与图片（kioskctl pack import 文件 --into " + name +
                     "），或直接修改 pack.toml；\n"
                     "        预览：kioskctl pack preview " +
                     name + "；检查：kioskctl pack check " + name});
    return ExitCode::done;
  }

 private:
  fs::path folder_;
};

}  // namespace

std::unique_ptr<Command> make_new_command() { return std::make_unique<NewCommand>(); }

}  // namespace kiosk::author
