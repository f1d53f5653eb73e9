#!/usr/bin/env python3
"""The installed units under a real systemd, as their own users, in their own sandboxes: what systemd-analyze cannot see.

    units_walk.py --build build/release --tree FOLDER

Not part of ./check: it takes up to ten minutes, needs root, a cgroup2 hierarchy that may be written, `debootstrap`, and the network where FOLDER is not
there yet (it becomes a minimal Debian 12, some 700 MB). systemd is booted in a copy of it in namespaces of its own, without a network but its
loopback, and is ended by its process id. Display: SDL's offscreen driver; the lines about the terminal are left out, for there is none.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/sync"))
from museum import Museum  # noqa: E402
PACKAGES = ("systemd,systemd-sysv,dbus,udev,libsdl2-2.0-0,libsdl2-image-2.0-0,libsdl2-ttf-2.0-0,libharfbuzz0b,libfontconfig1,libmd4c0,libtomlplusplus3,"
            "libqrcodegencpp1,libmicrohttpd12,libcurl4,fonts-noto-cjk,fonts-lxgw-wenkai,libudev1,libegl1,libgles2,libgl1,libgl1-mesa-dri,ca-certificates,"
            "python3-minimal,libpython3-stdlib")
UNITS = ["kiosk.service", "kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer", "kiosk-sync.path"]
STATE, RECORD = "var/lib/changlang/sync", "var/lib/changlang/display"
WITHOUT_A_PANEL = """[Unit]
ConditionPathExists=
[Service]
TTYPath=
StandardInput=null
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
Environment=SDL_VIDEODRIVER=offscreen
"""
# pivot_root and not chroot: the kernel gives no user namespace (PrivateUsers=) to what was chrooted.
BOOT = """set -e
mount --make-rprivate / ; mount --bind "$1" "$1" ; cd "$1"
mount -t proc proc proc ; mount -t sysfs -o ro sysfs sys ; mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run ; mount -t tmpfs tmpfs tmp ; mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm .old
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts ; mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx ; ln -s /proc/self/fd dev/fd
pivot_root . .old ; umount -l /.old
exec env -i container=unshare PATH=/usr/sbin:/usr/bin /lib/systemd/systemd --system --unit=multi-user.target
"""
# What a unit's sandbox lets through: prints one line of JSON.
PROBE = """
import json, os, socket
def may(what):
    try: what(); return True
    except OSError: return False
def write(path):
    open(path, "w").close(); os.unlink(path)
print("PROBE " + json.dumps({
    "network": may(lambda: socket.create_connection(("127.0.0.1", 8000), 5).close()),
    "write": [p for p in ("/STATE/x", "/RECORD/x", "/RECORD/requests/x", "/var/lib/changlang/x", "/etc/changlang/x", "/usr/local/bin/x", "/dev/shm/x", "/run/x", "/root/x")
              if may(lambda: write(p))],
    "read": [p for p in ("/etc/changlang/kiosk.toml", "/STATE/notices.json", "/etc/shadow", "/proc/1/status", "/root/phrase") if may(lambda: open(p).read(1))]}))
