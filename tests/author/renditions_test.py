#!/usr/bin/env python3
"""What kioskctl-pack build makes of pictures, and of texts that are not there in 繁體.

    renditions_test.py KIOSKCTL_PACK
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from PIL import Image

PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
REFUSED = 1
ABOUT = "".join(f'{key}.zh-Hans = "馆"\n' for key in ("presented_by", "sources", "text_licence", "picture_licence", "report"))
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="100" height="90" fill="#a33"/></svg>'


def photograph(width, height):
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def exif(orientation=1):
    data = Image.Exif()
    data[0x010F] = "SECRET CAMERA"
    data[0x0112] = orientation
    data.get_ifd(0x8825)[1] = "N"
    return data.tobytes()


def listing(folder):
    return sorted((str(p.relative_to(folder)), p.stat().st_mode, p.is_file() and p.read_bytes()) for p in folder.rglob("*"))


class RenditionsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-renditions-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack, self.out = self.base / "pack", self.base / "out"
        (self.pack / "pictures").mkdir(parents=True)
        (self.pack / "points/a/s").mkdir(parents=True)
        self.write("points/a/point.toml", 'title.zh-Hans = "点"\nstories = ["s"]\n')
        self.settings('languages = ["zh-Hans"]\n')
        self.names = []

    def write(self, path, text):
        (self.pack / path).write_text(text, encoding="utf-8")

    def settings(self, lines):
        self.write("pack.toml", f'format = 1\nid = "a"\nversion = "1"\n{lines}title.zh-Hans = "头发"\npoints = ["a"]\n[about]\n{ABOUT}')

    def add(self, name, picture, kind="photograph", **options):
        if picture:
            picture.save(self.pack / "pictures" / name, **options)
        self.write(f"pictures/{name}.toml", f'kind = "{kind}"\nalt.zh-Hans = "皇后后面"\ncredit = {{ zh-Hans = "干部", en = "x" }}\n')
        self.names.append(name)

    def build(self, out=None, pack=None, options=(), code=0, **environment):
        pages = "\n---\n".join(f'![](pictures/{name})\n\n头发与发展。[^id-发]\n' for name in self.names) or "头发与发展。\n"
        self.write("points/a/s/story.zh-Hans.md", f'+++\ntitle = "陈云与于山"\nsummary = "发展"\n[[sources]]\nid = "id"\ntitle = "干"\n+++\n{pages}')
        done = subprocess.run([str(PROGRAM), "build", str(pack or self.pack), "-o", str(out or self.out), *options], capture_output=True, text=True,
                              timeout=100, env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(self.base / "cache"), **environment})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def built(self, name):
        with Image.open(self.out / "pictures" / name) as picture:
            picture.load()
            return picture

    def test_nothing_of_a_camera_is_published_and_no_pixel_of_a_small_picture_changes(self):
        for ending in ("jpg", "png", "webp"):
            self.add("small." + ending, photograph(400, 300), exif=exif(6))
        self.build()
        for name in self.names:
            with self.subTest(name):
                self.assertNotIn(b"SECRET", (self.out / "pictures" / name).read_bytes())
                self.assertEqual(dict(self.built(name).getexif()), {0x0112: 6}, "upright as before")
                self.assertEqual(self.built(name).tobytes(), Image.open(self.pack / "pictures" / name).tobytes())

    def test_a_picture_larger_than_any_screen_is_made_smaller_and_upright(self):
        for ending in ("jpg", "png", "webp"):
            self.add("large." + ending, photograph(3000, 2000), exif=exif(6))
        self.build(options=["--screen", "960x540"])
        for name in self.names:
            with self.subTest(name):
                self.assertEqual(self.built(name).size, (960, 1440))
                self.assertEqual(dict(self.built(name).getexif()), {})
                self.assertNotIn(b"SECRET", (self.out / "pictures" / name).read_bytes())

    def test_print_colours_and_moving_pictures_become_what_a_wall_shows(self):
        self.add("print.jpg", photograph(300, 200).convert("CMYK"))
        self.add("moving.webp", photograph(300, 200), save_all=True, append_images=[Image.new("RGB", (300, 200), "red")])
        self.build()
        self.assertEqual(self.built("print.jpg").mode, "RGB")
        self.assertEqual(getattr(self.built("moving.webp"), "n_frames", 1), 1)

    def test_drawings_are_drawn_once_for_the_screens_named(self):
        self.write("pictures/shape.svg", DRAWING)
        self.add("shape.svg", None)
        self.build()
        self.assertFalse((self.out / "renditions").exists())
        self.settings('languages = ["zh-Hans"]\nscreens = ["480x270", "640x360"]\n')
        self.build()
        drawn = Image.open(self.out / "renditions/shape.svg.webp").convert("RGBA")
        self.assertEqual(drawn.size, (640, 360))
        self.assertEqual([drawn.getpixel((10, 10)), drawn.getpixel((630, 10))[3]], [(0xAA, 0x33, 0x33, 255), 0])
        self.assertEqual((self.out / "pictures/shape.svg").read_text(), DRAWING)

    def test_large_scans_have_tiles_in_full_size(self):
        self.add("scan.jpg", photograph(4200, 600), kind="document")
        self.add("view.jpg", photograph(4200, 600))
        self.build(options=["--screen", "960x540"])
        self.assertIn('Width="4200"', (self.out / "tiles/scan.jpg.dzi").read_text())
        self.assertTrue((self.out / "tiles/scan.jpg_files/13/8_1.jpg").is_file())
        self.assertFalse((self.out / "tiles/view.jpg.dzi").exists())
        self.build(options=["--no-tiles"])
        self.assertFalse((self.out / "tiles").exists())

    def test_a_picture_that_ends_too_soon_is_a_finding(self):
        self.add("whole.jpg", photograph(3000, 2000))
        self.build()
        before = sorted(self.out.rglob("*"))
        file = self.pack / "pictures/whole.jpg"
        for screens in ([], ["--screen", "960x540"]):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
            self.assertIn("pictures/whole.jpg: error picture-broken", self.build(options=screens, code=REFUSED))
        self.assertEqual(sorted(self.out.rglob("*")), before)

    def test_place_time_umask_and_cache_change_no_byte(self):
        self.add("large.jpg", photograph(3000, 2000), exif=exif())
        self.settings('languages = ["zh-Hans", "zh-Hant"]\nscreens = ["960x540"]\n')
        self.build()
        other = self.base / "elsewhere"
        shutil.copytree(self.pack, other, copy_function=shutil.copy)
        mask = os.umask(0o077)
        try:
            self.build(pack=other, out=self.base / "out2", options=["--no-cache"], TZ="Asia/Shanghai", LC_ALL="C")
        finally:
            os.umask(mask)
        self.assertEqual(listing(self.out), listing(self.base / "out2"))

    def test_what_was_made_is_used_again_but_never_when_it_rotted(self):
        self.add("large.jpg", photograph(3000, 2000))
        self.build(options=["--screen", "960x540"])
        right = (self.out / "pictures/large.jpg").read_bytes()
        self.assertIn("1 known", self.build(options=["--screen", "960x540"]))
        for file in (self.base / "cache/changlang/build/bytes").rglob("*"):
            if file.is_file():
                file.write_bytes(b"rot")
        self.assertIn("0 known", self.build(options=["--screen", "960x540"]))
        self.assertEqual((self.out / "pictures/large.jpg").read_bytes(), right)

    def test_traditional_is_made_where_there_is_none(self):
        self.settings('languages = ["zh-Hans", "zh-Hant"]\n')
        self.add("a.png", photograph(40, 30))
        self.write("names.toml", '[[names]]\nkind = "person"\nzh-Hans = "于山"\nzh-Hant = "于山"\n[[names]]\nkind = "person"\nzh-Hans = "陈云"\n')
        self.build()
        story = (self.out / "points/a/s/story.zh-Hant.md").read_text()
        self.assertIn('title = "陈云與于山"\nsummary = "發展"\n', story)
        self.assertIn("![](pictures/a.png)\n\n頭髮與發展。[^id-发]", story)
        self.assertIn('title.zh-Hans = "头发"\ntitle.zh-Hant = "頭髮"\n', (self.out / "pack.toml").read_text())
        words = (self.out / "pictures/a.png.toml").read_text()
        self.assertIn('alt.zh-Hant = "皇后後面"\ncredit = { zh-Hans = "干部", zh-Hant = "幹部", en = "x" }\n', words)
        proof = (self.base / "out.proof.txt").read_text()
        self.assertIn("pack.toml:6\n  简：头发\n  繁：頭髮\n  请核对：发→髮\n", proof)
        self.assertIn('path = "points/a/s/story.zh-Hant.md"', (self.out / "converted.toml").read_text())

    def test_traditional_that_is_there_stays_and_the_source_is_not_written(self):
        self.settings('languages = ["zh-Hans", "zh-Hant"]\n')
        self.write("points/a/s/story.zh-Hant.md", '+++\ntitle = "人寫的"\nsummary = "摘要"\n+++\n頭髮。\n')
        before = {p: p.read_bytes() for p in self.pack.rglob("*.toml")}
        self.build()
        self.assertIn("人寫的", (self.out / "points/a/s/story.zh-Hant.md").read_text())
        self.assertEqual({p: p.read_bytes() for p in self.pack.rglob("*.toml")}, before)


if __name__ == "__main__":
    unittest.main()
