#!/usr/bin/env python3
"""What a pack's dates do to the glass: the display with a clock of its own (--now) on tests/packs/dated.

    schedule_test.py KIOSK SOURCE_FOLDER
"""
import pathlib
import shutil
import sys
import unittest

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
KIOSK = pathlib.Path(sys.argv.pop()).resolve()
sys.path.insert(0, str(SOURCE / "tests" / "tools"))
import display_run  # noqa: E402

SIZE = ["--headless", "640x360", "--pack", SOURCE / "tests" / "packs" / "dated"]


class ScheduleTest(unittest.TestCase):
    def play(self, script, *more):
        done = display_run.run(KIOSK, script, SIZE + list(more), "[display]\ncalm = true\n[times]\nslide_s = 4\n")
        self.addCleanup(shutil.rmtree, done.folder)
        self.assertEqual(done.status, 0, done.errors)
        return done

    def test_each_time_has_its_slides(self):
        for now, seen, not_seen in (
                ("2027-06-01T10:00", "我们的展览", "周末讲读"),       # a Tuesday
                ("2027-06-13T10:00", "审定的 2027 年文字", "我们的展览"),  # its playlist alone
                ("2028-06-13T10:00", "我们的展览", "纪念日")):          # a year without approved wording
            self.play(f'wait 500\nexpect text "{seen}"\nwait 6000\nexpect no text "{not_seen}"\n', "--now", now)
        self.play('wait 500\nexpect text "我们的展览"\nwait 6000\nexpect text "周末讲读"\n', "--now", "2027-06-05T10:00")

    def test_slides_change_at_their_minute_without_a_touch(self):
        self.play('wait 3000\nexpect no text "周末讲读"\nwait 62000\nexpect text "周末讲读"\n', "--now", "2027-06-05T08:59")
        self.play('wait 3000\nexpect text "审定的 2027 年文字"\nwait 62000\nexpect text "我们的展览"\n', "--now", "2027-06-16T23:59")

    def test_without_a_time_only_what_has_no_date_plays(self):
        self.play('wait 500\nexpect text "我们的展览"\nwait 6000\nexpect no text "周末讲读"\n')

    def test_events_leave_when_they_are_over(self):
        page = ["--open", "programme"]
        self.play('wait 700\nexpect text "沿河而行：怎样读一座桥"\nexpect text "微党课：一封家书"\nexpect text "今天　6月13日　星期日"\n', *page, "--now", "2027-06-13T15:29")
        self.play('wait 700\nexpect no text "沿河而行：怎样读一座桥"\nexpect text "微党课：一封家书"\n', *page, "--now", "2027-06-13T15:30")
        self.play('wait 700\nexpect text "近期没有活动"\n', *page, "--now", "2027-07-01T10:00")

    def test_home_leads_to_events_while_there_are_any(self):
        self.play('wait 500\ntap 300 350\nwait 900\ntap "活动"\nwait 900\nexpect screen programme\n', "--now", "2027-06-01T10:00")
        self.play('wait 500\ntap 300 350\nwait 900\nexpect screen home\nexpect no text "活动"\n', "--now", "2027-07-01T10:00")

    def test_a_place_says_whether_it_is_open_today(self):
        page = ["--open", "first-place"]
        for now, seen in (("2027-06-08T10:00", "今天开放　9:00–16:30"), ("2027-06-07T10:00", "今天闭馆"), ("2027-06-14T10:00", "今天开放　9:00–18:00　端午节后延长")):
            self.play(f'wait 700\nexpect text "{seen}"\n', *page, "--now", now)
        self.play('wait 700\nexpect no text "今天"\n', *page)

    def test_a_memorial_day_is_grey_in_every_pixel_and_the_next_day_is_not(self):
        script = 'wait 900\nshot slide\ntap 300 350\nwait 900\nshot home\n'
        for now, grey in (("2027-12-13T10:00", True), ("2027-12-14T10:00", False)):
            done = self.play(script, "--now", now)
            for name in ("slide", "home"):
                _, _, rows = display_run.read_png(done.folder / "shots" / f"{name}.png")
                coloured = sum(row[x] != row[x + 1] or row[x] != row[x + 2] for row in rows for x in range(0, len(row), 3))
                self.assertEqual(coloured == 0, grey, f"{now} {name}: {coloured} pixels have a colour")

    def test_colour_comes_back_at_midnight(self):
        done = self.play("wait 900\nshot before\nwait 62000\nshot after\n", "--now", "2027-12-13T23:59")
        colours = []
        for name in ("before", "after"):
            _, _, rows = display_run.read_png(done.folder / "shots" / f"{name}.png")
            colours.append(any(row[x] != row[x + 2] for row in rows for x in range(0, len(row), 3)))
        self.assertEqual(colours, [False, True])


if __name__ == "__main__":
    unittest.main()
