// Makes a page's Markdown ready for md4c, which knows CommonMark alone.
//
// Notes   : `[^id]` becomes kNoteBegin id kNoteEnd, so that no link rule can take it.
// Emphasis: CommonMark decides by white space and punctuation whether `*` may open or close, and so fails beside Han
//           characters, which have no spaces: `学习**“四史”**教育`. A run of `*` may also open where the mark after it or the
//           character before it is Chinese, and close where the mark before it or the character after it is; but it
//           never opens before a closing bracket nor closes after an opening one. Where md4c would say no, kJoiner is
//           put on the side of the mark: to md4c a letter like any other.
// Lines   : none is added or taken away. The caller takes the three marks out again.
// Cost    : O(characters).
#pragma once

#include <string>
#include <string_view>

namespace kiosk::content {

// Non-characters of Unicode, which clean input does not have.
inline constexpr char32_t kNoteBegin = 0xFDD1, kNoteEnd = 0xFDD2, kJoiner = 0xFDD3;

// Pre: no non-characters in `markdown` (characters.h, is_unwanted).
std::string mark_notes(std::string_view markdown);
// Pre: mark_notes was there before.
std::string join_emphasis(std::string_view markdown);

}  // namespace kiosk::content
