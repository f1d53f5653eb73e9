#!/usr/bin/env python3
"""kioskctl-pack check, new and review as a curator meets them: each thing that can be wrong is made wrong once, in a copy of a pack without a fault.

    check_test.py KIOSKCTL_PACK SOURCE_FOLDER
"""
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from PIL import Image, ImageCms

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
REFUSED, USAGE = 1, 2
STORY = "points/chen-yun-memorial/from-home-to-memorial/story."
ENGLISH = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


class WorkshopTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-check-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack = self.base / "pack"

    def run_pack(self, *words, env=None):
        return subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, timeout=100, env=env or ENGLISH)

    def check(self, *options):
        done = self.run_pack("check", self.pack, "--no-glass", "--json", "--now", "2026-12-01", *options)
        self.assertIn(done.returncode, (0, REFUSED), done.stderr)
        return json.loads(done.stdout)

    def rules(self, *options):
        return {f["rule"] for f in self.check(*options).get("findings", [])}

    def change(self, file, old, new):
        path = self.pack / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def expect_only(self, rule, file, says, level, line=None, options=()):
        findings = [f for f in self.check(*options).get("findings", []) if f["rule"] == rule and f["file"] == file]
        self.assertEqual(len(findings), 1, self.check(*options))
        self.assertIn(says, findings[0]["message"]["en"])
        self.assertIn(says, findings[0]["message"]["zh"])
        self.assertEqual(findings[0]["level"], level)
        if line:
            self.assertEqual(findings[0]["line"], line)


