// What must not leave the box is planted wherever it could be met on the way into the bundle.
#include "kiosk/ctl/support_bundle.h"

#include <algorithm>

#include "fake_box.h"
#include "kiosk/base/crypto.h"
#include "kiosk/ctl/redact.h"

namespace kiosk::ctl {
namespace {

const BundledFile* find(const std::vector<BundledFile>& files, const std::string& name) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const BundledFile& f) { return f.name == name; });
  return found == files.end() ? nullptr : &*found;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Redactor, TakesUserAndQueryOutOfAddresses_AndLeavesTheRest) {
  const Redactor redactor({});
  EXPECT_EQ(redactor.text("GET https://wang:hunter2@museum.example:8443/repo/a.json?token=abc#x failed"), "GET https://[redacted]@museum.example:8443/repo/a.json?[redacted] failed");
  EXPECT_EQ(redactor.text("\"http://a@b@c/\", https://plain.example/x"), "\"http://[redacted]@c/\", https://plain.example/x");
  EXPECT_EQ(redactor.text("http://h?k=v"), "http://h?[redacted]");
  EXPECT_EQ(redactor.text("a://"), "a://");
  EXPECT_EQ(redactor.text("no address: 12:30 // me@home"), "no address: 12:30 // me@home");
}

TEST(Redactor, TakesKnownWordsOut_AndKeysAsAWhole) {
  const Redactor redactor({"hunter2hunter", "hunter2", "abc"});
  EXPECT_EQ(redactor.text("hunter2hunter hunter2 abc"), "[redacted] [redacted] abc");
  EXPECT_EQ(redactor.text("a\n-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\nb"), "a\n[redacted]\nb");
  EXPECT_EQ(redactor.text("a\n-----BEGIN PRIVATE KEY-----\nMC4C"), "a\n[redacted]");
}

TEST(Redactor, KnowsSecretSettingsByTheirNames) {
  const Redactor redactor({});
  EXPECT_EQ(redactor.settings("receipts_user = \"wang\"\nname = \"大厅\"\n"), "receipts_user = \"[redacted]\"\nname = \"大厅\"\n");
  EXPECT_EQ(redactor.settings("pin_hash = [\n  \"a\",\n  \"b\"\n]\nidle_s = 60\n"), "pin_hash = \"[redacted]\"\nidle_s = 60\n");
  EXPECT_EQ(redactor.settings("# pin = \"1234\"\n"), "# pin = \"[redacted]\"\n");
  EXPECT_EQ(redactor.settings("sync = { url = \"\", receipts_user = \"wang\" }\n"), "sync = \"[redacted]\"\n");
  EXPECT_EQ(redactor.settings("spinning = true\n# a password goes over https alone\n"), "spinning = true\n# a password goes over https alone\n");
  EXPECT_FALSE(has(redactor.settings("name = \"\"\"\npin = 1\n\"\"\"\n"), "pin"));
}

TEST(SupportBundle, HoldsWhatHelps) {
  FakeBox box;
  box.answers["journalctl --unit=kiosk* --lines=3000"] = {0, "2026-12-01 kiosk: \x1b[31mred\n", false};
  box.answers["dpkg-query"] = {1, "changlang 0.1.0 installed\n", false};  // 1: one of the patterns matches nothing
  box.write(std::string(kRecord) + "/blackbox-20261130T080000Z.json", "{\"lines\":[]}");
  const auto files = collect_bundle(box.machine, "/etc/changlang/kiosk.toml");

  for (const char* name : {"doctor.json", "status.json", "journal.txt", "kiosk.toml", "units/usr/lib/systemd/system/kiosk.service", "versions.txt", "starts.json", "last.json",
                           "blackbox-20261130T080000Z.json", "system.txt", "contents.txt"})
    EXPECT_TRUE(find(files, name)) << name;
  EXPECT_EQ(find(files, "journal.txt")->text, "2026-12-01 kiosk:  [31mred\n");
  EXPECT_EQ(find(files, "versions.txt")->text, "changlang 0.1.0 installed\n");
  EXPECT_TRUE(has(find(files, "contents.txt")->text, "not here  kernel.txt: journalctl: is not installed"));
  EXPECT_EQ(files.back().name, "contents.txt");
}

