#!/usr/bin/env python3
"""Writes tests/packs/broken-RULE: one small pack for each thing that can be wrong, made from one sound pack.

Run it after a change here and commit what it writes. Each folder's expected.txt lists the findings that the checker must
make, and no other: "FILE:LINE SEVERITY RULE" a line, line 0 for the file as a whole.
"""
import pathlib
import shutil
import struct
import zlib

HERE = pathlib.Path(__file__).resolve().parent.parent / "packs"

BASE = {
    "pack.toml": '''format = 1
id = "small"
version = "1"
languages = ["zh-Hans"]
title.zh-Hans = "小展"
points = ["place"]
[about]
presented_by.zh-Hans = "主办"
sources.zh-Hans = "来源"
text_licence.zh-Hans = "许可"
picture_licence.zh-Hans = "许可"
report.zh-Hans = "请告诉馆方"
[[slides]]
picture = "pictures/water.svg"
title.zh-Hans = "水"
about = "place/walk"
''',
    "points/place/point.toml": '''title.zh-Hans = "地点"
intro.zh-Hans = "河边的地方。[^walked]"
stories = ["walk"]
''',
    "points/place/walk/story.zh-Hans.md": '''+++
title = "走一走"
summary = "沿河而行"
+++
沿着河走。[^walked]

---

第二页。
''',
    "pictures/water.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" height="90"/></svg>\n',
    "pictures/water.svg.toml": 'alt.zh-Hans = "水面"\ncredit.zh-Hans = "示意图"\n',
    "sources.toml": '''[[sources]]
id = "book"
tier = "A"
title.zh-Hans = "书"
[[facts]]
id = "walked"
sources = ["book"]
says.zh-Hans = "河边有路"
''',
}
PACK, POINT, STORY = "pack.toml", "points/place/point.toml", "points/place/walk/story.zh-Hans.md"
WATER, SIDECAR, SOURCES, NAMES = "pictures/water.svg", "pictures/water.svg.toml", "sources.toml", "names.toml"
ROUTE = "routes/line.toml"
ROUTE_TEXT = 'title.zh-Hans = "路"\npath = [[0.1, 0.5], [0.9, 0.5]]\n[[stops]]\nid = "a"\ntitle.zh-Hans = "甲"\nat = [0.1, 0.5]\n'
HANT = STORY.replace("Hans", "Hant")


def png(width, height):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")) + chunk(b"IEND", b""))


def replace(file, old, new):
    def edit(files):
        assert files[file].count(old) == 1, (file, old)
        files[file] = files[file].replace(old, new)
    return edit


def add(file, text):
    return lambda files: files.update({file: files.get(file, "") + text})


def put(file, content):
    return lambda files: files.update({file: content})


def take(file):
    return lambda files: files.pop(file)


def link(file, target):
    return lambda files: files.update({file: pathlib.PurePath(target)})


def route(text=ROUTE_TEXT):
    return [replace(PACK, 'points = ["place"]\n', 'points = ["place"]\nroutes = ["line"]\n'), put(ROUTE, text)]


def hant(text):
    return [replace(PACK, '["zh-Hans"]\n', '["zh-Hans", "zh-Hant"]\n'), put(HANT, text)]


def page(text):
    return [replace(STORY, "第二页。\n", text)]


