#!/usr/bin/env python3
"""Runs one journey: a script for the display whose comments say how it is run and what its dumps must be like.

run_journey.py KIOSK SOURCE_DIR FILE

# run: ARGUMENTS        more arguments of kiosk; without --headless: 1920x1080, without --pack: tests/packs/good
# config: LINE          a line of kiosk.toml, in order
# same: NAME NAME       these two dumps are alike to the byte
# differ: NAME NAME     these two are not
# controls: ARGUMENTS   every dump passes check_dump.py with these arguments
"""
import pathlib
import re
import shutil
import sys

import check_dump
import display_run


def main():
    kiosk, source, journey = (pathlib.Path(a) for a in sys.argv[1:4])
    text = journey.read_text(encoding="utf-8")
    said = {"run": [], "config": [], "same": [], "differ": [], "controls": []}
    for line in text.splitlines():
        found = re.match(r"# (run|config|same|differ|controls):\s*(.*)", line)
        if found:
            said[found[1]].append(found[2])
    arguments = " ".join(said["run"]).split()
    if "--headless" not in arguments:
        arguments += ["--headless", "1920x1080"]
    if "--pack" not in arguments:
        arguments += ["--pack", "tests/packs/good"]
    place = arguments.index("--pack") + 1
    arguments[place] = source / arguments[place]
    done = display_run.run(kiosk, text, arguments, "\n".join(said["config"]) + "\n", timeout=600)
    problems = []
    if done.status != 0:
        problems.append(f"kiosk ended with {done.status}:\n{done.errors}")
    else:
        for kind in ("same", "differ"):
            for names in said[kind]:
                one, two = (display_run.dump(done, name).text for name in names.split())
                if (one == two) != (kind == "same"):
                    problems.append(f"dumps {names} should be {'alike' if kind == 'same' else 'different'}")
        for options in said["controls"]:
            size = arguments[arguments.index("--headless") + 1]
            for path in sorted((done.folder / "shots").glob("*.txt")):
                for problem in check_dump.problems(display_run.dump(done, path.stem), display_run.size_of(size), check_dump.options(options.split())):
                    problems.append(f"{path.name}: {problem}")
    for problem in problems:
        print(f"{journey.name}: {problem}")
    if problems:
        print(f"kept: {done.folder}")
    else:
        shutil.rmtree(done.folder)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
