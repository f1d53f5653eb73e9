#!/usr/bin/env python3
"""Looks at the controls of a screen's dump as a hand would: are they large enough, on the stage, and in reach?

check_dump.py DUMP WIDTHxHEIGHT [--wheelchair] [--long-side MM] [--bottom-edge MM] [--not-on attract,...]

Rules: every control is at least 15 mm in both directions; what is seen of it is on the stage (in wheelchair mode the lower
band: see Look::stage in kiosk/ui/theme.cpp, computed here a second time); Home, Back and the languages are between 380 and
1,220 mm above the floor (EN 301 549 8.3.3.1); controls of one screen do not cover each other.
"""
import argparse
import pathlib
import sys

import display_run

SMALLEST_MM, LOW_MM, HIGH_MM = 15, 380, 1220


def options(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--wheelchair", action="store_true")
    parser.add_argument("--long-side", type=float, default=708)
    parser.add_argument("--bottom-edge", type=float)
    parser.add_argument("--not-on", default="attract")
    return parser.parse_args(arguments)


def stage(size, choice, px_per_mm, bottom_edge):
    if not choice.wheelchair:
        return 0, 0, size[0], size[1]
    height = min(max((1100 - bottom_edge) * px_per_mm, 220 * px_per_mm), size[1] * .7)
    return 0, size[1] - height, size[0], height


def problems(dump, size, choice):
    if dump.screen in choice.not_on.split(","):
        return
    px_per_mm = max(size) / choice.long_side
    bottom_edge = choice.bottom_edge if choice.bottom_edge is not None else 600 if size[1] > size[0] else 900
    least = SMALLEST_MM * px_per_mm - 1
    lies = stage(size, choice, px_per_mm, bottom_edge)
    seen = []
    for control in dump.controls:
        what = f'control "{control.label}" ({control.key})'
        if control.box[2] < least or control.box[3] < least:
            yield f"{what} is {control.box[2] / px_per_mm:.1f} x {control.box[3] / px_per_mm:.1f} mm; {SMALLEST_MM} mm is the least"
        box = dump.visible(control, size)
        if box[2] <= 0 or box[3] <= 0:
            if control.pane < 0:
                yield f"{what} is off the glass: {control.box}"
            continue
        if box[1] < lies[1] - 1 or box[1] + box[3] > lies[1] + lies[3] + 1 or (control.pane < 0 and box != control.box):
            yield f"{what} leaves the stage {tuple(round(n) for n in lies)}: {control.box}"
        if control.key in ("home", "back") or control.key.startswith("language "):
            low, high = (bottom_edge + (size[1] - y) / px_per_mm for y in (box[1] + box[3], box[1]))
            if low < LOW_MM or high > HIGH_MM:
                yield f"{what} is {low:.0f} to {high:.0f} mm above the floor, out of {LOW_MM} to {HIGH_MM}"
        for other, other_box in seen:
            both = display_run.meet(box, other_box)
            if both[2] > 1 and both[3] > 1 and (control.pane < 0) == (other.pane < 0) and not dump.screen == "countdown":
                yield f'{what} covers "{other.label}" ({other.key})'
        seen.append((control, box))
    if dump.screen not in ("home", "attract", "countdown") and not any(c.key == "home" for c in dump.controls):
        yield f"no way Home on screen {dump.screen}"


def main():
    dump = display_run.Dump(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = list(problems(dump, display_run.size_of(sys.argv[2]), options(sys.argv[3:])))
    for problem in found:
        print(f"{sys.argv[1]}: {problem}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
