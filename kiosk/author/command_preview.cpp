#include <CLI/CLI.hpp>
#include <chrono>

#include "kiosk/author/command.h"
#include "kiosk/author/folder_watch.h"
#include "kiosk/author/kiosk_window.h"
#include "kiosk/author/preview.h"
#include "kiosk/base/files.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

class PreviewCommand final : public Command {
 public:
  std::string_view name() const override { return "preview"; }
  Bilingual summary() const override {
    return {"Show a pack as the wall will show it: in a window, or as pictures of every page.",
            "按展墙的样子预览内容包：在窗口中，或生成每一页的图片。"};
  }

  void declare(CLI::App& app, Language language) override {
    const auto text = [language](const char* en, const char* zh) { return Bilingual{en, zh}.in(language); };
    app.add_option("folder", options_.pack, text("The pack", "内容包"))->required();
    app.add_option("--open", open_, text("Only this: POINT, POINT/STORY#PAGE or routes/ROUTE", "只看这一处：点位、点位/故事#页 或 routes/路线"));
    app.add_option("--profile", profiles_,
                   text("landscape, portrait, landscape-55, portrait-55, 4k or WxH@MM; may be given more than once",
                        "屏幕：landscape、portrait、landscape-55、portrait-55、4k 或 宽x高@毫米；可给出多个"));
    app.add_option("--lang", languages_, text("zh-Hans, zh-Hant or en; may be given more than once", "语言：zh-Hans、zh-Hant 或 en；可给出多个"));
    app.add_option("--shots", options_.out, text("Make pictures and index.html in this folder", "在此文件夹生成图片和 index.html"));
    app.add_option("--now", now_, text("As on this day: 2027-06-13T09:30", "按这一时刻预览：2027-06-13T09:30"));
    app.add_flag("--all", options_.all_sizes, text("Pictures in all three text sizes", "图片包括三种字号"));
    app.add_flag("--contrast", options_.high_contrast, text("Pictures in high contrast", "图片用高对比度配色"));
    app.add_flag("--watch", watch_, text("Go on: show again what is saved", "持续预览：文件一保存就更新"));
  }

  ExitCode run(Console& console) override {
    if (const Result<void> understood = read_options(); !understood) return console.fail(understood.error());
    return options_.out.empty() && has_desktop() ? show_window(console) : take_pictures(console);
  }

 private:
  Result<void> read_options();
  ExitCode show_window(Console& console);
  ExitCode take_pictures(Console& console);
  ExitCode watch_pictures(Console& console, Preview& preview);

  ShotOptions options_;
  std::string open_, now_;
  std::vector<std::string> profiles_, languages_;
  bool watch_ = false;
};

Result<void> PreviewCommand::read_options() {
  if (profiles_.empty()) profiles_ = {"landscape", "portrait"};
  for (const std::string& name : profiles_) {
    Result<Glass> glass = parse_glass(name);
    if (!glass) return glass.error();
    options_.glasses.push_back(std::move(*glass));
  }
  for (const std::string& name : languages_) {
    const auto language = language_from_tag(name);
    if (!language) return Error{ErrorKind::usage, "is none of zh-Hans, zh-Hant, en", "--lang " + name, "应为 zh-Hans、zh-Hant 或 en"};
    options_.languages.push_back(*language);
  }
  options_.now = local_time_now();
  if (now_.empty()) return {};
  const auto now = parse_local_time(now_);
  if (!now) return Error{ErrorKind::usage, now.error().message, "--now " + now_, "应写成 2027-06-13 或 2027-06-13T09:30"};
  options_.now = *now;
  return {};
}

ExitCode PreviewCommand::show_window(Console& console) {
  const Size size = options_.glasses.front().panel.pixels;
  std::vector<std::string> arguments{"--pack", options_.pack.string(), "--window",
                                     std::to_string(static_cast<int>(size.w)) + "x" + std::to_string(static_cast<int>(size.h))};
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) arguments.insert(arguments.end(), {option, value});
  };
  add("--open", open_);
  add("--now", now_);
  if (!languages_.empty()) add("--lang", languages_.front());
  KioskWindow window(arguments);
  if (const Result<void> opened = window.open(); !opened) return console.fail(opened.error());
  if (watch_) {
    const auto folder = FolderWatch::open(options_.pack);
    if (!folder) return console.fail(folder.error());
    constexpr milliseconds kLook{250};
    while (window.running())
      if (!(*folder)->wait(kLook).empty()) {
        window.close();
        if (const Result<void> opened = window.open(); !opened) return console.fail(opened.error());
      }
  } else {
    window.wait();
  }
  return window.status() == 0 ? ExitCode::done : ExitCode::refused;
}

ExitCode PreviewCommand::take_pictures(Console& console) {
  if (options_.out.empty()) {
    const fs::path pack = fs::weakly_canonical(fs::absolute(options_.pack));
    options_.out = fs::current_path() / ((pack.has_filename() ? pack : pack.parent_path()).filename().string() + "-preview");
  }
  auto preview = Preview::make(options_, open_);
  if (!preview) return console.fail(preview.error());
  (*preview)->set_watched(watch_);
  const Bilingual what{"drawing", "绘制"};
  if (const Result<void> taken = (*preview)->take([&](std::size_t done, std::size_t total) { console.progress(what, done, total); }); !taken)
    return console.fail(taken.error());
  const std::string count = std::to_string((*preview)->shots().size()), sheet = (options_.out / "index.html").string();
  console.document()["sheet"] = sheet;
  console.document()["pictures"] = (*preview)->shots().size();
  if (console.json()) console.show((*preview)->findings());
  console.say({count + " pictures; look at them all in " + sheet, "共 " + count + " 幅图片；全部页面见 " + sheet});
  return watch_ ? watch_pictures(console, **preview) : ExitCode::done;
}

// Until it is interrupted.
ExitCode PreviewCommand::watch_pictures(Console& console, Preview& preview) {
  const auto folder = FolderWatch::open(options_.pack);
  if (!folder) return console.fail(folder.error());
  console.say({"watching " + options_.pack.string() + "; end with Ctrl+C", "正在关注 " + options_.pack.string() + "，按 Ctrl+C 结束"});
  for (;;) {
    constexpr std::chrono::hours kLong{1};
    const std::set<std::string> changed = (*folder)->wait(kLong);
    if (changed.empty()) continue;
    const auto begin = std::chrono::steady_clock::now();
    const auto seen = [&](const std::vector<Shot>& shots) {
      const auto ms = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin).count();
      const std::string first = shots.empty() ? *changed.begin() : shots.front().file, time = std::to_string(ms);
      console.say({first + " after " + time + " ms", first + " 已更新，用时 " + time + " 毫秒"});
    };
    // A file that is half written, or a pack that cannot be read just now, is no reason to stop.
    if (const Result<void> taken = preview.take_again(changed, seen); !taken) (void)console.fail(taken.error());
  }
}

}  // namespace

std::unique_ptr<Command> make_preview_command() { return std::make_unique<PreviewCommand>(); }

}  // namespace kiosk::author
