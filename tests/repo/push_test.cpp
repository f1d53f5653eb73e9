// Two laptops and one place; what the second one does between the first one's pull and its commit is played by a Place that meddles.
#include "kiosk/repo/push.h"

#include "kiosk/repo/layout.h"
#include "kiosk/repo/lines.h"
#include "kiosk/repo/move.h"
#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

PushOptions options() { return {{kNow, false, {}, {}}, "a test", {}}; }

// Passes everything on, what is sent at once in another order; before the lock is taken for the first time, somebody else does something.
class Meddler final : public Place {
 public:
  Meddler(Place& place, std::function<void()> meddle) : place_(place), meddle_(std::move(meddle)) {}
  std::string name() const override { return place_.name(); }
  Result<std::string> read(const std::string& path, std::size_t max_bytes) override { return place_.read(path, max_bytes); }
  Result<bool> has(const std::string& path, std::uint64_t size) override { return place_.has(path, size); }
  Result<void> add(const std::string& path, std::string_view bytes) override { return place_.add(path, bytes); }
  Result<void> replace(const std::string& path, std::string_view bytes) override { return place_.replace(path, bytes); }
  Result<Sent> send(const std::vector<Item>& items, const std::function<void(const Item&)>& progress) override {
    for (auto item = items.rbegin(); item != items.rend(); ++item) arrived.push_back(item->path);
    return place_.send({items.rbegin(), items.rend()}, progress);
  }
  Result<void> break_lock() override { return place_.break_lock(); }
  Result<std::unique_ptr<Held>> lock(const std::string& who) override {
    if (meddle_) std::exchange(meddle_, {})();
    return place_.lock(who);
  }

  std::vector<std::string> arrived;

 private:
  Place& place_;
  std::function<void()> meddle_;
};

class Push : public testing::Test {
 protected:
  Push() : wang(must(museum.keyring.make("wang"))), li(must(museum.keyring.make("li"))), place(must(open_folder_place(museum.temporary.path / "www"))) {
    museum.add("qingpu", {wang});
    museum.add("jinze", {li});
    museum.sign("qingpu", "bridges", "words", wang);
    must(push(museum.folder, museum.keyring, *place, options()));
  }
  // Another laptop with a copy of the folder.
  Folder laptop(const std::string& name) {
    std::filesystem::copy(museum.folder.root(), museum.temporary.path / name, std::filesystem::copy_options::recursive);
    return must(Folder::open(museum.temporary.path / name));
  }
  void sign(const Folder& folder, const std::string& memorial, const std::string& words, const NamedKey& by) {
    Drafts drafts(folder, museum.keyring, kNow);
    sync::Targets targets = must(drafts.next_targets(memorial));
    must(take_pack(folder, targets, memorial, museum.build("pack-" + memorial, words)));
    must(drafts.sign(memorial, targets, {by.id}));
  }
  Folder there() { return must(Folder::open(museum.temporary.path / "www")); }

  Museum museum;
  NamedKey wang, li;
  std::unique_ptr<Place> place;
};

TEST_F(Push, BringsWhatKiosksNeedAndNothingElse) {
  const Checked checked = must(verify(there(), kNow));
  EXPECT_EQ(checked.packs, 1u);
  EXPECT_FALSE(std::filesystem::exists(there().at("place")));
  EXPECT_EQ(must(push(museum.folder, museum.keyring, *place, options())).sent.files, 0u);
}

TEST_F(Push, BeginsAgain_WhenSomebodyElsePublishesMeanwhile) {
  const Folder other = laptop("other");
  sign(other, "jinze", "rivers", li);
  sign(museum.folder, "qingpu", "more words", wang);
  Meddler meddler(*place, [&] { must(push(other, museum.keyring, *place, options())); });

  const Pushed pushed = must(push(museum.folder, museum.keyring, meddler, options()));

  EXPECT_TRUE(pushed.is_visible);
  const auto trusted = must(read_as_kiosk(there(), kNow));
  EXPECT_TRUE(trusted.targets_of("jinze", "targets").contains("packs/jinze/pack-jinze.json"));
  EXPECT_TRUE(trusted.targets_of("qingpu", "targets").contains("packs/qingpu/pack-qingpu.json"));
  EXPECT_EQ(must(verify(there(), kNow)).packs, 3u);
}

TEST_F(Push, SendsDocumentsWhenAllThatTheyNameIsThere) {
  sign(museum.folder, "qingpu", "more words", wang);
  Meddler meddler(*place, {});

  must(push(museum.folder, museum.keyring, meddler, options()));

  ASSERT_GE(meddler.arrived.size(), 3u);
  const auto is_document = [](const std::string& path) { return path.starts_with("metadata/"); };
  EXPECT_TRUE(std::is_partitioned(meddler.arrived.begin(), meddler.arrived.end(), std::not_fn(is_document)));
}

