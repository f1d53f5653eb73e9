#!/usr/bin/env python3
"""Faults that the real kioskctl meets on a real disk and a real socket, and what holds after each (screen.py).

    faults.py NAME --kioskctl PROGRAM --pack-tool PROGRAM --pack FOLDER [--seed N] [--long]

NAME: checker, killed, disk_full, bit_rot, clocks, bad_line, publications, soak. Each is bounded to some seconds, the cases picked by the seed;
--long takes them all (minutes; soak: an hour, or --minutes N). Ends with 77, saying why, where this machine does not allow it.
"""
import argparse
import importlib
import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Bench, loopback  # noqa: E402

NAMES = ("checker", "killed", "disk_full", "bit_rot", "clocks", "bad_line", "publications", "soak")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--kioskctl", required=True, type=pathlib.Path)
    parser.add_argument("--pack-tool", required=True, type=pathlib.Path)
    parser.add_argument("--pack", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--minutes", type=float, help="of a soak")
    arguments = parser.parse_args()
    for name in ("kioskctl", "pack_tool", "pack"):
        setattr(arguments, name, getattr(arguments, name).resolve())
    module = importlib.import_module(arguments.name)
    missing = "nginx is not installed" if not loopback.available() else module.missing() if hasattr(module, "missing") else None
    if missing:
        print(f"{arguments.name}: {missing}: not run")
        return 77
    if hasattr(module, "enter"):
        module.enter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="changlang-faults-") as name:
        bench = Bench(arguments, pathlib.Path(name))
        bench.minutes = arguments.minutes if arguments.minutes else 60 if arguments.long else 0.2
        told = module.run(bench)
    print(f"{arguments.name}: {told} (seed {arguments.seed}, {time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
