#!/usr/bin/env python3
"""A whole machine with a screen, from power-on to the exhibition: the packages on a Debian 12 with its kernel, in QEMU, drawing through KMSDRM on
virtio-vga, touched through a touchscreen of the kernel's (uinput), which is pulled out and plugged in again; a stick with content is plugged in. Screen dumps are kept for a person to look at.

    panel_walk.py --packages build/packages --trees build/boot --shots FOLDER

Not part of ./check: it takes some minutes (the processor is emulated) and needs qemu-system-x86, e2fsprogs, dosfstools and mtools besides what boot_test.py needs.
"""
import argparse
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from PIL import Image, ImageChops, ImageStat

from box import Disk, chroot, missing, say, with_dependencies

DISK_GB = 4
BOOT_S, STEP_S = 240, 0.5
# In the guest: a touchscreen with two fingers (the kernel's multi-touch protocol B), which does what it is told on the second serial line.
TOUCHSCREEN = r"""
import fcntl, os, struct, subprocess, time
EV_SYN, EV_KEY, EV_ABS, BTN_TOUCH = 0, 1, 3, 0x14a
SLOT, X, Y, ID, ABS_X, ABS_Y = 0x2f, 0x35, 0x36, 0x39, 0, 1
MOST = 32767
def plug_in():
  fd = os.open("/dev/uinput", os.O_WRONLY)
  for request, value in ((0x40045564, EV_KEY), (0x40045564, EV_ABS), (0x40045565, BTN_TOUCH), (0x4004556e, 1),
                         *((0x40045567, axis) for axis in (SLOT, X, Y, ID, ABS_X, ABS_Y))):
    fcntl.ioctl(fd, request, value)
  most = [0] * 64
  for axis, value in ((SLOT, 1), (X, MOST), (Y, MOST), (ID, 65535), (ABS_X, MOST), (ABS_Y, MOST)):
    most[axis] = value
  os.write(fd, struct.pack("80sHHHHi", b"Walk Touchscreen", 3, 0x1234, 0x5678, 1, 0) + struct.pack("64i", *most) + struct.pack("192i", *[0] * 192))
  fcntl.ioctl(fd, 0x5501)
  return fd
fd = plug_in()
def put(*events):
    for kind, code, value in (*events, (EV_SYN, 0, 0)):
        os.write(fd, struct.pack("llHHi", 0, 0, kind, code, value))
line = os.open("/dev/ttyS1", os.O_RDWR | os.O_NOCTTY)
os.system("stty -F /dev/ttyS1 raw -echo")
os.write(line, b"ready\n")
said, number = b"", 0
while True:
    said += os.read(line, 100)
    while b"\n" in said:
        words, said = said.split(b"\n", 1)
        if words == b"pull out":
            fcntl.ioctl(fd, 0x5502)
            os.close(fd)
            os.write(line, b"done\n")
            continue
        if words == b"plug in":
            fd = plug_in()
            os.write(line, b"done\n")
            continue
        if words.startswith(b"!"):
            os.write(line, subprocess.run(words[1:], shell=True, capture_output=True).stdout + b"done\n")
            continue
        x, y = (int(float(word) * MOST) for word in words.split())
        number += 1
        put((EV_ABS, SLOT, 0), (EV_ABS, ID, number), (EV_ABS, X, x), (EV_ABS, Y, y), (EV_KEY, BTN_TOUCH, 1), (EV_ABS, ABS_X, x), (EV_ABS, ABS_Y, y))
        time.sleep(0.1)
        put((EV_ABS, SLOT, 0), (EV_ABS, ID, -1), (EV_KEY, BTN_TOUCH, 0))
        os.write(line, b"done\n")
"""
TOUCH_UNIT = """[Unit]
Before=kiosk.service
[Service]
ExecStartPre=-/sbin/modprobe uinput
ExecStart=/usr/bin/python3 /srv/touchscreen.py
[Install]
WantedBy=multi-user.target
"""


def with_kernel(folder, packages):
    base, tree = with_dependencies(folder, packages), folder / "kernel"
    if (tree / "ready").exists() and (tree / "ready").read_text() == (base / "ready").read_text():
        return tree
    say("bringing in a kernel, once")
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", base, tree], check=True)
    (tree / "ready").unlink()
    for command in (("apt-get", "-q", "update"), ("apt-get", "-q", "-y", "install", "--no-install-recommends", "linux-image-amd64", "initramfs-tools", "kmod", "zstd"), ("apt-get", "clean")):
        done = chroot(tree, *command)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    (tree / "ready").write_text((base / "ready").read_text())
    return tree


