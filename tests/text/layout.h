// Shared by the tests of paragraphs: the fonts of tests/fonts, and lines as text.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {

// No installed font has a part in these tests.
inline FontSet& test_fonts() {
  static std::unique_ptr<FontSet> fonts = [] {
    auto found = FontSet::find(SOURCE_DIR "/tests/fonts");
    if (!found) throw std::runtime_error(to_string(found.error()));
    return std::move(*found);
  }();
  return *fonts;
}

inline Paragraph lay_out(const Setting& setting) { return Typesetter(test_fonts()).lay_out(setting); }

inline std::vector<std::string> lines_of(const Setting& setting, const Paragraph& paragraph) {
  std::vector<std::string> lines;
  for (const Line& line : paragraph.lines) {
    lines.push_back(setting.text.substr(line.text_begin, line.text_end - line.text_begin));
    while (!lines.back().empty() && (lines.back().back() == ' ' || lines.back().back() == '\n'))
      lines.back().pop_back();
  }
  return lines;
}

inline std::vector<std::string> lines_of(const Setting& setting) { return lines_of(setting, lay_out(setting)); }

// What a person needs to see when a layout is wrong.
inline std::string dump(const Setting& setting, const Paragraph& paragraph) {
  std::ostringstream out;
  out << tag(setting.language) << ' ' << setting.size_px << " px in " << setting.extent_px << " px\n";
  const auto lines = lines_of(setting, paragraph);
  for (std::size_t i = 0; i < lines.size(); ++i) out << paragraph.lines[i].width << "\t|" << lines[i] << "|\n";
  return out.str();
}

inline std::vector<std::string> corpus(Language language) {
  std::ifstream file(SOURCE_DIR "/tests/text/corpus/" + std::string(tag(language)) + ".txt");
  std::vector<std::string> paragraphs;
  for (std::string line; std::getline(file, line);) paragraphs.push_back(line);
  return paragraphs;
}

// The first place of `part` in the text, in bytes.
inline Unbroken place_of(const std::string& text, std::string_view part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) throw std::runtime_error("not in the text: " + std::string(part));
  return {at, at + part.size()};
}

}  // namespace kiosk::text
