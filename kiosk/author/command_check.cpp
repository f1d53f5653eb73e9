#include <CLI/CLI.hpp>

#include "kiosk/author/check.h"
#include "kiosk/author/command.h"

namespace kiosk::author {
namespace {

class CheckCommand final : public Command {
 public:
  std::string_view name() const override { return "check"; }
  Bilingual summary() const override { return {"Say what is wrong in a pack, where, and how to mend it.", "指出内容包有什么问题、在哪里、怎样改。"}; }

  void declare(CLI::App& app, Language language) override {
    app.add_option("folder", arguments_.pack, Bilingual{"The pack", "内容包"}.in(language))->required();
    app.add_flag("--release", arguments_.release,
                 Bilingual{"As for publishing: open questions, unproved 繁體 and missing approvals are errors",
                           "按发布要求检查：未决问题、未校对的繁體、缺少的核准均为错误"}
                     .in(language));
    app.add_flag("--no-glass", without_glass_,
                 Bilingual{"Leave out what is seen on the glass alone: quicker", "不检查版面效果，较快"}.in(language));
    app.add_option("--now", now_, Bilingual{"The day to check for: 2027-06-13", "按哪一天检查：2027-06-13"}.in(language));
  }

  ExitCode run(Console& console) override {
    arguments_.glass = !without_glass_;
    arguments_.now = local_time_now();
    if (!now_.empty()) {
      const auto now = parse_local_time(now_);
      if (!now) return console.fail({ErrorKind::usage, now.error().message, "--now " + now_, "应写成 2027-06-13 或 2027-06-13T09:30"});
      arguments_.now = *now;
    }
    const auto checked =
        check_pack(arguments_, [&](const Bilingual& what, std::size_t done, std::size_t total) { console.progress(what, done, total); });
    if (!checked) return console.fail(checked.error());
    const content::Findings& findings = *checked;
    console.show(findings);
    const std::size_t hints = findings.size() - console.errors() - console.warnings();
    const std::string e = std::to_string(console.errors()), w = std::to_string(console.warnings()), h = std::to_string(hints);
    console.say({e + " errors, " + w + " warnings, " + h + " hints", e + " 个错误，" + w + " 个警告，" + h + " 个提示"});
    if (console.json()) console.document()["counts"] = {{"errors", console.errors()}, {"warnings", console.warnings()}, {"hints", hints}};
    return console.errors() == 0 ? ExitCode::done : ExitCode::refused;
  }

 private:
  CheckArguments arguments_;
  bool without_glass_ = false;
  std::string now_;
};

}  // namespace

std::unique_ptr<Command> make_check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace kiosk::author
