#include <unistd.h>

#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/author/diff.h"
#include "kiosk/base/utf8.h"

namespace kiosk::author {
namespace {

constexpr ExitCode kDiffers = ExitCode::refused;  // 1, as of diff and git

Bilingual name_of(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::added: return {"added", "新增"};
    case Change::Kind::removed: return {"removed", "删去"};
    case Change::Kind::moved: return {"moved", "次序变动"};
    case Change::Kind::changed: return {"changed", "改动"};
  }
  return {};
}

// Red and green behind the marks, which stay: colour alone says nothing to some.
std::string coloured(std::string text) {
  constexpr std::string_view kRed = "\033[31m", kGreen = "\033[32m", kPlain = "\033[0m";
  const auto paint = [&](std::string_view open, std::string_view close, std::string_view colour) {
    for (std::size_t at = 0; (at = text.find(open, at)) != text.npos;) {
      text.insert(at, colour);
      at = text.find(close, at);
      if (at == text.npos) break;
      text.insert(at + close.size(), kPlain);
    }
  };
  paint("[-", "-]", kRed);
  paint("{+", "+}", kGreen);
  return text;
}

class DiffCommand final : public Command {
 public:
  std::string_view name() const override { return "diff"; }
  Bilingual summary() const override {
    return {"What a visitor would see changed from one pack to another.", "观众会看到两个内容包之间有哪些变化。"};
  }

  void declare(CLI::App& app, Language language) override {
    app.add_option("before", before_,
                   Bilingual{"The pack as it was: as it is written, or built", "原来的内容包：源文件夹或生成的文件夹"}.in(language))
        ->required();
    app.add_option("after", after_, Bilingual{"The pack as it is now", "现在的内容包"}.in(language))->required();
    app.add_flag("--exit-code", exit_code_, Bilingual{"End with 1 where a visitor would see a change", "有变化时以 1 退出"}.in(language));
  }

  ExitCode run(Console& console) override {
    const auto diff = diff_packs(before_, after_);
    if (!diff) return console.fail(diff.error());
    tell(*diff, console.document());
    std::string part;
    for (const Change& change : diff->changes) {
      if (change.part != part) console.say({(part.empty() ? "" : "\n") + change.part, (part.empty() ? "" : "\n") + change.part});
      part = change.part;
      console.say(line_of(change));
    }
    if (diff->changes.empty()) console.say({"A visitor would see no change.", "观众看不到变化。"});
    const std::string files = std::to_string(diff->transfer.files_fetched), bytes = std::to_string(diff->transfer.bytes_fetched),
                      freed = std::to_string(diff->transfer.bytes_freed);
    console.say({"\nto transfer: " + files + " files, " + bytes + " bytes; no longer needed: " + freed + " bytes",
                 "\n需传输：" + files + " 个文件，" + bytes + " 字节；不再需要：" + freed + " 字节"});
    return exit_code_ && !diff->changes.empty() ? kDiffers : ExitCode::done;
  }

 private:
  static Bilingual line_of(const Change& change) {
    const bool colour = ::isatty(STDOUT_FILENO) == 1;
    const std::string words = utf8::plain_line(to_string(change.pieces)), tail = words.empty() ? "" : colour ? coloured(words) : words;
    const std::string language = change.language.empty() ? "" : "[" + change.language + "] ";
    const Bilingual head = Bilingual("  " + language) + change.what + Bilingual{" ", "，"} + name_of(change.kind);
    return tail.empty() ? head : head + Bilingual{": ", "："} + Bilingual(tail);
  }

  static void tell(const PackDiff& diff, OrderedJson& document) {
    document["transfer"] = {{"files", diff.transfer.files_fetched}, {"bytes", diff.transfer.bytes_fetched}, {"freed", diff.transfer.bytes_freed}};
    document["changes"] = OrderedJson::array();
    for (const Change& change : diff.changes)
      document["changes"].push_back({{"part", change.part},
                                     {"language", change.language},
                                     {"kind", name_of(change.kind).en},
                                     {"what", {{"en", change.what.en}, {"zh", change.what.zh}}},
                                     {"words", to_string(change.pieces)}});
  }

  std::filesystem::path before_, after_;
  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Command> make_diff_command() { return std::make_unique<DiffCommand>(); }

}  // namespace kiosk::author
