#include "kiosk/repo/packs.h"

#include "kiosk/repo/layout.h"
#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

TEST(TakePack, MakesTheMemorialItsOwner) {
  Museum museum;
  sync::Targets targets;
  const Taken taken = must(take_pack(museum.folder, targets, "qingpu", museum.build("bridges", "words")));

  EXPECT_TRUE(taken.is_changed);
  EXPECT_EQ(taken.new_files, 1u);
  const auto manifest = must(sync::parse_manifest(must(read_target(museum.folder, targets, "packs/qingpu/bridges.json")), "it"));
  EXPECT_EQ(manifest.owner, "qingpu");
  EXPECT_EQ(must(museum.folder.read(blob_path(crypto::hex(crypto::sha256("words"))), 100)), "words");
}

TEST(TakePack, TakesOnlyWhatIsNew) {
  Museum museum;
  sync::Targets targets;
  must(take_pack(museum.folder, targets, "qingpu", museum.build("bridges", "words")));

  const Taken again = must(take_pack(museum.folder, targets, "qingpu", museum.build("bridges", "words")));
  EXPECT_FALSE(again.is_changed);
  EXPECT_EQ(again.new_files, 0u);
}

TEST(TakePack, RefusesAFolderThatWasNotBuilt) {
  Museum museum;
  sync::Targets targets;
  write(museum.temporary.path / "source/pack.toml", "id = \"bridges\"");

  const auto taken = take_pack(museum.folder, targets, "qingpu", museum.temporary.path / "source");

  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::usage);
  EXPECT_NE(taken.error().message.find("kioskctl pack build"), std::string::npos);
}

TEST(TakePack, RefusesFilesThatChangedAfterTheBuild) {
  Museum museum;
  sync::Targets targets;
  const auto built = museum.build("bridges", "words");
  write(built / "pack.toml", "sword");

  EXPECT_FALSE(take_pack(museum.folder, targets, "qingpu", built));
  EXPECT_TRUE(targets.targets.empty());
}

TEST(ReadTarget, NoticesOtherBytes) {
  Museum museum;
  sync::Targets targets;
  must(put_target(museum.folder, targets, "notices/qingpu.json", "{}"));
  write(museum.folder.at(target_path("notices/qingpu.json", crypto::hex(crypto::sha256("{}")))), "[]");

  EXPECT_FALSE(read_target(museum.folder, targets, "notices/qingpu.json"));
}

}  // namespace
}  // namespace kiosk::repo
