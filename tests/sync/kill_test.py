#!/usr/bin/env python3
"""kioskctl on a real disk, killed and refused by the kernel at its n-th system call (strace -e inject): old or new stays, whole, and the next run finishes.

    kill_test.py --kioskctl PROGRAM --pack-tool PROGRAM --pack FOLDER [--each N]

Of each kind of call N are hit, spread over all that one update makes, and every one of those that switch; --each 0: every single one (hours).
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from museum import ENVIRONMENT, Museum  # noqa: E402

KILLS = ["openat2", "write", "fsync", "syncfs", "renameat", "symlinkat", "linkat", "unlinkat", "mkdirat", "fchmod"]
SWITCHES = ["renameat", "symlinkat"]  # a dozen
ERRORS = [("write", "ENOSPC"), ("write", "EIO"), ("fsync", "EIO"), ("syncfs", "EIO"), ("renameat", "EROFS"), ("openat2", "EMFILE"), ("linkat", "EMLINK")]


class Update:
    def __init__(self, arguments, folder):
        self.kioskctl, self.folder, self.state = arguments.kioskctl, folder, folder / "state"
        source = folder / "source"
        shutil.copytree(arguments.pack, source)
        museum = Museum(arguments.kioskctl, arguments.pack_tool, folder / "museum")
        museum.pack(source)
        museum.publish()
        self.root, self.old, self.new = museum.root, folder / "old", folder / "new"
        shutil.copytree(museum.repo, self.old)
        for name in ("names.toml", "pack.toml"):
            (source / name).write_text((source / name).read_text() + "\n# changed\n")
        museum.pack(source)
        museum.publish()
        shutil.copytree(museum.repo, self.new)
        done = self.run(self.old)
        assert done.returncode == 0, done.stderr
        (self.state / "trial.json").unlink()  # confirmed
        subprocess.run(["cp", "-a", self.state, folder / "fresh"], check=True)

    def run(self, stick, *before):
        return subprocess.run([str(part) for part in (*before, self.kioskctl, "sync", "import", stick, "--state", self.state, "--root", self.root)],
                              capture_output=True, text=True, timeout=100, env=ENVIRONMENT)

    def begin(self):
        shutil.rmtree(self.state)
        subprocess.run(["cp", "-a", self.folder / "fresh", self.state], check=True)

    def count(self):
        """How often an update makes each call."""
        self.begin()
        log = self.folder / "calls"
        done = self.run(self.new, "strace", "-f", "-c", "-o", log, "-e", "trace=" + ",".join(set(KILLS)))
        assert done.returncode == 0, done.stderr
        return {line.split()[-1]: int(line.split()[3]) for line in log.read_text().splitlines() if re.match(r"\s*\d", line) and line.split()[-1] in KILLS}

    def judge(self, where):
        """`current` names a generation of which every file is what its manifest says; true where it is the new one."""
        target = os.readlink(self.state / "current")
        pack = self.state / target / "packs/qingpu/qingpu"
        for file in json.loads((pack / "manifest.json").read_text())["files"]:
            assert hashlib.sha256((pack / file["path"]).read_bytes()).hexdigest() == file["sha256"], f"{file['path']} {where}"
        for blob in (self.state / "blobs").rglob("*"):
            assert blob.is_dir() or hashlib.sha256(blob.read_bytes()).hexdigest() == blob.name, f"{blob} {where}"
        new = target != "gen/1"
        if new:
            assert json.loads((self.state / "trial.json").read_text()) == {"generation": int(target[4:]), "previous": 1}, where
            assert os.readlink(self.state / "previous") == "gen/1", where
        return new

    def hit(self, call, fault, n):
        self.begin()
        where = f"at {call} number {n}, {fault}"
        done = self.run(self.new, "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}")
        new = self.judge(where)
        if fault != "signal=KILL":
            assert done.returncode in (0, 1, 3, 4), f"{where}: ended with {done.returncode}: {done.stderr}"
            assert (done.returncode == 0) <= new, f"{where}: says that it is done"
            assert done.returncode == 0 or done.stderr.count("\n") == 1, done.stderr
        after = self.run(self.new)
        assert after.returncode == 0, f"{where}: the next run says {after.stderr}"
        assert self.judge(where), where


def spread(total, each):
    return range(1, total + 1) if each == 0 else sorted({1 + i * (total - 1) // max(1, each - 1) for i in range(min(each, total))})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kioskctl", required=True)
    parser.add_argument("--pack-tool", required=True)
    parser.add_argument("--pack", required=True, type=pathlib.Path)
    parser.add_argument("--each", type=int, default=3)
    arguments = parser.parse_args()
    if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        print("kill_test: strace is not installed, or may not trace here: not run")
        return 77
    with tempfile.TemporaryDirectory(prefix="changlang-kill-") as name:
        update = Update(arguments, pathlib.Path(name))
        calls = update.count()
        assert set(calls) == set(KILLS), f"an update makes other calls than this test hits: {calls}"
        hits = [(call, "signal=KILL", n) for call in KILLS for n in spread(calls[call], 0 if call in SWITCHES else arguments.each)]
        hits += [(call, f"error={error}", n) for call, error in ERRORS for n in spread(calls[call], arguments.each)]
        for hit in hits:
            update.hit(*hit)
        print(f"kill_test: {len(hits)} hits among {sum(calls.values())} calls; old or new was whole after each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
