#!/usr/bin/env python3
"""The display as a program: exit codes, two runs alike, rotation, and nothing drawn while nothing changes.

program_test.py KIOSK SOURCE_DIR
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

KIOSK, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
sys.path.insert(0, str(SOURCE / "tests" / "tools"))
import display_run  # noqa: E402

PACK = SOURCE / "tests" / "packs" / "good"
SMALL = ["--headless", "640x360", "--pack", PACK]
VISIT = """wait 300
dump attract
shot attract
tap "石桥"
wait 800
dump story
shot story
tap "下一页"
wait 700
shot page
tap "首页"
wait 700
dump home
swipe 500 200 200 200 120
wait 900
shot home
"""
WALL_TIMES = {"first_frame_ms", "frame_ms", "late_frames", "decode_ms", "rss_peak_kb", "cpu_s", "texture_bytes_peak"}


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="changlang-program-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.runs = 0

    def play(self, script, arguments=(), config="", seconds=120):
        self.runs += 1
        return display_run.run(KIOSK, script, arguments, config, seconds, self.folder / str(self.runs))

    def start(self, *arguments, environment=None):
        (self.folder / "kiosk.toml").write_text("")
        return subprocess.run([str(KIOSK), "--config", str(self.folder / "kiosk.toml")] + [str(a) for a in arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, env=environment)

    def test_ScriptIsPlayed_Exits0WithStats(self):
        done = self.play("wait 100\nexpect screen attract\n", SMALL)
        self.assertEqual(done.status, 0, done.errors)
        for key in ("frames", "presented", "first_frame_ms", "frame_ms", "late_frames", "input_to_present_ms", "decode_ms", "texture_bytes_peak",
                    "glyph_bytes_peak", "rss_peak_kb", "cpu_s", "screens", "touch_devices", "renderer", "video_driver"):
            self.assertIn(key, done.stats)
        self.assertEqual(done.stats["video_driver"], "none")
        self.assertEqual(done.stats["screens"], ["attract"])
        self.assertGreater(done.stats["first_frame_ms"], 0)

    def test_Frames_AreCountedExactly(self):
        self.assertEqual(self.start("--headless", "640x360", "--pack", PACK, "--frames", "7", "--stats", self.folder / "s.json").returncode, 0)
        self.assertIn('"frames": 7', (self.folder / "s.json").read_text())

    def test_Seconds_AreRunTime(self):
        self.assertEqual(self.start("--headless", "640x360", "--pack", PACK, "--seconds", "2", "--hz", "10", "--stats", self.folder / "s.json").returncode, 0)
        self.assertIn('"frames": 20', (self.folder / "s.json").read_text())

    def test_VersionAndHelp_Exit0(self):
        self.assertIn(b"changlang ", self.start("--version").stdout)
        self.assertIn(b"--headless", self.start("--help").stdout)

    def test_NoDisplayAtAll_EndsAtOnceAndSaysWhatToDo(self):
        bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER")}
        if any(pathlib.Path("/dev/dri").glob("card*")):
            self.skipTest("SDL could take the console's display")
        for environment in (bare, {**bare, "SDL_VIDEODRIVER": "kmsdrm"}):
            done = self.start("--pack", PACK, "--seconds", "5", environment=environment)
            self.assertEqual(done.returncode, 70, done.stdout)
            told = [line for line in done.stdout.splitlines() if b"no display" in line]
            self.assertEqual(len(told), 1, done.stdout)
            for words in (b"Wayland", b"/dev/dri", b"--headless"):
                self.assertIn(words, told[0])

    def test_ServiceWithoutDisplay_WaitsForOne(self):
        if any(pathlib.Path("/dev/dri").glob("card*")):
            self.skipTest("SDL could take the console's display")
        config = self.folder / "kiosk.toml"
        config.write_text(f'[display]\nrecord = "{self.folder}/record"\n')
        (self.folder / "record").mkdir()
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(listener.close)
        listener.bind(str(self.folder / "notify"))
        listener.settimeout(60)
        kiosk = subprocess.Popen([KIOSK, "--config", config, "--pack", PACK], stderr=subprocess.PIPE, text=True,
                                 env={"PATH": os.environ["PATH"], "SDL_VIDEODRIVER": "kmsdrm", "NOTIFY_SOCKET": str(self.folder / "notify")})
        try:
            for _ in range(2):  # it looks again
                self.assertIn(b"EXTEND_TIMEOUT_USEC=", listener.recv(1000))
            self.assertIsNone(kiosk.poll())
            self.assertIn('"waiting for a display"', (self.folder / "record/status.json").read_text())
        finally:
            kiosk.terminate()
            said = kiosk.communicate(timeout=60)[1]
        self.assertEqual(said.count("waiting for one"), 1, said)

    def test_WrongCommandLine_Exits2AndNamesTheOption(self):
        for arguments in (["--headless", "640x360"], ["--lang", "fr"], ["--nonsense"], ["--open", "a b c", "--headless", "640x360", "--frames", "1", "--pack", PACK]):
            done = self.start(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(str(arguments[0]).encode(), done.stdout)

    def test_WrongConfiguration_Exits2WithFileLineAndKey(self):
        done = self.play("wait 1\n", SMALL, "[display]\nrotaton = 90\n[times]\nidle_s = 5\n")
        self.assertEqual(done.status, 2)
        for words in ("kiosk.toml:2", "rotaton", "kiosk.toml:4", "idle_s"):
            self.assertIn(words, done.errors)

    def test_WrongScript_Exits2WithFileAndLine(self):
        done = self.play("wait 1\ndance\n", SMALL)
        self.assertEqual(done.status, 2)
        self.assertIn("script.txt:2", done.errors)

    def test_ScriptThatIsMissing_Exits2(self):
        done = self.start("--headless", "640x360", "--pack", PACK, "--script", self.folder / "none.txt")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"none.txt", done.stdout)

    def test_PackThatIsNone_Exits3AndShowsTheFailureScreen(self):
        done = self.play("wait 100\n", ["--headless", "640x360", "--pack", self.folder])
        self.assertEqual(done.status, 3, done.errors)
        width, height, rows = display_run.read_png(done.folder / "shots" / "failure.png")
        self.assertEqual((width, height), (640, 360))
        self.assertGreater(len(set(rows)), 10, "there are words on it")

    def test_FontsThatAreNotInstalled_Exit70AndShowTheFailureScreen(self):
        # A mount of its own, in which /usr/share/fonts is empty.
        without_fonts = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs none /usr/share/fonts && exec "$0" "$@"']
        if subprocess.run(without_fonts + ["true"], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("this machine allows no mounts of one's own")
        done = subprocess.run(without_fonts + [str(a) for a in (KIOSK, *SMALL, "--frames", 5, "--shots", self.folder)], stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 70, done.stderr)
        self.assertIn(b"code=C-201", done.stderr)
        self.assertGreater(len(set(display_run.read_png(self.folder / "failure.png")[2])), 10, "there are words on it")

    def test_WrongConfigurationOnAPanel_IsShownUntilItIsMended(self):
        config = self.folder / "kiosk.toml"
        config.write_text("[display]\nrotaton = 90\n")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / "notify"))
            manager.settimeout(30)
            # SDL's "dummy" driver keeps what the panel would show as one BMP file a frame.
            kiosk = subprocess.Popen([str(KIOSK), "--config", str(config), "--pack", str(PACK)], cwd=self.folder, stderr=subprocess.PIPE,
                                     env=dict(os.environ, NOTIFY_SOCKET=str(self.folder / "notify"), SDL_VIDEODRIVER="dummy", SDL_VIDEO_DUMMY_SAVE_FRAMES="1"))
            self.addCleanup(kiosk.kill)
            self.assertIn(b"C-301", manager.recv(1024))
            self.assertGreater(len(set(next(self.folder.glob("*.bmp")).read_bytes())), 30, "there are words on it")
            manager.recv(1024)
            self.assertIsNone(kiosk.poll(), "it stays while the mistake does")
            config.write_text("[display]\nrotation = 90\n")
            errors = kiosk.communicate(timeout=30)[1]
        self.assertEqual(kiosk.returncode, 2)
        self.assertIn(b"kiosk.toml:2: [display] rotaton", errors)

    def test_ExpectationFails_Exits4WithLineWantedAndSeen(self):
        done = self.play("wait 100\nexpect screen story\n", SMALL)
        self.assertEqual(done.status, 4)
        for words in ("script.txt:2", "wanted screen story", "seen attract"):
            self.assertIn(words, done.errors)

    def test_TwoRuns_AreAlikeToTheByte(self):
        one, two = self.play(VISIT, SMALL), self.play(VISIT, SMALL)
        self.assertEqual((one.status, two.status), (0, 0), one.errors + two.errors)
        names = sorted(p.name for p in (one.folder / "shots").iterdir())
        self.assertEqual(len(names), 7)
        for name in names:
            self.assertEqual((one.folder / "shots" / name).read_bytes(), (two.folder / "shots" / name).read_bytes(), name)
        for key in one.stats.keys() - WALL_TIMES:
            self.assertEqual(one.stats[key], two.stats[key], key)

    def test_PanelTurnedBy90_ShowsTheSameTurned(self):
        script = "wait 300\ndump attract\nshot attract\ntap \"石桥\"\nwait 800\ndump story\nshot story\n"
        flat = self.play(script, ["--headless", "360x640", "--pack", PACK])
        turned = self.play(script, ["--headless", "640x360", "--pack", PACK], "[display]\nrotation = 90\n")
        self.assertEqual((flat.status, turned.status), (0, 0), flat.errors + turned.errors)
        for name in ("attract", "story"):
            self.assertEqual(display_run.dump(flat, name).text, display_run.dump(turned, name).text)
            width, height, rows = display_run.read_png(flat.folder / "shots" / f"{name}.png")
            panel_width, panel_height, panel = display_run.read_png(turned.folder / "shots" / f"{name}.png")
            self.assertEqual((panel_width, panel_height), (height, width))
            # 90 degrees clockwise: the picture's left column, read upwards, is the panel's first row.
            for y in range(0, panel_height, 5):
                wanted = b"".join(rows[height - 1 - x][3 * y:3 * y + 3] for x in range(panel_width))
                self.assertEqual(panel[y], wanted, f"{name}, row {y}")

    def test_PageAtRest_IsNotDrawnAgain(self):
        presented = []
        for rest in (1000, 15000):
            done = self.play(f"wait 1000\nexpect screen story\nwait {rest}\nexpect screen story\n", SMALL + ["--open", "bridge/stone#2"])
            self.assertEqual(done.status, 0, done.errors)
            presented.append(done.stats["presented"])
        self.assertEqual(presented[0], presented[1])
        self.assertLess(presented[0], 60)

    def test_LanguageOfTheCommandLine_IsWhatAVisitBeginsWith(self):
        done = self.play("wait 300\nexpect text \"The stone bridge\"\n", SMALL + ["--lang", "en"])
        self.assertEqual(done.status, 0, done.errors)

    def test_ShotsWithoutAScript_AreOneOfEachSettledScreen(self):
        shots = self.folder / "settled"
        self.assertEqual(self.start("--headless", "320x180", "--pack", PACK, "--open", "bridge", "--frames", "90", "--shots", shots).returncode, 0)
        self.assertEqual([p.name for p in shots.iterdir()], ["001-point.png"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
