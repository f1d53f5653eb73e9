#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/base/suggest.h"
#include "kiosk/content/rules.h"

namespace kiosk::author {
namespace {

using content::Rule;
using content::Severity;
using content::Words;

constexpr std::string_view kIntroduction = R"(# What the checker says about a pack · 检查规则

<!-- Made by `kioskctl pack rules --markdown`. Change kiosk/content/rule_table.cpp, not this file. -->

Every finding reads `FILE:LINE:COLUMN: LEVEL RULE: what is wrong — what to do`, for example
`points/bridge/stone/story.zh-Hans.md:12: warning note-unknown: “[^bult]” names no source and no fact; no number is shown — …`.
`kioskctl pack rules RULE` explains one rule.

- **error**: what it concerns is left out of the exhibition (a page, a picture, a story, a text); the rest plays. Errors of `pack.toml` about
  `format`, `id`, `title.zh-Hans` and `points` keep the whole pack from playing.
- **warning**: it is shown all the same, but a visitor may miss something, or the author meant something else.
- **hint**: nothing is wrong; it could be better.

每条结果写作 `文件:行:列: 级别 规则: 问题——改法`。用 `kioskctl pack rules 规则` 可查看某条规则的说明。

- **错误**（error）：有问题的部分（某页、某图、某篇故事、某段文字）不展出，其余照常。若 `pack.toml` 的 `format`、`id`、`title.zh-Hans` 或 `points`
  有错误，整个内容包都不展出。
- **警告**（warning）：照常展出，但观众可能看不全，或与作者本意不符。
- **提示**（hint）：没有错，还可以更好。

| rule · 规则 | level · 级别 | what is wrong · 问题 | why it matters · 原因 | how to mend · 怎样改 |
|---|---|---|---|---|
)";

Bilingual both(const Words& words) { return {std::string(words.en), std::string(words.zh)}; }

Bilingual level(Severity severity) {
  if (severity == Severity::error) return {"error", "错误"};
  return severity == Severity::warning ? Bilingual{"warning", "警告"} : Bilingual{"hint", "提示"};
}

std::string markdown() {
  std::string out(kIntroduction);
  const auto cell = [&](const Words& words) { out += std::string(" | ") + std::string(words.en) + " · " + std::string(words.zh); };
  for (const Rule& rule : content::rules()) {
    out += "| `" + std::string(rule.id) + "` | " + std::string(content::name_of(rule.severity));
    cell(rule.what), cell(rule.why), cell(rule.mend);
    out += " |\n";
  }
  return out;
}

class RulesCommand final : public Command {
 public:
  std::string_view name() const override { return "rules"; }
  Bilingual summary() const override { return {"Explain the rules by which packs are checked.", "说明检查内容包的规则。"}; }

  void declare(CLI::App& app, Language language) override {
    app.add_option("rule", rule_, Bilingual{"One rule alone, in full", "只看一条规则的完整说明"}.in(language));
    app.add_flag("--markdown", markdown_, Bilingual{"Print content/RULES.md", "输出 content/RULES.md 的内容"}.in(language));
  }

  ExitCode run(Console& console) override {
    if (!rule_.empty()) return explain(console);
    if (markdown_) {
      std::string text = markdown();
      text.pop_back();
      console.say({text, text});
      return ExitCode::done;
    }
    for (const Rule& rule : content::rules()) {
      note(console, rule);
      const Bilingual kind = level(rule.severity);
      console.say({std::string(rule.id) + " (" + kind.en + "): " + std::string(rule.what.en),
                   std::string(rule.id) + "（" + kind.zh + "）：" + std::string(rule.what.zh)});
    }
    return ExitCode::done;
  }

 private:
  ExitCode explain(Console& console) const {
    const Rule* rule = content::find_rule(rule_);
    if (!rule) return console.fail(unknown());
    note(console, *rule);
    console.say(Bilingual{rule_ + " (", rule_ + "（"} + level(rule->severity) + Bilingual{")", "）"});
    console.say(Bilingual{"  what is wrong: ", "  问题："} + both(rule->what));
    console.say(Bilingual{"  why it matters: ", "  原因："} + both(rule->why));
    console.say(Bilingual{"  how to mend: ", "  改法："} + both(rule->mend));
    return ExitCode::done;
  }

  Error unknown() const {
    std::vector<std::string_view> known;
    for (const Rule& rule : content::rules()) known.push_back(rule.id);
    const std::string nearest(nearest_word(std::string_view(rule_).substr(0, 64), known));
    Error error{ErrorKind::usage, "there is no such rule; `kioskctl pack rules` lists all", rule_.substr(0, 80),
                "没有这条规则；`kioskctl pack rules` 列出全部规则"};
    if (!nearest.empty())
      error.message = "there is no such rule; did you mean `" + nearest + "`?", error.chinese = "没有这条规则；是否要查 `" + nearest + "`？";
    return error;
  }

  static void note(Console& console, const Rule& rule) {
    if (!console.json()) return;
    const auto words = [](const Words& w) { return OrderedJson{{"en", w.en}, {"zh", w.zh}}; };
    console.document()["rules"].push_back({{"id", rule.id},
                                           {"level", content::name_of(rule.severity)},
                                           {"what", words(rule.what)},
                                           {"why", words(rule.why)},
                                           {"mend", words(rule.mend)}});
  }

  std::string rule_;
  bool markdown_ = false;
};

}  // namespace

std::unique_ptr<Command> make_rules_command() { return std::make_unique<RulesCommand>(); }

}  // namespace kiosk::author
