#!/usr/bin/env python3
"""Units and install.sh, into a temporary root; systemd's own tools are the judges. Nothing of the running system is touched.

    install_test.py SOURCE_FOLDER
"""
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

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
SYSTEMD = SOURCE / "systemd"
UNITS = ["kiosk.service", "kiosk-sync@once.service", "kiosk-sync@notices.service", "kiosk-sync@apply-requests.service", "kiosk-sync@scrub.service",
         "kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer", "kiosk-sync.path"]
PROGRAMS = ["kiosk", "kioskctl", "kioskctl-pack"]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)


class InstallTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="changlang-install-")
        self.addCleanup(self.folder.cleanup)
        base = pathlib.Path(self.folder.name)
        self.build, self.root = base / "build", base / "root"
        (self.build / "bin").mkdir(parents=True)
        for name in PROGRAMS:
            (self.build / "bin" / name).write_text("#!/bin/sh\necho first\n")
            (self.build / "bin" / name).chmod(0o755)

    def install(self):
        done = run(SYSTEMD / "install.sh", self.build, "--root", self.root)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def verify(self):
        """systemd-analyze says what it ignores on standard error and still ends with 0: both must be clean."""
        shutil.copytree("/lib/systemd/system", self.root / "usr/lib/systemd/system", symlinks=True, dirs_exist_ok=True)
        done = run("systemd-analyze", "verify", "--root", self.root, *UNITS)
        return done.returncode, done.stdout + done.stderr

    def test_units_are_valid_where_they_are_installed(self):
        self.install()
        self.assertEqual(self.verify(), (0, ""))

    def test_a_wrong_directive_is_noticed_by_this_test(self):
        self.install()
        unit = self.root / "usr/local/lib/systemd/system/kiosk.service"
        unit.write_text(unit.read_text().replace("WatchdogSec=4s", "WatchdogSec=4 frames"))
        self.assertIn("4 frames", self.verify()[1])

    def test_sandboxes_are_tight(self):
        for unit, threshold in (("kiosk.service", 15), ("kiosk-sync@.service", 15)):
            done = run("systemd-analyze", "security", "--offline=true", f"--threshold={threshold}", SYSTEMD / unit)
            self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)

    def settings(self, *files):
        """key → values of unit files as they are installed, in order; an empty value takes away those before it."""
        self.install()
        found = {}
        for file in files:
            for line in (self.root / "usr/local/lib/systemd/system" / file).read_text().splitlines():
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
        for line in ("Type=notify", "WatchdogSec=4s", "Restart=always", "RestartSec=500ms", "StartLimitIntervalSec=0"):
            self.assertRegex(text, rf"(?m)^{re.escape(line)}$")

    def test_second_run_brings_new_programs_and_changes_nothing_else(self):
        self.install()
        (self.build / "bin" / "kiosk").write_text("#!/bin/sh\necho second\n")
        before = self.listing()
        self.install()
        self.assertEqual(run(self.root / "usr/local/bin/kiosk").stdout, "second\n")
        self.assertEqual(self.listing(), before)

    def test_edited_configuration_is_kept(self):
        self.install()
        edited = self.root / "etc/changlang/kiosk.toml"
        edited.write_text("# mine\n")
        self.install()
        self.assertEqual(edited.read_text(), "# mine\n")
        self.assertNotEqual((self.root / "etc/changlang/kiosk.toml.dist").read_text(), "# mine\n")

    def test_installed_configuration_says_where_sync_lays_content(self):
        self.install()
        config = tomllib.loads((self.root / "etc/changlang/kiosk.toml").read_text())
        self.assertEqual([config["display"]["record"], config["sync"]["state"]], ["/var/lib/changlang/display", "/var/lib/changlang/sync"])

    def test_display_can_read_what_sync_writes_and_not_the_other_way(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to give folders away")
        self.install()
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
        config = (state.parents[2] / "etc/changlang/kiosk.toml").stat()
        self.assertEqual((stat.S_IMODE(config.st_mode), config.st_gid), (0o640, int(groups["kiosk"][2])))

    def test_data_comes_along_and_what_is_gone_goes(self):
        self.install()
        share = self.root / "usr/local/share/changlang"
        self.assertTrue((share / "content/qingpu/pack.toml").is_file())
        (share / "content/stale.txt").write_text("from an older version")
        self.install()
        self.assertFalse((share / "content/stale.txt").exists())

    def test_nothing_is_installed_from_half_a_build(self):
        (self.build / "bin" / "kioskctl").unlink()
        done = run(SYSTEMD / "install.sh", self.build, "--root", self.root)
        self.assertEqual(done.returncode, 1)
        self.assertIn("kioskctl", done.stderr)
        self.assertFalse((self.root / "usr").exists())

    def listing(self):
        return sorted((str(p.relative_to(self.root)), p.lstat().st_mode) for p in self.root.rglob("*"))


if __name__ == "__main__":
    for tool in ("systemd-analyze", "systemd-sysusers", "systemd-tmpfiles"):
        if not shutil.which(tool):
            print(tool, "is not installed: not run")
            sys.exit(77)
    unittest.main()