TEST_F(Push, LetsTheFirstHaveAVersion_AndKeepsTheSecondOnesAside) {
  const Folder other = laptop("other");
  sign(other, "qingpu", "theirs", wang);
  must(push(other, museum.keyring, *place, options()));
  sign(museum.folder, "qingpu", "ours", wang);

  const Pushed pushed = must(push(museum.folder, museum.keyring, *place, options()));

  EXPECT_EQ(pushed.conflicts, std::vector<std::string>{"conflicts/2.qingpu.json"});
  EXPECT_TRUE(museum.folder.has("conflicts/2.qingpu.json"));
  must(verify(there(), kNow));
}

TEST_F(Push, CarriesADocumentToItsSecondSigner) {
  Drafts drafts = museum.drafts();
  sync::Targets targets = must(drafts.next_targets("targets"));
  must(add_curators(targets, "qingpu", {li}, 2));
  must(drafts.sign("targets", targets, {museum.coordinator.id}));
  sign(museum.folder, "qingpu", "four eyes", wang);
  PushOptions without = options();
  without.publish.suspend = {"qingpu"};
  must(push(museum.folder, museum.keyring, *place, without));

  const Folder other = must(Folder::create(museum.temporary.path / "second"));
  must(pull(other, *place, kNow, must(museum.folder.read(metadata_path(1, "root"), 1u << 16))));

  ASSERT_TRUE(other.has(staged_path("qingpu")));
  Drafts second(other, museum.keyring, kNow);
  EXPECT_TRUE(must(second.sign("qingpu", must(second.next_targets("qingpu")), {li.id})).is_complete);
}

TEST_F(Push, TakesNothingOverThatNobodySigned) {
  std::string bytes = must(there().read(metadata_path(1, "qingpu"), 1u << 20));
  bytes.replace(bytes.find("\"length\": "), 11, "\"length\": 9");
  write(there().at(metadata_path(1, "qingpu")), bytes);
  write(there().at(metadata_path(2, "qingpu")), bytes);
  const Folder other = must(Folder::create(museum.temporary.path / "second"));

  EXPECT_FALSE(pull(other, *place, kNow, must(museum.folder.read(metadata_path(1, "root"), 1u << 16))));
  EXPECT_FALSE(other.has(metadata_path(1, "qingpu")));
}

TEST_F(Push, RefusesAPlaceOfAnotherRepository) {
  Museum stranger;

  EXPECT_FALSE(push(stranger.folder, stranger.keyring, *place, options()));
  must(verify(there(), kNow));
}

TEST_F(Push, RenewsWhatExpiredMeanwhile) {
  PushOptions later = options();
  later.publish.now = kNow + std::chrono::days(60);
  ASSERT_FALSE(read_as_kiosk(there(), later.publish.now));
  must(repo::publish(museum.folder, museum.keyring, later.publish));

  EXPECT_TRUE(must(push(museum.folder, museum.keyring, *place, later)).is_visible);
  must(read_as_kiosk(there(), later.publish.now));
}

TEST_F(Push, IsExportedWhole_AndPrunedOfWhatIsOld) {
  sign(museum.folder, "qingpu", "new words", wang);
  must(museum.publish());
  auto stick = must(open_folder_place(museum.temporary.path / "stick"));
  must(export_to(museum.folder, *stick, {}));
  EXPECT_EQ(must(verify(must(Folder::open(museum.temporary.path / "stick")), kNow)).packs, 2u);

  EXPECT_EQ(must(prune(museum.folder, std::chrono::hours(1), false)).files, 0u) << "all of it is new";
  Drafts drafts = museum.drafts();
  sync::Targets targets = must(drafts.next_targets("qingpu"));
  must(drop_pack(targets, "qingpu", "bridges"));
  must(drafts.sign("qingpu", targets, {wang.id}));
  must(museum.publish());
  const Pruned counted = must(prune(museum.folder, std::chrono::hours(0), true));
  EXPECT_EQ(must(prune(museum.folder, std::chrono::hours(0), false)).files, counted.files);
  EXPECT_GT(counted.files, 3u);
  EXPECT_FALSE(museum.folder.has(blob_path(crypto::hex(crypto::sha256("words")))));
  EXPECT_EQ(must(verify(museum.folder, kNow)).packs, 1u);
}

TEST(FolderLock, MindsWhoCameByWebDav_ButNotOneWhoWasKilledHere) {
  TemporaryFolder temporary;
  const Folder folder = must(Folder::create(temporary.path / "repo"));
  write(folder.at("lock.d/owner"), "li");
  const auto refused = folder.lock(std::chrono::milliseconds(0));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("li"), std::string::npos);
  must(folder.break_lock());

  std::string owner;
  {
    const auto held = folder.lock(std::chrono::milliseconds(0));
    ASSERT_TRUE(held);
    owner = must(folder.read("lock.d/owner", 100));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.at("lock.d")));
  write(folder.at("lock.d/owner"), owner);  // as a kill leaves it
  EXPECT_TRUE(folder.lock(std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace kiosk::repo