""".replace("STATE", STATE).replace("RECORD", RECORD)


def say(text):
    print("units_walk:", text, flush=True)


def cgroup2():
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options = line.split()[:4]
        if kind == "cgroup2" and "rw" in options.split(","):
            return pathlib.Path(where)
    sys.exit("units_walk: there is no cgroup2 hierarchy that may be written")


class Box:
    """A machine: `root` is its disk."""

    def __init__(self, root):
        self.root = root
        self.group = cgroup2() / f"changlang-units-{os.getpid()}"

    def __enter__(self):
        self.group.mkdir()
        script = self.root.parent / "boot.sh"
        script.write_text(BOOT)

        def join():
            (self.group / "cgroup.procs").write_text(str(os.getpid()))

        self.unshare = subprocess.Popen(["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--cgroup", "sh", script, self.root],
                                        stdin=subprocess.DEVNULL, preexec_fn=join)
        children = pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children")
        self.until("systemd is up", lambda: children.read_text() and self.run("systemctl", "is-system-running", check=False) in ("running", "degraded"), 60)
        return self

    def __exit__(self, *_):
        init = self.init()
        os.kill(init, signal.SIGRTMIN + 4)  # power off
        try:
            self.unshare.wait(30)
        except subprocess.TimeoutExpired:
            os.kill(init, signal.SIGKILL)
            self.unshare.wait()
        for folder in sorted(self.group.glob("**/"), reverse=True):
            folder.rmdir()

    def init(self):
        return int(pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children").read_text().split()[0])

    def run(self, *command, check=True):
        done = subprocess.run(["nsenter", "-t", str(self.init()), "-m", "-p", "-u", "-i", "-C", "-n", "env", "-i",
                               "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", *command], capture_output=True, text=True, timeout=120)
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}{self.journal()}"
        return done.stdout.strip() if check else (done.stdout + done.stderr).strip()

    def until(self, what, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s: {what}\n{self.journal()}"
            time.sleep(0.5)
        say(what)

    def journal(self):
        return self.run("journalctl", "-b", "--no-pager", "-o", "short-precise", check=False)[-8000:]

    def said(self, unit, text):
        return text in self.run("journalctl", "-u", unit, "-o", "cat", "--no-pager")

    def has(self, path):
        return os.path.lexists(self.root / path)

    def json(self, path):
        return json.loads((self.root / path).read_text())

    def current(self):
        return os.readlink(self.root / STATE / "current") if self.has(f"{STATE}/current") else ""

    def running(self, field):
        """What the display's record says of the start that is running; None before it plays."""
        return (self.json(f"{RECORD}/starts.json")["running"] or {}).get(field)

    def timer(self, unit, lines):
        """As a technician changes a timer: a drop-in."""
        folder = self.root / f"etc/systemd/system/{unit}.d"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "walk.conf").write_text("[Timer]\n" + "\n".join(lines) + "\n")
        self.run("systemctl", "daemon-reload")
        self.run("systemctl", "restart", unit)


def publish(museum, pack, version):
    toml = pack / "pack.toml"
    toml.write_text("\n".join(f'version = "{version}"' if line.startswith("version = ") else line for line in toml.read_text().splitlines()) + "\n")
    museum.pack(pack)
    museum.publish()


def install(box, source):
    """As README.md says it to a technician."""
    box.run("sh", f"{source}/systemd/install.sh", f"{source}/build")
    box.run("install", "-m", "644", "/srv/museum/root.json", "/etc/changlang/root.json")
    box.run("sed", "-i", 's|^url = ""|url = "http://127.0.0.1:8000/"|', "/etc/changlang/kiosk.toml")
    folder = box.root / "etc/systemd/system/kiosk.service.d"
    folder.mkdir()
    (folder / "walk.conf").write_text(WITHOUT_A_PANEL)
    box.run("ip", "link", "set", "lo", "up", check=False)
    box.run("systemd-run", "-q", "--unit=museum", "kioskctl", "repo", "serve", "--repo", "/srv/museum/repo", "--port", "8000")
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "enable", "--now", *UNITS)


def content_arrives(box, museum, pack):
    # A minute after the start, and each box up to three later.
    box.until("the timer brings content", lambda: box.current() == "gen/1", 260)
    box.until("the display takes it", lambda: box.said("kiosk", "new content ready") or '"generation": 1' in (box.root / RECORD / "status.json").read_text(), 30)
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    box.until("its record names this start of the machine", lambda: box.running("boot") == boot, 30)
    box.until("after a minute of frames it is confirmed", lambda: not box.has(f"{STATE}/trial.json"), 120)
    assert box.said("kiosk-sync@apply-requests", "done: confirm generation 1")

    publish(museum, pack, "2")
    box.timer("kiosk-sync.timer", ["OnBootSec=", "OnUnitInactiveSec=", "OnActiveSec=1s", "OnUnitInactiveSec=10s", "RandomizedDelaySec=0", "AccuracySec=1s"])
    box.until("a second publication arrives", lambda: box.current() == "gen/2", 60)
    box.until("and is played", lambda: box.running("generation") == 2, 30)
    box.until("and is confirmed", lambda: not box.has(f"{STATE}/trial.json"), 120)

    museum.run("withdraw", "qingpu/zhujiajiao/fangsheng-bridge#2")
    withdrawn = time.time()
    box.until("a withdrawn line arrives", lambda: "fangsheng-bridge#2" in (box.root / STATE / "notices.json").read_text(), 90)
    box.until("the display has read it", lambda: box.run("journalctl", "-u", "kiosk", "-o", "cat", f"--since=@{withdrawn:.0f}", "-g", "notices read",
                                                         check=False).endswith("notices read"), 10)
    box.timer("kiosk-sync-scrub.timer", ["OnCalendar=", "OnCalendar=*:*:0/5", "RandomizedDelaySec=0", "AccuracySec=1s"])
    box.until("the disk is read again", lambda: box.said("kiosk-sync@scrub", "all as they were"), 30)


