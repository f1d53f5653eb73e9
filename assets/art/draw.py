#!/usr/bin/env python3
"""Draws every illustration of the bundled exhibition as plain SVG, and the ground of Home.

usage: draw.py [NAME ...]      with names: only these (without .svg)

Pictures go to content/qingpu/pictures/, the ground (sky, hills, bank and water, which any pack stands on) to assets/scroll/.

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
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main(argv):
    only = set(argv[1:])
    pictures = {}
    for module in (landmarks.all_landmarks, scenes.all_scenes, stories.all_stories, wide.all_wide, interiors.all_interiors):
        pictures.update(module())
    folders = {'assets/scroll': grounds.all_grounds(), 'content/qingpu/pictures': pictures}
    unknown = only - {name for made in folders.values() for name in made}
    if unknown:
        sys.exit('no such picture: ' + ', '.join(sorted(unknown)))
    for folder, made in folders.items():
        for name, make in made.items():
            if only and name not in only:
                continue
            text = make().svg()
            if len(text) > LIMIT:
                print(f'{name}: {len(text)} bytes, more than {LIMIT}', file=sys.stderr)
            with open(os.path.join(TOP, folder, name + '.svg'), 'w', encoding='utf-8') as f:
                f.write(text)


if __name__ == '__main__':
    main(sys.argv)