TEST(SupportBundle, HoldsNothingSecret) {
  FakeBox box;
  const std::string password = "correct-horse-battery", pem = crypto::PrivateKey::generate().to_pem(std::nullopt);
  const std::string key = split(pem, "\n")[1];
  box.write("/etc/changlang/receipts.password", password + "\n");
  box.write(std::string(kState) + "/identity.pem", pem);
  box.write("/etc/shadow", "root:SHADOWSECRET:1::");
  box.replace("/etc/changlang/kiosk.toml", "url = \"https://museum.example/repo/\"",
              "url = \"https://u:URLSECRET@museum.example/repo/?token=QUERYSECRET\"\nreceipts = \"https://r:URLSECRET@museum.example/r/\"\nreceipts_user = \"USERSECRET\"\n"
              "receipts_password_file = \"/etc/changlang/receipts.password\"");
  const std::string all_of_it = "x " + password + " https://u:URLSECRET@h/?token=QUERYSECRET USERSECRET " + key + "\n";
  box.answers["journalctl"] = {0, all_of_it, false};
  box.answers["dpkg-query"] = {0, all_of_it, false};
  box.write("/etc/systemd/system/kiosk.service.d/proxy.conf", "[Service]\nEnvironment=https_proxy=http://u:URLSECRET@proxy:3128/\n");
  box.write(std::string(kState) + "/last.json", "{\"time\":\"2026-12-01T09:50:00Z\",\"url\":\"https://u:URLSECRET@museum.example/?token=QUERYSECRET\",\"exit\":3,\"error\":\"" + password + "\"}");
  box.write(std::string(kRecord) + "/blackbox-1.json", all_of_it);
  // The display's folder is the display's: a link in it must not bring along what root alone may read.
  box.link(std::string(kRecord) + "/blackbox-2.json", box.machine.at("/etc/shadow").string());
  box.link(std::string(kRecord) + "/starts.json", "../../../../etc/shadow");

  const auto files = collect_bundle(box.machine, "/etc/changlang/kiosk.toml");
  EXPECT_TRUE(find(files, "blackbox-1.json"));
  for (const BundledFile& file : files)
    for (const std::string& secret : {password, key, std::string("URLSECRET"), std::string("QUERYSECRET"), std::string("USERSECRET"), std::string("SHADOWSECRET")})
      EXPECT_FALSE(has(file.text, secret)) << secret << " stands in " << file.name << ":\n" << file.text;
  EXPECT_TRUE(has(find(files, "kiosk.toml")->text, "museum.example")) << "the host helps, and stays";
}

TEST(SupportBundle, IsBounded) {
  FakeBox box;
  const std::string line(99, 'x');
  std::string much;
  while (much.size() < 3u << 20) much += line + "\n";
  box.answers["journalctl"] = {0, much + "the newest line\n", false};
  for (int i = 0; i < 30; ++i) box.write(std::string(kRecord) + "/blackbox-" + std::to_string(100 + i) + ".json", std::string(kBundleFile - 10, 'y'));
  const auto files = collect_bundle(box.machine, "/etc/changlang/kiosk.toml");

  std::size_t bytes = 0;
  for (const BundledFile& file : files) bytes += file.text.size();
  EXPECT_LE(bytes, kBundleBytes + (64u << 10));
  EXPECT_LE(find(files, "journal.txt")->text.size(), kBundleFile + 64);
  EXPECT_TRUE(find(files, "journal.txt")->text.ends_with("the newest line\n"));
  EXPECT_TRUE(find(files, "blackbox-129.json") && !find(files, "blackbox-125.json"));
}

TEST(SupportBundle, IsOneArchiveForItsOwnerAlone) {
  const FakeBox box;
  const auto target = box.machine.root / "support-1.tar.gz";
  const auto written = write_bundle({{"a.txt", "one\n"}, {"units/b", "two\n"}}, target);
  ASSERT_TRUE(written) << to_string(written.error());

  const auto list = run_program({"tar", "--list", "--verbose", "--numeric-owner", "--file=" + target.string()});
  ASSERT_TRUE(list);
  EXPECT_TRUE(has(list->output, "support-1/a.txt") && has(list->output, "support-1/units/b")) << list->output;
  EXPECT_TRUE(has(list->output, " 0/0 ")) << list->output;
  EXPECT_EQ(std::filesystem::status(target).permissions(), std::filesystem::perms(0600));
  std::size_t here = 0;
  for (const auto& entry : std::filesystem::directory_iterator(box.machine.root)) here += entry.path().filename().string().starts_with(".support");
  EXPECT_EQ(here, 0u) << "nothing half-made stays";
}

TEST(SupportBundle, SaysWhyItCannotBeWritten) {
  const FakeBox box;
  const auto written = write_bundle({{"a.txt", "one\n"}}, box.machine.root / "no/such/folder/x.tar.gz");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace kiosk::ctl
