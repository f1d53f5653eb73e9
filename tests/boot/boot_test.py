#!/usr/bin/env python3
"""The packages on a bare Debian 12 with a real systemd, without a network: installed, booted, broken in every way that a box may break, upgraded,
removed.

    boot_test.py --packages FOLDER --trees FOLDER

The trees (a bare Debian 12, and one with what the packages depend on) are made once, from the network, and kept. Ends with 77, saying why, where this
machine does not allow it. SDL's offscreen driver stands for the panel and the lines about the terminal are left out: a namespace has neither.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from box import RECORD, SOURCE, STATE, WITHOUT_A_PANEL, Box, Disk, chroot, missing, say, with_dependencies

JOURNEY = SOURCE / "tests/boot/visit.txt"
DROP_INS = "etc/systemd/system"


def files_of(root):
    """Everything but what any installation of any package changes."""
    apart = re.compile(r"(var/lib/(dpkg|apt|systemd)|var/cache|var/log|etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|etc/\.pwd\.lock|srv|root|tmp|run|dev|proc|sys)")
    return {str(path.relative_to(root)) for path in root.rglob("*") if not apart.match(str(path.relative_to(root)))}


def drop_in(box, unit, name, text):
    folder = box.root / DROP_INS / f"{unit}.d"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    box.run("systemctl", "daemon-reload")


def take_away(box, unit, name):
    (box.root / DROP_INS / f"{unit}.d" / name).unlink()
    box.run("systemctl", "daemon-reload")


def shown(box, unit, *properties):
    told = dict(line.split("=", 1) for line in box.run("systemctl", "show", unit, *(f"-p{each}" for each in properties)).splitlines())
    return [told[each] for each in properties]


def pid(box):
    return int(shown(box, "kiosk", "MainPID")[0])


def within(box, what, condition, seconds):
    """Like `until`, looked at often, and says how long it took."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() < begin + seconds, f"not within {seconds} s: {what}\n{box.journal()}"
        time.sleep(0.05)
    say(f"{what}: {time.monotonic() - begin:.1f} s")


def is_up(box, other_than=0):
    state, main = shown(box, "kiosk", "ActiveState", "MainPID")
    return state == "active" and int(main) not in (0, other_than)


def install(root, packages):
    for package in packages:
        (root / "srv" / package.name).write_bytes(package.read_bytes())
    done = chroot(root, "dpkg", "-i", *("/srv/" + package.name for package in packages))
    assert done.returncode == 0, done.stdout + done.stderr
    # What `systemctl enable --now kiosk` is to a technician, before the first boot.
    done = chroot(root, "systemctl", "enable", "kiosk")
    assert done.returncode == 0, done.stdout + done.stderr
    for unit in ("kiosk.service", "kiosk-safe.service"):
        (root / DROP_INS / f"{unit}.d").mkdir(parents=True, exist_ok=True)
        (root / DROP_INS / f"{unit}.d/boot.conf").write_text(WITHOUT_A_PANEL)


def cold_start(box):
    box.until("the display is up, without a network", lambda: is_up(box), 20)
    log = box.run("journalctl", "-u", "kiosk", "-o", "short-unix", "--no-pager")
    times = {what: float(re.search(rf"^(\d+\.\d+) .*{what}", log, re.M)[1]) for what in ("Starting", "Started")}
    say(f"service start to the first frame of the exhibition: {times['Started'] - times['Starting']:.2f} s")
    for unit in ("kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer", "kiosk-sync.path"):
        assert box.run("systemctl", "is-active", unit) == "active", unit
    within(box, "its status says so", lambda: status(box).get("screen") == "attract" and status(box)["failure"] == "", 5)


def doctor(box):
    told = json.loads(box.run("kioskctl", "status", "--json"))
    assert told["display"]["screen"] == "attract" and told["display"]["active"] and told["display"]["restarts"] == 0, told
    done = json.loads(box.run("kioskctl", "doctor", "--json", check=False))
    for each in done["checks"]:
        if each["verdict"] != "OK":
            say(f"  {each['verdict']} {each['check']}: {each['seen']}")
    verdicts = {each["check"]: each for each in done["checks"]}
    for name in ("configuration", "fonts", "groups", "program", "display", "failures", "disk", "ports"):
        assert verdicts[name]["verdict"] == "OK", verdicts[name]
    assert verdicts["card, connector"]["verdict"] == "FAIL", "a namespace has none, and that is told"
    box.run("kioskctl", "support-bundle", "/srv/bundle.tar.gz")
    say("doctor, status and support-bundle know the box")


def journey(box):
    """As the box's own user, with the box's programs, libraries, fonts and content."""
    (box.root / "srv/journey.txt").write_text(JOURNEY.read_text())
    box.run("setpriv", "--reuid=kiosk", "--regid=kiosk", "--init-groups", "kiosk", "--headless", "640x360", "--script", "/srv/journey.txt")
    say("a journey through the installed exhibition")


