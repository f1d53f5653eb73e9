#!/usr/bin/env python3
"""Writes 通用规范汉字表 (2013) as a sorted list of code points: Unihan's kTGH, and the 繁體 forms of its characters (kTraditionalVariant).

make_common_characters.py UNICODE_FOLDER OUT
"""
import bz2
import pathlib
import re
import sys

folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
common = {int(m[1], 16) for m in re.finditer(r"^U\+([0-9A-F]+)\tkTGH\t", bz2.open(folder / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8").read(), re.M)}
for m in re.finditer(r"^U\+([0-9A-F]+)\tkTraditionalVariant\t(.*)$", bz2.open(folder / "Unihan_Variants.txt.bz2", "rt", encoding="utf-8").read(), re.M):
    if int(m[1], 16) in common:
        common |= {int(code, 16) for code in re.findall(r"U\+([0-9A-F]+)", m[2])}
assert len(common) > 8105, len(common)
out.write_text("".join(f"0x{code:X},\n" for code in sorted(common)))
