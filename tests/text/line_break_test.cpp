// UAX #14 against the Unicode Consortium's own cases (Debian: unicode-data), and the Chinese tailoring pair by pair.
#include "kiosk/text/line_break.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "kiosk/base/utf8.h"

namespace kiosk::text {
namespace {

struct Case {
  std::u32string text;
  std::vector<bool> breaks;  // before each character but the first, and at the end
};

Case parse_case(const std::string& line) {
  Case parsed;
  std::istringstream words(line.substr(0, line.find('#')));
  std::string word;
  words >> word;
  while (words >> word)
    if (word == "÷" || word == "×") parsed.breaks.push_back(word == "÷");
    else parsed.text.push_back(static_cast<char32_t>(std::stoul(word, nullptr, 16)));
  return parsed;
}

TEST(LineBreak, AgreesWithEveryCaseOfUnicode_WhenNotTailored) {
  std::ifstream file(UNICODE_DATA_DIR "/auxiliary/LineBreakTest.txt");
  ASSERT_TRUE(file) << "package unicode-data is not installed";
  int cases = 0, wrong = 0;

  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const Case wanted = parse_case(line);
    const auto breaks = find_breaks(wanted.text, Tailoring::none);
    ++cases;
    for (std::size_t i = 1; i < breaks.size(); ++i)
      if ((breaks[i] != Break::none) != wanted.breaks[i - 1]) {
        if (++wrong <= 20) ADD_FAILURE() << "at character " << i << ": " << line;
        break;
      }
  }

  EXPECT_EQ(cases, 7654);
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace kiosk::text
