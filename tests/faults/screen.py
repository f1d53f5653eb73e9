"""One kiosk as a test sees it: its state folder, `kioskctl sync` on it, and the five promises of kiosk/sync/STATE.md that hold whatever happens.

Broken is raised with a sentence where one of them does not hold.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sync"))
from museum import ENVIRONMENT  # noqa: E402

DONE, REFUSED, TRANSIENT, DISK_FULL, BUSY = 0, 1, 3, 4, 5


class Broken(AssertionError):
    pass


def expect(holds, says):
    if not holds:
        raise Broken(says)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_json(path):
    """Nothing where it is missing or cannot be read."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return None


class Screen:
    """`state` may lie elsewhere (a small disk); `around` are the home, the temporary and the working folder of every run: nothing may appear there."""

    def __init__(self, kioskctl, root, folder, state=None):
        self.kioskctl, self.folder = kioskctl, pathlib.Path(folder)
        self.state = pathlib.Path(state) if state else self.folder / "state"
        self.around = self.folder / "around"
        for name in ("home", "tmp", "here"):
            (self.around / name).mkdir(parents=True)
        self.root = self.around / "root.json"
        shutil.copy(root, self.root)
        self.versions, self.had = {}, set()
        self.damaged = set()  # SHA-256 of what a test has spoilt on the disk: a generation that is not current keeps it until it is gone back to
        self.outside = self._outside()

    def command(self, *words):
        return [str(word) for word in (self.kioskctl, "sync", *words, "--state", self.state, "--root", self.root)]

    def environment(self, more=None):
        return {**ENVIRONMENT, "HOME": str(self.around / "home"), "TMPDIR": str(self.around / "tmp"), **(more or {})}

    def run(self, *words, before=(), environment=None, timeout=100):
        return subprocess.run([*map(str, before), *self.command(*words)], capture_output=True, text=True, timeout=timeout, cwd=self.around / "here",
                              env=self.environment(environment))

    def sync(self, url, *more, **how):
        return self.run(url, "--tries", "1", *more, **how)

    def start(self, url, *more):
        """The same, not waited for."""
        return subprocess.Popen(self.command(url, "--tries", "1", *more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=self.around / "here", env=self.environment())

    def status(self):
        return json.loads(self.run("status", "--json").stdout)

    def current(self):
        return os.readlink(self.state / "current")

    def confirm(self):
        (self.state / "trial.json").unlink(missing_ok=True)

    def keep(self, name):
        """A copy of the state, hard links and all, for `go_back`."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        subprocess.run(["cp", "-a", self.state, self.folder / name], check=True)
        self.kept = {**getattr(self, "kept", {}), name: (dict(self.versions), set(self.had))}

    def go_back(self, name):
        shutil.rmtree(self.state, ignore_errors=True)
        subprocess.run(["cp", "-a", self.folder / name, self.state], check=True)
        self.versions, self.had = dict(self.kept[name][0]), set(self.kept[name][1])

    # The promises

    def judge(self, where):
        for promise in (self._blobs_are_their_names, self._current_is_whole, self._trust_never_goes_down, self._ways_back_survive, self._nothing_outside):
            try:
                promise()
            except Broken as broken:
                raise Broken(f"{broken} ({where})") from None

    def _blobs_are_their_names(self):
        for blob in (self.state / "blobs").rglob("*"):
            expect(blob.is_dir() or sha256(blob) == blob.name, f"I1: {blob.relative_to(self.state)} holds other bytes than its name says")

    def _whole(self, link, may_be_rotten=()):
        """The generation that `link` names is there with all of every pack, and nothing else."""
        target = os.readlink(self.state / link)
        expect(re.fullmatch(r"gen/[1-9][0-9]*", target), f"{link} names {target}")
        folder = self.state / target
        told = read_json(folder / "generation.json")
        expect(told and told.get("packs"), f"{target} has no readable generation.json")
        names = [f"{pack['owner']}/{pack['pack']}" for pack in told["packs"]]
        expect(read_json(folder / "packs.json") == {"packs": names}, f"{target}/packs.json is not what generation.json says")
        found = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()} - {"generation.json", "packs.json"}
        for name, pack in zip(names, told["packs"]):
            manifest = folder / "packs" / name / "manifest.json"
            expect(manifest.is_file(), f"{target} has no {name}/manifest.json")
            if pack["manifest_sha256"] not in may_be_rotten:
                expect(sha256(manifest) == pack["manifest_sha256"], f"{target}: the manifest of {name} is not the one that was signed")
            files = read_json(manifest)
            for file in files["files"] if files else ():
                path = manifest.parent / file["path"]
                expect(path.is_file(), f"{target} lacks {name}/{file['path']}")
                expect(file["sha256"] in may_be_rotten or sha256(path) == file["sha256"], f"{target}: {name}/{file['path']} holds other bytes")
                found.discard(str(path.relative_to(folder)))
            found.discard(str(manifest.relative_to(folder)))
            if not files:  # only where it may be rotten
                found = {path for path in found if not path.startswith(f"packs/{name}/")}
        expect(not found, f"{target} holds what nobody signed: {sorted(found)[:3]}")

    def _current_is_whole(self):
        if os.path.lexists(self.state / "current"):
            try:
                self._whole("current")
            except Broken as broken:
                raise Broken(f"I2: {broken}") from None

    def _ways_back_survive(self):
        for link in ("current", "previous"):
            there = os.path.lexists(self.state / link)
            expect(there or link not in self.had, f"I4: {link} is gone")
            if there:
                self.had.add(link)
        if "previous" in self.had:
            try:
                self._whole("previous", self.damaged)
            except Broken as broken:
                raise Broken(f"I4: previous: {broken}") from None

    def _trust_never_goes_down(self):
        trusted = {path.name: read_json(path) for path in (self.state / "trust").rglob("*.json") if path.name != "floor.json"}
        now = {name: document["signed"]["version"] for name, document in trusted.items() if document}
        if floor := read_json(self.state / "trust/floor.json"):
            now["floor"] = floor["time"]
        for name, version in self.versions.items():
            expect(name in now, f"I3: what was trusted of {name} (version {version}) is gone")
            expect(now[name] >= version, f"I3: {name} went from version {version} to {now[name]}")
        self.versions.update(now)

    def _outside(self):
        return {str(path): (info.st_mode, info.st_size, info.st_mtime_ns, info.st_nlink)
                for path in (self.around, *self.around.rglob("*")) for info in [path.lstat()]}

    def _nothing_outside(self):
        now = self._outside()
        changed = [path for path in {**now, **self.outside} if now.get(path) != self.outside.get(path)]
        expect(not changed, f"I5: changed outside the state folder: {changed[:3]}")
