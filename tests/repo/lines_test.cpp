#include "kiosk/repo/lines.h"

#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

sync::Notice closed_today() { return {"closed", kNow, kNow + std::chrono::hours(8), false, {{"zh-Hans", "今日闭馆"}}}; }

TEST(Withdraw, ListsARouteOnce_AndLiftsIt) {
  Museum museum;
  sync::Targets document;
  must(withdraw(museum.folder, document, "qingpu", {"bridges/fangsheng", "bridges/fangsheng/story#2"}, kNow));
  must(withdraw(museum.folder, document, "qingpu", {"bridges/fangsheng"}, kNow + std::chrono::hours(1)));

  const auto down = must(withdrawn_in(museum.folder, document, "qingpu"));
  ASSERT_EQ(down.size(), 2u);
  EXPECT_EQ(down[0].time, kNow) << "since the first time";

  must(lift(museum.folder, document, "qingpu", {"bridges/fangsheng"}));
  EXPECT_EQ(must(withdrawn_in(museum.folder, document, "qingpu")).size(), 1u);
  EXPECT_FALSE(lift(museum.folder, document, "qingpu", {"bridges/fangsheng"}));
  EXPECT_FALSE(withdraw(museum.folder, document, "qingpu", {"../etc/passwd"}, kNow));
}

TEST(Notices, ComeGoAndAreTidiedUp) {
  Museum museum;
  sync::Targets document;
  must(add_notice(museum.folder, document, "qingpu", closed_today(), kNow));
  EXPECT_FALSE(add_notice(museum.folder, document, "qingpu", closed_today(), kNow)) << "one id twice";

  sync::Notice later = closed_today();
  later.id = "later";
  later.from += std::chrono::hours(24);
  later.until += std::chrono::hours(24);
  must(add_notice(museum.folder, document, "qingpu", later, kNow + std::chrono::hours(9)));

  const auto notices = must(notices_in(museum.folder, document, "qingpu"));
  ASSERT_EQ(notices.size(), 1u) << "the first one is over";
  EXPECT_EQ(notices[0].id, "later");
  EXPECT_FALSE(remove_notice(museum.folder, document, "qingpu", "closed"));
  must(remove_notice(museum.folder, document, "qingpu", "later"));
}

TEST(Notices, AreHeldToWhatAKioskReads) {
  Museum museum;
  sync::Targets document;
  sync::Notice notice = closed_today();
  notice.text = {{"en", "Closed"}};
  EXPECT_FALSE(add_notice(museum.folder, document, "qingpu", notice, kNow)) << "zh-Hans is missing";
  notice = closed_today();
  notice.until = notice.from;
  EXPECT_FALSE(add_notice(museum.folder, document, "qingpu", notice, kNow));
}

}  // namespace
}  // namespace kiosk::repo
