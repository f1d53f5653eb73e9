#!/usr/bin/env python3
"""Real fingers on the real window: X's touch events through SDL into gfx::Window. window_touch_test.py TOUCH_PROBE"""
import os
import pathlib
import select
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import xorg_glass  # noqa: E402

PROBE = ""


class Probe:
    def __init__(self, glass, degrees=0, more_environment=None, mapping=()):
        self.process = subprocess.Popen([PROBE, str(degrees), "60", *mapping], env=glass.environment(**(more_environment or {})), stdout=subprocess.PIPE)
        self.rest = b""
        lines = self.lines_until(lambda lines: lines[-1].startswith("open "))
        self.opened, self.devices = lines[-1], lines[:-1]

    def lines_until(self, enough, timeout_s=15):
        """What the probe prints until `enough` of the lines so far, or all it said within the time."""
        lines, end = [], time.monotonic() + timeout_s
        while not (lines and enough(lines)):
            while b"\n" not in self.rest:
                ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
                more = os.read(self.process.stdout.fileno(), 4096) if ready else b""
                if not more:
                    raise AssertionError(f"the probe said no more than {lines}")
                self.rest += more
            line, self.rest = self.rest.split(b"\n", 1)
            lines.append(line.decode())
        return lines

    def fingers(self, ups):
        lines = self.lines_until(lambda seen: sum(line.startswith("up") for line in seen) == ups)
        touches = [line.split() for line in lines if line.split()[0] in ("down", "move", "up")]
        return [(kind, finger, float(x), float(y)) for kind, finger, x, y in touches]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


def count(events, kind):
    return sum(event[0] == kind for event in events)


