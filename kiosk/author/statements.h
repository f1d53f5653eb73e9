// What a text states: its sentences with what they cite, and the dates and numbers in them, in a form that can be compared.
//
// Pre  : well-formed UTF-8, as an author writes it: Markdown's notes [^id] stand in it. Offsets are bytes.
// Cost : linear in the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"

namespace kiosk::author {

struct Sentence {
  std::size_t begin = 0;           // in the text
  std::string words;               // without the notes
  std::vector<std::string> cited;  // ids of [^id], in order
  bool cited_last = false;         // the last note stands at its end
};

// A sentence ends with its stop, closing marks, and the notes that follow; a paragraph ends one too.
std::vector<Sentence> sentences_of(std::string_view text, Language language);

// One form for comparing: no spaces beside Chinese, no commas in thousands, 万 and 亿 and 周 for 萬, 億, 週.
std::u32string squeezed(std::string_view text, Language language);

// The dates, each whole, and the numbers outside them: "2000年6月6日", "1.38万", "一九二七年", "95周年", "6 June 2000", "350".
std::vector<std::string> values_in(std::string_view text, Language language);

// Whether `value` (of values_in) stands in `squeezed_text`, and not merely as a part of a longer number.
bool states(std::u32string_view squeezed_text, std::string_view value);

}  // namespace kiosk::author
