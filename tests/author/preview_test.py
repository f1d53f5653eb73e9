#!/usr/bin/env python3
"""kioskctl-pack preview as a curator meets it: pictures, the contact sheet in a real Chromium, a file that is saved, a window.

    preview_test.py KIOSKCTL_PACK SOURCE_FOLDER
"""
import html.parser
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

from PIL import Image

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
GOOD = SOURCE / "tests/packs/good"
USAGE = 2
ENGLISH = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
HOSTILE = "<img src=x onerror=alert(1)>&\"'</h1><script>document.title=1</script>"
LETTERS = "points/bridge/letters/story."


class Sheet(html.parser.HTMLParser):
    """What a browser made of the sheet: figures with their attributes and findings, pictures, headings."""

    def __init__(self, text):
        super().__init__()
        self.root, self.figures, self.images, self.headings, self.scripts, self.text = {}, [], [], [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.root = attributes
        elif tag == "figure":
            self.figures.append({**attributes, "findings": 0})
        elif tag == "li" and self.figures:
            self.figures[-1]["findings"] += 1
        elif tag == "img":
            self.images.append(attributes)
        elif tag == "script":
            self.scripts += 1
        elif tag in ("h1", "h2"):
            self.text = ""

    def handle_endtag(self, tag):
        if tag in ("h1", "h2"):
            self.headings.append(self.text)
            self.text = None

    def handle_data(self, data):
        if self.text is not None:
            self.text += data


class PreviewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-preview-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack, self.out = self.base / "pack", self.base / "out"
        shutil.copytree(GOOD, self.pack)

    def run_preview(self, *words, env=None, expect=0):
        done = subprocess.run([str(PROGRAM), "preview", str(self.pack), *map(str, words)], capture_output=True, text=True, timeout=100, env=env or ENGLISH)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def take(self, *words):
        return self.run_preview("--shots", self.out, *words)

    def change(self, file, old, new):
        path = self.pack / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def names(self):
        return sorted(file.name for file in self.out.iterdir())

    def in_browser(self):
        """The sheet after Chromium has loaded it, high enough for every picture to be asked for."""
        done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.base / 'browser'}", "--window-size=1700,40000",
                               "--virtual-time-budget=20000", "--dump-dom", (self.out / "index.html").as_uri()],
                              capture_output=True, text=True, timeout=100, env={**ENGLISH, "HOME": str(self.base)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return Sheet(done.stdout)


class PicturesTest(PreviewTest):
    def test_every_page_in_every_language_lying_and_upright(self):
        self.take()
        names = self.names()
        for subject in ("slides", "home", "point.bridge", "point.garden", "story.bridge.letters.p2", "story.bridge.stone", "route.walk", "about"):
            for language in ("zh-Hans", "zh-Hant", "en"):
                for profile in ("landscape", "portrait"):
                    self.assertIn(f"{subject}.{language}.{profile}.normal.png", names)
        with Image.open(self.out / "point.bridge.en.landscape.normal.png") as lying, Image.open(self.out / "point.bridge.en.portrait.normal.png") as upright:
            self.assertEqual((lying.size, upright.size), ((1920, 1080), (1080, 1920)))
            self.assertGreater(len(lying.convert("RGB").getcolors(1 << 20)), 100)  # something is on it
        listed = {page["file"] for page in json.loads((self.out / "pages.json").read_text())["pages"]}
        self.assertEqual(listed | {"index.html", "pages.json"}, set(names))

    def test_the_same_pack_gives_the_same_bytes_on_one_core_and_on_all(self):
        self.take("--open", "bridge/stone")
        first = {file.name: file.read_bytes() for file in self.out.iterdir()}
        shutil.rmtree(self.out)
        subprocess.run(["taskset", "-c", "0", str(PROGRAM), "preview", str(self.pack), "--shots", str(self.out), "--open", "bridge/stone"], check=True, capture_output=True, env=ENGLISH, timeout=100)
        self.assertEqual(first, {file.name: file.read_bytes() for file in self.out.iterdir()})

    def test_one_page_on_a_screen_of_its_own_in_all_sizes(self):
        self.take("--open", "bridge/stone#1", "--profile", "1280x800@700", "--lang", "en", "--all")
        pictures = [f"story.bridge.stone.en.1280x800@700.{size}.png" for size in ("large", "largest", "normal")]
        self.assertEqual(self.names(), ["index.html", "pages.json", *pictures])
        self.assertEqual(len({(self.out / name).read_bytes() for name in pictures}), 3)

    def test_the_programme_of_a_day(self):
        shutil.rmtree(self.pack)
        shutil.copytree(SOURCE / "tests/packs/dated", self.pack)
        self.take("--open", "programme", "--lang", "zh-Hans", "--profile", "landscape", "--now", "2027-06-13T09:30")
        self.assertEqual(self.names(), ["index.html", "pages.json", "programme.zh-Hans.landscape.normal.png"])

    def test_high_contrast_looks_otherwise(self):
        self.take("--open", "bridge", "--lang", "en", "--profile", "landscape", "--contrast")
        with Image.open(self.out / "point.bridge.en.landscape.normal.contrast.png") as picture:
            self.assertLess(sum(picture.convert("RGB").getpixel((5, 1075))), 150)

    def test_what_cannot_be_asked_for(self):
        for words in (["--open", "nowhere"], ["--open", "bridge/../x"], ["--profile", "9x9"], ["--lang", "fr"], ["--now", "tomorrow"]):
            self.assertTrue(self.run_preview("--shots", self.out, *words, expect=USAGE).stderr)
        self.assertFalse(list(self.out.glob("*.png")) if self.out.exists() else [])

    def test_a_page_that_is_gone_takes_its_pictures_along_and_nothing_else(self):
        self.take("--open", "bridge/stone", "--lang", "en")
        (self.out / "mine.png").write_bytes(b"mine")
        before = [name for name in self.names() if name.startswith("story.")]
        self.take("--open", "garden", "--lang", "en")
        self.assertTrue(before)
        self.assertEqual([name for name in self.names() if name.endswith(".png")], ["mine.png", "point.garden.en.landscape.normal.png", "point.garden.en.portrait.normal.png"])


class SheetTest(PreviewTest):
    def test_chromium_shows_every_picture_and_takes_texts_as_texts(self):
        self.change("pack.toml", 'title.zh-Hans = "桥与园"', f"title.zh-Hans = '''{HOSTILE}'''")
        self.change("points/bridge/point.toml", 'title = {zh-Hans = "听雨桥"', f"title = {{zh-Hans = '''{HOSTILE}'''")
        self.take("--lang", "zh-Hans")
        sheet = self.in_browser()
        self.assertEqual(len(sheet.figures), int(sheet.root["data-shots"]))
        for figure in sheet.figures:
            self.assertIn(figure.get("data-width"), ("1920", "1080"), figure)
            self.assertNotIn("missing", figure["class"])
        self.assertEqual(len(sheet.images), len(sheet.figures))
        self.assertEqual(sheet.headings[0], HOSTILE)
        self.assertTrue(any(heading.startswith(HOSTILE) for heading in sheet.headings[1:]))
        self.assertEqual(sheet.scripts, 1)

    def test_a_picture_that_is_not_there_is_marked(self):
        self.take("--open", "garden", "--lang", "en", "--profile", "landscape", "--profile", "portrait")
        (self.out / "point.garden.en.portrait.normal.png").unlink()
        self.assertEqual([("missing" in figure["class"]) for figure in self.in_browser().figures], [False, True])

    def test_a_finding_stands_under_its_picture(self):
        self.change(LETTERS + "en.md", "The letter is short.", "The letter is long. " * 120)
        self.take("--open", "bridge/letters", "--lang", "en", "--lang", "zh-Hans", "--profile", "landscape")
        findings = {(figure["data-language"], number): figure["findings"] for number, figure in enumerate(self.in_browser().figures)}
        self.assertEqual(sorted({language for (language, _), count in findings.items() if count}), ["en"])


class WatchTest(PreviewTest):
    def watch(self, *words):
        program = subprocess.Popen([str(PROGRAM), "preview", str(self.pack), "--shots", str(self.out), "--watch", *words], stdout=subprocess.PIPE, text=True, env=ENGLISH)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.send_signal, signal.SIGINT)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in program.stdout], daemon=True).start()
        return program, lambda: lines.get(timeout=60)

    def test_what_is_saved_is_seen_in_its_language_alone(self):
        _, line = self.watch("--open", "bridge/letters")
        self.assertIn("pictures", line())
        self.assertIn("watching", line())
        before = {file.name: file.read_bytes() for file in self.out.glob("*.png")}
        self.change(LETTERS + "en.md", "The letter is short.", "The letter is shorter still.")
        self.assertIn("story.bridge.letters.p2.en.", line())
        after = {file.name: file.read_bytes() for file in self.out.glob("*.png")}
        changed = sorted(name for name in after if after[name] != before[name])
        self.assertEqual(changed, [f"story.bridge.letters.p2.en.{profile}.normal.png" for profile in ("landscape", "portrait")])

    def test_a_pack_that_is_broken_for_a_moment_does_not_end_it(self):
        program, line = self.watch("--open", "bridge/letters", "--lang", "en")
        line(), line()
        sound = (self.pack / "pack.toml").read_text(encoding="utf-8")
        (self.pack / "pack.toml").write_text("format = ", encoding="utf-8")
        (self.pack / "pack.toml").write_text(sound, encoding="utf-8")
        self.change(LETTERS + "en.md", "The letter is short.", "The letter is shorter still.")
        self.assertIn("story.bridge.letters", line())
        self.assertIsNone(program.poll())


