#!/usr/bin/env python3
"""Packs that mean harm: each ends as a finding, within memory and time.

    hostile_test.py KIOSKCTL_PACK SOURCE_FOLDER
"""
import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
MEMORY = 600 << 20  # of address space: the program with its libraries takes a part of it
SECONDS = 60
REFUSED = 1
STORY = "points/first-place/first-story/story.zh-Hans.md"


def png(width, height, rows, lines=None):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


class HostileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-hostile-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack = self.base / "pack"
        self.assertEqual(self.run_pack("new", self.pack).returncode, 0)

    def run_pack(self, *words):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        return subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, timeout=SECONDS, preexec_fn=limit, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})

    def expect(self, rule, file=None, code=REFUSED, built=False):
        done = self.run_pack("check", self.pack, "--no-glass", "--json")
        self.assertEqual(done.returncode, code, done.stderr)
        found = [f for f in json.loads(done.stdout).get("findings", []) if f["rule"] == rule and (file is None or f["file"] == file)]
        self.assertTrue(found, done.stdout[-3000:])
        if code == REFUSED and not built:
            self.assertEqual(self.run_pack("build", self.pack, "-o", self.base / "out").returncode, REFUSED)
            self.assertFalse((self.base / "out").exists())
        return found

    def add_picture(self, name, data, used=True):
        (self.pack / "pictures" / name).write_bytes(data)
        (self.pack / "pictures" / (name + ".toml")).write_text('kind = "illustration"\nalt.zh-Hans = "a"\ncaption.zh-Hans = "示意图"\ncredit.zh-Hans = "a"\n')
        if used:
            with open(self.pack / STORY, "a") as story:
                story.write(f"\n---\n\n![](pictures/{name})\n")

    def replace(self, file, old, new):
        path = self.pack / file
        path.write_text(path.read_text().replace(old, new, 1))

    def test_paths_that_lead_out(self):
        secret = self.base / "secret.svg"
        secret.write_text("<svg/>")
        for path in ("../secret.svg", str(secret), "pictures/../../secret.svg"):
            self.replace("pack.toml", 'picture = "pictures/river.svg"', f'picture = "{path}"')
            self.expect("path-outside", "pack.toml")
            self.replace("pack.toml", f'picture = "{path}"', 'picture = "pictures/river.svg"')

    def test_a_link_to_a_file_and_to_a_folder(self):
        (self.pack / "pictures" / "passwd.svg").symlink_to("/etc/passwd")
        (self.pack / "points" / "root").symlink_to("/")
        self.assertEqual({f["file"] for f in self.expect("link")}, {"pictures/passwd.svg", "points/root"})

    def test_a_pipe_and_a_device(self):
        os.mkfifo(self.pack / "pictures" / "pipe.jpg")
        self.expect("link", "pictures/pipe.jpg")
        if os.geteuid() == 0:
            os.mknod(self.pack / "pictures" / "zero.jpg", 0o666 | 0o020000, os.makedev(1, 5))
            self.expect("link", "pictures/zero.jpg")

    def test_a_hundred_thousand_files_are_counted_two_hundred_thousand_are_too_many(self):
        folder = self.pack / "pictures" / "many"
        folder.mkdir()
        for i in range(100_000):
            os.mknod(folder / f"{i}.x")
        self.assertEqual(self.run_pack("check", self.pack, "--no-glass").returncode, 0)
        folder = self.pack / "pictures" / "more"
        folder.mkdir()
        for i in range(100_001):
            os.mknod(folder / f"{i}.x")
        self.expect("files-limit", built=True)  # what belongs to no pack is left out

    def test_lists_ten_thousand_deep(self):
        with open(self.pack / STORY, "a") as story:
            story.write("\n---\n\n" + "".join(" " * i + "- x\n" for i in range(0, 600)))
        self.expect("page-length", STORY)
        self.replace("pack.toml", "points = [", "deep = " + "[" * 10_000 + "]" * 10_000 + "\npoints = [")
        self.expect("toml-nesting", "pack.toml")

    def test_a_page_of_emphasis_quotations_and_brackets(self):
        for marks in ("*", "> ", "[", "![", "`", "<a ", "&#x", "[^"):
            text = (self.pack / STORY).read_text()
            (self.pack / STORY).write_text(text + "\n---\n\n" + marks * 1300 + "\n")
            done = self.run_pack("check", self.pack, "--no-glass")
            self.assertIn(done.returncode, (0, REFUSED), done.stderr)
            (self.pack / STORY).write_text(text)

    def test_a_story_of_a_gigabyte(self):
        with open(self.pack / STORY, "r+b") as story:
            story.truncate(1 << 30)  # no bytes on the disk
        self.expect("file-large", STORY)

    def test_a_picture_that_says_it_is_gigantic(self):
        self.add_picture("huge.png", png(60_000, 60_000, b""))
        self.expect("picture-large")

    def test_a_picture_that_says_it_is_small_and_is_not(self):
        self.add_picture("bomb.png", png(16, 16, b"\0" * (300 << 20)))
        done = self.run_pack("check", self.pack, "--no-glass")
        self.assertIn(done.returncode, (0, REFUSED), done.stderr)  # what follows its last row is not read

    def test_a_picture_that_says_it_is_large_and_is_not(self):
        self.add_picture("short.png", png(8_000, 8_000, b"\0" * 100))
        self.expect("picture-broken", "pictures/short.png")

    def test_a_picture_that_ends_too_soon(self):
        from PIL import Image
        Image.effect_noise((640, 480), 60).convert("RGB").save(self.base / "whole.jpg")
        self.add_picture("half.jpg", (self.base / "whole.jpg").read_bytes()[:20_000])
        self.expect("picture-broken", "pictures/half.jpg")

    def test_a_picture_that_is_a_program(self):
        self.add_picture("a.jpg", b"MZ" + b"\0" * 1000)
        self.expect("picture-header")

    def test_a_drawing_with_entities_without_end(self):
        lines = "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10))
        self.add_picture("laughs.svg", f'<!DOCTYPE svg [<!ENTITY l0 "ha">{lines}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/><!-- &l9; --></svg>'.encode())
        self.expect("picture-header", STORY)

    def test_names_that_differ_by_capitals(self):
        for name in ("river2.svg", "RIVER2.svg"):
            self.add_picture(name, b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>', used=False)
        done = self.run_pack("check", self.pack, "--no-glass", "--json")
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn("file-name-case", {f["rule"] for f in json.loads(done.stdout)["findings"]})

    def test_terminal_signs_in_names_and_texts_do_not_reach_the_terminal(self):
        (self.pack / "pictures" / "a\x1b]0;own\x07.svg").write_text("x")
        self.replace("pack.toml", 'version = "1"', 'version = "\\u001b[31m"\n"k\\u001b[2J" = 1')
        done = self.run_pack("check", self.pack, "--no-glass")
        self.assertNotIn(b"\x1b", done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