def requests_wait(box):
    """A request that cannot be done now is neither lost nor asked for in circles."""
    box.run("systemctl", "stop", "kiosk.service", "kiosk-sync.timer", "kiosk-sync-scrub.timer")
    with subprocess.Popen(["flock", box.root / STATE / "lock", "sleep", "5"]):
        time.sleep(0.5)
        box.run("setpriv", "--reuid=kiosk", "--regid=kiosk", "--clear-groups", "sh", "-c",
                f"echo '{{\"generation\":2}}' > /{RECORD}/requests/new; mv /{RECORD}/requests/new /{RECORD}/requests/confirm.json")
    assert box.said("kiosk-sync@apply-requests", "another sync is at work")
    box.until("what had to wait is done within a minute", lambda: not box.has(f"{RECORD}/requests/confirm.json"), 90)
    assert box.run("systemctl", "is-active", "kiosk-sync.path") == "active"
    box.run("systemctl", "start", "kiosk.service", "kiosk-sync.timer")


def crashes_go_back(box, museum, pack):
    publish(museum, pack, "3")
    box.until("a third publication is played", lambda: box.running("generation") == 3, 60)
    for restarts in ("1", "2"):
        box.run("systemctl", "kill", "--signal=KILL", "kiosk")
        back = {"ActiveState=active", "NRestarts=" + restarts}
        box.until("the display comes back", lambda b=back: set(box.run("systemctl", "show", "kiosk", "-p", "NRestarts,ActiveState").split()) == b, 30)
    box.until("two crashes, and the generation before is current", lambda: box.current() == "gen/2", 30)


def sandboxes_hold(box):
    (box.root / "usr/local/bin/probe.py").write_text(PROBE)
    expected = {
        "kiosk": {"network": False, "write": [f"/{RECORD}/x", f"/{RECORD}/requests/x", "/dev/shm/x"], "read": ["/etc/changlang/kiosk.toml", f"/{STATE}/notices.json"]},
        "kiosk-sync@": {"network": True, "write": [f"/{STATE}/x", f"/{RECORD}/requests/x"], "read": ["/etc/changlang/kiosk.toml", f"/{STATE}/notices.json"]},
    }
    for unit, right in expected.items():
        lines = [line for line in (SOURCE / f"systemd/{unit}.service").read_text().replace("%i", "probe").splitlines()
                 if not line.startswith(("TTY", "StandardInput", "Restart", "Watchdog", "Conflicts", "ConditionPathExists=/dev", "Type"))]
        text = "\n".join("Type=oneshot\nExecStart=/usr/bin/python3 /usr/local/bin/probe.py" if line.startswith("ExecStart=") else line for line in lines)
        name = "probe-" + unit.strip("@")
        (box.root / f"etc/systemd/system/{name}.service").write_text(text + "\n")
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "start", name)
        told = [line for line in box.run("journalctl", "-u", name, "-o", "cat", "--no-pager").splitlines() if line.startswith("PROBE ")]
        assert json.loads(told[-1][6:]) == right, f"{unit}: {told[-1]}\nnot {right}"
        say(f"{unit.strip('@')}: its sandbox is what it should be")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--tree", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    if not arguments.tree.exists():
        subprocess.run(["debootstrap", "--variant=minbase", "--include=" + PACKAGES, "bookworm", arguments.tree], check=True)
    with tempfile.TemporaryDirectory(prefix="changlang-units-") as name:
        root = pathlib.Path(name) / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", arguments.tree, root], check=True)
        source = root / "srv/source"
        source.mkdir()
        for folder in ("systemd", "assets", "content", "config"):
            shutil.copytree(SOURCE / folder, source / folder)
        shutil.copytree(build / "bin", source / "build/bin")
        (root / "root/phrase").write_text("root's own")
        (root / "var/log/journal").mkdir(exist_ok=True)
        museum = Museum(build / "bin/kioskctl", build / "bin/kioskctl-pack", root / "srv/museum")
        pack = root / "srv/pack"
        shutil.copytree(SOURCE / "content/qingpu", pack)
        publish(museum, pack, "1")
        with Box(root) as box:
            install(box, "/srv/source")
            content_arrives(box, museum, pack)
            sandboxes_hold(box)
            requests_wait(box)
            crashes_go_back(box, museum, pack)
            failed = box.run("systemctl", "list-units", "--failed", "--no-legend", "kiosk*")
            assert not failed, failed
    say("all is as the units promise")
    return 0


if __name__ == "__main__":
    sys.exit(main())
