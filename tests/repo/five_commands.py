#!/usr/bin/env python3
"""A first-time coordinator at a terminal: the five commands of `kioskctl repo --help`, then what comes later; a kiosk's `kioskctl tuf` judges.

    five_commands.py --kioskctl PROGRAM --pack-tool PROGRAM --pack FOLDER
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "sync")]
import loopback  # noqa: E402
import terminal  # noqa: E402

PHRASES = {"coordinator": "a heron on the roof", "online": "seven stone arches", "wang": "the tea is cold", "li": "boats before noon",
           "wang-2": "a second umbrella"}


def say(text):
    print("five_commands:", text, flush=True)


class Museum:
    def __init__(self, arguments, folder):
        self.kioskctl, self.folder = arguments.kioskctl, folder
        self.repo, self.keys = folder / "museum", folder / "keys"

    def run(self, *command, keys=(), new=(), expect=0, answers=None):
        """`keys`: whose passphrases are asked for; `new`: whose are made."""
        if answers is None:
            answers = [pair for name in new for pair in ((f"key {name}", PHRASES[name]), ("once more", PHRASES[name]))]
            answers += [(f"Passphrase of {name}", PHRASES[name]) for name in keys]
        done = terminal.run([self.kioskctl, "repo", "--repo", self.repo, "--keys", self.keys, *command], answers)
        assert done.code == expect, f"{command} ended with {done.code}, not {expect}\n{done.out}{done.err}"
        return done.out + done.err


def fetch(kioskctl, repo, folder, root, target, server):
    """What a kiosk that knows the first root gets of a target; None where it is refused."""
    trust, into = folder / "tuf-trust", folder / "tuf-targets"
    for each in (trust, into):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir()
    common = ["tuf", "--metadata-dir", trust, "--metadata-url", server.url + "metadata/"]
    subprocess.run([kioskctl, *common, "init", root], check=True, timeout=60)
    done = subprocess.run([kioskctl, *common, "--target-name", target, "--target-base-url", server.url + "targets/", "--target-dir", into, "download"],
                          capture_output=True, text=True, timeout=60)
    files = [path for path in into.rglob("*") if path.is_file()]
    if done.returncode != 0:
        say("refused: " + done.stderr.strip())
        assert not files
        return None
    assert len(files) == 1, files
    return files[0].read_bytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kioskctl", required=True)
    parser.add_argument("--pack-tool", required=True)
    parser.add_argument("--pack", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="changlang-repo-") as name:
        folder = pathlib.Path(name)
        museum = Museum(arguments, folder)
        first_steps(arguments, museum)
        with loopback.Nginx(museum.repo, folder / "nginx") as server:
            later(arguments, museum, server)
        mistakes(arguments, museum)
    return 0


def first_steps(arguments, museum):
    source, built = museum.folder / "source", museum.folder / "built"
    shutil.copytree(arguments.pack, source)
    subprocess.run([arguments.pack_tool, "build", source, "-o", built], check=True, capture_output=True, timeout=60)
    guide = terminal.run([arguments.kioskctl, "repo", "--help"]).out
    for step in ("repo init", "repo key new", "repo delegate add", "repo sign", "repo publish"):
        assert "kioskctl " + step in guide, guide
    museum.run("init", museum.repo, new=["coordinator", "online"])
    museum.run("key", "new", "wang", answers=[("key wang", "short"), ("key wang", PHRASES["wang"]), ("once more", "another"),
                                              ("key wang", PHRASES["wang"]), ("once more", PHRASES["wang"])])
    museum.run("delegate", "add", "qingpu", "wang", keys=["coordinator"])
    museum.run("sign", built, answers=[("Passphrase of wang", "not this one"), ("That was not it", PHRASES["wang"])])
    museum.run("publish", keys=["online"])
    assert "whole: " in museum.run("verify")
    for path in museum.keys.glob("*.key"):
        assert path.stat().st_mode & 0o77 == 0, path
    say("five commands make a repository")


def later(arguments, museum, server):
    root = museum.folder / "1.root.json"
    shutil.copy(museum.repo / "metadata/1.root.json", root)

    def fetched(target):
        return fetch(arguments.kioskctl, museum.repo, museum.folder, root, target, server)

    manifest = json.loads(fetched("packs/qingpu/qingpu.json"))
    assert manifest["owner"] == "qingpu" and len(manifest["files"]) > 100
    say("kioskctl tuf fetches the pack's manifest")

    museum.run("withdraw", "qingpu/zhujiajiao/fangsheng-bridge#2", keys=["wang", "online"])
    assert json.loads(fetched("withdrawn/qingpu.json"))["withdrawn"][0]["route"] == "qingpu/zhujiajiao/fangsheng-bridge#2"
    museum.run("withdraw", "--lift", "qingpu/zhujiajiao/fangsheng-bridge#2", keys=["wang", "online"])
    assert json.loads(fetched("withdrawn/qingpu.json"))["withdrawn"] == []
    museum.run("notice", "add", "--until", "2099-01-01T18:00", "--text", "zh-Hans=今日闭馆", "--text", "en=Closed today", keys=["wang", "online"])
    assert json.loads(fetched("notices/qingpu.json"))["notices"][0]["text"]["zh-Hans"] == "今日闭馆"
    museum.run("notice", "add", "--from", "2098-12-31T10:00Z", "--until", "2099-01-01T10:00:00Z", "--text", "zh-Hans=元旦闭馆", keys=["wang", "online"])
    second = json.loads(fetched("notices/qingpu.json"))["notices"][1]
    assert (second["from"], second["until"]) == ("2098-12-31T10:00:00Z", "2099-01-01T10:00:00Z"), second
    say("withdraw and notice are one command each")

    # Four eyes.
    museum.run("key", "new", "li", new=["li"])
    museum.run("delegate", "add", "qingpu", "li", "--threshold", "2", keys=["coordinator"])
    refused = museum.run("publish", expect=1, keys=[])
    assert "wang, li" in refused and "--suspend qingpu" in refused, refused
    waits = museum.run("sign", "--role", "qingpu", "--as", "wang", keys=["wang"])
    assert "still without: li" in waits, waits
    assert "complete" in museum.run("sign", "--as", "li", keys=["li"])
    museum.run("publish", keys=["online"])
    assert fetched("packs/qingpu/qingpu.json")
    say("two signatures where two are asked for")

    # Wang's laptop was stolen.
    museum.run("key", "new", "wang-2", new=["wang-2"])
    said = museum.run("delegate", "rotate", "wang", "wang-2", keys=["coordinator", "wang-2"])
    assert "still without: li" in said, said
    museum.run("sign", "--as", "li", keys=["li"])
    museum.run("publish", keys=["online"])
    assert fetched("packs/qingpu/qingpu.json")
    assert "wang-2" in museum.run("delegate", "list")
    say("one command replaces a stolen key")

    # The next root: another online key.
    PHRASES["online-2"] = "a lantern left alight"
    museum.run("key", "new", "online-2", new=["online-2"])
    museum.run("root", "propose", "--replace", "online", "--with", "online-2")
    assert "kioskctl repo root sign" in museum.run("root", "publish", expect=1, keys=["online-2"])
    museum.run("root", "sign", keys=["coordinator"])
    museum.run("root", "publish", keys=["online-2"])
    assert fetched("packs/qingpu/qingpu.json")
    say("a kiosk follows the second root")

    # A machine that nobody sits at.
    file = museum.folder / "passphrase"
    file.write_text(PHRASES["online-2"] + "\n")
    file.chmod(0o644)
    assert "chmod 600" in museum.run("--passphrase-file", file, "refresh", expect=1)
    file.chmod(0o600)
    assert "renewed" in museum.run("--passphrase-file", file, "refresh")


def mistakes(arguments, museum):
    """Every refusal says what to do."""
    for command, code, hint in (
            (["sign", arguments.pack, "--role", "qingpu", "--as", "li"], 2, "kioskctl pack build"),
            (["sign", museum.folder / "built", "--role", "jinze", "--as", "li"], 2, "delegate add jinze"),
            (["sign", museum.folder / "built", "--role", "qingpu", "--as", "coordinator"], 2, "those that may"),
            (["sign", "--renew", "--role", "qingpu"], 2, "--as"),
            (["sign"], 2, "name a built pack"),
            (["sign", "--as", "nobody", museum.folder / "built"], 2, "key new"),
            (["withdraw", "nowhere/a/b"], 2, "repo status"),
            (["withdraw", "../x"], 2, "pack/point"),
            (["notice", "add", "--until", "2099-01-01T18:00:00+08:00", "--text", "zh-Hans=x", "--role", "qingpu"], 2, "2026-07-01T01:30Z"),
            (["notice", "add", "--until", "soon", "--text", "zh-Hans=x", "--role", "qingpu"], 2, "2026-07-01"),
            (["delegate", "rm", "qingpu", "li", "--as", "coordinator"], 2, "delegate add"),
            (["init", museum.repo], 2, "new folder"),
            (["key", "new", "li"], 2, "another name"),
            (["key", "new", "小王"], 2, "a-z"),
            (["root", "sign"], 2, "root propose")):
        said = museum.run(*command, expect=code)
        assert hint in said, f"{command} says {said!r}, not {hint!r}"
    wrong = [("Passphrase of li", "ferry?"), ("That was not it", "a ferry"), ("That was not it", "the ferry")]
    said = museum.run("sign", "--renew", "--role", "qingpu", "--as", "li", answers=wrong, expect=1)
    assert "passphrase" in said, said
    say("mistakes are told with what to do")


if __name__ == "__main__":
    sys.exit(main())
