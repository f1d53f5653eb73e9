#include "kiosk/repo/screens.h"

#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

sync::Receipt receipt(const std::string& name) {
  sync::Receipt receipt;
  receipt.name = name;
  receipt.time = kNow;
  receipt.program = "0.1.0";
  receipt.generation = 7;
  return receipt;
}

std::string file_of(const crypto::PrivateKey& key) { return sync::receipt_file_name(sync::key_id(sync::describe(key))); }

TEST(Screens, ShowEachKioskByItsOwnWord) {
  TemporaryFolder temporary;
  const auto hall = crypto::PrivateKey::generate(), gate = crypto::PrivateKey::generate();
  write(temporary.path / file_of(hall), sync::write_receipt(receipt("hall"), hall));
  write(temporary.path / file_of(gate), sync::write_receipt(receipt("gate"), gate));
  write(temporary.path / "notes.txt", "not a receipt");

  const auto screens = must(read_screens(temporary.path));

  ASSERT_EQ(screens.size(), 2u);
  EXPECT_EQ(screens[0].receipt->name, "gate");
  EXPECT_EQ(screens[1].receipt->generation, 7u);
}

TEST(Screens, LetNoKioskSpeakForAnother) {
  TemporaryFolder temporary;
  const auto hall = crypto::PrivateKey::generate(), gate = crypto::PrivateKey::generate();
  write(temporary.path / file_of(hall), sync::write_receipt(receipt("hall"), gate));
  std::string changed = sync::write_receipt(receipt("gate"), gate);
  changed.replace(changed.find("\"generation\":7"), 14, "\"generation\":8");
  write(temporary.path / file_of(gate), changed);

  for (const Screen& screen : must(read_screens(temporary.path))) EXPECT_FALSE(screen.receipt) << screen.file;
}

TEST(Screens, TakeOnlyReceiptsFromAListing) {
  const std::string name = std::string(16, 'a') + ".json";
  EXPECT_EQ(must(parse_listing("[{\"name\":\"" + name + "\",\"type\":\"file\"},{\"name\":\"../x.json\"},{\"name\":7},3]", "it")), std::vector<std::string>{name});
  for (const char* bad : {"", "{}", "<html>"}) EXPECT_FALSE(parse_listing(bad, "it")) << bad;
}

}  // namespace
}  // namespace kiosk::repo