class CheckTest(WorkshopTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / "content" / "qingpu", self.pack)

    def line_of(self, file, words):
        text = (self.pack / file).read_text(encoding="utf-8")
        return text[:text.index(words)].count("\n") + 1

    def test_the_bundled_exhibition_has_no_finding(self):
        self.assertEqual(self.check()["counts"], {"errors": 0, "warnings": 0, "hints": 0})

    def test_a_number_that_the_fact_does_not_say(self):
        file = STORY + "zh-Hans.md"
        self.change(file, "2005 年 6 月 8 日", "2005 年 6 月 9 日")
        self.expect_only("fact-differs", file, "2005年6月9日", "error", self.line_of(file, "6 月 9 日"))

    def test_a_number_in_another_language(self):
        file = STORY + "en.md"
        self.change(file, "2005", "2006")
        self.expect_only("fact-differs", file, "2006", "error", self.line_of(file, "2006"))

    def test_a_name_that_the_fact_does_not_say(self):
        file = "points/party-school/point.toml"
        self.change(file, 'intro.zh-Hans = """\n', 'intro.zh-Hans = """\n吴志喜来过。[^memorial-opened]\n\n')
        self.expect_only("fact-differs", file, "吴志喜", "error", self.line_of(file, "吴志喜"))

    def test_a_sentence_with_a_date_and_no_note(self):
        file = STORY + "zh-Hans.md"
        self.change(file, "2008 年 3 月 10 日起，馆门向公众免费开放。[^memorial-free]", "2008 年 3 月 10 日起，馆门向公众免费开放。")
        self.expect_only("fact-uncited", file, "2008年3月10日", "error", self.line_of(file, "2008 年"))

    def test_a_note_inside_its_sentence(self):
        file = STORY + "zh-Hans.md"
        self.change(file, "免费开放。[^memorial-free] 当时", "免费[^memorial-free]开放。当时")
        self.assertIn("note-inside", self.rules())

    def test_without_strict_sources_only_what_differs_is_said(self):
        self.change("pack.toml", "strict_sources = true\n", "")
        file = STORY + "zh-Hans.md"
        self.change(file, "2008 年 3 月 10 日起，馆门向公众免费开放。[^memorial-free]", "2008 年 3 月 10 日起，馆门向公众免费开放。")
        self.change(file, "2005 年 6 月 8 日", "2005 年 6 月 9 日")
        self.expect_only("fact-differs", file, "2005年6月9日", "warning")
        self.assertNotIn("fact-uncited", self.rules())

    def test_a_slide_states_what_its_story_does_not_cite(self):
        self.change("pack.toml", 'line.zh-Hans = "从一份计划，读到一环水"', 'line.zh-Hans = "全长 99 公里"')
        self.expect_only("fact-differs", "pack.toml", "99", "error")

    def test_a_name_that_a_converter_damaged(self):
        file = STORY + "zh-Hant.md"
        with open(self.pack / file, "a", encoding="utf-8") as story:
            story.write("\n夏採曦\n")
        self.expect_only("name-converted", file, "夏採曦", "error", self.line_of(file, "夏採曦"))

    def test_a_name_without_traditional_form(self):
        self.change("names.toml", 'zh-Hans = "吴志喜"\nzh-Hant = "吳志喜"\n', 'zh-Hans = "吴志喜"\n')
        self.expect_only("name-unproved", "names.toml", "吴志喜", "hint")

    def test_hours_verified_long_ago_or_not_yet(self):
        file = "points/chen-yun-memorial/point.toml"
        self.change(file, "verified_on = 2026-11-23", "verified_on = 2026-05-01")
        self.expect_only("hours-old", file, "2026-05-01", "warning", self.line_of(file, "2026-05-01"))
        self.change(file, "verified_on = 2026-05-01", "verified_on = 2027-05-01")
        self.assertIn("date-future", self.rules())

    def test_a_page_too_long_to_be_read_standing(self):
        file = STORY + "zh-Hans.md"
        self.change(file, "## 今天的名字\n", "## 今天的名字\n\n" + "水" * 260 + "\n")
        self.expect_only("page-long", file, "3", "hint")

    def test_open_questions_and_missing_approvals_count_for_a_release_alone(self):
        self.assertIn("question-open", self.rules("--release"))
        self.change("pack.toml", "[about]", "[review]\napproved = 1\n\n[about]")
        self.assertNotIn("review-missing", self.rules())
        self.assertIn("review-missing", self.rules("--release"))

    def test_traditional_that_nobody_has_read(self):
        (self.pack / (STORY + "zh-Hant.md")).unlink()
        self.assertNotIn("hant-unproved", self.rules())
        self.expect_only("hant-unproved", STORY + "zh-Hant.md", "build", "error", options=["--release"])

    def test_what_build_converted_is_not_released_unread(self):
        (self.pack / (STORY + "zh-Hant.md")).unlink()
        built = self.base / "built"
        self.assertEqual(self.run_pack("build", self.pack, "-o", built).returncode, 0)
        self.pack = built
        self.assertNotIn("hant-unproved", self.rules())
        self.assertIn("hant-unproved", self.rules("--release"))

    def test_an_illustration_that_does_not_say_so(self):
        file = "pictures/chen-yun-memorial.svg.toml"
        text = (self.pack / file).read_text(encoding="utf-8")
        (self.pack / file).write_text(text.replace("示意图", ""), encoding="utf-8")
        self.assertIn("illustration-caption", self.rules())

    def add_photograph(self, name, sidecar='kind = "photograph"\nalt.zh-Hans = "河"\nalt.zh-Hant = "河"\nalt.en = "river"\ncredit.zh-Hans = "某"\ncredit.zh-Hant = "某"\ncredit.en = "M"\nrights = "本馆 2026 年许可"\n', **save):
        Image.new(save.pop("mode", "RGB"), (64, 48), save.pop("color", (90, 120, 130))).save(self.pack / "pictures" / name, **save)
        (self.pack / "pictures" / (name + ".toml")).write_text(sidecar, encoding="utf-8")

    def test_a_plain_photograph_has_only_not_been_used(self):
        self.add_photograph("a.jpg")
        self.assertEqual(self.rules(), {"picture-unused"})

    def test_a_photograph_without_rights(self):
        self.add_photograph("a.jpg", 'kind = "photograph"\nalt.zh-Hans = "河"\n')
        self.assertIn("picture-rights", self.rules())

    def test_a_photograph_with_its_place(self):
        # TIFF with a GPS directory of one entry: GPSLatitudeRef "N", GPSLatitude 31° 9' 0".
        ifd0 = struct.pack("<H", 1) + struct.pack("<HHII", 0x8825, 4, 1, 26) + struct.pack("<I", 0)
        gps = struct.pack("<H", 2) + struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack("<HHII", 2, 5, 3, 56) + struct.pack("<I", 0)
        place = b"II*\0" + struct.pack("<I", 8) + ifd0 + gps + struct.pack("<6I", 31, 1, 9, 1, 0, 1)
        exif = b"Exif\0\0" + place
        self.add_photograph("a.jpg", exif=exif)
        self.assertIn("picture-location", self.rules())

    def test_a_picture_in_print_colours(self):
        self.add_photograph("a.jpg", mode="CMYK", color=(10, 20, 30, 0))
        self.assertIn("picture-profile", self.rules())

    def test_a_picture_with_another_profile(self):
        plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        wide = plain.replace(b"sRGB", b"wRGB").replace("sRGB".encode("utf-16-be"), "wRGB".encode("utf-16-be"))
        self.add_photograph("a.png", icc_profile=wide)
        self.assertIn("picture-profile", self.rules())
        self.add_photograph("a.png", icc_profile=plain)
        self.assertNotIn("picture-profile", self.rules())

    def test_a_picture_that_moves(self):
        frames = [Image.new("RGB", (64, 48), (shade, 90, 90)) for shade in (10, 200)]
        self.add_photograph("a.webp")
        frames[0].save(self.pack / "pictures" / "a.webp", save_all=True, append_images=frames[1:], duration=100)
        self.assertIn("picture-animated", self.rules())

    def test_a_pack_that_no_line_carries_in_a_night(self):
        with open(self.pack / "pictures" / "large.x", "wb") as file:
            file.truncate(2_600_000_000)  # no bytes on the disk
        self.expect_only("pack-large", "pack.toml", "26", "warning")

    def test_an_anniversary_that_comes_soon_without_its_wording(self):
        shutil.rmtree(self.pack)
        shutil.copytree(SOURCE / "tests" / "packs" / "dated", self.pack)
        self.assertNotIn("anniversary-wording", self.rules())
        done = json.loads(self.run_pack("check", self.pack, "--no-glass", "--json", "--now", "2028-01-10").stdout)
        said = [f["message"]["en"] for f in done["findings"] if f["rule"] == "anniversary-wording"]
        self.assertEqual(said, ["the slide would come on 2028-06-10, and has no approved wording for 2028"])

    def test_a_schedule_that_leaves_the_glass_empty(self):
        shutil.rmtree(self.pack)
        shutil.copytree(SOURCE / "tests" / "packs" / "dated", self.pack)
        self.assertNotIn("schedule-gap", self.rules())
        self.change("pack.toml", 'about = "first-place/first-story"', 'about = "first-place/first-story"\n[slides.when]\nweekdays = ["monday"]')
        self.assertIn("schedule-gap", self.rules())

    def test_names_that_break_elsewhere(self):
        for name, rule in (("a?.svg", "file-name"), ("con.svg", "file-name"), ("b .svg ", "file-name"), ("河.svg", "file-name"), ("CORRIDOR.svg", "file-name-case")):
            (self.pack / "pictures" / name).write_text("x")
            self.assertIn(rule, self.rules(), name)
            (self.pack / "pictures" / name).unlink()

    def test_what_is_said_names_file_line_and_what_to_do_in_both_languages(self):
        file = STORY + "zh-Hans.md"
        self.change(file, "2005 年 6 月 8 日", "2005 年 6 月 9 日")
        where = f"{file}:{self.line_of(file, '6 月 9 日')}:1: "
        done = self.run_pack("check", self.pack, "--no-glass", "--now", "2026-12-01")
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn(where + "error fact-differs: “2005年6月9日” [zh-Hans] stands in no fact that is cited here (memorial-statue) — correct it", done.stderr)
        done = self.run_pack("check", self.pack, "--no-glass", "--now", "2026-12-01", env=ENGLISH | {"LC_ALL": "zh_CN.UTF-8"})
        self.assertIn(where + "错误 fact-differs: “2005年6月9日” [zh-Hans]不见于此处所引的事实（memorial-statue）——改正", done.stderr)
        self.assertIn("1 个错误", done.stdout)

    def test_a_folder_that_is_no_pack(self):
        shutil.rmtree(self.pack)
        self.pack.mkdir()
        self.assertEqual(self.rules(), {"file-missing"})


