#!/usr/bin/env python3
"""kioskctl sync as a timer and a technician meet it: exit codes, one line that says why, and a current pack that stays.

    sync_cli_test.py KIOSKCTL KIOSKCTL_PACK PACK_FOLDER
"""
import datetime
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import unittest

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "sync")]
from bad_server import BadServer  # noqa: E402
from museum import ENVIRONMENT, Museum  # noqa: E402

PACK = pathlib.Path(sys.argv.pop()).resolve()
PACK_TOOL = pathlib.Path(sys.argv.pop()).resolve()
KIOSKCTL = pathlib.Path(sys.argv.pop()).resolve()
REFUSED, USAGE, TRANSIENT, DISK_FULL, BUSY = 1, 2, 3, 4, 5


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=100, env=ENVIRONMENT)


class SyncTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="changlang-cli-")
        base = pathlib.Path(cls.scratch.name)
        base.chmod(0o755)
        cls.source, cls.first, cls.second = base / "source", base / "first", base / "second"
        shutil.copytree(PACK, cls.source)
        museum = cls.museum = Museum(KIOSKCTL, PACK_TOOL, base / "museum")
        cls.root = museum.root
        museum.pack(cls.source)
        museum.publish()
        shutil.copytree(museum.repo, cls.first)
        names = cls.source / "names.toml"
        cls.first_names = names.read_bytes()
        names.write_text(names.read_text() + "\n# " + "a longer file, so that it can be cut in the middle. " * 2000)
        museum.pack(cls.source)
        museum.publish()
        shutil.copytree(museum.repo, cls.second)
        cls.manifest = museum.manifest()
        digest = hashlib.sha256(names.read_bytes()).hexdigest()
        cls.names = f"blobs/{digest[:2]}/{digest}"

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-state-")
        self.addCleanup(folder.cleanup)
        self.state = pathlib.Path(folder.name) / "state"

    def sync(self, url, *more):
        return run(KIOSKCTL, "sync", url, "--state", self.state, "--root", self.root, "--tries", "1", *more)

    def take_first(self):
        with BadServer(self.first) as server:
            done = self.sync(server.url)
        self.assertEqual(done.returncode, 0, done.stderr)

    def expect_first_stays(self, done, code, says):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertIn("current stays qingpu/qingpu", done.stderr)
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")
        self.assertEqual((self.state / "current/packs/qingpu/qingpu/names.toml").read_bytes(), self.first_names)

    def test_fetches_then_has_nothing_to_do(self):
        with BadServer(self.first) as server:
            first, asked = self.sync(server.url, "--json"), len(server.asked)
            second = self.sync(server.url)
            again = server.asked[asked:]
        self.assertEqual((first.returncode, first.stderr), (0, ""))
        outcome = json.loads(first.stdout)
        self.assertTrue(outcome["changed"])
        self.assertEqual(outcome["requests"], asked)
        self.assertEqual(len(outcome["current"]["packs"][0]["signed_by"]), 1)
        self.assertEqual((second.returncode, second.stderr), (0, ""))
        self.assertTrue(second.stdout.startswith("unchanged: current is qingpu/qingpu "), second.stdout)
        # Whether anything is new costs two requests and less than 1,000 bytes.
        self.assertEqual([path for path, _ in again], ["metadata/2.root.json", "metadata/timestamp.json"])
        self.assertLess((self.first / "metadata/timestamp.json").stat().st_size, 1000)
        for path in PACK.rglob("*.md"):
            laid_out = self.state / "current/packs/qingpu/qingpu" / path.relative_to(PACK)
            if laid_out.exists():
                self.assertEqual(laid_out.read_bytes(), path.read_bytes())

    def test_misbehaving_servers(self):
        timestamp, snapshot = "metadata/timestamp.json", "metadata/" + max(path.name for path in (self.second / "metadata").glob("*.snapshot.json"))
        transport = {"portal": (TRANSIENT, "log in"), "cut": (TRANSIENT, ""), "headers": (TRANSIENT, ""), "status 500": (TRANSIENT, "500"), "status 511": (TRANSIENT, "511"),
                     "endless": (REFUSED, "more than the"), "to file:///etc/passwd": (TRANSIENT, "")}
        cases = {(how, path): end for how, end in transport.items() for path in ("metadata/2.root.json", timestamp, snapshot, self.manifest, self.names)
                 if (how, path) != ("cut", "metadata/2.root.json")}  # there is none that could be cut
        cases.update({("status 404", path): (TRANSIENT, "404") for path in (timestamp, snapshot, self.manifest, self.names)})
        cases.update({("wrong", path): (REFUSED, "") for path in (timestamp, snapshot, self.manifest)})
        cases.update({("wrong", self.names): (REFUSED, "SHA-256"), ("parts", self.names): (TRANSIENT, "another part"),
                      ("to ftp://127.0.0.1/x", self.names): (TRANSIENT, ""), ("to /" + self.names, self.names): (TRANSIENT, "redirect")})  # in a circle
        self.take_first()
        fresh = self.state.parent / "fresh"
        run("cp", "-a", self.state, fresh)  # keeps the names of one file together
        for (how, path), (code, says) in cases.items():
            shutil.rmtree(self.state)
            run("cp", "-a", fresh, self.state)
            with self.subTest(how=how, path=path), BadServer(self.second) as server:
                server.how[path] = how
                trusted = self.trusted()
                self.expect_first_stays(self.sync(server.url), code, says)
                if path in ("metadata/2.root.json", timestamp):
                    self.assertEqual(self.trusted(), trusted)
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)
        self.assertEqual(os.readlink(self.state / "current"), "gen/2")

    def trusted(self):
        return {path.name: path.read_bytes() for path in (self.state / "trust").rglob("*.json")}

    def test_an_older_repository_is_refused(self):
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)
        with BadServer(self.first) as server:
            done = self.sync(server.url)
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        self.assertIn("timestamp.json", done.stderr)

    def test_without_a_root_nothing_is_asked(self):
        with BadServer(self.first) as server:
            done = run(KIOSKCTL, "sync", server.url, "--state", self.state, "--root", self.state / "none.json")
            self.assertEqual(server.asked, [])
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn("[sync] root", done.stderr)

    def test_import_from_a_stick(self):
        done = run(KIOSKCTL, "sync", "import", self.first, "--state", self.state, "--root", self.root)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")
        receipts = self.first / "receipts"
        receipt, = receipts.iterdir()
        self.assertLessEqual(receipt.stat().st_size, 2048)
        signed = json.loads(receipt.read_text())["signed"]
        self.assertEqual((signed["generation"], signed["packs"][0]["pack"]), (1, "qingpu/qingpu"))
        self.assertEqual(stat.S_IMODE((self.state / "identity.pem").stat().st_mode), 0o600)
        shutil.rmtree(receipts)
        stick = self.state.parent / "stick"
        shutil.copytree(self.second, stick)
        (stick / self.names).write_bytes((stick / self.names).read_bytes()[:-1] + b"!")
        done = run(KIOSKCTL, "sync", "import", stick, "--state", self.state, "--root", self.root)
        self.expect_first_stays(done, REFUSED, "SHA-256")
        self.assertEqual(run(KIOSKCTL, "sync", "import", stick / "none", "--state", self.state).returncode, TRANSIENT)

    def test_receipts_are_put_after_a_change_and_never_stand_in_the_way(self):
        config, folder = self.state.parent / "kiosk.toml", self.state.parent / "receipts"
        folder.mkdir()
        with BadServer(self.first) as server:
            config.write_text(f'[site]\nname = "大厅"\n[sync]\nurl = "{server.url}"\nstate = "{self.state}"\nroot = "{self.root}"\n'
                              f'receipts = "{server.url}receipts"\nreceipts_folder = "{folder}"\n')
            server.how["PUT"] = "status 403"
            done = run(KIOSKCTL, "sync", "--config", config)
            self.assertEqual((done.returncode, server.put), (0, {}))
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertIn("the receipt was not put", done.stderr)
            status = json.loads(run(KIOSKCTL, "sync", "status", "--config", config, "--json").stdout)
            self.assertIn("403", status["receipt_error"])
            self.assertEqual(status["last"]["exit"], 0)
            server.how.clear()
            self.assertEqual(run(KIOSKCTL, "sync", "--config", config).returncode, 0)  # what was refused is put with the next sync
            self.assertEqual(json.loads(run(KIOSKCTL, "sync", "status", "--config", config, "--json").stdout)["receipt_error"], "")
            (path, body), = server.put.items()
            self.assertEqual(run(KIOSKCTL, "sync", "--config", config).returncode, 0)
            self.assertEqual(server.put[path], body)  # and no oftener than each hour
        receipt = json.loads(body)["signed"]
        self.assertEqual((receipt["name"], receipt["generation"], receipt["clock_suspect"]), ("大厅", 1, False))
        self.assertEqual(path, f"receipts/{receipt['id'][:16]}.json")
        self.assertEqual((folder / path.split("/")[1]).read_bytes(), body)
        self.assertLessEqual(len(body), 2048)

    def start_slow(self, server):
        """A sync that has a file of the pack half, for as long as the server lives."""
        server.how[self.names] = "slow"
        process = subprocess.Popen([KIOSKCTL, "sync", server.url, "--state", self.state, "--root", self.root], env=ENVIRONMENT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.assertTrue(server.waiting.wait(60))
        return process

    def test_a_line_comes_down_while_a_pack_is_still_on_its_way(self):
        self.take_first()
        with BadServer(self.second) as server:
            process = self.start_slow(server)
            notices = run(KIOSKCTL, "sync", "notices", server.url, "--state", self.state, "--root", self.root)
            busy = run(KIOSKCTL, "sync", "rollback", "--state", self.state)
            process.kill()
            process.wait(10)
        self.assertEqual((notices.returncode, notices.stderr), (0, ""))
        self.assertEqual(busy.returncode, BUSY)

    def test_requests_of_the_display(self):
        self.take_first()
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)
        record = self.state.parent / "record"
        (record / "requests").mkdir(parents=True)

        def ask(kind, what):
            (record / "requests" / f"{kind}.json").write_text(what)
            return run(KIOSKCTL, "sync", "apply-requests", "--state", self.state, "--record", record)

        status = json.loads(run(KIOSKCTL, "sync", "status", "--state", self.state, "--json").stdout)
        self.assertTrue(status["on_trial"])
        done = ask("rollback", '{"generation":2,"reason":"the display crashed 2 times in a row"}')
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")
        with BadServer(self.second) as server:
            self.expect_first_stays(self.sync(server.url), REFUSED, "crashed 2 times")
        self.assertEqual(ask("confirm", '{"generation":1}').returncode, 0)
        self.assertEqual(ask("confirm", '{"generation":1,"more":1}').returncode, REFUSED)
        self.assertEqual(list((record / "requests").iterdir()), [])
        self.assertIn("asks for nothing", run(KIOSKCTL, "sync", "apply-requests", "--state", self.state, "--record", record).stdout)

    def test_two_users_share_the_requests(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        display, syncing, group = 12001, 12002, 12003
        self.state.parent.chmod(0o755)
        self.state.mkdir(mode=0o750)
        os.chown(self.state, syncing, group)
        self.take_first()
        record = self.state.parent / "record"
        (record / "requests").mkdir(parents=True)
        os.chown(record, display, group)
        record.chmod(0o750)
        os.chown(record / "requests", display, group)
        (record / "requests").chmod(0o770)
        request = record / "requests" / "confirm.json"
        request.write_text('{"generation":1}')
        os.chown(request, display, group)
        request.chmod(0o640)
        done = run(KIOSKCTL, "sync", "apply-requests", "--state", self.state, "--record", record)  # becomes the owner of the state folder
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse(request.exists())
        self.assertFalse((self.state / "trial.json").exists())
        # And the display reads what lies in sync's folder, but its key.
        seen = subprocess.run(["cat", self.state / "current/packs.json"], capture_output=True, timeout=60, user=display, group=group, extra_groups=[])
        self.assertEqual(seen.returncode, 0, seen.stderr)

    def test_pin_rollback_scrub_gc(self):
        self.take_first()
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)

        def command(*words):
            return run(KIOSKCTL, "sync", *words, "--state", self.state)

        self.assertIn("generation 1", command("pin", "1").stdout)
        with BadServer(self.second) as server:
            self.assertIn("pinned: current is", self.sync(server.url).stdout)
        self.assertEqual(command("unpin").returncode, 0)
        self.assertEqual(command("pin", "9").returncode, REFUSED)
        with BadServer(self.second) as server:
            self.assertEqual(self.sync(server.url).returncode, 0)
        self.assertEqual(os.readlink(self.state / "current"), "gen/3")
        blob = self.state / self.names
        blob.chmod(0o644)
        with open(blob, "r+b") as file:
            file.seek(1000)
            file.write(b"\x00" * 4096)
        self.assertIn("1 changed on the disk", command("scrub").stdout)
        with BadServer(self.second) as server:
            repaired = self.sync(server.url)
            self.assertIn(self.names, {path for path, _ in server.asked})
        self.assertEqual(repaired.returncode, 0, repaired.stderr)
        self.assertIn("all as they were", command("scrub").stdout)
        self.assertEqual((self.state / "current/packs/qingpu/qingpu/names.toml").read_bytes(), (self.second / self.names).read_bytes())
        self.assertEqual(command("rollback").returncode, 0)
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")
        self.assertEqual(command("gc").returncode, 0)
        self.assertEqual(os.readlink(self.state / "current"), "gen/1")

    def test_no_server(self):
        self.take_first()
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            done = self.sync(f"http://127.0.0.1:{closed.getsockname()[1]}/")
        self.expect_first_stays(done, TRANSIENT, "failed for now")

    def test_killed_in_the_middle_goes_on_where_it_stopped(self):
        self.take_first()
        with BadServer(self.second) as server:
            process = self.start_slow(server)
            part = self.wait_for_part()
            busy = self.sync(server.url)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            self.expect_first_stays(busy, BUSY, "another sync")
            server.how.clear()
            server.asked.clear()
            done = self.sync(server.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn((self.names, f"bytes={part}-"), server.asked)

    def wait_for_part(self):
        half = (self.second / self.names).stat().st_size // 2
        for _ in range(600):
            if any(part.stat().st_size == half for part in (self.state / "partial").iterdir()):
                return half
            subprocess.run(["sleep", "0.05"], check=True)
        raise AssertionError("the first half does not arrive")

    def test_pack_that_cannot_be_played_is_refused_once_and_remembered(self):
        self.take_first()
        broken, museum = self.state.parent / "broken", self.museum
        saved = self.state.parent / "saved"
        shutil.copytree(museum.repo, saved)
        try:
            built = museum.folder / "built"
            (built / "pack.toml").write_bytes(b"this is no pack")
            manifest = json.loads((built / "manifest.json").read_text())
            for file in manifest["files"]:
                if file["path"] == "pack.toml":
                    file.update(size=15, sha256=hashlib.sha256(b"this is no pack").hexdigest())
            text = json.dumps(manifest, separators=(",", ":"))
            (built / "manifest.json").write_text(text.replace('"files":[', '"files":[\n').replace("},{", "},\n{").replace("}]}", "}\n]}\n"))
            museum.run("sign", built, "--role", "qingpu")
            museum.publish()
            shutil.copytree(museum.repo, broken)
        finally:
            shutil.rmtree(museum.repo)
            saved.rename(museum.repo)
        with BadServer(broken) as server:
            self.expect_first_stays(self.sync(server.url), REFUSED, "cannot be played")
            server.asked.clear()
            self.expect_first_stays(self.sync(server.url), REFUSED, "cannot be played")
            self.assertEqual(len(server.asked), 2)

    def test_full_disk(self):
        small = pathlib.Path(self.state.parent) / "small"
        small.mkdir()
        with BadServer(self.first) as server:
            done = run("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=1m none "$1" || exit 77; exec "$2" sync "$3" --state "$1/state" --root "$4"',
                       "sh", small, KIOSKCTL, server.url, self.root)
            if done.returncode == 77 or "unshare" in done.stderr:
                self.skipTest("may not mount here")
            self.assertEqual([path for path, _ in server.asked if path.startswith("blobs/")], [])
        self.assertEqual(done.returncode, DISK_FULL, done.stderr)
        self.assertIn("MiB free", done.stderr)

    def test_disk_that_cannot_be_written(self):
        done = run("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o ro none "$1" || exit 77; exec "$2" sync http://127.0.0.1:9/ --state "$1" --root "$3"',
                   "sh", self.state.parent, KIOSKCTL, self.root)
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
            if not path.is_symlink() and not path.name.endswith("lock"):
                self.assertEqual(bool(info.st_mode & 0o040), path.name != "identity.pem", f"what the display's group may read: {path}")

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
            config.write_text(f'[sync]\nurl = "{server.url}"\nstate = "{self.state}"\nroot = "{self.root}"\n')
            done = run(KIOSKCTL, "sync", "--config", config)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.state / "current").is_symlink())
        status = run(KIOSKCTL, "sync", "status", "--config", config)
        self.assertIn("current      qingpu/qingpu", status.stdout)
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
            server.how["metadata/timestamp.json"] = "status 503"
            self.sync(server.url)
        text = run(KIOSKCTL, "sync", "status", "--state", self.state).stdout
        self.assertIn("(generation 1), laid out 20", text)
        self.assertIn("503", text)
        self.assertRegex(text, r"last success 20\d\d-")
        status = json.loads(run(KIOSKCTL, "sync", "status", "--state", self.state, "--json").stdout)
        self.assertEqual((status["current"]["generation"], status["previous"], status["last"]["exit"]), (1, None, TRANSIENT))

    def test_a_clock_that_stood_still_is_suspect_and_keeps_nothing_away(self):
        self.take_first()
        later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        check = hashlib.sha256(f"floor {later}".encode()).hexdigest()
        (self.state / "trust/floor.json").write_text(json.dumps({"format": 1, "time": later, "check": check}))
        with BadServer(self.second) as server:
            done = self.sync(server.url)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("clock        suspect", run(KIOSKCTL, "sync", "status", "--state", self.state).stdout)
        self.assertTrue(json.loads(run(KIOSKCTL, "sync", "status", "--state", self.state, "--json").stdout)["clock_suspect"])

    def test_pack_runs_the_workshop_beside_it(self):
        done = run(KIOSKCTL, "pack", "--version")
        self.assertEqual((done.returncode, done.stdout.split()[0]), (0, "kioskctl-pack"))


if __name__ == "__main__":
    unittest.main()
