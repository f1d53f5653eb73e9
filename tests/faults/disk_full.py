"""A disk that is full: before an update, at any request of one, at any file it makes. What plays stays; with room again the next sync finishes.

The state lies on a tmpfs of its own, in a mount namespace of its own, and is given or denied room by remounting it.
"""
import os
import shutil
import subprocess
import sys

from line import Line
from screen import DISK_FULL, DONE, expect

INSIDE = "CHANGLANG_FAULTS_INSIDE"
ROOM = 300 << 20  # more than the reserve of 256 MiB that sync asks for
PAGE = 4096


def unshare():
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]


def missing():
    if not shutil.which("unshare"):
        return "unshare is not installed"
    tried = subprocess.run([*unshare(), "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    return None if tried.returncode == 0 else "mounting a file system of one's own is not allowed here"


def enter():
    """The same program once more, where it may mount."""
    if not os.environ.get(INSIDE):
        os.environ[INSIDE] = "1"
        os.execvp("unshare", [*unshare(), sys.executable, *sys.argv])


class Disk:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.mount(f"size={2 * ROOM}")

    def mount(self, options, *flags):
        subprocess.run(["mount", *flags, "-t", "tmpfs", "-o", options, "none", str(self.folder)], check=True, stderr=subprocess.DEVNULL)

    def leave(self, bytes_free=ROOM, files_free=None):
        while True:
            state = os.statvfs(self.folder)
            size = (state.f_blocks - state.f_bfree) * state.f_frsize + bytes_free
            files = state.f_files - state.f_ffree + files_free if files_free is not None else 1_000_000
            try:
                return self.mount(f"remount,size={max(PAGE, size // PAGE * PAGE)},nr_inodes={files}")
            except subprocess.CalledProcessError:  # a sync at work has taken the page meanwhile
                if bytes_free >= ROOM:
                    raise

    def files(self):
        state = os.statvfs(self.folder)
        return state.f_files - state.f_ffree

    def close(self):
        subprocess.run(["umount", str(self.folder)], check=True)


class Update:
    def __init__(self, bench, screen, disk, line):
        self.bench, self.screen, self.disk, self.line = bench, screen, disk, line

    def begin(self):
        self.disk.leave()
        self.screen.go_back("first")

    def count(self):
        """What a whole update asks for and makes: requests, files and links."""
        self.begin()
        before, self.line.requests = self.disk.files(), 0
        done = self.screen.sync(self.line.url)
        expect(done.returncode == DONE, done.stderr)
        return self.line.requests, self.disk.files() - before

    def run(self, where, must_fail=False):
        done = self.screen.sync(self.line.url)
        self.screen.judge(where)
        expect(done.returncode in ((DISK_FULL,) if must_fail else (DISK_FULL, DONE)), f"{where}: ended with {done.returncode}: {done.stderr}")
        full = done.returncode == DISK_FULL
        expect(full == (self.screen.current() == "gen/1"), f"{where}: ended with {done.returncode}, current is {self.screen.current()}")
        self.disk.leave()
        after = self.screen.sync(self.line.url)
        expect(after.returncode == DONE, f"{where}, with room again: {after.stderr}")
        self.screen.judge(f"{where}, with room again")
        expect(self.screen.current() != "gen/1", f"{where}: with room again nothing new came")
        return full


def run(bench):
    bench.shrink()
    disk = Disk(bench.folder / "disk")
    try:
        screen = bench.screen(disk.folder / "state")
        with bench.serve(bench.publish()) as server:
            done = screen.sync(server.url)
            expect(done.returncode == DONE, done.stderr)
        screen.confirm()
        screen.judge("before")
        screen.keep("first")
        # Another picture, that there is something to be written beside small files.
        picture = bench.source / "pictures/water.svg"
        picture.write_text(picture.read_text() + f"<!--{'another ' * 10000}-->\n")
        full = 0
        with bench.serve(bench.publish()) as server, Line(server.port, bench.numbers) as line:
            update = Update(bench, screen, disk, line)
            requests, files = update.count()
            levels = [0, PAGE, 64 << 10, 1 << 20] + [n * (256 << 20) // 100 for n in range(1, 100)]
            for free in bench.some(levels, 4):
                update.begin()
                disk.leave(free)
                full += update.run(f"{free} bytes free", must_fail=True)
            update.begin()
            disk.leave(64 << 10)
            full += update.run("64 KiB free", must_fail=True)
            for number, pages in bench.some([(number, pages) for number in range(1, requests + 1) for pages in (0, 1, 2, 5, 17)], 6):
                update.begin()
                line.requests = 0
                line.on_request = lambda n, at=number, left=pages: disk.leave(left * PAGE) if n == at else None
                full += update.run(f"full but {pages} pages since request {number} of {requests}")
                line.on_request = lambda n: None
            for left in bench.some(range(files), 6):
                update.begin()
                disk.leave(files_free=left)
                full += update.run(f"room for {left} of {files} files", must_fail=left < files // 2)
        return f"{full} times full, at {requests} requests and {files} files of an update: what played went on, the next sync with room finished"
    finally:
        disk.close()
