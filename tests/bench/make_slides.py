#!/usr/bin/env python3
"""Writes a pack with JPEG slides as large as photographs, and one long page of text.

make_slides.py FOLDER COUNT WIDTHxHEIGHT

Needs python3-pil. The same arguments give the same pictures."""
import pathlib
import random
import sys

from PIL import Image, ImageFilter

SIDECAR = """kind = "illustration"
alt.zh-Hans = "水面"
alt.en = "Water"
credit.zh-Hans = "示意图"
credit.en = "Illustration"
focus = [0.5, 0.5]
"""
PACK = """format = 1
id = "bench"
version = "1"
date = 2026-11-23
languages = ["zh-Hans", "en"]
points = ["text"]
"""
ENGLISH = "Boats pass below the bridge; the water is still. "
SENTENCE = "船从桥下过，水面很静，两岸的人家开着窗，风把灯影吹成一条一条的细线。"


def both(key, hans, en):
    return f'{key}.zh-Hans = "{hans}"\n{key}.en = "{en}"\n'


def picture(number, width, height):
    """Soft shapes with grain: about the bytes and the decoding time of a photograph of this size."""
    dice = random.Random(number)
    small = Image.frombytes("RGB", (32, 18), dice.randbytes(32 * 18 * 3)).filter(ImageFilter.GaussianBlur(1))
    grain = Image.frombytes("L", (640, 360), dice.randbytes(640 * 360)).resize((width, height), Image.BICUBIC)
    return Image.blend(small.resize((width, height), Image.BICUBIC), Image.merge("RGB", [grain] * 3), .12)


def main():
    root, count, size = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    width, height = map(int, size.split("x"))
    (root / "pictures").mkdir(parents=True, exist_ok=True)
    (root / "points/text/page").mkdir(parents=True, exist_ok=True)
    pack = PACK + both("title", "测量", "Bench") + "[about]\n"
    for key in ("presented_by", "sources", "text_licence", "picture_licence", "report"):
        pack += both(key, "测试", "Test")
    for i in range(count):
        name = f"pictures/slide-{i:02}.jpg"
        if not (root / name).exists():
            picture(i, width, height).save(root / name, quality=88)
        (root / (name + ".toml")).write_text(SIDECAR, encoding="utf-8")
        pack += f'[[slides]]\npicture = "{name}"\nabout = "text"\n'
        pack += both("title", f"水面之{i}", f"Water {i}") + both("line", "静", "Still")
    (root / "pack.toml").write_text(pack, encoding="utf-8")
    (root / "sources.toml").write_text("", encoding="utf-8")
    point = both("title", "文字", "Text") + 'stories = ["page"]\n'
    (root / "points/text/point.toml").write_text(point, encoding="utf-8")
    for language, title, text in (("zh-Hans", "长页", SENTENCE * 20), ("en", "A long page", ENGLISH * 40)):
        words = "\n\n".join([text[:len(text) // 2], text[len(text) // 2:]])
        story = f'+++\ntitle = "{title}"\nsummary = "{title}"\n+++\n{words}\n'
        (root / f"points/text/page/story.{language}.md").write_text(story, encoding="utf-8")


if __name__ == "__main__":
    main()
