"""Runs the display headless with a script and reads what it left: dumps, pictures, figures. Standard library only."""
import argparse
import collections
import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import zlib

Control = collections.namedtuple("Control", "key label box pane selected")
Pane = collections.namedtuple("Pane", "axis box parent offset")
Run = collections.namedtuple("Run", "status errors folder stats")

# kiosk.toml, [times] last: a visitor who stops touching is gone within half a minute; screens change without motion.
SHORT_VISITS = "[display]\ncalm = true\n[times]\nidle_s = 20\nidle_long_page_s = 20\ncountdown_s = 5\n"

LINE = re.compile(r'^(\S+) (-?\d+),(-?\d+) (\d+)x(\d+)(?: in (\d+))?(?: hidden)?(?: "(.*)")?$')


class Dump:
    """A screen's tree as the script action `dump` writes it."""

    def __init__(self, text):
        self.text, self.controls, self.panes, self.items = text, [], [], []
        lines = text.splitlines()
        self.screen = lines[0].removeprefix("screen ")
        for line in lines[1:]:
            found = LINE.match(line)
            if not found:
                continue  # line breaks of the text above
            kind, words = found[1], found[7] or ""
            box = tuple(int(n) for n in found.group(2, 3, 4, 5))
            pane = int(found[6]) if found[6] else -1
            if kind.startswith("pane-"):
                self.panes.append(Pane(kind.removeprefix("pane-"), box, pane, int(words.removeprefix("offset "))))
            elif kind.startswith("control"):
                key, _, label = words.partition(" | ")
                self.controls.append(Control(key, label, box, pane, kind == "control-selected"))
            else:
                self.items.append((kind, box, pane, words))

    def scroll(self, pane):
        x = y = 0
        while pane >= 0:
            p = self.panes[pane]
            if p.axis == "horizontal":
                x -= p.offset
            else:
                y -= p.offset
            pane = p.parent
        return x, y

    def on_glass(self, box, pane):
        x, y = self.scroll(pane)
        return box[0] + x, box[1] + y, box[2], box[3]

    def viewport(self, pane, size):
        """The part of the glass through which a pane is seen."""
        seen = (0, 0) + tuple(size)
        while pane >= 0:
            seen = meet(seen, self.on_glass(self.panes[pane].box, self.panes[pane].parent))
            pane = self.panes[pane].parent
        return seen

    def visible(self, control, size):
        return meet(self.on_glass(control.box, control.pane), self.viewport(control.pane, size))


def meet(a, b):
    left, top = max(a[0], b[0]), max(a[1], b[1])
    return left, top, max(0, min(a[0] + a[2], b[0] + b[2]) - left), max(0, min(a[1] + a[3], b[1] + b[3]) - top)


def size_of(text):
    width, height = text.split("x")
    return int(width), int(height)


def parser(about):
    """Arguments of a program that plays with one kiosk and one pack; the caller adds its own and reads them with `choices`."""
    arguments = argparse.ArgumentParser(description=about)
    arguments.add_argument("kiosk", type=pathlib.Path)
    arguments.add_argument("source", type=pathlib.Path)
    arguments.add_argument("--pack", type=pathlib.Path, help="tests/packs/good where none is given")
    return arguments


def choices(arguments):
    chosen = arguments.parse_args()
    chosen.pack = chosen.pack or chosen.source / "tests/packs/good"
    return chosen


def run(kiosk, script, arguments=(), config="", timeout=120, folder=None):
    """Plays `script` (text); dumps and pictures lie in the folder of the answer, which the caller removes or keeps."""
    folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="changlang-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "script.txt").write_text(script, encoding="utf-8")
    (folder / "kiosk.toml").write_text(config, encoding="utf-8")
    command = [str(kiosk), "--config", folder / "kiosk.toml", "--script", folder / "script.txt", "--shots", folder / "shots", "--stats", folder / "stats.json"]
    done = subprocess.run([str(c) for c in command] + [str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
                          env=dict(os.environ, NOTIFY_SOCKET=""))
    stats = folder / "stats.json"
    return Run(done.returncode, done.stdout.decode("utf-8", "replace"), folder, json.loads(stats.read_text()) if stats.exists() else {})


def dump(run_, name):
    return Dump((run_.folder / "shots" / f"{name}.txt").read_text(encoding="utf-8"))


def read_png(path):
    """Width, height and rows of RGB bytes of an 8-bit RGB or RGBA picture without interlace."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + length])
            assert depth == 8 and colour in (2, 6) and interlace == 0, (depth, colour, interlace)
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    step = 3 if colour == 2 else 4
    raw, rows, before = zlib.decompress(packed), [], bytearray(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        row = bytearray(raw[start + 1:start + 1 + width * step])
        unfilter(raw[start], row, before, step)
        before = row
        if step == 3:
            rows.append(bytes(row))
        else:
            rgb = bytearray(width * 3)
            for channel in range(3):
                rgb[channel::3] = row[channel::4]
            rows.append(bytes(rgb))
    return width, height, rows


def unfilter(kind, row, before, step):
    n = len(row)
    if kind == 1:
        for i in range(step, n):
            row[i] = (row[i] + row[i - step]) & 255
    elif kind == 2:
        for i in range(n):
            row[i] = (row[i] + before[i]) & 255
    elif kind == 3:
        for i in range(n):
            row[i] = (row[i] + (((row[i - step] if i >= step else 0) + before[i]) >> 1)) & 255
    elif kind == 4:
        for i in range(n):
            a, b, c = (row[i - step] if i >= step else 0), before[i], (before[i - step] if i >= step else 0)
            p = a + b - c
            pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
            row[i] = (row[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
