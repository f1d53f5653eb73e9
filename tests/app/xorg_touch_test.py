#!/usr/bin/env python3
"""The whole display on a real X server, touched by real fingers. xorg_touch_test.py KIOSK SOURCE_FOLDER"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import xorg_glass  # noqa: E402

KIOSK = SOURCE = None


class Visit:
    """kiosk in panel mode on the glass; `seen` are its figures after it ended."""

    def __init__(self, glass, *arguments, config="", output=subprocess.DEVNULL):
        self.folder = tempfile.TemporaryDirectory()
        folder, pack = pathlib.Path(self.folder.name), pathlib.Path(SOURCE) / "content/qingpu"
        self.stats, settings = folder / "stats.json", folder / "kiosk.toml"
        settings.write_text(config, encoding="utf-8")
        self.process = subprocess.Popen(
            [KIOSK, "--config", settings, "--pack", pack, "--stats", self.stats, *arguments],
            env=glass.environment(), stdout=output, stderr=subprocess.PIPE, text=True)

    def end(self):
        self.process.terminate()
        _, self.log = self.process.communicate(timeout=30)
        return json.loads(self.stats.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self.folder.cleanup()


class XorgTouch(unittest.TestCase):
    def setUp(self):
        self.glass = xorg_glass.Glass()
        self.addCleanup(self.glass.close)

    def until(self, what, true, timeout_s=30):
        end = time.monotonic() + timeout_s
        while not true():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(.05)

    def picture(self):
        return tuple(self.glass.pixel(x, y) for x in range(40, 1280, 120) for y in (60, 200, 330, 450, 560, 690))

    def shows_something(self):
        return len(set(self.picture())) > 3

    @staticmethod
    def shows(glass):
        return lambda: len({glass.pixel(x, y) for x in range(40, 1280, 120) for y in (60, 330, 560)}) > 3

    def wait_for_change(self, before, what):
        """Until the picture is another one and stands still."""
        self.until(what, lambda: self.picture() != before)
        return self.at_rest(what)

    def at_rest(self, what):
        last = [None]

        def still():
            last.append(self.picture())
            time.sleep(.2)
            return last[-1] == last[-2]

        self.until(what + ", at rest", still)
        return last[-1]

    def test_a_tap_leads_home_and_on_and_a_swipe_moves_the_scroll(self):
        with Visit(self.glass) as visit:
            self.until("a first picture", self.shows_something)
            self.glass.tap(.5, .97)
            # Slides are dark along their foot; Home has its bar of controls there, on paper.
            self.until("Home", lambda: self.glass.pixel(640, 705) >> 16 > 0xE0)
            home = self.at_rest("Home")
            self.glass.swipe((.8, .5), (.2, .5))
            moved = self.wait_for_change(home, "the scroll moved")
            self.glass.tap(.5, .4)
            self.wait_for_change(moved, "a point was opened")
            self.glass.pinch(.5, .4, .2)
            seen = visit.end()

        self.assertEqual(visit.process.returncode, 0, visit.log)
        self.assertGreaterEqual(seen["touch_devices"], 1)
        self.assertEqual(seen["video_driver"], "x11")
        self.assertIn("home", seen["screens"])
        self.assertIn("point", seen["screens"])
        self.assertGreater(seen["input_to_present_ms"]["max"], 0)

    def test_a_device_that_comes_back_works_again(self):
        with Visit(self.glass) as visit:
            self.until("a first picture", self.shows_something)
            self.glass.down(0, .5, .97)
            self.glass.set_enabled(False)
            time.sleep(.3)
            self.glass.set_enabled(True)
            time.sleep(.3)
            self.glass.tap(.5, .97)
            time.sleep(1.5)
            self.glass.tap(.5, .4)
            time.sleep(1)
            seen = visit.end()

        self.assertEqual(visit.process.returncode, 0, visit.log)
        self.assertIn("home", seen["screens"])

    def test_touches_follow_a_panel_that_hangs_on_its_side(self):
        with Visit(self.glass, config="[display]\nrotation = 90\n") as visit:
            self.until("a first picture", self.shows_something)
            self.glass.tap(.03, .5)  # the panel's left edge is the foot of the upright picture
            time.sleep(1.5)
            seen = visit.end()

        self.assertIn("home", seen["screens"])

    def test_calibration_undoes_a_device_that_reports_other_places(self):
        a, b, c, d, e, f = .8, .05, .1, -.04, .85, .07  # what the device makes of a place: scaled, skewed, shifted

        def reported(x, y):
            return a * x + b * y + c, d * x + e * y + f

        config = "[touch]\nmatrix = [1, 0, 0.2, 0, 1, 0.2]\n"  # an older measurement must not act
        with Visit(self.glass, "--calibrate", config=config, output=subprocess.PIPE) as visit:
            for x, y in ((.125, .125), (.875, .125), (.875, .875), (.125, .875), (.5, .5)):
                self.until(f"the cross at {x}, {y}", lambda: self.glass.pixel(int(x * 1280) + 8, int(y * 720)) == 0x221F1B)
                self.glass.tap(*reported(x, y))
            printed, _ = visit.process.communicate(timeout=30)

        self.assertEqual(visit.process.returncode, 0)
        self.assertIn("missed by 0.0 % of the panel's width and 0.0 % of its height", printed)
        matrix = [float(number) for number in printed.split("matrix = [")[1].split("]")[0].split(",")]
        for x, y in ((0, 0), (1, 0), (.3, .9)):
            at = reported(x, y)
            self.assertAlmostEqual(matrix[0] * at[0] + matrix[1] * at[1] + matrix[2], x, delta=.002)
            self.assertAlmostEqual(matrix[3] * at[0] + matrix[4] * at[1] + matrix[5], y, delta=.002)

        with Visit(self.glass, config=printed) as visit:
            self.until("a first picture", self.shows_something)
            self.glass.tap(*reported(.5, .97))
            self.until("Home", lambda: self.glass.pixel(640, 705) >> 16 > 0xE0)
            self.assertIn("home", visit.end()["screens"])

    CROSSES = ((.125, .125), (.875, .125), (.875, .875), (.125, .875), (.5, .5))

    def until_cross(self, glass, x, y):
        self.until(f"the cross at {x}, {y}", lambda: glass.pixel(int(x * 1280) + 8, int(y * 720)) == 0x221F1B)

    def test_calibration_of_one_device_among_two_gives_its_block_and_both_work(self):
        def reported(x, y):
            return 1 - y, x * .9  # a frame on its side, and short of the panel

        with xorg_glass.Glass(("panel", "frame")) as glass:
            frame, panel = glass.devices["frame"], glass.devices["panel"]
            with Visit(glass, "--calibrate", output=subprocess.PIPE) as visit:
                for number, (x, y) in enumerate(self.CROSSES):
                    self.until_cross(glass, x, y)
                    if number == 2:
                        panel.tap(.3, .3)
                    frame.tap(*reported(x, y))
                printed, said = visit.process.communicate(timeout=30)
            self.assertEqual(visit.process.returncode, 0, said)
            self.assertIn("a touch on another device (panel) does not count", said)
            self.assertIn('[[touch.device]]\nname = "frame"\nmatrix = [', printed)
            self.assertNotIn("[touch]", printed)

            panel.tap(.5, .5)  # X gives its own name to the device that was touched last before a start
            with Visit(glass, config=printed) as visit:
                self.until("a first picture", self.shows(glass))
                frame.tap(*reported(.5, .97))
                self.until("Home", lambda: glass.pixel(640, 705) >> 16 > 0xE0)
                before = glass.pixel(640, 300), glass.pixel(300, 300), glass.pixel(900, 300)
                panel.swipe((.8, .5), (.2, .5))
                self.until("the scroll moved", lambda: (glass.pixel(640, 300), glass.pixel(300, 300), glass.pixel(900, 300)) != before)
                visit.end()
            self.assertIn('touch device: name="frame" usb=unknown port=unknown mapping=[[touch.device]] 1', visit.log)

    def test_calibration_with_a_block_in_place_measures_what_the_device_reports_and_leaves_out_what_is_ignored(self):
        config = '[[touch.device]]\nname = "frame"\nrotation = 90\n[[touch.device]]\nname = "broken"\nignore = true\n'
        with xorg_glass.Glass(("frame", "broken")) as glass:
            with Visit(glass, "--calibrate", config=config, output=subprocess.PIPE) as visit:
                for x, y in self.CROSSES:
                    self.until_cross(glass, x, y)
                    glass.devices["broken"].tap(.9, .2)
                    glass.devices["frame"].tap(x, y)
                printed, said = visit.process.communicate(timeout=30)
        self.assertEqual(visit.process.returncode, 0, said)
        self.assertNotIn("does not count", said)
        self.assertIn('name = "frame"\nmatrix = [', printed)
        self.assertNotIn("rotation", printed)
        matrix = [float(number) for number in printed.split("matrix = [")[1].split("]")[0].split(",")]
        for measured, wanted in zip(matrix, (1, 0, 0, 0, 1, 0)):
            self.assertAlmostEqual(measured, wanted, delta=.003)

    def test_calibration_says_try_again_where_the_fifth_cross_is_missed(self):
        with Visit(self.glass, "--calibrate", output=subprocess.PIPE) as visit:
            for x, y in self.CROSSES:
                self.until_cross(self.glass, x, y)
                self.glass.tap(x + (.04 if (x, y) == (.5, .5) else 0), y)
            printed, said = visit.process.communicate(timeout=30)
        self.assertEqual((visit.process.returncode, printed), (2, ""))
        self.assertIn("missed by 4.0 % of the panel's width and 0.0 % of its height, more than 2 %: try again", said)

    def test_sigterm_ends_a_calibration(self):
        with Visit(self.glass, "--calibrate") as visit:
            self.until("the first cross", lambda: self.glass.pixel(168, 90) == 0x221F1B)
            visit.process.terminate()
            visit.process.communicate(timeout=10)

        self.assertEqual(visit.process.returncode, 2)

    def test_sigterm_ends_the_session_cleanly(self):
        with Visit(self.glass) as visit:
            self.until("a first picture", self.shows_something)
            seen = visit.end()

        self.assertEqual(visit.process.returncode, 0, visit.log)
        self.assertEqual(seen["screens"], ["attract"])


if __name__ == "__main__":
    if not xorg_glass.available():
        print("Xorg with its dummy and inputtest drivers is not installed")
        sys.exit(xorg_glass.SKIPPED)
    KIOSK, SOURCE = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
