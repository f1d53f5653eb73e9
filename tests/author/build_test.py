#!/usr/bin/env python3
"""kioskctl-pack build as a curator meets it.

    build_test.py KIOSKCTL_PACK PACK_FOLDER
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PACK = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
REFUSED, USAGE = 1, 2


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class BuildTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-build-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack, self.out = self.base / "pack", self.base / "out"
        shutil.copytree(PACK, self.pack)

    def build(self, pack=None, out=None):
        return subprocess.run([str(PROGRAM), "build", str(pack or self.pack), "-o", str(out or self.out)], capture_output=True, text=True, timeout=100)

    def expect_built(self, **folders):
        done = self.build(**folders)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def expect_left_alone(self, code, says, **folders):
        before = sorted(str(p) for p in self.base.rglob("*"))
        done = self.build(**folders)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual(sorted(str(p) for p in self.base.rglob("*")), before)

    def test_manifest_names_every_file_with_its_hash(self):
        self.expect_built()
        built = contents(self.out)
        manifest = json.loads(built.pop("manifest.json"))
        self.assertEqual(manifest["pack"], "qingpu")
        self.assertEqual([f["path"] for f in manifest["files"]], sorted(built))
        for file in manifest["files"]:
            self.assertEqual((file["size"], file["sha256"]), (len(built[file["path"]]), hashlib.sha256(built[file["path"]]).hexdigest()))
        source = contents(self.pack)
        self.assertEqual(built, {path: source[path] for path in built})

    def test_same_folder_gives_same_bytes(self):
        self.expect_built()
        other = self.base / "elsewhere"
        other.mkdir()
        for path in sorted(self.pack.rglob("*"), reverse=True):  # another order on the disk, other times and permissions
            if path.is_file():
                target = other / path.relative_to(self.pack)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
                target.chmod(0o600)
                os.utime(target, (1, 1))
        self.expect_built(pack=other, out=self.base / "out2")
        self.assertEqual(contents(self.out), contents(self.base / "out2"))
        modes = lambda folder: sorted((str(p.relative_to(folder)), p.stat().st_mode) for p in folder.rglob("*"))  # noqa: E731
        self.assertEqual(modes(self.out), modes(self.base / "out2"))

    def test_a_built_pack_builds_to_itself(self):
        self.expect_built()
        self.expect_built(pack=self.out, out=self.base / "again")
        self.assertEqual(contents(self.out), contents(self.base / "again"))

    def test_replaces_an_earlier_build_as_a_whole(self):
        self.expect_built()
        (self.out / "stale.txt").write_text("old")
        self.expect_built()
        self.assertNotIn("stale.txt", contents(self.out))
        self.assertEqual(sorted(p.name for p in self.base.iterdir()), ["out", "pack"])

    def test_leaves_out_what_is_no_part_of_a_pack(self):
        (self.pack / "notes.docx").write_text("mine")
        (self.pack / "pictures" / "draft.psd").write_text("mine")
        (self.pack / ".git").mkdir()
        (self.pack / ".git" / "pack.toml").write_text("mine")
        (self.pack / "points" / ".DS_Store").write_text("mine")
        done = self.expect_built()
        self.assertIn("notes.docx: left out", done.stderr)
        self.assertIn("pictures/draft.psd: left out", done.stderr)
        self.assertNotIn(".git", done.stderr)
        for path in contents(self.out):
            self.assertNotIn("draft", path)
            self.assertFalse(any(part.startswith(".") for part in path.split("/")), path)

    def test_links_are_refused(self):
        (self.pack / "pictures" / "link.svg").symlink_to("/etc/passwd")
        self.expect_left_alone(REFUSED, "pictures/link.svg: is a link")

    def test_linked_folders_are_refused(self):
        (self.pack / "points" / "more").symlink_to("/etc")
        self.expect_left_alone(REFUSED, "points/more: is a link")

    def test_names_that_other_systems_read_differently_are_refused(self):
        for name in ("a:b.svg", "con.svg", "café.svg", " a.svg"):
            with self.subTest(name):
                file = self.pack / "pictures" / name
                file.write_text("<svg/>")
                self.expect_left_alone(REFUSED, "pictures/")
                file.unlink()

    def test_names_that_differ_in_case_only_are_refused(self):
        shutil.copy(self.pack / "pack.toml", self.pack / "pictures" / "Same.toml")
        shutil.copy(self.pack / "pack.toml", self.pack / "pictures" / "same.toml")
        self.expect_left_alone(REFUSED, "")

    def test_pack_with_errors_leaves_the_last_build(self):
        self.expect_built()
        before = contents(self.out)
        (self.pack / "pack.toml").write_text("format = \n")
        done = self.build()
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn("pack.toml", done.stderr)
        self.assertEqual(contents(self.out), before)
        self.assertEqual(sorted(p.name for p in self.base.iterdir()), ["out", "pack"])

    def test_never_replaces_a_folder_that_it_did_not_make(self):
        self.out.mkdir()
        (self.out / "thesis.txt").write_text("ten years")
        self.expect_left_alone(USAGE, "left alone")

    def test_never_builds_into_the_pack_or_around_it(self):
        self.expect_left_alone(USAGE, "inside", out=self.pack / "out")
        self.expect_left_alone(USAGE, "inside", out=self.pack)
        self.expect_left_alone(USAGE, "inside", out=self.base)

    def test_folders_that_are_not_there(self):
        self.expect_left_alone(USAGE, "not a folder", pack=self.base / "nowhere")
        self.expect_left_alone(USAGE, "not a folder", out=self.base / "no" / "out")
        self.assertEqual(subprocess.run([str(PROGRAM)], capture_output=True, timeout=100).returncode, USAGE)


if __name__ == "__main__":
    unittest.main()
