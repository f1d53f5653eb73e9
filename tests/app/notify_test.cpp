// A socket of our own stands for systemd's.
#include "kiosk/app/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace kiosk::app {
namespace {

class NotifyTest : public testing::Test {
 protected:
  ~NotifyTest() override {
    ::unsetenv("NOTIFY_SOCKET");
    if (fd_ >= 0) ::close(fd_);
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  // `name`: a path, or "@…" for the abstract name space.
  void listen(const std::string& name) {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    if (name[0] == '@') address.sun_path[0] = '\0';
    ASSERT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size())), 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  std::string folder() {
    char made[] = "/tmp/changlang-notify-XXXXXX";
    folder_ = ::mkdtemp(made);
    return folder_;
  }
  std::string heard() {
    char bytes[256];
    const ssize_t n = ::recv(fd_, bytes, sizeof bytes, 0);
    return n < 0 ? "(nothing)" : std::string(bytes, static_cast<std::size_t>(n));
  }

 private:
  int fd_ = -1;
  std::string folder_;
};

TEST_F(NotifyTest, SocketInAFolder_HearsEachStateAsOneDatagram) {
  listen(folder() + "/notify");

  notify("READY=1");
  notify("WATCHDOG=1\nSTATUS=well");

  EXPECT_EQ(heard(), "READY=1");
  EXPECT_EQ(heard(), "WATCHDOG=1\nSTATUS=well");
  EXPECT_EQ(heard(), "(nothing)");
}

TEST_F(NotifyTest, AbstractSocket_HearsItToo) {
  listen("@changlang-notify-test-" + std::to_string(::getpid()));

  notify("STOPPING=1");

  EXPECT_EQ(heard(), "STOPPING=1");
}

TEST_F(NotifyTest, NoSocketNamed_IsSilent) {
  ::unsetenv("NOTIFY_SOCKET");
  notify("READY=1");
  ::setenv("NOTIFY_SOCKET", "", 1);
  notify("READY=1");
}

TEST_F(NotifyTest, NameThatLeadsNowhereOrIsTooLong_IsSurvived) {
  ::setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
  notify("READY=1");
  ::setenv("NOTIFY_SOCKET", std::string(500, 'x').c_str(), 1);
  notify("READY=1");
}

}  // namespace
}  // namespace kiosk::app
