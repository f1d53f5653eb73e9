#!/usr/bin/env python3
"""The packages as they are built, unpacked into a temporary root; Debian's and systemd's own tools are the judges.

    packages_test.py --packages FOLDER
"""
import argparse
import gzip
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import tomllib
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SYSTEMD = SOURCE / "systemd"
UNITS = ["kiosk.service", "kiosk-safe.service", "kiosk-sync@once.service", "kiosk-sync@notices.service", "kiosk-sync@apply-requests.service",
         "kiosk-sync@scrub.service", "kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer", "kiosk-sync.path"]
PACKAGES = []


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)


class PackagesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="changlang-packages-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name) / "root"
        for package in PACKAGES:
            self.assertEqual(run("dpkg-deb", "-x", package, self.root).returncode, 0)

    def test_debians_own_judge_finds_nothing(self):
        done = run("lintian", "--allow-root", "--fail-on", "error,warning", *PACKAGES)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_nothing_of_the_build_is_in_them(self):
        for path in self.root.rglob("*"):
            if path.is_file():
                bytes_ = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                self.assertNotIn(str(SOURCE).encode(), bytes_, path)

    def test_packed_again_they_are_the_same_bytes(self):
        before = {package.name: package.read_bytes() for package in PACKAGES}
        again = pathlib.Path(self.folder.name) / "again"
        epoch = run("bash", "-c", 'top=$1; . "$top/.ci/setup.sh"; source_date', "_", SOURCE).stdout.strip()
        self.assertRegex(epoch, "^[0-9]+$")
        done = subprocess.run(["cpack", "-G", "DEB", "-B", again], cwd=SOURCE / "build/release", env={**os.environ, "SOURCE_DATE_EPOCH": epoch}, capture_output=True, timeout=200)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        self.assertEqual({package.name: package.read_bytes() == before[package.name] for package in again.glob("*.deb")}, dict.fromkeys(before, True))

    def verify(self):
        """systemd-analyze says what it ignores on standard error and still ends with 0: both must be clean."""
        for name in ("systemctl", "false"):
            shutil.copy("/usr/bin/" + name, self.root / "usr/bin")
        shutil.copytree("/lib/systemd/system", self.root / "usr/lib/systemd/system", symlinks=True, dirs_exist_ok=True)
        done = run("systemd-analyze", "verify", "--root", self.root, *UNITS)
        return done.returncode, done.stdout + done.stderr

    def test_units_are_valid_where_they_are_installed(self):
        self.assertEqual(self.verify(), (0, ""))

    def test_a_wrong_directive_is_noticed_by_this_test(self):
        unit = self.root / "usr/lib/systemd/system/kiosk.service"
        unit.write_text(unit.read_text().replace("WatchdogSec=4s", "WatchdogSec=4 frames"))
        self.assertIn("4 frames", self.verify()[1])

    def test_sandboxes_are_tight(self):
        for unit, threshold in (("kiosk.service", 15), ("kiosk-safe.service", 15), ("kiosk-sync@.service", 15)):
            done = run("systemd-analyze", "security", "--offline=true", f"--threshold={threshold}", SYSTEMD / unit)
            self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)

    def settings(self, *files):
        """key → values of unit files as they are installed, in order; an empty value takes away those before it."""
        found = {}
        for file in files:
            for line in (self.root / "usr/lib/systemd/system" / file).read_text().splitlines():
                key, equals, value = line.partition("=")
                if equals and not line.startswith("#"):
                    found[key] = found.get(key, []) + [value] if value else []
        return found

    def test_sync_may_open_its_store_by_the_kernels_rules(self):
        # systemd's filter for it answers openat2, by which every path of the store is opened, with ENOSYS.
        self.assertIn("SYS_openat2", (SOURCE / "kiosk/sync/file_system.cpp").read_text())
        self.assertNotIn("RestrictSUIDSGID", self.settings("kiosk-sync@.service"))

    def test_display_can_tell_one_start_of_the_machine_from_another(self):
        # With ProcSubset=pid there is no boot id, and a power cut counts as a crash.
        self.assertIn("/proc/sys/kernel/random/boot_id", (SOURCE / "kiosk/app/start_record.cpp").read_text())
        self.assertNotIn("ProcSubset", self.settings("kiosk.service"))

    def test_a_request_is_seen_whenever_it_came(self):
        # A change that comes while the service runs is never told to PathChanged; a name that is there is.
        kinds = re.search(r"for \(const std::string kind : \{(.*?)\}\)", (SOURCE / "kiosk/sync/requests.cpp").read_text())
        wanted = {f"/var/lib/changlang/display/requests/{kind}.json" for kind in re.findall(r'"(\w+)"', kinds[1])}
        path = self.settings("kiosk-sync.path")
        self.assertEqual(set(path["PathExists"]), wanted)
        self.assertEqual(path["Unit"], ["kiosk-sync@apply-requests.service"])

    def test_a_request_that_must_wait_is_not_started_again_at_once(self):
        # Else kiosk-sync.path, which still sees it, runs into the start limit and fails for good.
        service = self.settings("kiosk-sync@.service", "kiosk-sync@apply-requests.service.d/again.conf")
        self.assertEqual((service["SuccessExitStatus"], service["Restart"], service["RestartSec"]), ([], ["on-failure"], ["1min"]))
        self.assertNotIn("Restart", self.settings("kiosk-sync@.service"))

    def test_display_is_watched_and_comes_back_in_time(self):
        text = (SYSTEMD / "kiosk.service").read_text()
        for line in ("Type=notify", "WatchdogSec=4s", "Restart=always", "RestartSec=500ms", "OnFailure=kiosk-safe.service"):
            self.assertRegex(text, rf"(?m)^{re.escape(line)}$")

    def test_installed_configuration_says_where_sync_lays_content(self):
        config = tomllib.loads((self.root / "usr/share/changlang/config/kiosk.toml").read_text())
        self.assertEqual([config["display"]["record"], config["sync"]["state"]], ["/var/lib/changlang/display", "/var/lib/changlang/sync"])

    def test_display_can_read_what_sync_writes_and_not_the_other_way(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to give folders away")
        (self.root / "etc").mkdir()
        for tool, what in (("systemd-sysusers", "sysusers.d"), ("systemd-tmpfiles", "tmpfiles.d")):
            done = run(tool, f"--root={self.root}", *(["--create"] if what == "tmpfiles.d" else []), self.root / "usr/lib" / what / "changlang.conf")
            self.assertEqual(done.returncode, 0, done.stderr)
        ids = {line.split(":")[0]: line.split(":") for line in (self.root / "etc/passwd").read_text().splitlines()}
        groups = {line.split(":")[0]: line.split(":") for line in (self.root / "etc/group").read_text().splitlines()}
        state = self.root / "var/lib/changlang"
        for name, owner in (("sync", "kiosk-sync"), ("display", "kiosk")):
            info = (state / name).stat()
            self.assertEqual((info.st_uid, info.st_gid), (int(ids[owner][2]), int(groups["kiosk"][2])))
            self.assertEqual(stat.S_IMODE(info.st_mode), 0o750)
        requests = (state / "display/requests").stat()
        self.assertEqual((requests.st_gid, stat.S_IMODE(requests.st_mode)), (int(groups["kiosk"][2]), 0o770))
        for group in ("video", "render", "input", "audio", "tty"):
            self.assertIn("kiosk", groups[group][3].split(","))
            self.assertNotIn("kiosk-sync", groups[group][3].split(","))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", required=True, type=pathlib.Path)
    PACKAGES = sorted(parser.parse_args().packages.resolve().glob("*.deb"))
    unittest.main(argv=sys.argv[:1])
