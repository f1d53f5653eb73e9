#!/usr/bin/env python3
"""kioskctl sync as a timer and a technician meet it: exit codes, one line that says why, and a current pack that stays.

    sync_cli_test.py KIOSKCTL KIOSKCTL_PACK PACK_FOLDER
"""
import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bad_server import BadServer  # noqa: E402

PACK = pathlib.Path(sys.argv.pop()).resolve()
PACK_TOOL = pathlib.Path(sys.argv.pop()).resolve()
KIOSKCTL = pathlib.Path(sys.argv.pop()).resolve()
REFUSED, USAGE, TRANSIENT, DISK_FULL, BUSY = 1, 2, 3, 4, 5
DISABLED_PROXIES = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=100, env=DISABLED_PROXIES)


class SyncTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="changlang-cli-")
        base = pathlib.Path(cls.scratch.name)
        cls.source, cls.first, cls.second = base / "source", base / "first", base / "second"
        shutil.copytree(PACK, cls.source)
        done = run(PACK_TOOL, "build", cls.source, "-o", cls.first)
        assert done.returncode == 0, done.stderr
        names = cls.source / "names.toml"
        names.write_text(names.read_text() + "\n# " + "a longer file, so that it can be cut in the middle. " * 2000)
        done = run(PACK_TOOL, "build", cls.source, "-o", cls.second)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-state-")
        self.addCleanup(folder.cleanup)
        self.state = pathlib.Path(folder.name) / "state"

    def sync(self, url, *more):
        return run(KIOSKCTL, "sync", url, "--state", self.state, "--tries", "1", *more)

    def take_first(self):
        with BadServer(self.first) as server:
            done = self.sync(server.url)
        self.assertEqual(done.returncode, 0, done.stderr)

    def expect_first_stays(self, done, code, says):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertIn("current stays local/qingpu", done.stderr)
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")
        self.assertEqual((self.state / "current/packs/local/qingpu/names.toml").read_bytes(), (self.first / "names.toml").read_bytes())

    def test_fetches_then_has_nothing_to_do(self):
        with BadServer(self.first) as server:
            first, asked = self.sync(server.url, "--json"), len(server.asked)
            second = self.sync(server.url)
            self.assertEqual(len(server.asked) - asked, 1)
        self.assertEqual((first.returncode, first.stderr), (0, ""))
        outcome = json.loads(first.stdout)
        self.assertTrue(outcome["changed"])
        self.assertEqual(outcome["requests"], asked)
        self.assertEqual((second.returncode, second.stderr), (0, ""))
        self.assertTrue(second.stdout.startswith("unchanged: current is local/qingpu "), second.stdout)
        for path in self.first.rglob("*"):
            if path.is_file():
                laid_out = self.state / "current/packs/local/qingpu" / path.relative_to(self.first)
                self.assertEqual(laid_out.read_bytes(), path.read_bytes())

    def test_misbehaving_servers(self):
        cases = {
            "cut": ("names.toml", TRANSIENT, "failed for now"),
            "wrong": ("names.toml", REFUSED, "SHA-256"),
            "portal": ("names.toml", TRANSIENT, "log in"),
            "endless": ("names.toml", REFUSED, "more than the"),
            "parts": ("names.toml", TRANSIENT, "another part"),
            "status 503": ("names.toml", TRANSIENT, "503"),
            "status 404": ("names.toml", TRANSIENT, "404"),
            "to file:///etc/passwd": ("names.toml", TRANSIENT, ""),
            "to ftp://127.0.0.1/x": ("names.toml", TRANSIENT, ""),
            "to /names.toml": ("names.toml", TRANSIENT, "redirect"),  # in a circle
        }
        manifests = {"portal": (TRANSIENT, "log in"), "cut": (TRANSIENT, ""), "wrong": (REFUSED, "manifest.json"), "status 500": (TRANSIENT, "500"),
                     "endless": (REFUSED, "more than the"), "status 404": (TRANSIENT, "404"), "to file:///etc/passwd": (TRANSIENT, "")}
        cases.update({how + " manifest": ("manifest.json", code, says) for how, (code, says) in manifests.items()})
        self.take_first()
        for case, (path, code, says) in cases.items():
            with self.subTest(case), BadServer(self.second) as server:
                server.how[path] = case.removesuffix(" manifest")
                self.expect_first_stays(self.sync(server.url), code, says)
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)
        self.assertEqual(os.readlink(self.state / "current"), "gen/2")

    def test_no_server(self):
        self.take_first()
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            done = self.sync(f"http://127.0.0.1:{closed.getsockname()[1]}/")
        self.expect_first_stays(done, TRANSIENT, "failed for now")

    def test_killed_in_the_middle_goes_on_where_it_stopped(self):
        self.take_first()
        with BadServer(self.second) as server:
            server.how["names.toml"] = "slow"
            process = subprocess.Popen([KIOSKCTL, "sync", server.url, "--state", self.state], env=DISABLED_PROXIES,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.assertTrue(server.waiting.wait(60))
            part = self.wait_for_part()
            busy = self.sync(server.url)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            self.expect_first_stays(busy, BUSY, "another sync")
            server.how.clear()
            server.asked.clear()
            done = self.sync(server.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(("names.toml", f"bytes={part}-"), server.asked)

    def wait_for_part(self):
        half = (self.second / "names.toml").stat().st_size // 2
        for _ in range(600):
            if any(part.stat().st_size == half for part in (self.state / "partial").iterdir()):
                return half
            subprocess.run(["sleep", "0.05"], check=True)
        raise AssertionError("the first half does not arrive")

    def test_pack_that_cannot_be_played_is_refused_once_and_remembered(self):
        self.take_first()
        broken = pathlib.Path(self.state.parent) / "broken"
        shutil.copytree(self.second, broken)
        text = b"this is no pack"
        (broken / "pack.toml").write_bytes(text)
        import hashlib
        manifest = json.loads((broken / "manifest.json").read_text())
        for file in manifest["files"]:
            if file["path"] == "pack.toml":
                file.update(size=len(text), sha256=hashlib.sha256(text).hexdigest())
        (broken / "manifest.json").write_text(json.dumps(manifest))
        with BadServer(broken) as server:
            self.expect_first_stays(self.sync(server.url), REFUSED, "cannot be played")
            server.asked.clear()
            self.expect_first_stays(self.sync(server.url), REFUSED, "cannot be played")
            self.assertEqual(len(server.asked), 1)

    def test_full_disk(self):
        small = pathlib.Path(self.state.parent) / "small"
        small.mkdir()
        with BadServer(self.first) as server:
            done = run("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=1m none "$1" || exit 77; exec "$2" sync "$3" --state "$1/state"',
                       "sh", small, KIOSKCTL, server.url)
            if done.returncode == 77 or "unshare" in done.stderr:
                self.skipTest("may not mount here")
            self.assertEqual({path for path, _ in server.asked}, {"manifest.json"})
        self.assertEqual(done.returncode, DISK_FULL, done.stderr)
        self.assertIn("MiB free", done.stderr)

    def test_disk_that_cannot_be_written(self):
        done = run("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o ro none "$1" || exit 77; exec "$2" sync http://127.0.0.1:9/ --state "$1"',
                   "sh", self.state.parent, KIOSKCTL)
        if done.returncode == 77 or "unshare" in done.stderr:
            self.skipTest("may not mount here")
        self.assertEqual(done.returncode, TRANSIENT, done.stderr)
        self.assertIn("Read-only", done.stderr)

    def test_lock_is_respected(self):
        self.take_first()
        with open(self.state / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.expect_first_stays(self.sync("http://127.0.0.1:9/"), BUSY, "another sync")

    def test_root_leaves_no_files_of_its_own(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        os.chmod(self.state.parent, 0o755)
        self.state.mkdir(mode=0o750)
        os.chown(self.state, 12345, 12346)
        self.take_first()
        for path in [self.state, *self.state.rglob("*")]:
            info = path.lstat()
            self.assertEqual((info.st_uid, info.st_gid), (12345, 12346), path)
            if not path.is_symlink() and path.name != "lock":
                self.assertTrue(info.st_mode & 0o040, f"the display's group cannot read {path}")

    def test_usage(self):
        for arguments in ([], ["sync"], ["sync", "ftp://a/", "--state", self.state], ["sync", "http://127.0.0.1:9/"], ["sink"],
                          ["sync", "http://127.0.0.1:9/", "--state", self.state, "--max-gib", "-1"]):
            self.assertEqual(run(KIOSKCTL, *arguments).returncode, USAGE, arguments)
        self.assertEqual(run(KIOSKCTL, "help").returncode, 0)
        self.assertEqual(run(KIOSKCTL, "sync", "--help").returncode, 0)
        self.assertRegex(run(KIOSKCTL, "--version").stdout, r"^kioskctl \d+\.\d+\.\d+\n$")

    def test_configuration_gives_address_and_folder(self):
        config = pathlib.Path(self.state.parent) / "kiosk.toml"
        with BadServer(self.first) as server:
            config.write_text(f'[sync]\nurl = "{server.url}"\nstate = "{self.state}"\n')
            done = run(KIOSKCTL, "sync", "--config", config)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.state / "current").is_symlink())
        status = run(KIOSKCTL, "sync", "status", "--config", config)
        self.assertIn("current      local/qingpu", status.stdout)
        config.write_text('[sync]\nurl = ""\n')
        done = run(KIOSKCTL, "sync", "--config", config)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        config.write_text("[sync]\nulr = 1\n")
        done = run(KIOSKCTL, "sync", "--config", config)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("ulr", done.stderr)

    def test_status_says_what_is_current_and_what_went_wrong(self):
        self.take_first()
        with BadServer(self.second) as server:
            server.how["manifest.json"] = "status 503"
            self.sync(server.url)
        text = run(KIOSKCTL, "sync", "status", "--state", self.state).stdout
        self.assertIn("(generation 1), laid out 20", text)
        self.assertIn("503", text)
        self.assertRegex(text, r"last success 20\d\d-")
        status = json.loads(run(KIOSKCTL, "sync", "status", "--state", self.state, "--json").stdout)
        self.assertEqual((status["current"]["generation"], status["previous"], status["last"]["exit"]), (1, None, TRANSIENT))

    def test_pack_runs_the_workshop_beside_it(self):
        done = run(KIOSKCTL, "pack", "--version")
        self.assertEqual((done.returncode, done.stdout.split()[0]), (0, "kioskctl-pack"))


if __name__ == "__main__":
    unittest.main()
