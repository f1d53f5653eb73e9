#include "kiosk/repo/keyring.h"

#include <sys/stat.h>

#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

TEST(Keyring, KeepsTheSecretFromOthers) {
  TemporaryFolder temporary;
  Keyring ring(temporary.path / "keys", answering(kPassphrase));
  const NamedKey made = must(ring.make("wang"));

  struct stat info {};
  ASSERT_EQ(::stat((temporary.path / "keys/wang.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((temporary.path / "keys").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  std::ifstream file(temporary.path / "keys/wang.key");
  EXPECT_NE(std::string(std::istreambuf_iterator<char>(file), {}).find("ENCRYPTED PRIVATE KEY"), std::string::npos);
}

TEST(Keyring, OpensWhatAnotherRunMade) {
  TemporaryFolder temporary;
  const NamedKey made = must(Keyring(temporary.path, answering(kPassphrase)).make("wang"));

  Keyring later(temporary.path, answering(kPassphrase));
  ASSERT_TRUE(later.can_open(made.id));
  EXPECT_EQ(sync::describe(*must(later.open(made.id))), made.key);
  EXPECT_EQ(must(later.list()).size(), 1u);
}

TEST(Keyring, RefusesAWrongPassphraseAfterThreeTries) {
  TemporaryFolder temporary;
  const NamedKey made = must(Keyring(temporary.path, answering(kPassphrase)).make("wang"));
  int asked = 0;
  Keyring later(temporary.path, [&](const Question& question) -> Result<std::string> {
    EXPECT_EQ(question.was_wrong, asked > 0);
    ++asked;
    return std::string("not it at all");
  });

  const auto opened = later.open(made.id);

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::refused);
  EXPECT_NE(opened.error().subject.find("wang.key"), std::string::npos);
  EXPECT_EQ(asked, 3);
}

TEST(Keyring, RefusesASecretThatOthersMayRead) {
  TemporaryFolder temporary;
  const NamedKey made = must(Keyring(temporary.path, answering(kPassphrase)).make("wang"));
  fs::permissions(temporary.path / "wang.key", fs::perms(0640));

  Keyring later(temporary.path, answering(kPassphrase));
  const auto opened = later.open(made.id);

  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("chmod 600"), std::string::npos);
}

TEST(Keyring, NoticesAPairThatDoesNotBelongTogether) {
  TemporaryFolder temporary;
  Keyring ring(temporary.path, answering(kPassphrase));
  const NamedKey wang = must(ring.make("wang"));
  must(ring.make("li"));
  fs::copy_file(temporary.path / "li.key", temporary.path / "wang.key", fs::copy_options::overwrite_existing);

  EXPECT_FALSE(Keyring(temporary.path, answering(kPassphrase)).open(wang.id));
}

TEST(Keyring, ReplacesNoKey) {
  TemporaryFolder temporary;
  Keyring ring(temporary.path, answering(kPassphrase));
  const NamedKey first = must(ring.make("wang"));

  EXPECT_FALSE(ring.make("wang"));
  EXPECT_EQ(must(ring.find("wang")).id, first.id);
}

TEST(Keyring, ReadsPublicKeysStrictly) {
  TemporaryFolder temporary;
  const NamedKey made = must(Keyring(temporary.path, answering(kPassphrase)).make("wang"));
  const std::string good = write_public_key(made);
  ASSERT_EQ(must(parse_public_key(good, "wang.pub.json")).id, made.id);

  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    return at == std::string::npos ? ADD_FAILURE() << from, text : text.replace(at, from.size(), to);
  };
  for (const std::string& bad : {std::string("{}"), std::string("[]"), with("\"format\":1", "\"format\":2"), with("\"wang\"", "\"../wang\""), with("\"ed25519\"", "\"rsa\""),
                                 with("\"public\":\"", "\"public\":\"00"), with(made.key.value, std::string(64, '0'))})
    EXPECT_FALSE(parse_public_key(bad, "wang.pub.json")) << bad;
}

}  // namespace
}  // namespace kiosk::repo
