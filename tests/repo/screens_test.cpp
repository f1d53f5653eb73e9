#include "kiosk/repo/screens.h"

#include <functional>

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

sync::Receipt well() {
  sync::Receipt one = receipt("hall");
  one.display = sync::Receipt::Display{"2026-11-23T08:59:30Z", 7, 3, 95, "", {{"pictures", 0}}};
  return one;
}

// What is said of a kiosk that is well but for one thing.
std::string said(const std::function<void(sync::Receipt&)>& change, std::chrono::seconds later = {}) {
  sync::Receipt one = well();
  change(one);
  std::string all;
  for (const std::string& each : troubles(one, kNow + later)) all += (all.empty() ? "" : "; ") + each;
  return all;
}

TEST(Troubles, AreNone_WhenAllIsWell) { EXPECT_EQ(said([](auto&) {}, std::chrono::hours(3)), ""); }

TEST(Troubles, NameEachThingThatIsNotAsItShouldBe) {
  using Display = sync::Receipt::Display;
  const auto in_display = [](auto change) { return [change](sync::Receipt& r) { change(*r.display); }; };
  EXPECT_EQ(said([](auto&) {}, std::chrono::hours(31 * 24)), "silent for 31 days");
  EXPECT_EQ(said([](auto&) {}, std::chrono::minutes(-30)), "its clock is 30 min ahead of this one");
  EXPECT_EQ(said([](auto& r) { r.clock_suspect = true; }, std::chrono::minutes(-30)), "its clock is wrong");
  EXPECT_EQ(said([](auto& r) { r.display.reset(); }), "the display says nothing");
  EXPECT_EQ(said(in_display([](Display& d) { d.time = "2026-11-22T09:00:00Z"; })), "the display said nothing for 24 h");
  EXPECT_EQ(said(in_display([](Display& d) { d.time = "yesterday"; })), "the display said nothing with a time");
  EXPECT_EQ(said(in_display([](Display& d) { d.failure = "C2"; })), "failure screen C2");
  EXPECT_EQ(said(in_display([](Display& d) { d.frame_age_s = 7'200; })), "last frame 2 h before");
  EXPECT_EQ(said(in_display([](Display& d) { d.frame_age_s.reset(); })), "the display has drawn nothing yet");
  EXPECT_EQ(said(in_display([](Display& d) { d.generation = 6; })), "plays generation 6");
  EXPECT_EQ(said(in_display([](Display& d) { d.generation = 0; })), "plays something that sync did not bring");
  EXPECT_EQ(said(in_display([](Display& d) { d.errors["pictures"] = 2; })), "2 pictures");
  EXPECT_EQ(said([](auto& r) { r.last_error = "no route"; }), "last sync: no route");
}

TEST(Screens, AreComparedWithTheListOfKnownKiosks) {
  TemporaryFolder temporary;
  const auto hall = crypto::PrivateKey::generate(), gate = crypto::PrivateKey::generate();
  for (const auto* key : {&hall, &gate}) write(temporary.path / file_of(*key), sync::write_receipt(receipt("hall"), *key));
  const std::string absent(64, 'c');
  auto screens = must(read_screens(temporary.path));

  compare(screens, must(parse_known_kiosks("# ours\n\n" + sync::key_id(sync::describe(hall)) + " the hall\r\n" + absent + " the gate", "list")));

  ASSERT_EQ(screens.size(), 3u);
  EXPECT_EQ(screens[0].file, file_of(gate));
  EXPECT_FALSE(screens[0].listed_as);
  EXPECT_EQ(screens[1].listed_as, "the hall");
  EXPECT_EQ(screens[2].listed_as, "the gate");
  ASSERT_FALSE(screens[2].receipt);
  EXPECT_EQ(screens[2].receipt.error().kind, ErrorKind::not_found);
}

TEST(KnownKiosks, AreRefusedWithTheLine_WhenItIsNoIdAndName) {
  const std::string id(16, 'a');
  for (const std::string& bad : {id, id + " ", std::string("hall ") + id, id.substr(1) + " hall", std::string(65, 'a') + " hall", id + " one\n" + id + "bb two", std::string(16, 'A') + " hall"}) {
    const auto known = parse_known_kiosks("# list\n" + bad, "list");
    ASSERT_FALSE(known) << bad;
    EXPECT_EQ(known.error().kind, ErrorKind::malformed);
    EXPECT_EQ(known.error().subject.find("list:"), 0u) << known.error().subject;
  }
}

TEST(Screens, TakeOnlyReceiptsFromAListing) {
  const std::string name = std::string(16, 'a') + ".json";
  EXPECT_EQ(must(parse_listing("[{\"name\":\"" + name + "\",\"type\":\"file\"},{\"name\":\"../x.json\"},{\"name\":7},3]", "it")), std::vector<std::string>{name});
  for (const char* bad : {"", "{}", "<html>"}) EXPECT_FALSE(parse_listing(bad, "it")) << bad;
}

}  // namespace
}  // namespace kiosk::repo
