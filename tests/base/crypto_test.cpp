// Vectors of FIPS 180-4's examples (NIST, SHA256.pdf, SHA512.pdf) and of the long-message test; RFC 8032 §7.1 for Ed25519. The keys of
// other kinds, and key files of other programs, were made once with `openssl` 3.0.
#include "kiosk/base/crypto.h"

#include <gtest/gtest.h>

#include "tests/base/test_keys.h"

namespace kiosk::crypto {
namespace {

TEST(Sha256, PublishedVectors_Match) {
  const std::pair<std::string, const char*> vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& [text, want] : vectors) EXPECT_EQ(hex(sha256(text)), want);
}

TEST(Sha256, InPiecesOfAnySize_IsTheSameSum) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  const Digest whole = sha256(text);
  for (std::size_t piece : {1u, 3u, 63u, 64u, 65u, 299u}) {
    Sha256 sum;
    for (std::size_t at = 0; at < text.size(); at += piece) sum.update(std::string_view(text).substr(at, piece));
    EXPECT_EQ(sum.finish(), whole) << piece;
  }
}

TEST(Sha256, Moved_GoesOnWhereItWas) {
  Sha256 sum;
  sum.update("a");
  Sha256 other = std::move(sum);
  other.update("bc");

  EXPECT_EQ(other.finish(), sha256("abc"));
}

