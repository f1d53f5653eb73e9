#include "kiosk/app/script.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace kiosk::app {
namespace {

using Kind = Action::Kind;
using Phase = gfx::Finger::Phase;

Action only(const std::string& line) {
  const auto actions = parse_script(line, "s.txt");
  if (!actions || actions->size() != 1) {
    ADD_FAILURE() << line << ": " << (actions ? std::to_string(actions->size()) + " actions" : to_string(actions.error()));
    return {};
  }
  return actions->front();
}

TEST(ScriptParser, EveryForm_IsRead) {
  Action a = only("tap 12 34.5");
  EXPECT_EQ(a.kind, Kind::tap);
  EXPECT_EQ(a.from, (Point{12, 34.5f}));
  a = only("tap \"听雨桥\"");
  EXPECT_EQ(a.kind, Kind::tap_label);
  EXPECT_EQ(a.word, "听雨桥");
  a = only("press 3 10 20");
  EXPECT_EQ(a.kind, Kind::press);
  EXPECT_EQ(a.id, 3);
  EXPECT_EQ(a.from, (Point{10, 20}));
  EXPECT_EQ(only("move 3 10 20").kind, Kind::move);
  EXPECT_EQ(only("release 3 10 20").kind, Kind::release);
  a = only("swipe 1 2 3 4 250");
  EXPECT_EQ(a.kind, Kind::swipe);
  EXPECT_EQ(a.from, (Point{1, 2}));
  EXPECT_EQ(a.to, (Point{3, 4}));
  EXPECT_EQ(a.time, milliseconds{250});
  a = only("pinch 100 200 1.5 300");
  EXPECT_EQ(a.kind, Kind::pinch);
  EXPECT_EQ(a.scale, 1.5f);
  EXPECT_EQ(a.time, milliseconds{300});
  EXPECT_EQ(only("wait 1500").time, milliseconds{1500});
  EXPECT_EQ(only("shot home-2").word, "home-2");
  EXPECT_EQ(only("dump home").kind, Kind::dump);
  a = only("expect screen story");
  EXPECT_EQ(a.kind, Kind::screen);
  EXPECT_EQ(a.word, "story");
  EXPECT_FALSE(a.negated);
  EXPECT_TRUE(only("expect no screen story").negated);
  a = only("expect text \"一 二\"");
  EXPECT_EQ(a.kind, Kind::text);
  EXPECT_EQ(a.word, "一 二");
  EXPECT_TRUE(only("expect no text \"x\"").negated);
}

TEST(ScriptParser, BlankLinesCommentsAndWindowsLineEnds_AreNothing) {
  const auto actions = parse_script("# about\n\n  wait 1 # so long\r\n\t\ntap \"a # b\"", "s.txt");
  ASSERT_TRUE(actions);
  ASSERT_EQ(actions->size(), 2u);
  EXPECT_EQ((*actions)[0].line, 3);
  EXPECT_EQ((*actions)[1].word, "a # b");
  EXPECT_EQ((*actions)[1].line, 5);
}

TEST(ScriptParser, QuotationMarksInALabel_AreWrittenWithABackslash) { EXPECT_EQ(only(R"(tap "a \"b\" \\ c")").word, R"(a "b" \ c)"); }

TEST(ScriptParser, EveryWrongLine_IsUsageWithFileAndLine) {
  for (const char* line :
       {"dance", "tap", "tap 1", "tap a b", "tap 1 2 3", "tap \"\"", "tap \"open", "tap nan 1", "tap 1 inf", "tap 1e30 1", "press 1 2", "press x 1 2", "move 1", "release",
        "swipe 1 2 3 4", "swipe 1 2 3 4 -5", "pinch 1 2 0 100", "pinch 1 2 -1 100", "pinch 1 2 3", "wait", "wait soon", "wait -1", "wait 1 2", "shot", "shot a b",
        "shot ../x", "shot a/b", "shot .hidden", "shot \"x\"", "dump /etc/passwd", "expect", "expect screen", "expect screen a b", "expect screen \"a\"",
        "expect text a", "expect text \"\"", "expect no", "expect yes screen a", "expect no no screen a", "TAP 1 2", "tap1 2"}) {
    const auto actions = parse_script(std::string("wait 1\n") + line + "\n", "folder/s.txt");
    ASSERT_FALSE(actions) << line;
    EXPECT_EQ(actions.error().kind, ErrorKind::usage) << line;
    EXPECT_EQ(actions.error().subject, "folder/s.txt:2") << line;
  }
}

TEST(ScriptParser, WrongForm_SaysHowItIsWritten) {
  EXPECT_NE(parse_script("swipe 1 2", "s").error().message.find("swipe X1 Y1 X2 Y2 MS"), std::string::npos);
  EXPECT_NE(parse_script("key up", "s").error().message.find("key next, key back or key home"), std::string::npos);
  EXPECT_NE(parse_script("expct screen a", "s").error().message.find("did you mean expect?"), std::string::npos);
}

// Writes down what a script does.
class Recorder final : public Stage {
 public:
  void touch(Phase phase, gfx::FingerId id, Point at) override {
    const char* names[] = {"down", "move", "up", "cancel"};
    said.push_back(std::string(names[static_cast<int>(phase)]) + " " + std::to_string(id) + " " + std::to_string(std::lround(at.x)) + "," + std::to_string(std::lround(at.y)));
  }
  void press_key(gfx::Key::Kind key) override { said.push_back("key " + std::to_string(static_cast<int>(key))); }
  std::optional<Point> find_label(std::string_view label) override { return label == "Home" ? std::optional<Point>({7, 8}) : std::nullopt; }
  void shot(const std::string& name) override { said.push_back("shot " + name); }
  void dump(const std::string& name) override { said.push_back("dump " + name); }
  std::string screen() override { return "home"; }
  bool shows_text(std::string_view text) override { return text == "桥"; }
  std::string what_is_shown() override { return "\"Home\""; }

  std::vector<std::string> said;
};

// Runs at 100 steps a second; the error's text, or how many steps it took.
struct Ran {
  std::vector<std::string> said;
  std::string error;
  int steps = 0;
};

Ran run(const std::string& text) {
  ScriptRunner runner(*parse_script(text, "s.txt"), "s.txt");
  Recorder recorder;
  Ran ran;
  for (; !runner.done() && ran.steps < 1000; ++ran.steps) {
    const auto result = runner.run(recorder, milliseconds{10} * ran.steps);
    if (!result) {
      ran.error = to_string(result.error());
      EXPECT_EQ(result.error().kind, ErrorKind::refused);
      break;
    }
  }
  ran.said = recorder.said;
  return ran;
}

using Said = std::vector<std::string>;

TEST(ScriptRunner, Tap_PressesForAWhileAndReleasesAtTheSamePlace) {
  const Ran ran = run("tap 5 6");
  EXPECT_EQ(ran.said, (Said{"down 900 5,6", "up 900 5,6"}));
  EXPECT_EQ(ran.steps, 9);  // 80 ms
}

TEST(ScriptRunner, TapOnALabel_GoesWhereItIs) { EXPECT_EQ(run("tap \"Home\"").said, (Said{"down 900 7,8", "up 900 7,8"})); }

TEST(ScriptRunner, TapOnALabelThatIsNotThere_SaysWantedAndSeen) {
  const Ran ran = run("wait 1\ntap \"Away\"");
  EXPECT_TRUE(ran.said.empty());
  for (const char* part : {"s.txt:2", "Away", "home", "\"Home\""}) EXPECT_NE(ran.error.find(part), std::string::npos) << ran.error;
}

TEST(ScriptRunner, Swipe_GoesEvenlyFromTheFirstToTheLastPlace) {
  const Ran ran = run("swipe 0 0 100 50 50");
  EXPECT_EQ(ran.said, (Said{"down 900 0,0", "move 900 20,10", "move 900 40,20", "move 900 60,30", "move 900 80,40", "move 900 100,50", "up 900 100,50"}));
}

TEST(ScriptRunner, Pinch_MovesTwoFingersApart) {
  const Ran ran = run("pinch 500 100 2 10");
  EXPECT_EQ(ran.said, (Said{"down 900 420,100", "down 901 580,100", "move 900 340,100", "move 901 660,100", "up 900 340,100", "up 901 660,100"}));
}

TEST(ScriptRunner, FingersOfOneMoment_GoDownInOneStep) {
  const Ran ran = run("press 1 1 1\npress 2 2 2\nmove 1 3 3\nrelease 1 3 3\nrelease 2 2 2");
  EXPECT_EQ(ran.said.size(), 5u);
  EXPECT_EQ(ran.steps, 1);
}

TEST(ScriptRunner, Wait_TakesItsTime) { EXPECT_EQ(run("wait 200\ndump a").steps, 22); }

TEST(ScriptRunner, Expectations_HoldOrSayLineWantedAndSeen) {
  EXPECT_EQ(run("expect screen home\nexpect no screen story\nexpect text \"桥\"\nexpect no text \"园\"").error, "");
  EXPECT_EQ(run("expect screen story").error, "s.txt:1: wanted screen story, seen home");
  EXPECT_EQ(run("\nexpect no screen home").error, "s.txt:2: wanted no screen home, seen home");
  EXPECT_EQ(run("expect text \"园\"").error, "s.txt:1: wanted text \"园\", seen screen home");
  EXPECT_EQ(run("expect no text \"桥\"").error, "s.txt:1: wanted no text \"桥\", seen screen home");
}

TEST(ScriptRunner, AfterAFailure_NothingMoreIsDone) { EXPECT_TRUE(run("expect screen story\ntap 1 1").said.empty()); }

TEST(ScriptRunner, ShotsAndDumps_AreNamed) { EXPECT_EQ(run("shot a\ndump b").said, (Said{"shot a", "dump b"})); }

}  // namespace
}  // namespace kiosk::app