def make_disk(root, packages, image):
    for package in packages:
        (root / "srv" / package.name).write_bytes(package.read_bytes())
    (root / "srv/touchscreen.py").write_text(TOUCHSCREEN)
    (root / "etc/systemd/system/touchscreen.service").write_text(TOUCH_UNIT)
    (root / "etc/fstab").write_text("/dev/vda / ext4 defaults 0 1\n")
    for command in (("dpkg", "-i", *("/srv/" + package.name for package in packages)), ("systemctl", "enable", "kiosk", "touchscreen")):
        done = chroot(root, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", root, image, f"{DISK_GB}G"], check=True)


def still_after(machine, before, least, otherwise):
    """The picture that is unlike `before` by `least` and stands; a minute, because an emulated processor that shares a real one takes its time."""
    end, last = time.monotonic() + 60, before
    while True:
        assert time.monotonic() < end, otherwise
        time.sleep(1)
        picture = machine.picture()
        if unlike(before, picture) > least and unlike(last, picture) < 0.05:
            return picture
        last = picture


def unplug_panel(machine):
    """The kernel says of a connector what it is told to: nothing is plugged in, or look for yourself."""
    connector = "$(echo /sys/class/drm/card0-*/status)"
    before = machine.picture()
    machine.tell(f"!echo off >{connector}")
    time.sleep(5)
    machine.tell(f"!echo detect >{connector}")
    machine.tap(0.14, 0.96)
    still_after(machine, before, 0.2, "after its panel was out and in again the display shows nothing new")
    say("a panel that is unplugged and plugged in again goes on")
    machine.tell(f"!echo off >{connector}; systemctl restart --no-block kiosk")
    time.sleep(20)
    told = machine.tell("!systemctl show -P NRestarts -P ActiveState kiosk; cat /var/lib/changlang/display/status.json")
    assert "waiting for a display" in told and "activating" in told, told
    machine.tell(f"!echo detect >{connector}")
    end = time.monotonic() + 90
    while "screen=attract" not in told and '"attract"' not in told:
        assert time.monotonic() < end, told
        time.sleep(3)
        told = machine.tell("!cat /var/lib/changlang/display/status.json")
    while brightness(machine.picture()) <= 60:
        assert time.monotonic() < end, "it says that slides play, and the glass is dark"
        time.sleep(1)
    machine.keep("after-a-dark-start")
    say("started with its panel off, the display waits and takes it when it comes")


def make_stick(image):
    """FAT, as a curator's stick is: a file is enough to be seen."""
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", image], check=True, capture_output=True)
    (image.parent / "timestamp.json").write_text("{}\n")
    for command in (["mmd", "-i", image, "::metadata"], ["mcopy", "-i", image, image.parent / "timestamp.json", "::metadata/timestamp.json"]):
        subprocess.run(command, check=True)


def replug_touch(machine):
    machine.tell("pull out")
    time.sleep(4)
    machine.tell("plug in")
    time.sleep(6)
    before = machine.picture()
    machine.tap(0.065, 0.96)  # the first of the languages
    still_after(machine, before, 0.2, "the touchscreen that came back is not answered")
    say("a touchscreen that is pulled out and plugged in again is answered")


def plug_stick(machine, image):
    machine.order(f"drive_add 0 if=none,id=stick,format=raw,file={image}")
    machine.order("device_add usb-storage,id=stick,drive=stick,removable=on")
    end = time.monotonic() + 60
    while "timestamp.json" not in machine.tell("!setpriv --reuid=kiosk --regid=kiosk --init-groups ls /run/changlang-stick/metadata"):
        assert time.monotonic() < end, machine.tell("!journalctl -n 30 --no-pager")
        time.sleep(2)
    mounted = machine.tell("!grep changlang-stick /proc/self/mounts")
    assert all(word in mounted.split()[3].split(",") for word in ("ro", "nosuid", "nodev", "noexec")), mounted
    inside = machine.tell("!nsenter -t $(systemctl show -P MainPID kiosk) -m ls /run/changlang-stick/metadata")
    assert "timestamp.json" in inside, "the display does not see the stick: " + inside
    machine.order("device_del stick")
    end = time.monotonic() + 60
    while "changlang-stick" in machine.tell("!grep changlang-stick /proc/self/mounts"):
        assert time.monotonic() < end, "the stick's mount stays: " + mounted
        time.sleep(2)
    say("a stick is mounted read-only, the display sees it, and it goes when it is pulled out")


class Machine:
    """with Machine(...) as machine: powered on; ended by its process."""

    def __init__(self, scratch, root, image, shots):
        self.scratch, self.shots, self.began = scratch, shots, time.monotonic()
        boot = root / "boot"
        self.command = ["qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2G", "-nic", "none", "-display", "none",
                        "-device", "virtio-vga,xres=1280,yres=720", "-device", "qemu-xhci", "-drive", f"file={image},format=raw,if=virtio,cache=unsafe",
                        "-kernel", next(boot.glob("vmlinuz-*")), "-initrd", next(boot.glob("initrd.img-*")),
                        "-append", "root=/dev/vda rw quiet loglevel=3 vt.global_cursor_default=0 console=tty1 systemd.show_status=false",
                        "-serial", f"file:{scratch}/serial", "-serial", f"unix:{scratch}/touch,server,nowait", "-monitor", f"unix:{scratch}/monitor,server,nowait"]

    def __enter__(self):
        self.process = subprocess.Popen(list(map(str, self.command)), stdin=subprocess.DEVNULL)
        self.monitor, self.touch = self.connect("monitor"), self.connect("touch")
        self.said = b""
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def connect(self, name):
        for _ in range(200):
            try:
                line = socket.socket(socket.AF_UNIX)
                line.connect(f"{self.scratch}/{name}")
                line.settimeout(0.1)
                return line
            except OSError:
                time.sleep(0.05)
        raise AssertionError("QEMU does not start")

    def seconds(self):
        return time.monotonic() - self.began

    def order(self, text):
        self.monitor.sendall(text.encode() + b"\n")

    def picture(self):
        file = self.scratch / "dump.ppm"
        file.unlink(missing_ok=True)
        self.order(f"screendump {file}")
        for _ in range(200):
            time.sleep(0.02)
            try:
                picture = Image.open(file)
                picture.load()
                return picture
            except OSError:
                continue
        raise AssertionError("no screen dump")

    def keep(self, name, picture=None):
        (picture or self.picture()).save(self.shots / f"{name}.png")

    def hears(self, word, seconds):
        end = time.monotonic() + seconds
        while word not in self.said:
            assert time.monotonic() < end, f"the touchscreen does not say {word}"
            try:
                self.said += self.touch.recv(1000)
            except OSError:
                pass
        heard, self.said = self.said, b""
        return heard

    def tell(self, words):
        self.touch.sendall(words.encode() + b"\n")
        return self.hears(b"done\n", 30).decode()[:-5].strip()

    def tap(self, x, y):
        self.touch.sendall(f"{x} {y}\n".encode())
        self.hears(b"done", 20)


def brightness(picture):
    return sum(ImageStat.Stat(picture.convert("L")).mean)


def unlike(one, other):
    """Mean difference of the pixels, 0 to 255."""
    if one.size != other.size:
        return 255
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean)


