// What copying and converting does to a Chinese text, and its mending: what is certain is mended and noted, what is doubtful is proposed, what
// cannot be shown is refused. Nothing else is touched.
//
// Rules, in the order in which they are applied:
//   control      refused   control, private-use and replacement characters: the text is damaged beyond its characters
//   invisible    fixed     zero-width characters, runs of spaces, blanks at line ends; the composed form of characters (NFC)
//   shifted      proposed  full-width ！ replaced byte by byte in GBK: A3 A1 also occurs across two characters, which then became "!", lost a byte and
//                          shifted all that followed. Put back, the first character is the one that makes a word with what stands before it
//   pinyin       proposed  readings in parentheses after characters, left by a converter; all of a text at once
//   ruby         proposed  a few readings in parentheses, each as {字|reading}, which sets it over its character
//   script       proposed  繁體, or both scripts mixed, to 简体 by phrases; all of a text at once, with the words that have more than one form named
//   punctuation  fixed     ASCII , : ; ? ! ( ) beside Chinese to full width, never inside numbers, times, addresses; ... and 。。。 to ……, -- to ——,
//                          years 1921-1949 to 1921—1949, ‧ • ・ between Chinese to ·
//   quotes       proposed  straight quotation marks to “ ”
//   width        proposed  full-width digits and letters to plain ones
//   doubtful     noted     two or more characters outside 通用规范汉字表 near each other; brackets and quotes without their other half; 、 between
//                          》《 or ”“
//   wrapped      proposed  line ends inside paragraphs, of a text wrapped at a width; all of a text at once. Only where `lines_are_paragraphs`
//
// Pre     : `text` as decode_text gives it. Lines stay lines but for `wrapped`, which comes last: places are those of the text as it was.
// Threads : one at a time for a Mender.
// Errors  : refused for `control`, with line and column; not_found (conversion tables).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/bilingual.h"
#include "kiosk/base/result.h"

namespace kiosk::manuscript {

struct Change {
  enum class Level { fixed, proposed, noted };
  Level level = Level::fixed;
  std::string rule;
  int line = 0, column = 0;   // from 1, in characters; where the rule met it. 0: the whole text
  std::string before, after;  // with some words around; after is empty where nothing is changed
  Bilingual why;
  bool applied = false;
};

struct Mended {
  std::string text;
  std::vector<Change> changes;
};

struct MendOptions {
  bool to_simplified = true;       // rule `script`
  bool lines_are_paragraphs = false;  // plain text: rule `wrapped`
  std::vector<std::string> names;  // forms that no conversion touches: names.toml
  // Whether a proposal is taken; empty: none is.
  std::function<bool(const Change&)> accept;
};

class Mender {
 public:
  static Result<Mender> make();
  Mender(Mender&&) noexcept;
  ~Mender();

  // `subject` names the text in errors.
  Result<Mended> mend(std::string text, const MendOptions& options, std::string_view subject) const;

 private:
  struct State;
  explicit Mender(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::manuscript
