#!/usr/bin/env python3
"""Compares the layout of every screen with what it was: tests/packs/good in three languages, on a panel that lies and on one
that stands; and three small pictures.

golden.py KIOSK SOURCE_DIR [--refresh]

A difference that is meant is taken over with tests/golden/refresh; look at the diff before committing it.
"""
import difflib
import pathlib
import re
import shutil
import sys

SOURCE = pathlib.Path(sys.argv[2])
sys.path.insert(0, str(SOURCE / "tests" / "tools"))
import display_run  # noqa: E402

HERE = SOURCE / "tests" / "golden"
PAGES = 6  # of the story bridge/stone: cover, text, picture with text, quotation, picture, sources
ABOUT = {"zh-Hans": "关于", "zh-Hant": "關於", "en": "About"}
NEXT = {"zh-Hans": "下一页", "zh-Hant": "下一頁", "en": "Next"}
MEAN, FAR, FAR_PART = 2.0, 48, .005  # of 255; a pixel further away than FAR; how many of those may be


def seen(text):
    """Without what is out of sight: a story's neighbouring pages stand in their own dumps."""
    return re.sub(r"^\S+ \S+ \S+(?: in \d+)? hidden.*\n(?:  lines at.*\n)?", "", text, flags=re.M)


def dumps(kiosk, size, language):
    """Every screen's dump as one text."""
    pack = ["--headless", size, "--pack", SOURCE / "tests/packs/good", "--lang", language]
    height = display_run.size_of(size)[1]
    parts = []

    def play(names, script, more=()):
        done = display_run.run(kiosk, script, pack + list(more), "[display]\ncalm = true\n[times]\nidle_s = 20\n")
        assert done.status == 0, done.errors
        for name in names:
            parts.append(f"== {name}\n" + seen(display_run.dump(done, name).text))
        shutil.rmtree(done.folder)

    play(["attract", "home", "about"], f"wait 300\ndump attract\ntap 300 {height - 30}\nwait 700\ndump home\ntap \"{ABOUT[language]}\"\nwait 700\ndump about\n")
    play(["point", "countdown"], "wait 700\ndump point\nwait 20500\ndump countdown\n", ["--open", "bridge"])
    pages = [f"story-{page}" for page in range(1, PAGES + 1)]
    play(pages, f'tap "{NEXT[language]}"\n'.join(f"wait 700\ndump {page}\n" for page in pages), ["--open", "bridge/stone"])
    play(["route"], "wait 700\ndump route\n", ["--open", "routes/walk"])
    return "".join(parts)


def pictures(kiosk):
    done = display_run.run(kiosk, 'wait 300\ntap 300 350\nwait 700\nshot home\ntap "听雨桥"\nwait 700\nshot point\ntap "石头的桥"\nwait 700\ntap "下一页"\nwait 700\nshot story\n',
                           ["--headless", "640x360", "--pack", SOURCE / "tests/packs/good"], "[display]\ncalm = true\n")
    assert done.status == 0, done.errors
    return done.folder / "shots"


def picture_problem(wanted, seen):
    a, b = display_run.read_png(wanted), display_run.read_png(seen)
    if a[:2] != b[:2]:
        return f"is {b[0]}x{b[1]}, was {a[0]}x{a[1]}"
    total = far = 0
    for one, two in zip(a[2], b[2]):
        if one == two:
            continue
        for x in range(0, len(one), 3):
            away = max(abs(one[x] - two[x]), abs(one[x + 1] - two[x + 1]), abs(one[x + 2] - two[x + 2]))
            total += away
            far += away > FAR
    pixels = a[0] * a[1]
    if total / pixels > MEAN or far / pixels > FAR_PART:
        return f"differs by {total / pixels:.2f} on average (at most {MEAN}), {100 * far / pixels:.2f} % of it by more than {FAR} (at most {100 * FAR_PART} %)"
    return None


def main():
    kiosk, refresh, problems = pathlib.Path(sys.argv[1]), "--refresh" in sys.argv, 0
    for size in ("1920x1080", "1080x1920"):
        for language in ABOUT:
            path, text = HERE / f"{size}.{language}.txt", dumps(kiosk, size, language)
            if refresh:
                path.write_text(text, encoding="utf-8")
                continue
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            if before == text:
                continue
            problems += 1
            changes = list(difflib.unified_diff(before.splitlines(), text.splitlines(), f"was: {path.name}", "is now", lineterm="", n=1))
            print("\n".join(changes[:60]))
            if len(changes) > 60:
                print(f"... and {len(changes) - 60} lines more")
    folder = pictures(kiosk)
    for name in ("home", "point", "story"):
        if refresh:
            shutil.copy(folder / f"{name}.png", HERE / f"{name}.png")
            continue
        problem = picture_problem(HERE / f"{name}.png", folder / f"{name}.png") if (HERE / f"{name}.png").exists() else "has no golden picture"
        if problem:
            problems += 1
            kept = pathlib.Path(f"golden-{name}.png").absolute()
            shutil.copy(folder / f"{name}.png", kept)
            print(f"{name}.png {problem}; the new one: {kept}")
    shutil.rmtree(folder.parent)
    if problems:
        print("Where this is meant: tests/golden/refresh BUILD_FOLDER, look at the diff, commit it.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
