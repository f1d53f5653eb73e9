#!/usr/bin/env python3
"""Our lines against those of the Chromium that is installed, where our rules are set to follow it: the same starts and the same widths.

    chromium_test.py TEXT_LINES SOURCE_FOLDER [--list]

Paragraphs are those of the bundled exhibition and of tests/text/corpus, in widths of 10 to 40 characters. --list shows each paragraph that differs.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import chromium_lines

LIST = "--list" in sys.argv and not sys.argv.remove("--list")
SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
SANS, SERIF, KAI = "Noto Sans CJK SC", "Noto Serif CJK SC", "LXGW WenKai"


def paragraphs():
    found = []
    for language in ("zh-Hans", "zh-Hant", "en"):
        texts = (SOURCE / f"tests/text/corpus/{language}.txt").read_text(encoding="utf-8").splitlines()
        for file in sorted((SOURCE / "content/qingpu/points").rglob(f"story.{language}.md")):
            body = file.read_text(encoding="utf-8").split("+++", 2)[2]
            body = re.sub(r"!\[[^\]]*\]\([^)]*\)|\[\^[^\]]*\]|[*#>]|^- ", "", body, flags=re.M)
            texts += [line.strip() for line in body.splitlines() if len(line.strip()) > 24]
        found += [(language, text) for text in dict.fromkeys(texts)]
    return found


def requests(variant):
    out = []
    for number, (language, text) in enumerate(paragraphs()):
        family = (SANS, SERIF, SANS, SERIF, KAI)[number % 5]
        size = (32, 28, 40)[number % 3]
        for extent in (7.6 + number % 3, 10.3 + number % 7, 20.5 + number % 5, 33.8 + number % 6):
            out.append((f"{number}-{extent}", language, family, str(size), str(round(extent * size)), variant, text))
    return out


def read(lines):
    answers = {}
    for line in lines.splitlines():
        name, *rest = line.split("\t")
        answers[name] = [(int(start), float(width)) for start, width in (one.split(":") for one in rest)]
    return answers


def ours(asked):
    done = subprocess.run([str(PROGRAM)], input="".join("\t".join(one) + "\n" for one in asked), capture_output=True, text=True, timeout=120, check=True)
    return read(done.stdout)


def theirs(asked):
    answers = {}
    for begin in range(0, len(asked), 400):
        answers |= read(chromium_lines.lay_out(asked[begin:begin + 400]))
    return answers


class ChromiumTest(unittest.TestCase):
    def compare(self, variant, least=0.98):
        asked = requests(variant)
        mine, reference = ours(asked), theirs(asked)
        lines = same = 0
        errors = []
        for name, language, family, size, extent, _, text in asked:
            if name not in reference:
                continue
            a, b = dict(mine[name]), dict(reference[name])
            starts_a, starts_b = sorted(a), sorted(b)
            lines += len(b)
            same += len(a.keys() & b.keys())
            next_of = lambda starts, at: starts[starts.index(at) + 1] if starts.index(at) + 1 < len(starts) else None
            errors += [(abs(a[s] - b[s]), name, s) for s in a.keys() & b.keys() if next_of(starts_a, s) == next_of(starts_b, s)]
            if LIST and starts_a != starts_b:
                show = lambda starts: "│".join(text[i:j] for i, j in zip(starts, starts[1:] + [len(text)]))
                print(f"{variant} {language} {family} {size} {extent}\n  ours     {show(starts_a)}\n  Chromium {show(starts_b)}")
        errors.sort()
        p99 = errors[int(.99 * (len(errors) - 1))][0]
        if LIST:
            texts = {one[0]: one for one in asked}
            for error, name, start in errors:
                if error > .05:
                    print(f"{variant} {error:.3f} px: {texts[name][2]} {texts[name][1]} {texts[name][6][start:start + 40]}")
        print(f"{variant}: {len(asked)} layouts, {lines} lines, {same / lines:.2%} begin alike; widths of {len(errors)}: p99 {p99:.4f} px, largest {errors[-1][0]:.4f} px")
        self.assertGreater(lines, 2000)
        self.assertGreaterEqual(same / lines, least)
        self.assertLessEqual(p99, 0.05)

    def test_base(self):
        self.compare("base")

    def test_without_squeeze_and_space(self):
        self.compare("plain")

    def test_squeeze_alone(self):
        self.compare("noauto")

    def test_justified(self):
        self.compare("justify")

    def test_columns(self):
        self.compare("vert")


if __name__ == "__main__":
    unittest.main()
