#!/usr/bin/env python3
"""Writes a pack with many stories, to measure what grows with their number.

make_pack.py FOLDER --stories 10000 [--points 10] [--languages zh-Hans,en] [--built]

The same arguments give the same bytes. --built adds manifest.json, as a built pack has it.
"""
import argparse
import hashlib
import json
import pathlib

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"><rect width="1600" height="900" fill="#dfe6e3"/></svg>\n'
SIDECAR = 'kind = "illustration"\nalt.zh-Hans = "水面"\nalt.en = "Water"\ncredit.zh-Hans = "示意图"\ncredit.en = "Illustration"\nfocus = [0.5, 0.5]\n'


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def both(key, hans, en):
    return f'{key}.zh-Hans = "{hans}"\n{key}.en = "{en}"\n'


def pack_toml(points, languages):
    listed = ", ".join(f'"{language}"' for language in languages)
    text = 'format = 1\nid = "many"\nversion = "1"\ndate = 2026-11-23\n' + f"languages = [{listed}]\n"
    text += both("title", "很多故事", "Many stories")
    text += "points = [" + ", ".join(f'"{point}"' for point in points) + "]\n[about]\n"
    for key in ("presented_by", "sources", "text_licence", "picture_licence", "report"):
        text += both(key, "测试", "Test")
    for point in points[:10]:
        text += f'[[slides]]\npicture = "pictures/water.svg"\nabout = "{point}"\n' + both("title", "水", "Water")
    return text


def story(point, number, language):
    if language == "en":
        title, words = f"Story {number}", "Boats pass below the bridge; the water is still."
    else:
        title, words = f"故事{number}", "船从桥下过，水面很静。"
    return (f'+++\ntitle = "{title}"\nsummary = "{point} {number}"\npicture = "pictures/water.svg"\n+++\n'
            f"## {title}\n\n{words}[^fact]\n\n---\n\n![](pictures/water.svg)\n\n{words}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--languages", default="zh-Hans,en")
    parser.add_argument("--built", action="store_true")
    arguments = parser.parse_args()
    languages = arguments.languages.split(",")
    root = arguments.folder
    points = [f"p{i}" for i in range(arguments.points)]
    write(root / "pack.toml", pack_toml(points, languages))
    write(root / "pictures/water.svg", SVG)
    write(root / "pictures/water.svg.toml", SIDECAR)
    write(root / "sources.toml", '[[sources]]\nid = "book"\ntier = "A"\n' + both("title", "书", "A book") +
          '[[facts]]\nid = "fact"\nsources = ["book"]\n' + both("says", "船从桥下过", "Boats pass below the bridge"))
    for i, point in enumerate(points):
        numbers = range(i, arguments.stories, len(points))
        listed = ", ".join(f'"s{n}"' for n in numbers)
        write(root / f"points/{point}/point.toml", both("title", f"地点{i}", f"Place {i}") + f"stories = [{listed}]\n")
        for n in numbers:
            for language in languages:
                write(root / f"points/{point}/s{n}/story.{language}.md", story(point, n, language))
    if arguments.built:
        sums = {str(f.relative_to(root)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(root.rglob("*")) if f.is_file()}
        write(root / "manifest.json", json.dumps(sums, indent=1) + "\n")


if __name__ == "__main__":
    main()
