#!/usr/bin/env python3
"""Writes the character tables of kiosk/text from the Unicode Character Database (Debian: package unicode-data, 15.0).

usage: make_tables.py UCD_FOLDER OUTPUT.inc

One 16-bit word a code point, in two stages of 128-point blocks; the layout of a word is told in characters.h.
"""
import os
import sys

# The order is that of enum class LineClass in characters.h.
CLASSES = ("XX AI AL B2 BA BB BK CB CJ CL CM CP CR EB EM EX GL H2 H3 HL HY ID IN IS JL JT JV LF NL NS NU OP PO PR QU "
           "RI SA SG SP SY WJ ZW ZWJ").split()
SCRIPTS = {"Common": 1, "Inherited": 1, "Unknown": 1, "Han": 2, "Hiragana": 2, "Katakana": 2, "Bopomofo": 2, "Yi": 2,
           "Nushu": 2, "Tangut": 2, "Latin": 3, "Greek": 4, "Cyrillic": 5}
LIMIT = 0x110000
BLOCK = 128


def ranges(folder, name):
    """Yields (first, last, value) of a property file."""
    with open(os.path.join(folder, name), encoding="utf-8") as lines:
        for line in lines:
            fields = [f.strip() for f in line.split("#")[0].split(";")]
            if len(fields) >= 2:
                first, _, last = fields[0].partition("..")
                yield int(first, 16), int(last or first, 16), fields[1]


def fill(table, folder, name, value_of):
    for first, last, value in ranges(folder, name):
        value = value_of(value)
        if value is not None:
            table[first:last + 1] = [value] * (last + 1 - first)


def line_classes(folder, category):
    table = ["XX"] * LIMIT
    # Defaults of unassigned points, from the head of LineBreak.txt.
    for first, last, value in ((0x3400, 0x4DBF, "ID"), (0x4E00, 0x9FFF, "ID"), (0xF900, 0xFAFF, "ID"),
                               (0x20000, 0x2FFFD, "ID"), (0x30000, 0x3FFFD, "ID"), (0x1F000, 0x1FAFF, "ID"),
                               (0x1FC00, 0x1FFFD, "ID"), (0x20A0, 0x20CF, "PR")):
        table[first:last + 1] = [value] * (last + 1 - first)
    fill(table, folder, "LineBreak.txt", lambda v: v)
    # SA depends on the general category (LB1); the other classes of LB1 depend on the tailoring.
    return ["CM" if c == "SA" and category[i] in ("Mn", "Mc") else c for i, c in enumerate(table)]


def words(folder):
    category = ["Cn"] * LIMIT
    fill(category, folder, "extracted/DerivedGeneralCategory.txt", lambda v: v)
    line_class = line_classes(folder, category)
    wide = [False] * LIMIT
    fill(wide, folder, "EastAsianWidth.txt", lambda v: v in ("F", "W", "H"))
    pictographic = [False] * LIMIT
    fill(pictographic, folder, "emoji/emoji-data.txt", lambda v: True if v == "Extended_Pictographic" else None)
    script = [1] * LIMIT
    fill(script, folder, "Scripts.txt", lambda v: SCRIPTS.get(v, 0))
    orientation = [1] * LIMIT  # R
    fill(orientation, folder, "VerticalOrientation.txt", lambda v: {"U": 0, "R": 1, "Tu": 2, "Tr": 3}[v])
    ignorable = [False] * LIMIT
    fill(ignorable, folder, "DerivedCoreProperties.txt",
         lambda v: True if v == "Default_Ignorable_Code_Point" else None)
    for i in range(LIMIT):
        yield (CLASSES.index(line_class[i]) | wide[i] << 6 | (pictographic[i] and category[i] == "Cn") << 7 |
               script[i] << 8 | orientation[i] << 11 | ignorable[i] << 13 |
               (category[i][0] in "LN") << 14 | (category[i][0] == "M") << 15)


def main(folder, output):
    table = list(words(folder))
    blocks, index = {}, []
    for at in range(0, LIMIT, BLOCK):
        index.append(blocks.setdefault(tuple(table[at:at + BLOCK]), len(blocks)))
    if len(blocks) > 0xFFFF:
        sys.exit("make_tables: more blocks than the index can number")
    with open(output, "w", encoding="ascii") as out:
        out.write("// Written by make_tables.py from the Unicode Character Database; not edited by hand.\n")
        for kind, name, values in (("std::uint16_t", "kBlockIndex", index),
                                   ("std::uint16_t", "kBlocks", [v for block in blocks for v in block])):
            out.write(f"constexpr {kind} {name}[] = {{\n")
            for at in range(0, len(values), 20):
                out.write(",".join(map(str, values[at:at + 20])) + ",\n")
            out.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
