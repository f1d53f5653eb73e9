#!/usr/bin/env python3
"""kioskctl-pack diff: what a visitor would see changed, and the bytes to transfer.

    diff_test.py KIOSKCTL_PACK PACK_FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PACK = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
STORY = "points/chen-yun-memorial/six-parts/story.zh-Hans.md"


class DiffTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-diff-")
        self.addCleanup(folder.cleanup)
        self.a, self.b = (pathlib.Path(folder.name) / name for name in "ab")
        for one in (self.a, self.b):
            shutil.copytree(PACK, one)

    def diff(self, *options, code=0):
        done = subprocess.run([str(PROGRAM), "diff", str(self.a), str(self.b), *options], capture_output=True, text=True, timeout=60, env={"LC_ALL": "C.UTF-8"})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def change(self, file, old, new):
        path = self.b / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_the_same_pack_shows_nothing_and_transfers_nothing(self):
        self.assertNotIn("changed", self.diff("--exit-code"))

    def test_a_word_of_a_story_is_shown_where_it_changed(self):
        self.change(STORY, "一座馆，六个部分", "一座馆，六处")
        out = self.diff("--exit-code", code=1)
        self.assertIn("chen-yun-memorial/six-parts", out)
        self.assertIn("[-", out)
        self.assertIn("{+", out)

    def test_a_comment_is_nothing_that_a_visitor_sees(self):
        with open(self.b / "names.toml", "a", encoding="utf-8") as file:
            file.write("# a remark\n")
        self.assertNotIn("{+", self.diff("--exit-code"))

    def test_a_story_that_goes_and_its_order(self):
        self.change("points/chen-yun-memorial/point.toml", '"six-parts", ', "")
        out = self.diff()
        self.assertIn("six-parts", out)
        self.assertIn("removed", out)

    def test_bytes_to_transfer_are_those_of_files_that_are_new(self):
        self.change("pictures/corridor.svg", "</svg>", "<!-- x --></svg>")
        told = json.loads(self.diff("--json"))
        self.assertIn(str((self.b / "pictures" / "corridor.svg").stat().st_size), json.dumps(told))


if __name__ == "__main__":
    unittest.main()