class WindowTouch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.glass = xorg_glass.Glass()

    @classmethod
    def tearDownClass(cls):
        cls.glass.close()

    def assert_at(self, event, x, y):
        self.assertAlmostEqual(event[2], x, delta=1.5)
        self.assertAlmostEqual(event[3], y, delta=1.5)

    def test_tap_swipe_and_pinch_arrive_once_each(self):
        with Probe(self.glass) as probe:
            self.assertIn("touch_devices=1", probe.opened)
            self.glass.tap(.25, .5)
            self.glass.swipe((.8, .5), (.2, .5), steps=20)
            self.glass.pinch(.5, .5, .2, steps=20)
            events = probe.fingers(ups=4)

        self.assertEqual((count(events, "down"), count(events, "move"), count(events, "up")), (4, 60, 4), events)
        self.assertEqual(len({event[1] for event in events}), 4, "one id a touch")
        self.assert_at(events[0], 320, 360)
        self.assert_at(events[1], 320, 360)
        self.assert_at(events[2], 1024, 360)
        swipe_end = next(event for event in events[3:] if event[0] == "up")
        self.assert_at(swipe_end, 256, 360)

    def test_two_fingers_stay_two(self):
        with Probe(self.glass) as probe:
            self.glass.down(0, .1, .1)
            self.glass.down(1, .9, .9)
            self.glass.move(0, .2, .1)
            self.glass.up(1, .9, .9)
            self.glass.up(0, .2, .1)
            events = probe.fingers(ups=2)

        first, second = events[0][1], events[1][1]
        self.assertNotEqual(first, second)
        self.assertEqual([(e[0], e[1]) for e in events[2:]], [("move", first), ("up", second), ("up", first)])

    def test_touches_land_on_the_upright_picture_when_the_panel_hangs_on_its_side(self):
        for degrees, x, y in ((90, 72, 960), (180, 960, 648), (270, 648, 320)):
            with Probe(self.glass, degrees) as probe:
                self.assertIn("size=1280x720" if degrees == 180 else "size=720x1280", probe.opened)
                self.glass.tap(.25, .1)
                self.assert_at(probe.fingers(ups=1)[0], x, y)

    def test_a_finger_on_a_device_that_goes_away_is_lifted_and_the_device_works_when_it_is_back(self):
        with Probe(self.glass) as probe:
            self.glass.down(0, .5, .5)
            probe.lines_until(lambda lines: any(line.startswith("down") for line in lines))
            self.glass.set_enabled(False)
            lifted = probe.fingers(ups=1)
            self.assertEqual(lifted[-1][0], "up")

            self.glass.set_enabled(True)
            self.glass.tap(.75, .5)
            events = probe.fingers(ups=1)

        self.assertEqual([event[0] for event in events], ["down", "up"])
        self.assert_at(events[0], 960, 360)

    def test_devices_are_mapped_each_by_its_own_and_one_is_ignored(self):
        with xorg_glass.Glass(("plain frame", "turned frame", "broken frame")) as glass:
            mapping = ("turned frame", "90", "0.1", "broken frame", "ignore", "0")
            with Probe(glass, mapping=mapping) as probe:
                self.assertIn("touch_devices=3", probe.opened)
                self.assertEqual(sorted(probe.devices), [f"device {name} event=" for name in ("broken frame", "plain frame", "turned frame")])
                glass.devices["broken frame"].tap(.5, .5)
                glass.devices["plain frame"].tap(.25, .1)
                plain = probe.fingers(ups=1)
                glass.devices["turned frame"].tap(.25, .5)
                turned = probe.fingers(ups=1)
                # Both at once, and the broken one in between.
                glass.devices["plain frame"].down(0, .5, .5)
                glass.devices["broken frame"].down(0, .1, .1)
                glass.devices["turned frame"].down(0, .75, .5)
                glass.devices["broken frame"].up(0, .1, .1)
                glass.devices["turned frame"].up(0, .75, .5)
                glass.devices["plain frame"].up(0, .5, .5)
                both = probe.fingers(ups=2)

                glass.set_enabled(False, "turned frame")
                glass.set_enabled(True, "turned frame")
                glass.devices["turned frame"].tap(.25, .5)
                back = probe.fingers(ups=1)

        self.assertEqual([event[0] for event in plain], ["down", "up"], "the broken one is not heard, not even as a mouse")
        self.assert_at(plain[0], 320, 72)
        self.assert_at(turned[0], 640 + 128, 180)
        self.assertEqual([event[0] for event in both], ["down", "down", "up", "up"])
        self.assertNotEqual(both[0][1], both[1][1])
        self.assert_at(both[0], 640, 360)
        self.assert_at(both[1], 640 + 128, 540)
        self.assert_at(back[0], 640 + 128, 180)

    def test_a_frame_is_turned_first_and_the_panel_last(self):
        # A server of its own: the device that was touched last has X's name at the next start.
        with xorg_glass.Glass() as glass, Probe(glass, 90, mapping=("glass", "180", "0.1")) as probe:
            glass.tap(.25, .1)
            # (.25, .1) → turned by 180° (.75, .9) → shifted (.85, .9) → on the panel (1088, 648) → upright (648, 192).
            self.assert_at(probe.fingers(ups=1)[0], 648, 192)

    def test_the_panel_shows_what_was_drawn_turned_as_it_hangs(self):
        paper, red = 0xF6F1E4, 0x9A2125  # the probe's red box lies at 10..40, 20..60 of the upright picture
        for degrees, inside, beside in ((0, (12, 22), (22, 12)), (90, (1280 - 22, 12), (1280 - 12, 22)),
                                        (270, (22, 720 - 12), (12, 720 - 22))):
            for driver in ({}, {"SDL_RENDER_DRIVER": "opengl"}):
                with Probe(self.glass, degrees, driver):
                    shown = self.glass.pixel(*inside), self.glass.pixel(*beside)
                    self.assertEqual(shown, (red, paper), (degrees, driver))

    def test_sigterm_is_not_swallowed(self):
        with Probe(self.glass) as probe:
            probe.process.terminate()
            self.assertEqual(probe.process.wait(10), -15)


if __name__ == "__main__":
    if not xorg_glass.available():
        print("Xorg with its dummy and inputtest drivers is not installed")
        sys.exit(xorg_glass.SKIPPED)
    PROBE = sys.argv.pop(1)
    unittest.main()