# Traditional Chinese for every text, so that a broken translation is all that is found.
ALL_HANT = [replace(PACK, 'title.zh-Hans = "小展"', 'title = {zh-Hans = "小展", zh-Hant = "小展"}'),
            replace(PACK, 'title.zh-Hans = "水"', 'title = {zh-Hans = "水", zh-Hant = "水"}')] + [
    replace(PACK, f'{key}.zh-Hans = "{hans}"', f'{key} = {{zh-Hans = "{hans}", zh-Hant = "x"}}')
    for key, hans in (("presented_by", "主办"), ("sources", "来源"), ("text_licence", "许可"), ("picture_licence", "许可"), ("report", "请告诉馆方"))] + [
    replace(POINT, 'title.zh-Hans = "地点"', 'title = {zh-Hans = "地点", zh-Hant = "地點"}'),
    replace(POINT, 'intro.zh-Hans = "河边的地方。[^walked]"', 'intro = {zh-Hans = "河边的地方。[^walked]", zh-Hant = "河邊的地方。[^walked]"}'),
    put(SIDECAR, 'alt = {zh-Hans = "水面", zh-Hant = "水面"}\ncredit = {zh-Hans = "示意图", zh-Hant = "示意圖"}\n'),
    replace(SOURCES, 'title.zh-Hans = "书"', 'title = {zh-Hans = "书", zh-Hant = "書"}')]
HANT_STORY = '+++\ntitle = "走一走"\nsummary = "沿河而行"\n+++\n沿著河走。[^walked]\n\n---\n\n第二頁。\n'

