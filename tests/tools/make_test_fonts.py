#!/usr/bin/env python3
"""Cuts the fonts of the tests out of Debian's fonts-noto-cjk (needs package fonttools).

usage: make_test_fonts.py OUTPUT_FOLDER CHARACTERS.txt TEXT.txt...

CHARACTERS.txt and the texts name the characters that Noto Serif CJK SC Regular keeps, with their forms for Traditional
Chinese and for columns. The bold face keeps those of CHARACTERS.txt alone. Run again when the texts of the tests grow.
"""
import os
import subprocess
import sys

SOURCE = "/usr/share/fonts/opentype/noto/"
PUNCTUATION = "　、。〈〉《》「」『』【】〔〕〖〗〓～！（），．／：；？［］｛｝￥％＋－×·‧…—–‘’“”℃°§①②③㎡々〇"
ASCII = "".join(map(chr, range(0x20, 0x7F))) + "éüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ²\u00A0\u0300\u0301\u0304\u030C"
GREEK_CYRILLIC = "αβγΩМоскваЛенинЯя"
KANA = "あいうえおかきくけこぁアイウー"


def cut(source, output, text):
    listing = output + ".txt"
    with open(listing, "w", encoding="utf-8") as out:
        out.write(text)
    subprocess.run(
        ["pyftsubset", SOURCE + source, "--font-number=2", "--text-file=" + listing, "--output-file=" + output,
         "--layout-features=kern,mark,halt,vhal,vert,vrt2,locl,pwid,ccmp,liga,calt",
         "--layout-scripts=DFLT,latn,grek,cyrl,hani.ZHS ,hani.ZHT ", "--desubroutinize", "--no-hinting",
         "--name-IDs=1,2,4,6,13,14", "--notdef-outline"], check=True)
    os.remove(listing)


def main(folder, characters, texts):
    def read(path):
        with open(path, encoding="utf-8") as text:
            return text.read()

    few = read(characters)
    full = few + "".join(map(read, texts)) + PUNCTUATION + ASCII + GREEK_CYRILLIC + KANA
    cut("NotoSerifCJK-Regular.ttc", os.path.join(folder, "serif-regular.otf"), full)
    cut("NotoSerifCJK-Bold.ttc", os.path.join(folder, "serif-bold.otf"), few + PUNCTUATION + ASCII[:95])


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