def power_on(machine):
    """Until the exhibition; a picture whenever the glass changes."""
    last, seen = None, []
    while True:
        assert machine.seconds() < BOOT_S, "no exhibition; look at the pictures"
        picture = machine.picture()
        if last is None or unlike(last, picture) > 0.2:
            machine.keep(f"boot-{len(seen):02}-{machine.seconds():05.1f}s", picture)
            seen.append((machine.seconds(), brightness(picture)))
            last = picture
        if brightness(picture) > 60:  # the exhibition's paper; a console is nearly black
            say(f"the exhibition is on the glass after {machine.seconds():.0f} s of an emulated processor; the glass changed {len(seen)} times before: "
                + ", ".join(f"{at:.1f} s {light:.1f}" for at, light in seen))
            return
        time.sleep(STEP_S)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--packages", "--trees", "--shots"):
        parser.add_argument(name, required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if why := missing() or next((tool + " is not installed" for tool in ("qemu-system-x86_64", "mke2fs", "mkfs.vfat", "mcopy") if not shutil.which(tool)), None):
        sys.exit("panel_walk: " + why)
    packages = sorted(arguments.packages.resolve().glob("changlang*.deb"))
    tree = with_kernel(arguments.trees.resolve(), packages)
    arguments.shots.mkdir(parents=True, exist_ok=True)
    for old in arguments.shots.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="changlang-panel-") as name:
        scratch = pathlib.Path(name)
        image = scratch / "disk.img"
        with Disk(tree, scratch / "overlay") as root:
            make_disk(root, packages, image)
            with Machine(scratch, root, image, arguments.shots) as machine:
                power_on(machine)
                machine.hears(b"ready", 60)
                time.sleep(10)
                machine.keep("attract")
                slides = machine.picture()
                machine.tap(0.5, 0.96)
                home = still_after(machine, slides, 15, "a touch leads nowhere")
                machine.keep("home", home)
                machine.order("sendkey ctrl-alt-f2")
                time.sleep(5)
                machine.order("sendkey ctrl-alt-delete")
                time.sleep(5)
                still = machine.picture()
                machine.keep("home-after-keys", still)
                assert unlike(home, still) < 8, "keys took the exhibition from the glass"
                say("Ctrl+Alt+F2 and Ctrl+Alt+Delete change nothing")
                machine.tap(0.22, 0.96)
                machine.keep("home-english", still_after(machine, still, 0.2, "a touch after them is not answered"))
                replug_touch(machine)
                make_stick(scratch / "stick.img")
                plug_stick(machine, scratch / "stick.img")
                unplug_panel(machine)
    say(f"look at {arguments.shots}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
