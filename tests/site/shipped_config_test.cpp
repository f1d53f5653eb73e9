// config/kiosk.toml is the manual of the keys: it must say what the table in code does, key by key, in both languages.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/site/config.h"

namespace kiosk::site {
namespace {

const std::string kFile = SOURCE_DIR "/config/kiosk.toml";

struct DocumentedKey {
  std::string table, name, value;
  std::vector<std::string> comment;  // the lines directly above
};

std::vector<DocumentedKey> documented_keys() {
  std::vector<DocumentedKey> keys;
  std::ifstream in(kFile);
  std::string table;
  std::vector<std::string> comment;
  for (std::string line; std::getline(in, line);) {
    // "#name = …" and "#[[…]]" without a space: a block that stands there as a comment.
    const bool commented = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    if (commented) line.erase(0, 1);
    if (line.starts_with("#")) comment.push_back(line);
    else {
      if (line.starts_with("[")) {
        const auto begin = line.find_first_not_of('[');
        table = line.substr(begin, line.find(']') - begin);
        EXPECT_EQ(commented, line.starts_with("[[")) << line;
      }
      else if (const auto equals = line.find(" = "); equals != std::string::npos)
        keys.push_back({table, line.substr(0, equals), line.substr(equals + 3), comment});
      comment.clear();
    }
  }
  return keys;
}

bool has_han(const std::vector<std::string>& lines, std::size_t skip_last) {
  for (std::size_t i = 0; i + skip_last < lines.size(); ++i)
    for (char32_t c : utf8::decode(lines[i]))
      if (utf8::is_han(c)) return true;
  return false;
}

TEST(ShippedConfig, Read_GivesExactlyTheDefaults) {
  const LoadedConfig loaded = load_config(kFile);

  EXPECT_TRUE(loaded) << loaded.problems[0];
  EXPECT_EQ(loaded.config, Config{});
}

TEST(ShippedConfig, EveryKey_StandsThereInTheTablesOrder) {
  const auto documented = documented_keys();
  const auto known = known_keys();

  ASSERT_EQ(documented.size(), known.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    EXPECT_EQ(documented[i].table, known[i].table);
    EXPECT_EQ(documented[i].name, known[i].name);
    EXPECT_EQ(documented[i].value, known[i].default_value);
  }
}

TEST(ShippedConfig, ExampleOfBlocks_IsTakenAsItStands) {
  std::ifstream in(kFile);
  std::string example;
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("#   ")) example += line.substr(4) + "\n";

  const LoadedConfig loaded = parse_config(example, "kiosk.toml", "/etc");

  ASSERT_TRUE(loaded) << loaded.problems[0];
  ASSERT_EQ(loaded.config.touch_devices.size(), 2u);
  EXPECT_EQ(loaded.config.touch_devices[0].rotation, 90);
  EXPECT_TRUE(loaded.config.touch_devices[1].ignore);
}

TEST(ShippedConfig, EveryKey_HasMeaningRangeAndDefaultAboveIt) {
  const auto documented = documented_keys();
  const auto known = known_keys();

  ASSERT_EQ(documented.size(), known.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto& comment = documented[i].comment;
    ASSERT_GE(comment.size(), 3u) << known[i].name;
    EXPECT_TRUE(comment[comment.size() - 2].starts_with("# Allowed 可填: " + known[i].allowed))
        << comment[comment.size() - 2];
    EXPECT_EQ(comment.back(), "# Default 默认: " + known[i].default_value);
    EXPECT_TRUE(has_han(comment, 2)) << known[i].name << " is not explained in Chinese";
  }
}

}  // namespace
}  // namespace kiosk::site