# name: (edits, expected findings)
CASES = {
    "address-dead": ([replace(PACK, 'about = "place/walk"', 'about = "place/walk#9"')], [(PACK, 16, "error")]),
    "address-form": ([replace(PACK, 'about = "place/walk"', 'about = "Place Walk"')], [(PACK, 16, "error")]),
    "anniversary-wording": ([add(PACK, '[slides.when]\nevery = "06-13"\n')], [(PACK, 13, "warning")]),
    "byte-order-mark": ([replace(STORY, "+++\ntitle", "\ufeff+++\ntitle")], [(STORY, 1, "warning")]),
    "code": (page("写 `code` 一词。\n"), [(STORY, 9, "warning")]),
    "control-character": (page("看\u202e不见。\n"), [(STORY, 9, "warning")]),
    "count-limit": ([replace(PACK, 'picture = "pictures/water.svg"', 'pictures = ["pictures/water.svg", "pictures/water.svg", "pictures/water.svg", "pictures/water.svg"]')],
                    [(PACK, 14, "error")]),
    "date-form": ([replace(PACK, 'version = "1"', 'version = "1"\ndate = "2026-13-45"')], [(PACK, 4, "error")]),
    "date-order": ([add(PACK, '[slides.when]\nfrom = 2027-06-20\nuntil = 2027-06-06\n')], [(PACK, 19, "error")]),
    "emphasis-open": (page("一个**开了没有关的词。\n"), [(STORY, 9, "warning")]),
    "fact-unknown": ([add(POINT, '[[facts]]\nkind = "place"\ntext.zh-Hans = "镇上"\nfact = "nowhere"\n')], [(POINT, 7, "warning")]),
    "fence-open": (page("```\n第二页。\n"), [(STORY, 9, "warning"), (STORY, 10, "warning", "code")]),
    "file-missing": ([take(STORY)], [(STORY, 0, "error"), (PACK, 16, "error", "address-dead")]),
    "file-unreadable": ([put(NAMES + "/file-in-its-place.txt", "")], [(NAMES, 0, "error")]),
    "findings-cut": ([add(SIDECAR, "".join(f"unknown-{i} = {i}\n" for i in range(102)))],
                     [(SIDECAR, line, "warning", "key-unknown") for line in sorted(int(x) for x in range(0))]),
    "format-version": ([replace(PACK, "format = 1", "format = 2")], [(PACK, 1, "error")]),
    "front-matter": ([replace(STORY, "+++\n沿着", "沿着")], [(STORY, 1, "error"), (PACK, 16, "error", "address-dead")]),
    "heading-underlined": (page("第二页\n----\n\n正文。\n"), [(STORY, 10, "warning")]),
    "full-width-sign": (page("第二页。［＾walked］\n"), [(STORY, 9, "warning")]),
    "hours-form": ([add(PACK, '[slides.when]\nhours = "9-17"\n')], [(PACK, 18, "error")]),
    "hours-unverified": ([add(POINT, '[[facts]]\nkind = "hours"\ntext.zh-Hans = "9:00 到 16:30"\nfact = "walked"\n')], [(POINT, 4, "warning")]),
    "html": (page("第二<br>页。\n"), [(STORY, 9, "warning")]),
    "id-duplicate": ([replace(PACK, '["place"]', '["place", "place"]')], [(PACK, 6, "error")]),
    "id-form": ([replace(PACK, '["place"]', '["place", "../Up"]')], [(PACK, 6, "error")]),
    "key-missing": ([replace(PACK, 'version = "1"\n', "")], [(PACK, 1, "error")]),
    "key-type": ([replace(PACK, 'version = "1"', "version = 1")], [(PACK, 3, "error")]),
    "key-unknown": ([add(POINT, 'storys = ["walk"]\n')], [(POINT, 4, "warning")]),
    "language-unknown": ([replace(PACK, '["zh-Hans"]', '["zh-Hans", "fr"]')], [(PACK, 4, "error")]),
    "link": ([link(WATER, "../../good/pictures/bridge.svg")], [(PACK, 14, "error"), (WATER, 0, "error")]),
    "link-dropped": (page("见[网页](https://example.org)。\n"), [(STORY, 9, "warning")]),
    "list-nested": (page("- 甲\n  - 乙\n"), [(STORY, 9, "warning")]),
    "markup-misplaced": ([replace(POINT, '"地点"', '"地点[^walked]"')], [(POINT, 1, "warning")]),
    "minutes-unsourced": (route(ROUTE_TEXT + "minutes_to_next = 5\n"), [(ROUTE, 7, "warning")]),
    "name-form": (ALL_HANT + hant(HANT_STORY.replace("沿著河走", "陈云走過")) +
                  [put(NAMES, '[[names]]\nkind = "person"\nzh-Hans = "陈云"\nzh-Hant = "陳雲"\n')], [(HANT, 5, "warning")]),
    "note-definition": (page("第二页。[^walked]\n\n[^walked]: 书\n"), [(STORY, 11, "warning")]),
    "note-unknown": (page("第二页。\n还有一句。[^nothing]\n"), [(STORY, 10, "warning")]),
    "page-empty": (page("第二页。\n\n---\n\n---\n\n第四页。\n"), [(STORY, 13, "warning")]),
    "page-length": (page("长" * 4001 + "\n"), [(STORY, 9, "error"), (PACK, 16, "error", "address-dead")]),
    "page-pictures": (page("![](pictures/water.svg)\n\n![](pictures/water.svg)\n"), [(STORY, 11, "warning")]),
    "pages-limit": (page("\n\n---\n".join(f"第{i}页。" for i in range(2, 62)) + "\n"), [(STORY, 186, "error"), (PACK, 16, "error", "address-dead")]),
    "path-outside": (page("![](../../good/pictures/bridge.svg)\n\n第二页。\n"), [(STORY, 9, "error")]),
    "picture-active": ([replace(WATER, "<rect", '<image href="file:///etc/hostname"/><rect')], [(WATER, 0, "error")]),
    "picture-alt": ([replace(SIDECAR, 'alt.zh-Hans = "水面"\n', "")], [(SIDECAR, 0, "warning")]),
    "picture-credit": ([replace(SIDECAR, 'credit.zh-Hans = "示意图"\n', "")], [(SIDECAR, 0, "warning")]),
    "picture-header": (page("![](pictures/not.png)\n\n第二页。\n") + [put("pictures/not.png", "GIF89a")],
                       [(STORY, 9, "error"), ("pictures/not.png", 0, "warning", "picture-unused")]),
    "picture-large": (page("![](pictures/bomb.png)\n\n第二页。\n") + [put("pictures/bomb.png", png(30000, 30000))],
                      [(STORY, 9, "error"), ("pictures/bomb.png", 0, "warning", "picture-unused")]),
    "picture-misplaced": ([replace(POINT, "[^walked]", "![](pictures/water.svg)")], [(POINT, 2, "warning")]),
    "picture-missing": (page("![](pictures/gone.svg)\n\n第二页。\n"), [(STORY, 9, "error")]),
    "picture-sidecar": ([take(SIDECAR)], [(SIDECAR, 0, "warning")]),
    "picture-type": (page("![](pictures/film.gif)\n\n第二页。\n"), [(STORY, 9, "error")]),
    "picture-unused": ([put("pictures/spare.svg", BASE[WATER]), put("pictures/spare.svg.toml", BASE[SIDECAR])], [("pictures/spare.svg", 0, "warning")]),
    "playlist-unknown": ([add(PACK, 'playlist = "evening"\n')], [(PACK, 13, "error")]),
    "point-unlisted": ([put("points/draft/point.toml", BASE[POINT])], [("points/draft", 0, "warning")]),
    "route-unlisted": ([put(ROUTE, ROUTE_TEXT)], [(ROUTE, 0, "warning")]),
    "source-hidden": ([replace(SOURCES, 'tier = "A"', 'tier = "C"')], [(SOURCES, 5, "warning")]),
    "source-unknown": ([replace(SOURCES, '["book"]', '["book", "film"]')], [(SOURCES, 7, "error")]),
    "story-empty": ([put(STORY, '+++\ntitle = "走一走"\nsummary = "沿河而行"\n+++\n\n')], [(STORY, 5, "error"), (PACK, 16, "error", "address-dead")]),
    "story-unlisted": ([put("points/place/draft/story.zh-Hans.md", BASE[STORY])], [("points/place/draft", 0, "warning")]),
    "table": (page("| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n"), [(STORY, 10, "warning")]),
    "text-length": ([replace(POINT, '"地点"', '"' + "地" * 121 + '"')], [(POINT, 1, "error")]),
    "text-reference": ([replace(POINT, "title.zh-Hans", 'line.en = "By the river"\ntitle.zh-Hans')], [(POINT, 1, "error")]),
    "thematic-break": (page("第二页。\n\n***\n\n还有。\n"), [(STORY, 11, "warning")]),
    "toml-nesting": ([put(NAMES, "[" + ".".join("a" * 40) + "]\n")], [(NAMES, 1, "error")]),
    "toml-syntax": ([replace(POINT, "stories = [", "stories = ")], [(POINT, 3, "error"), (PACK, 16, "error", "address-dead")]),
    "translation-missing": (ALL_HANT + [replace(PACK, '["zh-Hans"]\n', '["zh-Hans", "zh-Hant"]\n')], [(HANT, 0, "warning")]),
    "translation-pages": (ALL_HANT + hant(HANT_STORY.replace("---\n\n", "")), [(HANT, 0, "warning")]),
    "utf8": ([put(STORY, BASE[STORY].encode().replace("第二页".encode(), b"\xb5\xda\xb6\xfe\xd2\xb3"))], [(STORY, 9, "error"), (PACK, 16, "error", "address-dead")]),
    "value-range": (route(ROUTE_TEXT.replace("at = [0.1, 0.5]", "at = [1.5, 0.5]")), [(ROUTE, 6, "error"), ]),
}
# The first hundred by name, and the line that says so.
CASES["findings-cut"][1][:] = [(SIDECAR, 3 + i, "warning", "key-unknown") for i in sorted(range(102), key=lambda i: f"unknown-{i}")[:100]] + [(SIDECAR, 0, "warning")]


def main():
    for old in HERE.glob("broken-*"):
        shutil.rmtree(old)
    for rule, (edits, expected) in CASES.items():
        files = dict(BASE)
        for edit in edits:
            edit(files)
        root = HERE / f"broken-{rule}"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, pathlib.PurePath):
                path.symlink_to(content)
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        lines = [f"{file}:{line} {severity} {other[0] if other else rule}" for file, line, severity, *other in expected]
        (root / "expected.txt").write_text("\n".join(sorted(lines)) + "\n")


if __name__ == "__main__":
    main()
