#!/usr/bin/env python3
"""The whole way of a sentence: a curator changes it, builds and signs the pack, a server offers it, sync brings it, the wall shows it.

    whole_story.py --kioskctl PROGRAM --pack-tool PROGRAM [--kiosk PROGRAM] --pack FOLDER

Without --kiosk the story ends where `current` names a generation with the new sentence.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import loopback  # noqa: E402
from museum import Museum  # noqa: E402
from PIL import Image, ImageStat  # noqa: E402

OLD_TITLE = '"沿河读青浦"'
NEW_TITLE = '"沿河再读青浦"'
SHOTS = 24


def say(text):
    print("whole_story:", text, flush=True)


def run(*command, expect=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
    if done.returncode != expect:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout


class Story:
    def __init__(self, arguments, folder):
        self.folder = folder
        self.kioskctl, self.pack_tool, self.kiosk = arguments.kioskctl, arguments.pack_tool, arguments.kiosk
        self.source, self.state = folder / "source", folder / "state"
        shutil.copytree(arguments.pack, self.source)
        self.museum = Museum(self.kioskctl, self.pack_tool, folder / "museum")

    def publish(self):
        self.museum.pack(self.source)
        self.museum.publish()

    def sync(self, server, command="once"):
        return json.loads(run(self.kioskctl, "sync", command, server.url, "--state", self.state, "--root", self.museum.root, "--json"))

    def current_title_file(self):
        packs = json.loads((self.state / "current" / "packs.json").read_text())["packs"]
        return (self.state / "current" / "packs" / packs[0] / "pack.toml").read_text()

    def change_the_sentence(self):
        file = self.source / "pack.toml"
        text = file.read_text()
        assert OLD_TITLE in text, "the pack's title is not what this test expects"
        file.write_text(text.replace(OLD_TITLE, NEW_TITLE))

    @contextlib.contextmanager
    def display(self):
        """The running display, as a context; yields a function to call after the switch, which waits for the new sentence."""
        if not self.kiosk:
            yield lambda: None
            return
        config, script, shots = self.folder / "kiosk.toml", self.folder / "display.txt", self.folder / "shots"
        config.write_text("[times]\nslide_s = 60\n")  # the slide with the title stays
        # A picture every half second, from before the switch until well after it.
        lines = ["wait 500", f"expect text {OLD_TITLE}"] + [f"wait 500\nshot {n:03d}" for n in range(SHOTS)] + [f"expect text {NEW_TITLE}"]
        script.write_text("\n".join(lines) + "\n")
        log = self.folder / "display.log"
        with open(log, "w") as out:
            display = subprocess.Popen([self.kiosk, "--config", config, "--headless", "640x360", "--realtime", "--hz", "20", "--pack",
                                        self.state / "current", "--script", script, "--shots", shots], stderr=out)
        try:
            wait_for(lambda: (shots / "000.png").exists(), display)
            yield lambda: self.judge(display, log, shots)
        finally:
            display.kill()
            display.wait()

    def judge(self, display, log, shots):
        code = display.wait(timeout=90)
        assert code == 0, f"the display ended with {code}:\n{log.read_text()}"
        brightness = []
        for shot in sorted(shots.glob("*.png")):
            with Image.open(shot) as picture:
                brightness.append(ImageStat.Stat(picture.convert("L")).mean[0])
        assert len(brightness) == SHOTS
        assert min(brightness) > 0.6 * max(brightness), f"a frame went dark: {[round(b) for b in brightness]}"
        say(f"the display shows the new sentence; brightness of {SHOTS} frames {min(brightness):.0f} to {max(brightness):.0f} of 255")


def wait_for(condition, process):
    end = time.monotonic() + 60
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"the display did not start: {process.poll()}")
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kioskctl", required=True)
    parser.add_argument("--pack-tool", required=True)
    parser.add_argument("--kiosk")
    parser.add_argument("--pack", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if not loopback.available():
        say("nginx is not installed: not run")
        return 77  # ctest: skipped

    with tempfile.TemporaryDirectory(prefix="changlang-story-") as name:
        folder = pathlib.Path(name)
        story = Story(arguments, folder)
        story.publish()
        with loopback.Nginx(story.museum.repo, folder / "nginx") as server:
            first = story.sync(server)
            assert first["changed"] and OLD_TITLE in story.current_title_file()
            say(f"generation {first['current']['generation']} is current, {first['files']} files fetched")

            before = len(server.requests())
            assert not story.sync(server)["changed"]
            assert len(server.requests()) - before == 2, "a sync that finds nothing new asks twice"

            with story.display() as shows_new_sentence:
                story.change_the_sentence()
                story.publish()
                second = story.sync(server)
                assert second["changed"] and second["files"] == 1, second
                assert NEW_TITLE in story.current_title_file()
                shows_new_sentence()
            assert os.readlink(story.state / "previous") == f"gen/{first['current']['generation']}"
            say(f"generation {second['current']['generation']} is current, {second['files']} file fetched")

            # One line comes down, and a notice goes up; no new generation for that.
            story.museum.run("withdraw", "qingpu/zhujiajiao/fangsheng-bridge#2", "--role", "qingpu")
            story.museum.run("notice", "add", "--until", "2099-01-01T00:00:00Z", "--text", "zh-Hans=今日闭馆", "--role", "qingpu")
            board = story.sync(server, "notices")
            assert (board["changed"], board["notices"], board["withdrawn"]) == (True, 1, 1), board
            shown = json.loads((story.state / "notices.json").read_text())
            assert shown["withdrawn"][0]["route"] == "qingpu/zhujiajiao/fangsheng-bridge#2", shown
            assert shown["notices"][0]["text"]["zh-Hans"] == "今日闭馆" and shown["notices"][0]["owner"] == "qingpu", shown
            before = len(server.requests())
            assert not story.sync(server, "notices")["changed"]
            assert len(server.requests()) - before == 2
            assert not story.sync(server)["changed"]
            say("a line comes down and a notice goes up without a new generation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
