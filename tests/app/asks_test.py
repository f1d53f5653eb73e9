#!/usr/bin/env python3
"""A running display is asked for a picture of its glass and for its name, by kioskctl: asks_test.py KIOSK KIOSKCTL SOURCE_FOLDER"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "repo"))
import terminal  # noqa: E402

KIOSK, KIOSKCTL, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
PATIENCE_S = 30


class AsksTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="changlang-asks-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = self.folder / "kiosk.toml"
        self.config.write_text(f'[display]\nrecord = "{self.folder}/record"\n[site]\nname = "一号厅东墙"\n')

    def play(self, *arguments):
        return subprocess.Popen([KIOSK, "--config", self.config, "--headless", "640x360", "--pack", SOURCE / "tests/packs/good", *map(str, arguments)],
                                stderr=subprocess.PIPE, text=True)

    def ctl(self, *arguments):
        return subprocess.run([KIOSKCTL, *arguments, "--config", self.config], capture_output=True, text=True, timeout=60, cwd=self.folder)

    def test_a_picture_of_the_glass(self):
        kiosk = self.play("--realtime", "--seconds", PATIENCE_S)
        try:
            for _ in range(PATIENCE_S * 50):
                if (self.folder / "record/status.json").exists():
                    break
                time.sleep(.02)
            done = self.ctl("screenshot", "-o", "glass.png")
            self.assertEqual((done.returncode, done.stdout), (0, "glass.png\n"), done.stderr)
            picture = (self.folder / "glass.png").read_bytes()
            self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual((int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")), (640, 360))
            self.assertEqual(self.ctl("identify").returncode, 0)
        finally:
            kiosk.terminate()
            said = kiosk.communicate(timeout=PATIENCE_S)[1]
        self.assertIn("a picture of the glass is taken", said)

    def test_the_glass_says_so(self):
        script = self.folder / "asked.txt"
        taken, name = "维护人员截取了画面", "一号厅东墙"
        script.write_text(f'wait 500\nexpect no text "{taken}"\nwait 2000\nexpect text "{taken}"\nwait 4000\nexpect no text "{taken}"\n')
        (self.folder / "record/asks").mkdir(parents=True)
        (self.folder / "record/asks/screenshot").touch()
        kiosk = self.play("--script", script)
        said = kiosk.communicate(timeout=PATIENCE_S)[1]
        self.assertEqual(kiosk.returncode, 0, said)
        script.write_text(f'wait 500\nexpect no text "{name}"\nwait 2000\nexpect text "{name}"\nexpect screen attract\nwait 31000\nexpect no text "{name}"\n')
        (self.folder / "record/asks/identify").touch()
        kiosk = self.play("--script", script)
        said = kiosk.communicate(timeout=PATIENCE_S)[1]
        self.assertEqual(kiosk.returncode, 0, said)

    def test_the_operator_panel(self):
        script = self.folder / "asked.txt"
        script.write_text("wait 500\nexpect screen attract\nwait 2000\nexpect no screen pin\n")
        (self.folder / "record/asks").mkdir(parents=True)
        (self.folder / "record/asks/panel").touch()
        kiosk = self.play("--script", script)
        said = kiosk.communicate(timeout=PATIENCE_S)[1]
        self.assertEqual(kiosk.returncode, 0, said)
        self.assertIn("[operator] pin is not set", said)
        done = self.ctl("panel")
        self.assertEqual(done.returncode, 2)
        self.assertIn("kioskctl pin makes one", done.stderr)

        pin = "scrypt:15:" + "00" * 16 + ":" + "00" * 32
        self.config.write_text(self.config.read_text() + f'[operator]\npin = "{pin}"\n')
        script.write_text("wait 500\nexpect screen attract\nwait 2000\nexpect screen pin\nwait 62000\nexpect screen attract\n")
        (self.folder / "record/asks/panel").touch()
        kiosk = self.play("--script", script)
        said = kiosk.communicate(timeout=PATIENCE_S)[1]
        self.assertEqual(kiosk.returncode, 0, said)

    def test_a_pin_is_made_at_a_terminal_alone(self):
        done = subprocess.run([KIOSKCTL, "pin"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, start_new_session=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        for said, status, wanted in ((["271828", "271828"], 0, r'pin = "scrypt:15:[0-9a-f]{32}:[0-9a-f]{64}"'), (["271828", "271829"], 2, "not alike"), (["12345"], 2, "6 to 12 digits")):
            ended = terminal.run([KIOSKCTL, "pin"], zip(("New PIN", "Once more"), said))
            self.assertEqual(ended.code, status, ended.err)
            self.assertRegex(ended.out if status == 0 else ended.err, wanted)

    def test_nobody_there_is_told(self):
        done = self.ctl("identify")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.config.write_text("[display]\nrecord = \"\"\n")
        done = self.ctl("screenshot")
        self.assertEqual(done.returncode, 2)
        self.assertIn("[display] record is empty", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
