"""A bare Debian 12 that boots: a folder for its disk, namespaces for the machine, a real systemd in it. Ended by its process id.

Needs root, a cgroup2 hierarchy that may be written, overlayfs and debootstrap; `missing()` says what is not there.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
STATE, RECORD = "var/lib/changlang/sync", "var/lib/changlang/display"
INCLUDED = "systemd,systemd-sysv,dbus,udev,iproute2,ca-certificates,python3-minimal,libpython3-stdlib"  # Python for what the tests run inside
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The terminal and the panel are what a namespace has not: SDL's offscreen driver stands for the panel.
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
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts ; mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx ; ln -s /proc/self/fd dev/fd
exec "$2" -c "$3"
"""
# The last step where this itself runs in a chroot too: setns(2) into its own mount namespace leaves that. From there on no file of the machine
# around it may be needed, hence one process of Python's. pivot_root(2), "pivot_root(".", ".")".
TAKE_ROOT = """import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def done(status):
    if status != 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
NEW_NAMESPACE, PRIVATE, DETACH = 0x20000, 1 << 18 | 1 << 14, 2
here = os.open(".", os.O_PATH)
done(libc.setns(os.open("/proc/self/ns/mnt", os.O_RDONLY), NEW_NAMESPACE))
done(libc.mount(b"none", b"/", None, PRIVATE, None))
os.fchdir(here)
done(libc.pivot_root(b".", b"."))
done(libc.umount2(b".", DETACH))
os.chdir("/")
os.execve("/lib/systemd/systemd", ["systemd", "--system", "--unit=multi-user.target"], {"container": "unshare", "PATH": "/usr/sbin:/usr/bin"})
"""


def say(text):
    print("boot:", text, flush=True)


def cgroup2():
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options = line.split()[:4]
        if kind == "cgroup2" and "rw" in options.split(",") and os.access(where, os.W_OK):
            return pathlib.Path(where)
    return None


def missing():
    if os.geteuid() != 0:
        return "needs root"
    if not cgroup2():
        return "there is no cgroup2 hierarchy that may be written"
    for tool in ("debootstrap", "unshare", "nsenter"):
        if not shutil.which(tool):
            return tool + " is not installed"
    if "\toverlay" not in pathlib.Path("/proc/filesystems").read_text():
        return "the kernel has no overlayfs"
    return None


def chroot(root, *command, network=True, timeout=900):
    return subprocess.run(["unshare", *([] if network else ["--net"]), "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={root}/proc", "chroot", root, "env", "-i", PATH, "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
                           *map(str, command)], capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)


def mirror():
    """The archive that this machine's own packages come from."""
    told = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"], capture_output=True, text=True, check=True)
    for line in told.stdout.splitlines():
        address, codename, component = line.split()
        if codename == "bookworm" and component == "main":
            return address
    raise SystemExit("boot: apt knows no archive of bookworm")


def bare(folder):
    """A minimal Debian 12 with systemd, in `folder`/bare; made once, from the network."""
    tree = folder / "bare"
    if (tree / "ready").exists() and (tree / "ready").read_text() == INCLUDED:
        return tree
    say("making a bare Debian 12, once")
    shutil.rmtree(tree, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["debootstrap", "--variant=minbase", "--include=" + INCLUDED, "bookworm", tree, mirror()],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    for name in ("sources.list", "sources.list.d", "apt.conf.d", "auth.conf.d", "preferences.d"):
        here, there = pathlib.Path("/etc/apt") / name, tree / "etc/apt" / name
        there.unlink(missing_ok=True) if there.is_file() else shutil.rmtree(there, ignore_errors=True)
        if here.is_dir():
            shutil.copytree(here, there)
        elif here.is_file():
            shutil.copy(here, there)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", tree / "etc/ssl/certs/ca-certificates.crt")
    (tree / "var/log/journal").mkdir(parents=True, exist_ok=True)
    (tree / "ready").write_text(INCLUDED)
    return tree


def with_dependencies(folder, packages):
    """The same with all that the packages depend on, but without them, in `folder`/dependencies; made again when they depend on something else."""
    wanted = INCLUDED + "\n" + "".join(subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout for package in packages)
    tree = folder / "dependencies"
    if (tree / "ready").exists() and (tree / "ready").read_text() == wanted:
        return tree
    base = bare(folder)
    say("bringing in what the packages depend on, once")
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", base, tree], check=True)
    (tree / "ready").unlink()
    for name in ("resolv.conf", "hosts"):
        if pathlib.Path("/etc", name).exists():
            shutil.copy("/etc/" + name, tree / "etc" / name)
    for package in packages:
        shutil.copy(package, tree / "srv")
    for command in (("apt-get", "-q", "update"), ("apt-get", "-q", "-y", "install", "--no-install-recommends", *("/srv/" + package.name for package in packages)),
                    ("apt-get", "-q", "-y", "purge", "changlang", "changlang-author"), ("apt-get", "clean")):
        done = chroot(tree, *command)
        assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}{done.stderr}"
    for package in packages:
        (tree / "srv" / package.name).unlink()
    (tree / "ready").write_text(wanted)
    return tree


class Disk:
    """with Disk(tree) as root: a folder that begins as the tree and is thrown away."""

    def __init__(self, tree, scratch):
        self.tree, self.scratch = pathlib.Path(tree).resolve(), pathlib.Path(scratch)

    def __enter__(self):
        for name in ("upper", "work", "root"):
            (self.scratch / name).mkdir(parents=True)
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={self.tree},upperdir={self.scratch}/upper,workdir={self.scratch}/work",
                        self.scratch / "root"], check=True)
        return self.scratch / "root"

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.scratch / "root"], check=True)


class Box:
    """A machine: `root` is its disk."""

    def __init__(self, root):
        self.root = root
        self.group = cgroup2() / f"changlang-boot-{os.getpid()}"

    def __enter__(self):
        self.group.mkdir()
        script = self.root.parent / "boot.sh"
        script.write_text(BOOT)

        def join():
            (self.group / "cgroup.procs").write_text(str(os.getpid()))

        self.unshare = subprocess.Popen(["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--cgroup", "sh", script, self.root, sys.executable, TAKE_ROOT],
                                        stdin=subprocess.DEVNULL, preexec_fn=join)
        children = pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children")
        try:
            self.until("systemd is up", lambda: children.read_text() and self.run("systemctl", "is-system-running", check=False) in ("running", "degraded"), 60)
        except BaseException:
            self.__exit__()
            raise
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
        # -r: the root of the machine's first process. Where this runs in a chroot itself, that of the mount namespace is another.
        done = subprocess.run(["nsenter", "-t", str(self.init()), "-r", "-w", "-m", "-p", "-u", "-i", "-C", "-n", "env", "-i", PATH, *map(str, command)],
                              capture_output=True, text=True, timeout=120)
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