class NewTest(WorkshopTest):
    def test_what_new_makes_passes_check_and_bears_the_folders_name(self):
        self.assertEqual(self.run_pack("new", self.pack).returncode, 0)
        self.assertIn('id = "pack"', (self.pack / "pack.toml").read_text())
        self.assertEqual(self.check()["counts"], {"errors": 0, "warnings": 0, "hints": 0})

    def test_what_is_there_is_left_alone(self):
        self.pack.mkdir()
        (self.pack / "mine").write_text("x")
        done = self.run_pack("new", self.pack)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("is there already", done.stderr)
        self.assertEqual([p.name for p in self.base.rglob("*")], ["pack", "mine"])


class ReviewTest(WorkshopTest):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.run_pack("new", self.pack).returncode, 0)

    def review(self, *words, code=0):
        done = self.run_pack("review", self.pack, *words)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def approve_all(self):
        self.review("--state", "reviewed", "--by", "王某")
        self.review("--state", "approved", "--by", "李某")

    def test_reviewed_and_approved_by_two_people_passes_a_release(self):
        self.assertIn("review-missing", self.rules("--release"))
        self.approve_all()
        self.assertEqual(self.check("--release")["counts"]["errors"], 0)

    def test_nobody_approves_what_only_they_reviewed(self):
        self.review("--state", "reviewed", "--by", "王某")
        before = (self.pack / "reviews.toml").read_text()
        self.assertIn("王某", self.review("--state", "approved", "--by", "王某", code=REFUSED).stderr)
        self.assertEqual((self.pack / "reviews.toml").read_text(), before)

    def test_an_edit_after_approval_voids_it_for_that_part_alone(self):
        self.approve_all()
        story = "points/first-place/first-story/story.zh-Hans.md"
        self.change(story, "这是故事的第一页", "这是第一页")
        findings = [f for f in self.check("--release")["findings"] if f["rule"].startswith("review-")]
        self.assertEqual({(f["rule"], f["file"]) for f in findings}, {("review-void", story), ("review-missing", story)})

    def test_an_edit_of_its_picture_voids_a_story_too(self):
        self.approve_all()
        self.change("pictures/river.svg", "#c5483a", "#c5483b")
        files = {f["file"] for f in self.check("--release")["findings"] if f["rule"] == "review-void"}
        self.assertEqual(files, {"pack.toml", "points/first-place/point.toml", "points/first-place/first-story/story.zh-Hans.md"})

    def test_a_draft_takes_back_what_came_before(self):
        self.approve_all()
        self.review("first-place/first-story", "--state", "draft", "--by", "李某")
        self.assertIn("review-missing", self.rules("--release"))

    def test_an_unknown_part_or_a_name_of_two_lines_is_refused(self):
        self.assertIn("first-plaice", self.review("first-plaice", "--state", "draft", "--by", "王", code=USAGE).stderr)
        self.review("--state", "draft", "--by", "a\nb", code=USAGE)
        self.review("--state", "draft", code=USAGE)
        self.assertFalse((self.pack / "reviews.toml").exists())

    def test_a_record_that_cannot_be_read_is_said_with_its_line(self):
        (self.pack / "reviews.toml").write_text("[[reviews]]\npart = 3\n")
        self.assertIn("reviews.toml:2", self.review("--state", "draft", "--by", "王", code=REFUSED).stderr)
        self.assertIn("review-unreadable", self.rules())


if __name__ == "__main__":
    unittest.main()
