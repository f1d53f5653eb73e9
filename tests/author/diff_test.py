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

    def test_what_plays_when_and_what_takes_place(self):
        for one in (self.a, self.b):
            with open(one / "programme.toml", "w", encoding="utf-8") as file:
                file.write('[[events]]\nid = "lecture"\nkind = "lecture"\ndate = 2027-06-13\nstart = "09:30"\nend = "11:00"\n'
                           'topic.zh-Hans = "一课"\nplace.zh-Hans = "报告厅"\n')
            with open(one / "pack.toml", "a", encoding="utf-8") as file:
                file.write('\n[[memorial_days]]\nname.zh-Hans = "清明"\nwhen = { every = "04-05" }\n')
        self.change("programme.toml", "09:30", "10:00")
        self.change("programme.toml", "报告厅", "一楼展厅")
        self.change("pack.toml", '{ every = "04-05" }', '{ every = "04-04", days_after = 1 }')
        self.change("pack.toml", "[[slides]]\n", '[[slides]]\nwhen = { weekdays = ["tuesday"], hours = "09:00-11:00" }\n')
        out = self.diff()
        for words in ("event lecture: time", "event lecture: place", "grey day 1", "days_after 1", "tuesday hours 9:00-11:00"):
            self.assertIn(words, out)
        self.b.joinpath("programme.toml").unlink()
        self.assertIn("event lecture removed", self.diff())

    def test_bytes_to_transfer_are_those_of_files_that_are_new(self):
        self.change("pictures/corridor.svg", "</svg>", "<!-- x --></svg>")
        told = json.loads(self.diff("--json"))
        self.assertIn(str((self.b / "pictures" / "corridor.svg").stat().st_size), json.dumps(told))


if __name__ == "__main__":
    unittest.main()
