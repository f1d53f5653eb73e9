#!/usr/bin/env python3
"""Cuts the two fonts of the failure screen out of Noto CJK (Debian: fonts-noto-cjk, fonttools).

Run it after changing a word in kiosk/gfx/failure.cpp; the results are kept in the repository, because the program needs
them to be built. The characters are ASCII and whatever else stands in that file's texts.
"""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

HERE = pathlib.Path(__file__).resolve().parent
NOTO = pathlib.Path("/usr/share/fonts/opentype/noto")
FONTS = {
    "failure-title.otf": ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    "failure-text.otf": ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
}


def cut(source, family, characters, target):
    fonts = TTCollection(source).fonts
    font = next(f for f in fonts if f["name"].getDebugName(1) == family)
    font.recalcTimestamp = False  # the same words give the same bytes
    options = subset.Options()
    options.layout_features = ["kern", "palt"]
    options.name_IDs = [0, 1, 2, 5, 13, 14]  # who made it and its licence travel with it
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.save(target)
    return target.stat().st_size


def main():
    text = (HERE.parent.parent / "kiosk/gfx/failure.cpp").read_text(encoding="utf-8")
    characters = set(range(0x20, 0x7F)) | {ord(c) for c in text if ord(c) > 0x7F}
    for name, (file, family) in FONTS.items():
        print(f"{name}: {len(characters)} characters, {cut(NOTO / file, family, characters, HERE / name)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
