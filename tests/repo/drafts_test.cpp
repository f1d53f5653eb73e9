#include "kiosk/repo/drafts.h"

#include "kiosk/repo/layout.h"
#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

TEST(Drafts, WaitForTheSecondOfFourEyes) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang, li}, 2);

  const Signing first = museum.sign("qingpu", "bridges", "words", wang);
  EXPECT_FALSE(first.is_complete);
  EXPECT_EQ(first.signed_by, std::vector<std::string>{"wang"});
  EXPECT_EQ(first.could_sign, std::vector<std::string>{"li"});
  EXPECT_TRUE(museum.folder.has(staged_path("qingpu")));
  EXPECT_EQ(must(museum.folder.newest("qingpu")), 0u);

  Drafts drafts = museum.drafts(kNow + std::chrono::hours(1));
  const Signing second = must(drafts.sign("qingpu", must(drafts.next_targets("qingpu")), {li.id}));
  EXPECT_TRUE(second.is_complete);
  EXPECT_FALSE(museum.folder.has(staged_path("qingpu")));
  EXPECT_EQ(must(museum.folder.newest("qingpu")), 1u);
}

TEST(Drafts, CountOneCuratorOnce) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang, li}, 2);
  museum.sign("qingpu", "bridges", "words", wang);

  EXPECT_FALSE(museum.sign("qingpu", "bridges", "words", wang).is_complete);
}

TEST(Drafts, BeginSignaturesAnew_WhenTheContentChanges) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang, li}, 2);
  museum.sign("qingpu", "bridges", "words", wang);

  const Signing other = museum.sign("qingpu", "bridges", "other words", li);

  EXPECT_FALSE(other.is_complete);
  EXPECT_EQ(other.signed_by, std::vector<std::string>{"li"});
}

TEST(Drafts, RefuseAKeyThatIsNotOfTheRole) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang});
  museum.add("jinze", {li});
  Drafts drafts = museum.drafts();

  const auto signing = drafts.sign("jinze", must(drafts.next_targets("jinze")), {wang.id});

  ASSERT_FALSE(signing);
  EXPECT_EQ(signing.error().kind, ErrorKind::usage);
  EXPECT_NE(signing.error().message.find("li"), std::string::npos) << signing.error().message;
  EXPECT_FALSE(drafts.sign("nowhere", {}, {wang.id}));
}

TEST(Drafts, AskWhichKeyIsMeant_WhenSeveralAreHere) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang, li}, 2);
  Drafts drafts = museum.drafts();

  const auto signing = drafts.sign("qingpu", {}, {});

  ASSERT_FALSE(signing);
  EXPECT_NE(signing.error().message.find("--as wang or li"), std::string::npos) << signing.error().message;
}

TEST(Drafts, KeepTheirVersion_WhenNothingChanged) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang"));
  museum.add("qingpu", {wang});
  museum.sign("qingpu", "bridges", "words", wang);

  EXPECT_FALSE(museum.sign("qingpu", "bridges", "words", wang).is_changed);
  EXPECT_EQ(must(museum.folder.newest("qingpu")), 1u);

  Drafts drafts = museum.drafts();
  EXPECT_TRUE(must(drafts.sign("qingpu", must(drafts.next_targets("qingpu")), {wang.id}, true)).is_changed);
  EXPECT_EQ(must(museum.folder.newest("qingpu")), 2u);
}

TEST(Drafts, ForgetADraftThatBeganBeforeTheNewestDocument) {
  Museum museum;
  const NamedKey wang = must(museum.keyring.make("wang")), li = must(museum.keyring.make("li"));
  museum.add("qingpu", {wang, li}, 2);
  museum.sign("qingpu", "bridges", "words", wang);
  const std::string draft = must(museum.folder.read(staged_path("qingpu"), 1u << 20));
  Drafts drafts = museum.drafts();
  must(drafts.sign("qingpu", must(drafts.next_targets("qingpu")), {li.id}));
  museum.sign("qingpu", "rivers", "more words", wang);
  must(drafts.sign("qingpu", must(drafts.next_targets("qingpu")), {li.id}));

  must(museum.folder.replace(staged_path("qingpu"), draft));

  EXPECT_EQ(must(drafts.next_targets("qingpu")).targets.size(), 2u) << "the draft of version 1 would take rivers back";
}

TEST(Drafts, KeepARootStaged_UntilOldAndNewHoldersHaveSigned) {
  Museum museum;
  const NamedKey successor = must(museum.keyring.make("successor"));
  Drafts drafts = museum.drafts();
  sync::Root root = must(drafts.next_root());
  must(replace_key(root, museum.coordinator.id, successor));

  EXPECT_FALSE(must(drafts.sign(root, {successor.id})).is_complete);
  EXPECT_FALSE(drafts.release_root());
  EXPECT_TRUE(must(drafts.sign(must(drafts.next_root()), {museum.coordinator.id})).is_complete);
  EXPECT_EQ(must(museum.folder.newest("root")), 1u);
  must(drafts.release_root());
  EXPECT_EQ(must(museum.folder.newest("root")), 2u);
}

}  // namespace
}  // namespace kiosk::repo
