"""A touchscreen without a panel: Xorg with the dummy video driver and its inputtest driver, and fingers to put on it.

The server listens on a local socket only, keeps its configuration and log in a temporary folder, and ends with the test.
Needs the Debian packages xserver-xorg-core and xserver-xorg-video-dummy; `available()` says whether they are there.
Source of the messages: xorg/xf86-input-inputtest-protocol.h (xserver-xorg-dev), protocol 1.1; axes run from 0 to 65535.
"""
import ctypes
import os
import pathlib
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import time

SKIPPED = 77  # what ctest takes for "not run here"
MODULES = pathlib.Path("/usr/lib/xorg/modules")

CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "1280x720" 74.50 1280 1344 1472 1664 720 723 728 748
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1280x720"
    Virtual 1280 720
  EndSubSection
EndSection
{devices}
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
{used}
EndSection
"""

DEVICE = """
Section "InputDevice"
  Identifier "{name}"
  Driver "inputtest"
  Option "DeviceType" "Touch"
  Option "TouchCount" "10"
  Option "SocketPath" "{socket}"
EndSection
"""

CLIENT_VERSION, WAIT_FOR_SYNC, TOUCH = 0, 1, 6
BEGIN, UPDATE, END = 18, 19, 20  # XI_TouchBegin and its sisters
AXIS_MAX = 65535


def available():
    drivers = (MODULES / "drivers/dummy_drv.so", MODULES / "input/inputtest_drv.so")
    return bool(shutil.which("Xorg")) and all(driver.exists() for driver in drivers)


class Fingers:
    """The hand on one touch device. Places are fractions of the panel, 0..1."""

    def __init__(self, path):
        self.touch_path = path
        self.fingers = self._connect(path)

    def close(self):
        self.fingers.close()

    def _connect(self, path):
        fingers = socket.socket(socket.AF_UNIX)
        fingers.settimeout(10)
        end = time.monotonic() + 10
        while True:
            try:
                fingers.connect(str(path))
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                select.select([], [], [], .05)
        fingers.sendall(struct.pack("=IIHH", 12, CLIENT_VERSION, 1, 1))
        length, kind, major, _ = struct.unpack("=IIHH", fingers.recv(12))
        if (length, kind, major) != (12, 0, 1):
            raise RuntimeError("the inputtest driver speaks another protocol")
        return fingers

    def _touch(self, kind, finger, x, y):
        axes = [x * AXIS_MAX, y * AXIS_MAX] + [0.0] * 62
        header = struct.pack("=IIII", 1056, TOUCH, finger, kind)
        mask = struct.pack("=I8s4x", 0, b"\x03")  # axes 0 and 1 are given
        self.fingers.sendall(header + mask + struct.pack("=64d64d", *axes, *axes))
        self._sync()

    def _sync(self):
        """Waits until the server has taken what was sent."""
        self.fingers.sendall(struct.pack("=II", 8, WAIT_FOR_SYNC))
        self.fingers.recv(8)

    def down(self, finger, x, y):
        self._touch(BEGIN, finger, x, y)

    def move(self, finger, x, y):
        self._touch(UPDATE, finger, x, y)

    def up(self, finger, x, y):
        self._touch(END, finger, x, y)

    def tap(self, x, y, finger=0):
        self.down(finger, x, y)
        self.up(finger, x, y)

    def swipe(self, start, end, steps=20, finger=0, pause_s=0.01):
        self.down(finger, *start)
        for i in range(1, steps + 1):
            time.sleep(pause_s)
            self.move(finger, *(a + (b - a) * i / steps for a, b in zip(start, end)))
        self.up(finger, *end)

    def pinch(self, x, y, apart, steps=10, pause_s=0.01):
        """Two fingers that go from the middle to `apart` on both sides."""
        self.down(0, x - .01, y)
        self.down(1, x + .01, y)
        for i in range(1, steps + 1):
            time.sleep(pause_s)
            self.move(0, x - .01 - apart * i / steps, y)
            self.move(1, x + .01 + apart * i / steps, y)
        self.up(0, x - .01 - apart, y)
        self.up(1, x + .01 + apart, y)


class Glass:
    """The server and its touch devices; a finger on the glass itself is on the first of them."""

    width, height = 1280, 720

    def __init__(self, names=("glass",)):
        self.names, self.devices = names, {}
        self.folder = tempfile.TemporaryDirectory(prefix="changlang-xorg-")
        folder = pathlib.Path(self.folder.name)
        self.log = folder / "xorg.log"
        config = folder / "xorg.conf"
        sockets = {name: folder / f"touch{number}" for number, name in enumerate(names)}
        config.write_text(CONFIG.replace("{devices}", "".join(DEVICE.replace("{name}", name).replace("{socket}", str(path)) for name, path in sockets.items()))
                          .replace("{used}", "\n".join(f'  InputDevice "{name}" "SendCoreEvents"' for name in names)))
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xorg", "-displayfd", str(writing), "-config", str(config), "-logfile", str(self.log),
             "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            self.display = ":" + self._number(reading)
            self.devices = {name: Fingers(path) for name, path in sockets.items()}
        except BaseException:
            self.close()
            raise
        finally:
            os.close(reading)

    def _number(self, pipe):
        ready, _, _ = select.select([pipe], [], [], 30)
        number = os.read(pipe, 16).decode().strip() if ready else ""
        if not number:
            raise RuntimeError("Xorg did not start:\n" + (self.log.read_text() if self.log.exists() else "no log"))
        return number

    def environment(self, **more):
        """What a program needs in order to open its window here."""
        return {**os.environ, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11",
                "ASAN_OPTIONS": "detect_leaks=0",  # Mesa keeps some memory to its end
                **more}

    def __getattr__(self, name):
        if name in ("down", "move", "up", "tap", "swipe", "pinch"):
            return getattr(self.devices[self.names[0]], name)
        raise AttributeError(name)

    def set_enabled(self, enabled, device=None):
        """Takes the device (the first, where none is named) away from the server's clients, or gives it back, as a loose cable does."""
        x11, xi = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXi.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        x11.XSync.argtypes, x11.XCloseDisplay.argtypes = [ctypes.c_void_p, ctypes.c_int], [ctypes.c_void_p]
        xi.XIChangeProperty.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_int,
                                        ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        display = x11.XOpenDisplay(self.display.encode())
        if not display:
            raise RuntimeError("no connection to " + self.display)
        integer, replace = 19, 0  # XA_INTEGER, PropModeReplace
        name = x11.XInternAtom(display, b"Device Enabled", 1)
        xi.XIChangeProperty(display, self._device_id(device or self.names[0]), name, integer, 8, replace, bytes([enabled]), 1)
        x11.XSync(display, 0)
        x11.XCloseDisplay(display)
        fingers = self.devices[device or self.names[0]]
        fingers.close()  # the driver hangs up when its device goes
        if enabled:
            fingers.fingers = fingers._connect(fingers.touch_path)

    def pixel(self, x, y):
        """What the panel shows at this place: 0xRRGGBB."""
        x11 = ctypes.CDLL("libX11.so.6")
        for call, result, arguments in (
                (x11.XOpenDisplay, ctypes.c_void_p, [ctypes.c_char_p]),
                (x11.XDefaultRootWindow, ctypes.c_ulong, [ctypes.c_void_p]),
                (x11.XGetImage, ctypes.c_void_p,
                 [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_int] * 4 + [ctypes.c_ulong, ctypes.c_int]),
                (x11.XGetPixel, ctypes.c_ulong, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]),
                (x11.XDestroyImage, ctypes.c_int, [ctypes.c_void_p]),
                (x11.XCloseDisplay, ctypes.c_int, [ctypes.c_void_p])):
            call.restype, call.argtypes = result, arguments
        display = x11.XOpenDisplay(self.display.encode())
        if not display:
            raise RuntimeError("no connection to " + self.display)
        image = x11.XGetImage(display, x11.XDefaultRootWindow(display), x, y, 1, 1, 0xFFFFFFFF, 2)  # all planes, ZPixmap
        value = x11.XGetPixel(image, 0, 0) & 0xFFFFFF
        x11.XDestroyImage(image)
        x11.XCloseDisplay(display)
        return value

    def _device_id(self, device):
        line = next(l for l in self.log.read_text().splitlines() if f'"{device}" (type: TOUCHSCREEN, id ' in l)
        return int(line.rsplit("id ", 1)[1].rstrip(")"))

    def close(self):
        for fingers in self.devices.values():
            fingers.close()
        self.server.terminate()
        try:
            self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
