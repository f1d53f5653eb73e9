#!/usr/bin/env python3
"""Touches every control of every screen and looks for dead ends.

crawl.py KIOSK SOURCE_DIR [--pack DIR] [--size 640x360] [--states 400]

Breadth first from attract: each state that is new is reached again by replaying, each of its controls is touched (after
dragging it into view), and what comes is looked at. From every screen the control Home must lead Home; the error card must
never come; each story of the pack must be found within 3 touches from attract. Language, text size, contrast and wheelchair
mode are touched on every screen, but what comes is not followed further.
"""
import collections
import pathlib
import re
import shutil
import sys
import tempfile
import tomllib

import display_run

COMFORT = ("language ", "text size", "contrast", "wheelchair")
DRAG_MM = 13  # beyond this a drag has begun
PAUSE = "wait 700"

State = collections.namedtuple("State", "touches actions dump")  # actions: script lines from attract


class Crawler:
    def __init__(self, kiosk, pack, size):
        self.kiosk, self.pack, self.size = kiosk, pack, size
        self.px_per_mm = max(size) / 708
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="changlang-crawl-"))
        self.problems, self.touched, self.runs = [], 0, 0
        self.screens, self.story_touches, self.known = collections.Counter(), {}, 0

    def play(self, script):
        self.runs += 1
        arguments = ["--headless", f"{self.size[0]}x{self.size[1]}", "--pack", self.pack, "--hz", "20"]
        done = display_run.run(self.kiosk, script, arguments, display_run.SHORT_VISITS + "slide_s = 60\n", 300, self.folder / str(self.runs))
        if done.status != 0:
            self.problems.append(f"kiosk ended with {done.status}: {done.errors}\nscript: {done.folder}/script.txt")
        return done

    def touch(self, dump, control):
        """Script lines that touch the middle of a control, dragging its pane first where it is not seen; None: never seen."""
        lines, (dx, dy) = [], (0, 0)
        if control.pane >= 0:
            pane, view = dump.panes[control.pane], dump.viewport(control.pane, self.size)
            axis = 0 if pane.axis == "horizontal" else 1
            box = dump.on_glass(control.box, control.pane)
            middle, low, high = box[axis] + box[axis + 2] / 2, view[axis], view[axis] + view[axis + 2]
            margin = min(20, view[axis + 2] / 4)
            away = 0 if low + margin <= middle <= high - margin else middle - (low + high) / 2
            start = DRAG_MM * self.px_per_mm
            room = view[axis + 2] - start - 8
            if room <= 10:
                return None
            while abs(away) > 1:
                by = max(-room, min(room, away))
                at = [view[0] + view[2] / 2, view[1] + view[3] / 2]
                at[axis] = high - 3 if by > 0 else low + 3
                sign = -1 if by > 0 else 1
                places = [tuple(at)]
                at[axis] += sign * start
                places.append(tuple(at))
                at[axis] -= by
                places.append(tuple(at))
                lines += [f"press 5 {places[0][0]:.1f} {places[0][1]:.1f}", "wait 20", f"move 5 {places[1][0]:.1f} {places[1][1]:.1f}", "wait 20",
                          f"move 5 {places[2][0]:.1f} {places[2][1]:.1f}", "wait 300", f"release 5 {places[2][0]:.1f} {places[2][1]:.1f}", "wait 400"]
                away -= by
                if axis == 0:
                    dx -= by
                else:
                    dy -= by
        box = dump.on_glass(control.box, control.pane)
        view = dump.viewport(control.pane, self.size)
        seen = display_run.meet((box[0] + dx, box[1] + dy, box[2], box[3]), view)
        if seen[2] < 1 or seen[3] < 1:
            return None
        return lines + [f"tap {seen[0] + seen[2] / 2:.1f} {seen[1] + seen[3] / 2:.1f}", PAUSE]

    def crawl(self, most):
        width, height = self.size
        begin = ["wait 500"]
        # Attract's controls lie over each other, so its two places are known: the band of the invitation, and the slide.
        band, slide = (begin + [f"tap {width / 2} {y}", PAUSE] for y in (height - 8, height / 3))
        queue, known = collections.deque(), set()
        self.follow(State(0, begin, None), [(None, band), (None, slide)], queue, known)
        while queue and len(known) <= most:
            state = queue.popleft()
            trips = []
            for control in state.dump.controls:
                action = self.touch(state.dump, control)
                if action is None:
                    self.problems.append(f'on {state.dump.screen} control "{control.label}" cannot be brought into view: {control.box}')
                else:
                    trips.append((control, state.actions + action))
            if state.dump.screen not in ("home", "attract") and not any(c.key == "home" and c.pane < 0 for c in state.dump.controls):
                self.problems.append(f"no way Home on {state.dump.screen}: {state.actions}")
            self.follow(state, trips, queue, known)
        self.known = len(known)

    def follow(self, state, trips, queue, known):
        for (control, actions), dump in self.look(trips):
            self.touched += 1
            label = control.label if control else "attract"
            if dump.screen == "error":
                self.problems.append(f'the error card came after "{label}": {actions}')
            if control and control.key == "home" and dump.screen != "home":
                self.problems.append(f'"{label}" on {state.dump.screen} led to {dump.screen}: {actions}')
            if control and control.key.startswith(COMFORT):
                if dump.screen != state.dump.screen:
                    self.problems.append(f'"{label}" led from {state.dump.screen} to {dump.screen}')
                continue
            if control and control.key.startswith("story ") and dump.screen == "story":
                self.story_touches.setdefault(control.label, state.touches + 1)
            identity = re.sub(r'"offset -?\d+"| hidden', "", dump.text)
            if identity in known:
                continue
            known.add(identity)
            self.screens[dump.screen] += 1
            queue.append(State(state.touches + 1, actions, dump))

    def look(self, trips):
        """Plays the trips in one run, each by a visitor of its own: between them the visit ends by itself."""
        script = []
        for number, (_, actions) in enumerate(trips):
            script += actions + [f"dump n{number}", "wait 27000", "expect screen attract"]
        done = self.play("\n".join(script) + "\n")
        found = []
        for number, trip in enumerate(trips):
            path = done.folder / "shots" / f"n{number}.txt"
            if path.exists():
                found.append((trip, display_run.Dump(path.read_text(encoding="utf-8"))))
        return found

    def judge(self):
        """Every story of the pack within three touches, every kind of screen seen."""
        for point in sorted((self.pack / "points").iterdir()):
            for story in tomllib.loads((point / "point.toml").read_text(encoding="utf-8"))["stories"]:
                front = (point / story / "story.zh-Hans.md").read_text(encoding="utf-8").split("+++")[1]
                title = tomllib.loads(front)["title"].replace("**", "")
                if self.story_touches.get(title, 99) > 3:
                    self.problems.append(f"story {point.name}/{story} takes {self.story_touches.get(title, 'no known number of')} touches")
        for screen in ("home", "point", "story", "about") + (("route",) if (self.pack / "routes").exists() else ()):
            if not self.screens[screen]:
                self.problems.append(f"screen {screen} was never reached")


def main():
    parser = display_run.parser(__doc__)
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--states", type=int, default=400)
    choice = display_run.choices(parser)
    crawler = Crawler(choice.kiosk, choice.pack, display_run.size_of(choice.size))
    crawler.crawl(choice.states)
    crawler.judge()
    print(f"{crawler.known} states, {crawler.touched} touches, screens {dict(crawler.screens)}, stories {crawler.story_touches}")
    for problem in crawler.problems:
        print(problem)
    if crawler.problems:
        print(f"kept: {crawler.folder}")
        return 1
    shutil.rmtree(crawler.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
