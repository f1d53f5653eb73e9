#include <CLI/CLI.hpp>

#include "kiosk/author/build.h"
#include "kiosk/author/build_cache.h"
#include "kiosk/author/command.h"
#include "kiosk/content/parts.h"

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
    app.add_option("--screen", screens_,
                   Bilingual{"A screen that pictures are made ready for, in pixels as it hangs, like 1920x1080; besides those of pack.toml",
                             "图片要适配的屏幕，按挂好后的像素写，如 1920x1080；与 pack.toml 所列合用"}
                       .in(language));
    app.add_option(
        "--proof", arguments_.proof,
        Bilingual{"Where the list for proof-reading 繁體 goes (default: OUT.proof.txt)", "繁體校对清单的文件（默认为“输出文件夹.proof.txt”）"}.in(
            language));
    app.add_option(
        "--cache", cache_,
        Bilingual{"Where finished pictures are kept (default: ~/.cache/changlang/build)", "已处理图片的缓存文件夹（默认 ~/.cache/changlang/build）"}
            .in(language));
    app.add_flag("--no-cache", no_cache_, Bilingual{"Make all pictures anew and keep none", "全部重新处理，不用缓存"}.in(language));
    app.add_flag("--tiles,!--no-tiles", arguments_.tiles,
                 Bilingual{"Tiles for very large scans (on unless --no-tiles)", "为特大扫描件生成切片（默认生成；--no-tiles 不生成）"}.in(language));
  }

  ExitCode run(Console& console) override {
    for (const std::string& text : screens_) {
      const auto screen = content::parse_screen(text);
      if (!screen)
        return console.fail(
            {ErrorKind::usage, "is not a screen in pixels; write it like 1920x1080", text, "不是屏幕的像素尺寸；请写成 1920x1080 的样子"});
      arguments_.screens.push_back(*screen);
    }
    arguments_.cache = no_cache_ ? std::filesystem::path() : cache_.empty() ? usual_cache_folder() : std::filesystem::absolute(cache_);
    const auto built =
        build_pack(arguments_, [&](const Bilingual& what, std::size_t done, std::size_t total) { console.progress(what, done, total); });
    if (!built) return console.fail(built.error());
    console.show(built->findings);
    for (const auto& path : built->left_out) console.note({path + ": left out: not a file of a pack", path + "：未收入：不属于内容包"});
    tell(*built, console.document());
    if (built->stopped)
      return console.fail(
          {ErrorKind::refused, "the pack has errors; this folder was left as it was", arguments_.out.string(), "内容包有错误；此文件夹保持原样"});
    say(*built, console);
    return ExitCode::done;
  }

 private:
  void say(const Built& built, Console& console) const {
    const sync::Manifest& manifest = built.manifest;
    const std::string files = std::to_string(manifest.files.size()), bytes = std::to_string(sync::total_bytes(manifest)),
                      out = arguments_.out.string();
    if (built.pictures > 0)
      console.note({std::to_string(built.pictures) + " pictures: " + std::to_string(built.changed) + " with other bytes than the source, " +
                        std::to_string(built.reused) + " known from an earlier build",
                    std::to_string(built.pictures) + " 张图片：" + std::to_string(built.changed) + " 张经过处理，" + std::to_string(built.reused) +
                        " 张沿用上次的结果"});
    if (!built.converted.empty())
      console.note(
          {std::to_string(built.converted.size()) + " lines of 繁體 were converted and read by nobody yet; proof-read " + built.proof.string(),
           "有 " + std::to_string(built.converted.size()) + " 行繁體由程序转换，尚无人读过；请按 " + built.proof.string() + " 校对"});
    console.say({"built " + manifest.pack + " " + manifest.version + ": " + files + " files, " + bytes + " bytes, in " + out,
                 "已生成 " + manifest.pack + " " + manifest.version + "：" + files + " 个文件，" + bytes + " 字节，位于 " + out});
  }

  static void tell(const Built& built, OrderedJson& document) {
    document["pack"] = built.manifest.pack;
    document["version"] = built.manifest.version;
    document["files"] = built.manifest.files.size();
    document["bytes"] = sync::total_bytes(built.manifest);
    document["left_out"] = built.left_out;
    document["renditions"] = {{"pictures", built.pictures}, {"changed", built.changed}, {"reused", built.reused}};
    document["proof"] = built.proof.string();
    document["converted"] = OrderedJson::array();
    for (const ConvertedLine& line : built.converted)
      document["converted"].push_back(
          {{"file", line.file}, {"line", line.line}, {"zh-Hans", line.hans}, {"zh-Hant", line.hant}, {"choices", line.choices}});
  }

  BuildArguments arguments_;
  std::vector<std::string> screens_;
  std::string cache_;
  bool no_cache_ = false;
};

}  // namespace

std::unique_ptr<Command> make_build_command() { return std::make_unique<BuildCommand>(); }

}  // namespace kiosk::author
