#!/usr/bin/env python3
"""The installed units with content that arrives, as their own users, in their own sandboxes: what systemd-analyze cannot see.

    units_walk.py --build build/release --packages build/packages --trees build/boot

Not part of ./check: it takes up to ten minutes. The machine is that of boot_test.py.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from box import RECORD, SOURCE, STATE, Box, Disk, missing, say, with_dependencies
from boot_test import install

sys.path.insert(0, str(SOURCE / "tests/sync"))
from museum import Museum  # noqa: E402

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
    "write": [p for p in ("/STATE/x", "/RECORD/x", "/RECORD/requests/x", "/var/lib/changlang/x", "/etc/changlang/x", "/usr/bin/x", "/dev/shm/x", "/run/x", "/root/x")
              if may(lambda: write(p))],
    "read": [p for p in ("/etc/changlang/kiosk.toml", "/STATE/notices.json", "/etc/shadow", "/proc/1/status", "/root/phrase") if may(lambda: open(p).read(1))]}))
""".replace("STATE", STATE).replace("RECORD", RECORD)


def publish(museum, pack, version):
    toml = pack / "pack.toml"
    toml.write_text("\n".join(f'version = "{version}"' if line.startswith("version = ") else line for line in toml.read_text().splitlines()) + "\n")
    museum.pack(pack)
    museum.publish()


def set_up(box):
    """As README.md says it to a technician."""
    box.run("install", "-m", "644", "/srv/museum/root.json", "/etc/changlang/root.json")
    box.run("sed", "-i", 's|^url = ""|url = "http://127.0.0.1:8000/"|', "/etc/changlang/kiosk.toml")
    box.run("ip", "link", "set", "lo", "up", check=False)
    box.run("systemd-run", "-q", "--unit=museum", "kioskctl", "repo", "serve", "--repo", "/srv/museum/repo", "--port", "8000")
    box.run("systemctl", "restart", "kiosk.service", "kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer", "kiosk-sync.path")


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
    (box.root / "srv/probe.py").write_text(PROBE)
    expected = {
        "kiosk": {"network": False, "write": [f"/{RECORD}/x", f"/{RECORD}/requests/x", "/dev/shm/x"], "read": ["/etc/changlang/kiosk.toml", f"/{STATE}/notices.json"]},
        "kiosk-sync@": {"network": True, "write": [f"/{STATE}/x", f"/{RECORD}/requests/x"], "read": ["/etc/changlang/kiosk.toml", f"/{STATE}/notices.json"]},
    }
    for unit, right in expected.items():
        lines = [line for line in (SOURCE / f"systemd/{unit}.service").read_text().replace("%i", "probe").splitlines()
                 if not line.startswith(("TTY", "StandardInput", "Restart", "Watchdog", "Conflicts", "ConditionPathExists=/dev", "Type"))]
        text = "\n".join("Type=oneshot\nExecStart=/usr/bin/python3 /srv/probe.py" if line.startswith("ExecStart=") else line for line in lines)
        name = "probe-" + unit.strip("@")
        (box.root / f"etc/systemd/system/{name}.service").write_text(text + "\n")
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "start", name)
        told = [line for line in box.run("journalctl", "-u", name, "-o", "cat", "--no-pager").splitlines() if line.startswith("PROBE ")]
        assert json.loads(told[-1][6:]) == right, f"{unit}: {told[-1]}\nnot {right}"
        say(f"{unit.strip('@')}: its sandbox is what it should be")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--build", "--packages", "--trees"):
        parser.add_argument(name, required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if why := missing():
        sys.exit("units_walk: " + why)
    build = arguments.build.resolve()
    packages = sorted(arguments.packages.resolve().glob("changlang*.deb"))
    tree = with_dependencies(arguments.trees.resolve(), packages)
    with tempfile.TemporaryDirectory(prefix="changlang-units-") as name, Disk(tree, pathlib.Path(name)) as root:
        install(root, packages)
        (root / "root/phrase").write_text("root's own")
        museum = Museum(build / "bin/kioskctl", build / "bin/kioskctl-pack", root / "srv/museum")
        pack = root / "srv/pack"
        shutil.copytree(SOURCE / "content/qingpu", pack)
        publish(museum, pack, "1")
        with Box(root) as box:
            set_up(box)
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
