#!/usr/bin/env python3
"""content/GUIDE.md, followed to the letter: its commands in their order, on a Word file and four pictures; and its pictures, which must show what the
program shows now.

    guide_test.py KIOSKCTL SOURCE_FOLDER [--refresh]      --refresh writes content/guide/*.png
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageStat

KIOSKCTL, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
REFRESH = "--refresh" in sys.argv
GUIDE = SOURCE / "content" / "guide"
PAGE = "story.first-place.willow-bridge.zh-Hans.landscape.normal.png"
WIDTH, FAR = 960, 6.0  # of 255, on average


def word_file(path):
    """As Word writes one; import_test.py knows how."""
    text = (SOURCE / "tests" / "author" / "import_test.py").read_text(encoding="utf-8").split("class ImportTest")[0]
    names, given = {}, sys.argv
    sys.argv = ["", "-", str(SOURCE)]
    exec(compile(text, "import_test", "exec"), names)
    sys.argv = given
    paragraph, run = names["paragraph"], names["run"]
    body = [paragraph(run("柳溪村的石桥"), style="a3"), paragraph(run("这是一篇示例,写一座想象中的桥。")), paragraph(run("桥与水"), style="2"),
            paragraph(run("桥在村口,水从桥下慢慢流过。清早有人过桥去田里,傍晚又从桥上回来。")), paragraph(run("石头记得每一双鞋。"))]
    names["word_file"](path, body)


def steps():
    text = (SOURCE / "content" / "GUIDE.md").read_text(encoding="utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line.strip()], re.search(r"```text\n(.*?)```", text, re.S)[1]


def complete(pack):
    """What step five tells the curator to write."""
    for file in (pack / "pictures").glob("willow-bridge-*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace("# credit", "credit"), encoding="utf-8")
    point = pack / "points" / "first-place" / "point.toml"
    point.write_text(point.read_text(encoding="utf-8").replace('"first-story", ', ""), encoding="utf-8")
    shutil.rmtree(pack / "points" / "first-place" / "first-story")
    index = pack / "pack.toml"
    index.write_text(index.read_text(encoding="utf-8").replace("first-place/first-story", "first-place/willow-bridge"), encoding="utf-8")


def sheet_picture(folder):
    shown = folder / "sheet.png"
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1500", f"--screenshot={shown}", (folder / "pages" / "index.html").as_uri()],
                   check=True, capture_output=True, timeout=120, env=os.environ | {"HOME": str(folder)})
    return shown


def small(path):
    image = Image.open(path).convert("RGB")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.LANCZOS)


def main():
    with tempfile.TemporaryDirectory(prefix="changlang-guide-") as name:
        folder = pathlib.Path(name)
        commands, captions = steps()
        (folder / "材料").mkdir()
        word_file(folder / "材料" / "柳溪桥.docx")
        for picture, source in zip(("1-桥", "2-水", "3-岸", "4-夜"), ("corridor", "loop-park", "demonstration-zone", "xiaozheng")):
            shutil.copy(SOURCE / "content" / "qingpu" / "pictures" / f"{source}.svg", folder / "材料" / f"{picture}.svg")
        (folder / "材料" / "图注.txt").write_text(captions, encoding="utf-8")
        environment = os.environ | {"PATH": f"{KIOSKCTL.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "cache")}
        environment.pop("DISPLAY", None)
        assert len(commands) >= 8, commands
        for command in commands:
            if " review " in command:
                complete(folder / "my-show") if not (folder / "my-show" / "reviews.toml").exists() else None
            done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        manifest = json.loads((folder / "built" / "manifest.json").read_text())
        assert manifest["pack"] == "my-show", manifest["pack"]
        shots = {"page.png": small(folder / "pages" / PAGE), "sheet.png": small(sheet_picture(folder))}
        for name, image in shots.items():
            if REFRESH:
                image.save(GUIDE / name, optimize=True)
                continue
            kept = Image.open(GUIDE / name).convert("RGB")
            assert kept.size == image.size, f"{name}: {image.size}, was {kept.size}"
            away = sum(ImageStat.Stat(ImageChops.difference(kept, image)).mean) / 3
            assert away < FAR, f"content/guide/{name} shows something else than the program ({away:.1f} on average); run guide_test.py … --refresh and look at it"


main()
