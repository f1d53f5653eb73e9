#!/usr/bin/env python3
"""Draws every illustration of the bundled exhibition as plain SVG.

usage: draw.py OUTDIR [NAME ...]      with names: only these (without .svg)

Python 3 standard library only; the same program always draws the same files. brush.py is the sheet and the hand; nature.py,
build.py and things.py draw what stands in a picture; grounds.py, landmarks.py, scenes.py, stories.py, wide.py and interiors.py
put the pictures together.
"""
import os
import sys

sys.dont_write_bytecode = True  # leave no cache beside the sources

import grounds
import interiors
import landmarks
import scenes
import stories
import wide

LIMIT = 150_000                # bytes a picture may have


def main(argv):
    if len(argv) < 2:
        sys.exit(__doc__)
    out, only = argv[1], set(argv[2:])
    pictures = {}
    for module in (grounds.all_grounds, landmarks.all_landmarks, scenes.all_scenes, stories.all_stories, wide.all_wide,
                   interiors.all_interiors):
        pictures.update(module())
    unknown = only - set(pictures)
    if unknown:
        sys.exit('no such picture: ' + ', '.join(sorted(unknown)))
    os.makedirs(out, exist_ok=True)
    for name, make in pictures.items():
        if only and name not in only:
            continue
        text = make().svg()
        if len(text) > LIMIT:
            print(f'{name}: {len(text)} bytes, more than {LIMIT}', file=sys.stderr)
        with open(os.path.join(out, name + '.svg'), 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main(sys.argv)
