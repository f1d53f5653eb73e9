#!/usr/bin/env python3
"""What the display keeps of its starts, and what follows from it: start_record_test.py KIOSK SOURCE_FOLDER

A state folder as sync lays it out, with an old and a new generation; the display is killed, stopped and left alone.
"""
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

KIOSK, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
PATIENCE_S = 30


class StartRecordTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="changlang-starts-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.sync, self.display = self.folder / "sync", self.folder / "display"
        for number in (1, 2):
            generation = self.sync / "gen" / str(number)
            shutil.copytree(SOURCE / "tests" / "packs" / "good", generation / "packs" / "local" / "good")
            (generation / "packs.json").write_text('{"packs":["local/good"]}')
        (self.sync / "current").symlink_to("gen/2")
        (self.sync / "previous").symlink_to("gen/1")
        (self.folder / "kiosk.toml").write_text(f'[display]\nrecord = "{self.display}"\n[sync]\nstate = "{self.sync}"\n')

    def command(self, *arguments):
        return [KIOSK, "--config", str(self.folder / "kiosk.toml"), "--headless", "320x180", *arguments]

    def read(self, name):
        return json.loads((self.display / name).read_text())

    def play(self, *arguments):
        """One run in virtual time."""
        done = subprocess.run(self.command("--hz", "2", *arguments), stderr=subprocess.PIPE, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()

    def plays_until(self, end):
        """One run on the machine's clock, ended by a signal once it says what it plays; returns that."""
        (self.display / "status.json").unlink(missing_ok=True)
        kiosk = subprocess.Popen(self.command("--realtime", "--seconds", "60"), stderr=subprocess.DEVNULL)
        try:
            for _ in range(PATIENCE_S * 50):
                if (self.display / "status.json").exists():
                    break
                self.assertIsNone(kiosk.poll())
                time.sleep(.02)
            kiosk.send_signal(end)
            kiosk.wait(timeout=PATIENCE_S)
        finally:
            kiosk.kill()
        return self.read("status.json")["generation"]

    def test_NewGenerationThatKillsTheDisplayTwice_GivesWayToTheOneBefore(self):
        self.assertEqual([self.plays_until(signal.SIGKILL) for _ in range(3)], [2, 2, 1])
        self.assertEqual(self.read("requests/rollback.json")["generation"], 2)

    def test_DisplayThatIsStopped_StaysWithTheNewGeneration(self):
        self.assertEqual([self.plays_until(signal.SIGTERM) for _ in range(3)], [2, 2, 2])
        self.assertFalse((self.display / "requests" / "rollback.json").exists())

    def test_MinuteOfFrames_IsConfirmed(self):
        self.play("--seconds", "50")
        self.assertFalse((self.display / "requests" / "confirm.json").exists())
        self.play("--seconds", "70")
        self.assertEqual(self.read("requests/confirm.json"), {"generation": 2})

    def test_GenerationThatCannotBeOpened_GivesWayToTheOneBefore(self):
        (self.sync / "gen/2/packs/local/good/pack.toml").write_text("no TOML at all")
        self.assertIn("pack", self.play("--seconds", "2"))
        self.assertEqual(self.read("status.json")["generation"], 1)

    def test_Status_SaysWhatPlaysAndHowItIs(self):
        self.play("--seconds", "130")
        status = self.read("status.json")
        self.assertEqual((status["generation"], status["screen"], status["failure"], status["touch_age_s"]), (2, "attract", "", None))
        self.assertTrue(status["packs"][0].startswith("good "), status)
        self.assertLess(status["frame_age_s"], 2)
        self.assertEqual(status["errors"], {"findings": 0, "pictures": 0, "content": 0, "late_frames": status["errors"]["late_frames"]})

    def test_RecordThatCannotBeKept_DoesNotKeepTheExhibitionAway(self):
        self.display.write_text("a file where the folder should be")
        self.assertIn("display's record", self.play("--seconds", "2"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
