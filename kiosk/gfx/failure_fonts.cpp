// The two fonts of the failure screen, laid into the program by the assembler. They are cut from Noto CJK by
// assets/fonts/make_subset.py (SIL Open Font License, assets/fonts/OFL.txt).
#include "kiosk/gfx/failure.h"

asm(R"(
  .section .rodata
  .balign 16
changlang_failure_title:
  .incbin ")" CHANGLANG_FONTS R"(/failure-title.otf"
changlang_failure_title_end:
  .balign 16
changlang_failure_text:
  .incbin ")" CHANGLANG_FONTS R"(/failure-text.otf"
changlang_failure_text_end:
  .previous
)");

extern const std::byte title_begin[] asm("changlang_failure_title");
extern const std::byte title_end[] asm("changlang_failure_title_end");
extern const std::byte text_begin[] asm("changlang_failure_text");
extern const std::byte text_end[] asm("changlang_failure_text_end");

namespace kiosk::gfx {

std::span<const std::byte> failure_title_font() { return {title_begin, title_end}; }
std::span<const std::byte> failure_text_font() { return {text_begin, text_end}; }

}  // namespace kiosk::gfx
