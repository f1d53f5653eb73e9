#!/usr/bin/env python3
"""Touches without sense: four fingers go down, wander and lift anywhere; the display must bear it and come to rest.

random_touches.py KIOSK SOURCE_DIR [--events 100000] [--seed 1] [--pack DIR] [--write FILE]

8 events a step at 640x360 and 10 steps a second: more contacts in 100 ms would be a palm, which is ignored. Some touches aim at the bar at the bottom, so that screens change; every 20,000 events the
fingers rest for a minute and a half, and attract must be back. The same seed gives the same script.
"""
import pathlib
import random
import shutil
import sys

import display_run

WIDTH, HEIGHT, FINGERS, A_STEP, A_ROUND = 640, 360, 4, 8, 20000


def script(events, seed):
    chance = random.Random(seed)
    down, lines, since_wait = {}, [], 0

    def place():
        if chance.random() < .35:  # the bar
            return chance.randrange(WIDTH), chance.randrange(HEIGHT - 42, HEIGHT)
        return chance.randrange(-5, WIDTH + 5), chance.randrange(-5, HEIGHT + 5)

    def wait(milliseconds):
        nonlocal since_wait
        lines.append(f"wait {milliseconds}")
        since_wait = 0

    for number in range(1, events + 1):
        finger = chance.randrange(FINGERS)
        if finger not in down:
            down[finger] = place()
            lines.append(f"press {finger} {down[finger][0]} {down[finger][1]}")
        elif chance.random() < .45:
            x, y = down[finger]
            down[finger] = x + chance.randrange(-60, 61), y + chance.randrange(-25, 26)
            lines.append(f"move {finger} {down[finger][0]} {down[finger][1]}")
        elif chance.random() < .02:
            del down[finger]  # the device lost the "up"
            continue
        else:
            lines.append(f"release {finger} {down[finger][0]} {down[finger][1]}")
            del down[finger]
        since_wait += 1
        if since_wait == A_STEP:
            wait(0)
        if number % A_ROUND == 0 or number == events:
            for finger in range(FINGERS):
                x, y = down.pop(finger, (1, 1))
                lines.append(f"release {finger} {x} {y}")
            wait(45000)
            lines.append("expect screen attract")
    return "\n".join(lines) + "\n"


def main():
    parser = display_run.parser(__doc__)
    parser.add_argument("--events", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=pathlib.Path)
    choice = display_run.choices(parser)
    text = script(choice.events, choice.seed)
    if choice.write:
        choice.write.write_text(text)
        return 0
    done = display_run.run(choice.kiosk, text, ["--headless", f"{WIDTH}x{HEIGHT}", "--hz", "10", "--pack", choice.pack],
                           display_run.SHORT_VISITS, timeout=600)
    screens = set(done.stats.get("screens", []))
    wanted = {"about", "attract", "countdown", "home", "point", "route", "story"}
    print(f"seed {choice.seed}: {choice.events} events, {done.stats.get('frames')} steps, {done.stats.get('presented')} frames, screens {sorted(screens)}, "
          f"{done.stats.get('rss_peak_kb', 0) // 1024} MiB, {done.stats.get('cpu_s', 0):.1f} s of processor")
    if done.status != 0 or not wanted <= screens or "error" in screens:
        print(f"ended with {done.status}; not seen: {sorted(wanted - screens)}\n{done.errors}\nkept: {done.folder}")
        return 1
    shutil.rmtree(done.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
