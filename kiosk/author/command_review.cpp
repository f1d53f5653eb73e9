#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/author/reviews.h"

namespace kiosk::author {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "、") + name;
  return out.empty() ? "–" : out;
}

class ReviewCommand final : public Command {
 public:
  std::string_view name() const override { return "review"; }
  Bilingual summary() const override {
    return {"Record who has reviewed and approved what, or list it.", "记录或列出审阅与核准：谁、何时、哪一部分。"};
  }

  void declare(CLI::App& app, Language language) override {
    app.add_option("folder", folder_, Bilingual{"The pack", "内容包"}.in(language))->required();
    app.add_option(
        "part", parts_,
        Bilingual{"pack, POINT, POINT/STORY or routes/ROUTE; all where none is named", "pack、POINT、POINT/STORY 或 routes/ROUTE；不写则为全部"}.in(
            language));
    auto* state = app.add_option(
        "--state", state_, Bilingual{"draft (take back), reviewed or approved", "draft（退回）、reviewed（已审）或 approved（核准）"}.in(language));
    state->transform(CLI::CheckedTransformer(
        std::map<std::string, ReviewState>{{"draft", ReviewState::draft}, {"reviewed", ReviewState::reviewed}, {"approved", ReviewState::approved}}));
    app.add_option("--by", by_, Bilingual{"Who: a person's name", "姓名"}.in(language))->needs(state);
    state_option_ = state;
  }

  ExitCode run(Console& console) override {
    const auto pack = content::Pack::open(folder_);
    if (!pack) return console.fail(pack.error());
    if (state_option_->count() > 0) {
      if (by_.empty()) return console.fail({ErrorKind::usage, "--state needs --by NAME", "", "--state 须与 --by 姓名 同用"});
      if (auto done = add_reviews(**pack, parts_, state_, by_, local_time_now()); !done) return console.fail(done.error());
    }
    return list(console, **pack);
  }

 private:
  ExitCode list(Console& console, content::Pack& pack) {
    const auto parts = parts_of(pack);
    if (!parts) return console.fail(parts.error());
    const auto reviews = read_reviews(pack.folder());
    if (!reviews) return console.fail(reviews.error());
    const content::ReviewDemand& demand = pack.index().review;
    std::size_t ready = 0;
    for (const Standing& standing : standings(*parts, *reviews)) {
      ready += standing.enough(demand);
      const std::string reviewed = joined(standing.reviewed), approved = joined(standing.approved);
      const Bilingual voided =
          standing.voided.empty() ? Bilingual() : Bilingual{"   edited after: " + standing.voided, "   此后有改动：" + standing.voided};
      console.say(Bilingual{standing.part.id + "   reviewed: " + reviewed + "   approved: " + approved,
                            standing.part.id + "   已审：" + reviewed + "   核准：" + approved} +
                  voided);
      if (console.json())
        console.document()["parts"].push_back({{"part", standing.part.id},
                                               {"sha256", standing.part.sha256},
                                               {"reviewed", standing.reviewed},
                                               {"approved", standing.approved},
                                               {"voided", standing.voided},
                                               {"ready", standing.enough(demand)}});
    }
    const std::string of = std::to_string(ready) + " / " + std::to_string(parts->size());
    console.say({of + " parts have what this pack demands: " + std::to_string(demand.reviewed) + " reviewers, " + std::to_string(demand.approved) +
                     " approvers",
                 of + " 个部分已满足要求：审阅 " + std::to_string(demand.reviewed) + " 人，核准 " + std::to_string(demand.approved) + " 人"});
    return ExitCode::done;
  }

  std::string folder_, by_;
  std::vector<std::string> parts_;
  ReviewState state_ = ReviewState::draft;
  CLI::Option* state_option_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_review_command() { return std::make_unique<ReviewCommand>(); }

}  // namespace kiosk::author