def crash_and_hang(box):
    before = pid(box)
    os.kill(host_pid(box, before), 9)
    within(box, "after a crash it is back", lambda: is_up(box, before), 2 + 3)
    before = pid(box)
    os.kill(host_pid(box, before), 19)  # SIGSTOP
    within(box, "after a hang it is back", lambda: is_up(box, before), 6 + 3)
    left = sorted((box.root / RECORD).glob("blackbox-*.json"))
    assert len(left) == 2 and "screen=attract" in left[0].read_text(), "the last minutes of both are kept"


def host_pid(box, inner):
    """The number that this machine has for a process of the box."""
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        names = re.search(r"^NSpid:\s+(\d+)\s+(\d+)$", text, re.M)
        if names and int(names[2]) == inner and os.readlink(status.parent / "ns/pid") == os.readlink(f"/proc/{box.init()}/ns/pid"):
            return int(names[1])
    raise AssertionError(f"no process {inner} in the box")


def status(box):
    return box.json(f"{RECORD}/status.json") if box.has(f"{RECORD}/status.json") else {}


def wrong_settings(box):
    file = box.root / "etc/changlang/kiosk.toml"
    good = file.read_text()
    box.until("good settings are kept", lambda: box.has(f"{RECORD}/kiosk.toml.good"), 5)
    file.write_text(good.replace("rotation = 0", "rotation = 45"))
    box.run("systemctl", "restart", "kiosk")
    within(box, "with wrong settings the last good ones play", lambda: "rotation" in status(box)["settings"] and status(box)["screen"] == "attract", 10)
    assert box.said("kiosk", "[display] rotation: "), "and the journal says what is wrong"
    (box.root / RECORD / "kiosk.toml.good").unlink()
    box.run("systemctl", "restart", "kiosk")
    within(box, "without good ones the glass says what is wrong", lambda: status(box)["failure"] == "C-301", 10)
    before = pid(box)
    file.write_text(good)
    within(box, "mended, it starts by itself", lambda: is_up(box, before) and status(box)["failure"] == "", 10)


def record_unreadable(box):
    folder = box.root / RECORD
    mode = folder.stat()
    os.chown(folder, 0, 0)
    folder.chmod(0o700)
    drop_in(box, "kiosk.service", "state.conf", "[Service]\nStateDirectory=\n")  # else systemd would mend it at the start
    box.run("systemctl", "restart", "kiosk")
    assert is_up(box), box.journal()
    assert box.said("kiosk", "record"), "an unreadable record is told"
    say("without its own folder it plays all the same")
    take_away(box, "kiosk.service", "state.conf")
    os.chown(folder, mode.st_uid, mode.st_gid)
    folder.chmod(mode.st_mode & 0o777)
    box.run("systemctl", "restart", "kiosk")


def disk_full(box):
    """Of the display's own folder: a file system of its own with no byte left."""
    folder = "/" + RECORD
    box.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=750,uid=kiosk,gid=kiosk", "tmpfs", folder)
    box.run("sh", "-c", f"cat /dev/zero >{folder}/ballast || true")
    box.run("systemctl", "restart", "kiosk")
    assert is_up(box), box.journal()
    before = pid(box)
    os.kill(host_pid(box, before), 9)
    within(box, "with its disk full it plays, and comes back after a crash", lambda: is_up(box, before), 2 + 3)
    box.run("umount", "-l", folder)
    box.run("systemctl", "restart", "kiosk")


def sync_broken(box):
    before = pid(box)
    (box.root / "etc/changlang/root.json").write_text("{ not json")
    file = box.root / "etc/changlang/kiosk.toml"
    good = file.read_text()
    file.write_text(re.sub(r'(?m)^url = ""', 'url = "https://example.invalid/"', good))
    box.run("systemctl", "start", "kiosk-sync@once.service", check=False)
    assert shown(box, "kiosk-sync@once.service", "Result")[0] != "success"
    assert is_up(box) and pid(box) == before
    say("a broken sync leaves the display alone")
    file.write_text(good)
    (box.root / "etc/changlang/root.json").unlink()
    box.run("systemctl", "reset-failed")


def wrong_clock(box):
    before = pid(box)
    for year in ("1970-01-02", "2099-01-01"):
        box.run("systemctl", "stop", "kiosk")
        drop_in(box, "kiosk.service", "clock.conf", f"[Service]\nExecStart=\nExecStart=/usr/lib/changlang/start-display --config /etc/changlang/kiosk.toml --now {year}T10:00\n")
        box.run("systemctl", "start", "kiosk")
        assert is_up(box, before)
    take_away(box, "kiosk.service", "clock.conf")
    box.run("systemctl", "restart", "kiosk")
    say("with the clock in 1970 and in 2099 it plays")


