#!/usr/bin/env python3
"""Shows what the wall's programs are linked with, and fails on a library that they must not bring along.

check_linked.py PROGRAM WORD...    fails where a line of ldd contains one of the words as the beginning of a library's name.

Libraries that SDL loads itself count too: ldd follows every dependency.
"""
import subprocess
import sys


def main():
    program, forbidden = sys.argv[1], sys.argv[2:]
    shown = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    names = [line.split()[0] for line in shown.splitlines() if line.strip()]
    if not any(name.startswith("libc.so") for name in names):
        print(f"ldd shows nothing of {program}:\n{shown}")
        return 1
    found = [name for name in names if any(name.startswith(word) for word in forbidden)]
    for name in found:
        print(f"{program} is linked with {name}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
