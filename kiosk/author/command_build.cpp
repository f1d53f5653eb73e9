#include <CLI/CLI.hpp>

#include "kiosk/author/build.h"
#include "kiosk/author/command.h"

namespace kiosk::author {
namespace {

class BuildCommand final : public Command {
 public:
  std::string_view name() const override { return "build"; }
  Bilingual summary() const override { return {"Check a pack and make the folder that is published.", "检查内容包，并生成用于发布的文件夹。"}; }

  void declare(CLI::App& app, Language language) override {
    arguments_.minimum_program = CHANGLANG_PACK_NEEDS;
    app.add_option("folder", arguments_.pack, Bilingual{"The pack, as it is written", "编写中的内容包"}.in(language))->required();
    app.add_option("-o,--out", arguments_.out, Bilingual{"The folder to make or replace", "要生成或替换的文件夹"}.in(language))->required();
  }

  ExitCode run(Console& console) override {
    const auto built = build_pack(arguments_);
    if (!built) return console.fail(built.error());
    console.show(built->findings);
    for (const auto& path : built->left_out)
      console.note({path + ": left out: not a file of a pack", path + "：未收入：不属于内容包"});
    if (built->stopped)
      return console.fail({ErrorKind::refused, "the pack has errors; this folder was left as it was", arguments_.out.string(),
                           "内容包有错误；此文件夹保持原样"});
    const sync::Manifest& manifest = built->manifest;
    const std::string files = std::to_string(manifest.files.size()), bytes = std::to_string(sync::total_bytes(manifest));
    console.say({"built " + manifest.pack + " " + manifest.version + ": " + files + " files, " + bytes + " bytes, in " + arguments_.out.string(),
                 "已生成 " + manifest.pack + " " + manifest.version + "：" + files + " 个文件，" + bytes + " 字节，位于 " + arguments_.out.string()});
    return ExitCode::done;
  }

 private:
  BuildArguments arguments_;
};

}  // namespace

std::unique_ptr<Command> make_build_command() { return std::make_unique<BuildCommand>(); }

}  // namespace kiosk::author