def crash_loop(box):
    drop_in(box, "kiosk-safe.service", "soon.conf", "[Service]\nRuntimeMaxSec=3s\n")
    drop_in(box, "kiosk.service", "broken.conf", "[Service]\nExecStart=\nExecStart=/bin/false\n")
    box.run("systemctl", "restart", "kiosk", check=False)
    within(box, "after a crash loop the safe screen has the wall", lambda: shown(box, "kiosk-safe", "ActiveState")[0] == "active", 20)
    assert box.said("kiosk-safe", "C-401"), box.journal()
    take_away(box, "kiosk.service", "broken.conf")
    within(box, "the safe screen makes way, and the display is back", lambda: is_up(box, 1) and shown(box, "kiosk-safe", "ActiveState")[0] != "active", 20)
    take_away(box, "kiosk-safe.service", "soon.conf")


def another_version(package, scratch, version, program=None):
    """The same package under another version; with `program` in the place of the display."""
    folder = scratch / ("repacked-" + version)
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    control = folder / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", "Version: " + version, control.read_text()))
    (folder / "usr/share/changlang/version").write_text(version + "\n")
    if program:
        (folder / "usr/bin/kiosk").write_text(program)
    made = scratch / f"changlang_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "-b", "-Znone", folder, made], check=True, capture_output=True)
    return made


def upgrade(box, package):
    (box.root / "srv" / package.name).write_bytes(package.read_bytes())
    # Alone on this box: changlang-author asks for exactly its own version.
    box.run("dpkg", "-i", "/srv/" + package.name)


def updates(box, wall, scratch):
    box.run("dpkg", "--remove", "changlang-author")
    settings = box.root / "etc/changlang/kiosk.toml"
    settings.write_text(settings.read_text() + "# the technician's own line\n")
    before = pid(box)
    upgrade(box, another_version(wall, scratch, "9.1.0", "#!/bin/sh\necho no good >&2\nexit 1\n"))
    assert pid(box) == before and is_up(box), "an upgrade leaves the running display alone"
    assert settings.read_text().endswith("own line\n")
    say("an upgrade leaves the running display and the settings alone")
    box.run("systemctl", "restart", "kiosk", check=False)
    within(box, "a new version that does not stand gives way to the one before", lambda: is_up(box, before), 20)
    assert "previous/bin/kiosk" in os.readlink(f"/proc/{host_pid(box, pid(box))}/exe")
    assert box.said("kiosk", "version 9.1.0 was started 3 times and never stood five minutes"), box.journal()
    box.run("systemctl", "restart", "kiosk")
    assert "previous/bin/kiosk" in os.readlink(f"/proc/{host_pid(box, pid(box))}/exe"), "and is not tried again"

    upgrade(box, another_version(wall, scratch, "9.2.0"))
    box.run("systemctl", "restart", "kiosk")
    assert os.readlink(f"/proc/{host_pid(box, pid(box))}/exe") == "/usr/bin/kiosk", "the next version is"
    assert (box.root / RECORD / "program.trial").read_text() == "9.2.0 1\n"
    assert not box.has(f"{RECORD}/program.failed")
    say("the next version is on trial")


def leaves(box, before):
    box.run("dpkg", "--remove", "changlang")
    assert shown(box, "kiosk", "ActiveState")[0] == "inactive"
    assert box.has("etc/changlang/kiosk.toml") and box.has(STATE), "what is the box's own stays"
    for unit in ("kiosk.service", "kiosk-safe.service"):
        (box.root / DROP_INS / f"{unit}.d/boot.conf").unlink()
        (box.root / DROP_INS / f"{unit}.d").rmdir()
    box.run("dpkg", "--purge", "changlang")
    left = files_of(box.root) - before
    # What the first boot of any Debian makes.
    left = {path for path in left if not re.match(r"etc/(machine-id|\.updated|resolv\.conf|hostname)|var/(\.updated|lib/(dbus|private|polkit|misc)|tmp|spool|run)|boot\.sh|\.old", path)}
    assert not left, sorted(left)
    for name in ("passwd", "group"):
        assert "kiosk" not in (box.root / "etc" / name).read_text(), name
    say("removed and purged: nothing is left")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", required=True, type=pathlib.Path)
    parser.add_argument("--trees", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if why := missing():
        say(why + ": not run")
        return 77
    packages = sorted(arguments.packages.resolve().glob("changlang*.deb"))
    wall = next(package for package in packages if package.name.startswith("changlang_"))
    tree = with_dependencies(arguments.trees.resolve(), packages)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="changlang-boot-") as name, Disk(tree, pathlib.Path(name)) as root:
        before = files_of(root)
        install(root, packages)
        with Box(root) as box:
            cold_start(box)
            doctor(box)
            journey(box)
            crash_and_hang(box)
            wrong_settings(box)
            record_unreadable(box)
            disk_full(box)
            sync_broken(box)
            wrong_clock(box)
            crash_loop(box)
            updates(box, wall, pathlib.Path(name))
            leaves(box, before)
    say(f"all is as it should be, in {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
