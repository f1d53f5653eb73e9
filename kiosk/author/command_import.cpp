#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/author/import.h"

namespace kiosk::author {
namespace {

using manuscript::Change;

class ImportCommand final : public Command {
 public:
  std::string_view name() const override { return "import"; }
  Bilingual summary() const override { return {"Take Word files, texts and pictures into a pack.", "把 Word 文稿、文本和图片导入内容包。"}; }

  void declare(CLI::App& app, Language language) override {
    app.add_option("file", arguments_.files,
                   Bilingual{"Word files (.docx), Markdown, plain text, pictures, or folders of them",
                             "Word 文稿（.docx）、Markdown、纯文本、图片，或存放它们的文件夹"}
                       .in(language))
        ->required();
    app.add_option("--into", arguments_.pack, Bilingual{"The pack", "内容包"}.in(language))->required();
    app.add_option("--point", arguments_.point, Bilingual{"The point that the stories belong to", "故事所属的点位"}.in(language));
    app.add_option("--id", arguments_.id, Bilingual{"The story's id", "故事编号"}.in(language));
    app.add_option("--language", language_, Bilingual{"zh-Hans, zh-Hant or en", "zh-Hans、zh-Hant 或 en"}.in(language))
        ->check(CLI::IsMember({"zh-Hans", "zh-Hant", "en"}));
    app.add_flag("--accept", accept_, Bilingual{"Take all proposals", "采纳全部建议"}.in(language));
    app.add_flag("--split", arguments_.split, Bilingual{"A story for each heading of the first level", "每个一级标题一个故事"}.in(language));
    app.add_flag("--replace", arguments_.replace, Bilingual{"Replace a story that is there", "替换已有的故事"}.in(language));
  }

  ExitCode run(Console& console) override {
    arguments_.language = *language_from_tag(language_);
    bool all = accept_, none = false;
    arguments_.accept = [&](const std::string& file, const Change& change) {
      if (all || none || !console.can_ask()) return all;
      console.note(words_of(file, change));
      const std::string answer = console.ask({"Take this?", "采纳吗？"}, {"n", "y", "all", "none"});
      all = answer == "all";
      none = answer == "none";
      return answer == "y" || all;
    };
    const auto done = import_files(arguments_);
    if (!done) return console.fail(done.error());
    for (const ImportedFile& file : done->files) report(console, file);
    for (const std::string& path : done->written) console.say({"wrote " + path, "已写入 " + path});
    if (!done->list_by_hand.empty())
      console.note({"point.toml could not be edited safely; add to its list: stories = [" + done->list_by_hand + "]",
                    "point.toml 无法安全改动，请自行加入列表：stories = [" + done->list_by_hand + "]"});
    const std::string pack = arguments_.pack.string(), first = done->stories.empty() ? "" : done->stories.front();
    console.say({"see it: kioskctl pack preview " + pack + " --open " + first + "; what is still missing: kioskctl pack check " + pack,
                 "预览：kioskctl pack preview " + pack + " --open " + first + "；还缺什么：kioskctl pack check " + pack});
    if (console.json()) {
      console.document()["stories"] = done->stories;
      console.document()["written"] = done->written;
    }
    return ExitCode::done;
  }

 private:
  static Bilingual words_of(const std::string& file, const Change& change) {
    const std::string place = change.line > 0 ? file + ":" + std::to_string(change.line) + ":" + std::to_string(change.column) : file;
    const std::string words = change.after.empty() ? change.before : change.before + " → " + change.after;
    return {place + ": " + change.rule + ": " + change.why.en + ": " + words, place + "：" + change.rule + "：" + change.why.zh + "：" + words};
  }

  void report(Console& console, const ImportedFile& file) {
    std::size_t fixed = 0, taken = 0, open = 0;
    for (const Change& change : file.changes) {
      const bool proposal = change.level == Change::Level::proposed;
      fixed += change.level == Change::Level::fixed;
      taken += proposal && change.applied;
      open += proposal && !change.applied;
      const Bilingual how = !proposal ? change.level == Change::Level::fixed ? Bilingual{"mended   ", "已改　　"} : Bilingual{"look at  ", "请核对　"}
                            : change.applied ? Bilingual{"taken    ", "已采纳　"}
                                             : Bilingual{"proposed ", "建议　　"};
      console.note(how + words_of(file.file, change));
      if (console.json())
        console.document()["changes"].push_back({{"file", file.file},
                                                 {"line", change.line},
                                                 {"column", change.column},
                                                 {"rule", change.rule},
                                                 {"level", proposal                               ? "proposed"
                                                           : change.level == Change::Level::fixed ? "fixed"
                                                                                                  : "noted"},
                                                 {"applied", change.applied},
                                                 {"before", change.before},
                                                 {"after", change.after},
                                                 {"why", {{"en", change.why.en}, {"zh", change.why.zh}}}});
    }
    for (const Bilingual& dropped : file.dropped) {
      console.note(Bilingual{"left out " + file.file + ": ", "未收入　" + file.file + "："} + dropped);
      if (console.json()) console.document()["dropped"].push_back({{"file", file.file}, {"en", dropped.en}, {"zh", dropped.zh}});
    }
    const std::string f = std::to_string(fixed), t = std::to_string(taken), o = std::to_string(open);
    console.say({file.file + ": " + f + " mended, " + t + " proposals taken, " + o + " left open" + (open > 0 ? " (--accept takes all)" : ""),
                 file.file + "：已改 " + f + " 处，采纳建议 " + t + " 项，未采纳 " + o + " 项" + (open > 0 ? "（--accept 采纳全部）" : "")});
  }

  ImportArguments arguments_;
  std::string language_ = "zh-Hans";
  bool accept_ = false;
};

}  // namespace

std::unique_ptr<Command> make_import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace kiosk::author