class WindowTest(PreviewTest):
    def test_with_a_desktop_the_display_itself_is_shown(self):
        folder = self.base / "bin"
        folder.mkdir()
        shutil.copy(PROGRAM, folder / "kioskctl-pack")
        said = self.base / "said"
        (folder / "kiosk").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}\n')
        (folder / "kiosk").chmod(0o755)
        words = ["preview", str(self.pack), "--open", "bridge/stone#2", "--profile", "portrait", "--lang", "en", "--now", "2027-06-13T09:30"]
        done = subprocess.run([str(folder / "kioskctl-pack"), *words], capture_output=True, text=True, timeout=60, env={**ENGLISH, "DISPLAY": ":77"}, cwd=self.base)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(said.read_text().split("\n")[:-1], ["--pack", str(self.pack), "--window", "1080x1920", "--open", "bridge/stone#2", "--now", "2027-06-13T09:30", "--lang", "en"])
        self.assertFalse(list(self.base.glob("*-preview")))


class BundledTest(unittest.TestCase):
    def test_the_bundled_exhibition_fits_its_glass(self):
        done = subprocess.run([str(PROGRAM), "check", "--json", str(SOURCE / "content/qingpu")], capture_output=True, text=True, timeout=200, env=ENGLISH)
        findings = json.loads(done.stdout).get("findings", [])
        self.assertTrue([f for f in findings if f["rule"] == "text-scrolls"], "the glass was not looked at")
        rules = {"contrast-low", "glyph-missing", "picture-small", "run-long", "text-cut", "words-overlap"}
        self.assertEqual([f for f in findings if f["rule"] in rules], [])


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    unittest.main(verbosity=2)