TEST(Sha512, PublishedVectors_Match) {
  EXPECT_EQ(hex(sha512("abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Scrypt, VectorOfRfc7914_Matches) {
  // RFC 7914 §12, the third: its first 32 bytes.
  const std::string sum = scrypt("pleaseletmein", "SodiumChloride", 14);
  EXPECT_EQ(hex({reinterpret_cast<const std::uint8_t*>(sum.data()), sum.size()}), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST(RandomBytes, Twice_AreOthers) {
  EXPECT_EQ(random_bytes(16).size(), 16u);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

TEST(Hex, EveryByte_IsTwoLowerCaseDigits) {
  const std::uint8_t bytes[] = {0x00, 0x0f, 0xa0, 0xff};

  EXPECT_EQ(hex(bytes), "000fa0ff");
  EXPECT_EQ(hex({}), "");
}

std::string bytes(std::string_view digits) { return from_hex(digits).value(); }

TEST(Hex, Backwards_TakesLowerCasePairsAlone) {
  EXPECT_EQ(from_hex("000fa0ff"), std::string("\x00\x0f\xa0\xff", 4));
  for (const char* wrong : {"0", "0g", "0F", "0x", " 00", "00 "}) EXPECT_FALSE(from_hex(wrong)) << wrong;
}

TEST(Ed25519, VectorsOfRfc8032_Verify) {
  const std::array<std::array<const char*, 3>, 3> vectors{{
      {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
  }};
  for (const auto& [key, message, signature] : vectors) {
    const auto opened = PublicKey::ed25519(bytes(key));
    ASSERT_TRUE(opened) << key;
    EXPECT_TRUE(opened->verifies(bytes(message), bytes(signature)));
    EXPECT_FALSE(opened->verifies(bytes(message) + "x", bytes(signature)));
    for (std::size_t at : {0u, 31u, 32u, 63u}) {
      std::string wrong = bytes(signature);
      wrong[at] = static_cast<char>(wrong[at] ^ 1);
      EXPECT_FALSE(opened->verifies(bytes(message), wrong)) << at;
    }
    EXPECT_FALSE(opened->verifies(bytes(message), bytes(signature).substr(1)));
    EXPECT_FALSE(opened->verifies(bytes(message), ""));
  }
}

// S + L is the same number modulo the group's order L: another signature without the key, unless refused.
TEST(Ed25519, SignatureBeyondTheOrder_DoesNotVerify) {
  const auto key = PublicKey::ed25519(bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
  const std::string signature = bytes(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  const std::string order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string larger = signature;
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    larger[32 + i] = static_cast<char>(carry & 0xFF);
    carry >>= 8;
  }

  ASSERT_TRUE(key && key->verifies("", signature));
  EXPECT_FALSE(key->verifies("", larger));
}

TEST(Ed25519, TheEightPointsOfSmallOrder_AreRefused) {
  for (const char* point : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "0000000000000000000000000000000000000000000000000000000000000080",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"}) {
    const auto key = PublicKey::ed25519(bytes(point));
    ASSERT_FALSE(key) << point;
    EXPECT_EQ(key.error().kind, ErrorKind::refused) << point;
    EXPECT_NE(key.error().message.find("small order"), std::string::npos) << point;
  }
}

TEST(Ed25519, EncodingsThatAreNotCanonical_AreRefused) {
  // Those of x = 0 with the sign of x set, and all of y from p = 2^255 - 19 upwards, with either sign.
  std::vector<std::string> points{bytes("0100000000000000000000000000000000000000000000000000000000000080"),
                                  bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")};
  for (int low = 0xED; low <= 0xFF; ++low)
    for (int high : {0x7F, 0xFF}) points.push_back(static_cast<char>(low) + std::string(30, '\xFF') + static_cast<char>(high));
  EXPECT_EQ(points.size(), 40u);
  for (const std::string& point : points) EXPECT_EQ(PublicKey::ed25519(point).error().kind, ErrorKind::refused);
  EXPECT_EQ(PublicKey::ed25519(points[0].substr(1)).error().kind, ErrorKind::malformed);
  EXPECT_EQ(PublicKey::ed25519(points[0] + "x").error().kind, ErrorKind::malformed);
}

TEST(Ed25519, SignedHere_VerifiesHereAndForThisMessageAlone) {
  const PrivateKey key = PrivateKey::generate(), other = PrivateKey::generate();
  const auto open = [](const PrivateKey& each) { return *PublicKey::ed25519(each.public_bytes()); };

  EXPECT_TRUE(open(key).verifies("a message", key.sign("a message")));
  EXPECT_FALSE(open(key).verifies("a messagf", key.sign("a message")));
  EXPECT_FALSE(open(other).verifies("a message", key.sign("a message")));
  EXPECT_NE(open(key).identity(), open(other).identity());
}

TEST(Ecdsa, SignatureOfOpenssl_Verifies) {
  const auto key = PublicKey::from_pem(test_keys::kP256, Scheme::ecdsa_p256_sha256);
  ASSERT_TRUE(key);

  EXPECT_TRUE(key->verifies("a message", bytes(test_keys::kP256Signature)));
  EXPECT_FALSE(key->verifies("a messagf", bytes(test_keys::kP256Signature)));
  EXPECT_FALSE(key->verifies("a message", bytes(test_keys::kP256Signature) + "x"));
  EXPECT_FALSE(key->verifies("a message", ""));
}

TEST(Ecdsa, PointWrittenInTwoWays_IsOneKey) {
  const auto key = PublicKey::from_pem(test_keys::kP256, Scheme::ecdsa_p256_sha256);
  const auto same = PublicKey::from_pem(test_keys::kP256Compressed, Scheme::ecdsa_p256_sha256);

  ASSERT_TRUE(key && same);
  EXPECT_TRUE(same->verifies("a message", bytes(test_keys::kP256Signature)));
  EXPECT_EQ(key->identity(), same->identity());
}

TEST(RsaPss, SignatureOfOpenssl_VerifiesAndTheOldPaddingDoesNot) {
  const auto key = PublicKey::from_pem(test_keys::kRsa2048, Scheme::rsa_pss_sha256);
  ASSERT_TRUE(key);

  EXPECT_TRUE(key->verifies("a message", bytes(test_keys::kRsaPssSignature)));
  EXPECT_FALSE(key->verifies("a messagf", bytes(test_keys::kRsaPssSignature)));
  EXPECT_FALSE(key->verifies("a message", bytes(test_keys::kRsaOldSignature)));
  EXPECT_FALSE(key->verifies("a message", ""));
}

TEST(PublicKeyFile, OfAnotherKindThanSaid_IsRefused) {
  const std::tuple<const char*, Scheme, ErrorKind> wrong[] = {
      {test_keys::kP384, Scheme::ecdsa_p256_sha256, ErrorKind::refused},   {test_keys::kRsa2048, Scheme::ecdsa_p256_sha256, ErrorKind::refused},
      {test_keys::kP256, Scheme::rsa_pss_sha256, ErrorKind::refused},      {test_keys::kRsa1024, Scheme::rsa_pss_sha256, ErrorKind::refused},
      {test_keys::kP256, Scheme::ed25519, ErrorKind::refused},             {test_keys::kEd25519, Scheme::ed25519, ErrorKind::malformed},
      {"", Scheme::rsa_pss_sha256, ErrorKind::malformed},                  {"-----BEGIN PUBLIC KEY-----", Scheme::rsa_pss_sha256, ErrorKind::malformed},
  };
  for (const auto& [pem, scheme, kind] : wrong) {
    const auto key = PublicKey::from_pem(pem, scheme);
    ASSERT_FALSE(key) << pem;
    EXPECT_EQ(key.error().kind, kind) << pem;
  }
}

TEST(KeyFile, OfOpenssl_IsReadWithItsPassphrase) {
  EXPECT_TRUE(is_encrypted(test_keys::kEd25519Encrypted).value());
  EXPECT_FALSE(is_encrypted(test_keys::kEd25519).value());
  const auto plain = PrivateKey::from_pem(test_keys::kEd25519, std::nullopt);
  const auto encrypted = PrivateKey::from_pem(test_keys::kEd25519Encrypted, "correct");

  ASSERT_TRUE(plain && encrypted);
  EXPECT_EQ(plain->public_bytes(), bytes(test_keys::kEd25519Public));
  EXPECT_EQ(encrypted->public_bytes(), bytes(test_keys::kEd25519Public));
}

TEST(KeyFile, WrittenHere_IsReadBackAndShowsNothing) {
  const PrivateKey key = PrivateKey::generate();
  const std::string pem = key.to_pem("長廊 passphrase");

  EXPECT_TRUE(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  EXPECT_NE(pem, key.to_pem("長廊 passphrase"));  // another salt
  EXPECT_EQ(PrivateKey::from_pem(pem, "長廊 passphrase")->public_bytes(), key.public_bytes());
  EXPECT_EQ(PrivateKey::from_pem(key.to_pem(std::nullopt), std::nullopt)->public_bytes(), key.public_bytes());
}

TEST(KeyFile, ThatMustNotOpen_SaysWhy) {
  const std::tuple<std::string, std::optional<std::string_view>, const char*> wrong[] = {
      {test_keys::kEd25519Encrypted, "Correct", "passphrase is wrong"},
      {test_keys::kEd25519Encrypted, "", "passphrase is wrong"},
      {test_keys::kEd25519Encrypted, std::nullopt, "no passphrase was given"},
      {test_keys::kEd25519, "correct", "is not encrypted"},
      {test_keys::kP256Encrypted, "correct", "not an Ed25519 key"},
      {test_keys::kP256, "correct", "not a private key file"},
      {"", std::nullopt, "not a private key file"},
  };
  for (const auto& [pem, passphrase, why] : wrong) {
    const auto key = PrivateKey::from_pem(pem, passphrase);
    ASSERT_FALSE(key) << why;
    EXPECT_NE(key.error().message.find(why), std::string::npos) << key.error().message;
  }
}

}  // namespace
}  // namespace kiosk::crypto
