#!/usr/bin/env python3
"""`kioskctl repo push` and `pull` to a folder and to nginx with WebDAV and a password: only what is missing, write-once, several publishers at once.

    push_test.py --kioskctl PROGRAM        77: nginx is not installed.
"""
import argparse
import concurrent.futures
import hashlib
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

PHRASE, PASSWORD = "correct horse battery", "reed and willow"
MEMORIALS = ("qingpu", "jinze", "liantang", "zhujiajiao")
DAV = """
    location / {{
      dav_methods PUT DELETE MKCOL MOVE;
      create_full_put_path on;
      client_max_body_size 0;
      limit_except GET {{ auth_basic museum; auth_basic_user_file {users}; }}
    }}
"""


def say(text):
    print("push_test:", text, flush=True)


def build(folder, pack, files):
    """What `kioskctl pack build` leaves behind, with these files."""
    built = folder / ("built-" + pack)
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir()
    lines = []
    for name, data in sorted(files.items()):
        (built / name).write_bytes(data)
        lines.append(json.dumps({"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "type": "application/toml"}, separators=(",", ":")))
    (built / "manifest.json").write_text('{"format":1,"pack":"%s","version":"1","minimum_program":"0.1.0","files":[\n%s\n]}\n' % (pack, ",\n".join(lines)))
    return built


class Machine:
    """Somebody's laptop: a folder and their keys."""

    def __init__(self, kioskctl, folder, name):
        self.kioskctl, self.folder = kioskctl, folder / name
        self.repo, self.keys = self.folder / "museum", self.folder / "keys"
        self.keys.mkdir(parents=True, mode=0o700)
        for file, text in (("phrase", PHRASE), ("password", PASSWORD)):
            (self.folder / file).write_text(text + "\n")
            (self.folder / file).chmod(0o600)

    def run(self, *command, expect=0, password=False):
        extra = ["--user", "museum", "--password-file", self.folder / "password"] if password else []
        done = subprocess.run([str(part) for part in [self.kioskctl, "repo", "--repo", self.repo, "--keys", self.keys, "--passphrase-file",
                                                      self.folder / "phrase", *command, *extra]], capture_output=True, text=True, timeout=120)
        assert done.returncode == expect, f"{command} ended with {done.returncode}, not {expect}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def take_keys(self, other, *names):
        for name in names:
            for end in (".key", ".pub.json"):
                shutil.copy2(other.keys / (name + end), self.keys / (name + end))


def coordinator_with_memorials(kioskctl, folder):
    boss = Machine(kioskctl, folder, "coordinator")
    boss.run("init", boss.repo)
    for memorial in MEMORIALS:
        boss.run("key", "new", "c-" + memorial)
        boss.run("delegate", "add", memorial, "c-" + memorial, "--as", "coordinator")
    return boss


def curator(kioskctl, folder, boss, memorial, place, name=None, online=True):
    machine = Machine(kioskctl, folder, name or memorial)
    machine.take_keys(boss, "c-" + memorial, *(["online"] if online else []))
    machine.run("pull", place, "--root", boss.repo / "metadata/1.root.json")
    return machine


def judge(kioskctl, folder, www):
    """Read by a fresh client, down to the last byte."""
    reader = Machine(kioskctl, folder, "reader")
    shutil.rmtree(reader.repo, ignore_errors=True)
    shutil.copytree(www, reader.repo, ignore=shutil.ignore_patterns("lock", "lock.d", "nginx"))
    said = reader.run("verify")
    shutil.rmtree(reader.folder)
    return said


def to_a_folder(kioskctl, folder):
    boss = coordinator_with_memorials(kioskctl, folder)
    www = folder / "www"
    boss.run("sign", build(folder, "one", {"pack.toml": b"one"}), "--as", "c-qingpu")
    said = boss.run("push", www)
    assert "kiosks see it" in said, said
    assert "sent 0 files" in boss.run("push"), "nothing is sent twice"
    assert "1 packs, 1 files" in judge(kioskctl, folder, www)

    # A curator who has no online key: what she signs waits for the publisher.
    wang = curator(kioskctl, folder, boss, "jinze", www, online=False)
    wang.run("sign", build(folder, "two", {"pack.toml": b"two"}))
    assert "when the publisher has published it" in wang.run("push", www)
    assert "1 packs" in judge(kioskctl, folder, www)
    assert "kiosks see it" in boss.run("push")
    assert "2 packs, 2 files" in judge(kioskctl, folder, www)

    # The same version signed on two laptops: the first one counts, the second one is told and loses nothing.
    again = curator(kioskctl, folder, boss, "jinze", www, name="jinze-2")
    wang.run("pull")
    again.run("sign", build(folder, "two", {"pack.toml": b"second laptop"}))
    again.run("push")
    wang.run("sign", build(folder, "two", {"pack.toml": b"first laptop"}))
    said = wang.run("push", expect=1)
    assert "conflicts/" in said and "Sign yours again" in said, said
    assert list((wang.repo / "conflicts").iterdir())
    wang.run("sign", build(folder, "two", {"pack.toml": b"first laptop"}))
    wang.run("push")
    boss.run("push")
    assert "2 packs, 2 files" in judge(kioskctl, folder, www)
    assert any(path.read_bytes() == b"first laptop" for path in www.glob("blobs/*/*"))

    # Onto a stick, and away with what is old.
    boss.run("push")
    stick = folder / "stick" / "museum"
    www_boss = Machine(kioskctl, folder, "server")
    www_boss.repo = www
    www_boss.run("export", stick)
    assert "2 packs, 2 files" in judge(kioskctl, folder, stick)
    assert "would remove 0" in www_boss.run("prune", "--dry-run")
    assert "would remove 0" not in www_boss.run("prune", "--dry-run", "--keep-days", "0")
    www_boss.run("prune", "--keep-days", "0")
    assert "2 packs, 2 files" in judge(kioskctl, folder, www)
    assert not any(path.read_bytes() == b"second laptop" for path in www.glob("blobs/*/*"))
    say("a folder: " + judge(kioskctl, folder, www).strip())


def to_webdav(kioskctl, folder):
    boss = coordinator_with_memorials(kioskctl, folder)
    www, users = folder / "www", folder / "users"
    www.mkdir()
    users.write_text("museum:{PLAIN}" + PASSWORD + "\n")
    with loopback.Nginx(www, folder / "nginx", DAV.format(users=users)) as server:
        files = {f"f{n}.toml": os.urandom(20_000 + n) for n in range(40)}
        boss.run("sign", build(folder, "one", files), "--as", "c-qingpu")
        assert "--user" in boss.run("push", server.url, expect=1), "the server wants a password"
        said = boss.run("push", server.url, password=True)
        assert "kiosks see it" in said, said
        assert "sent 0 files" in boss.run("push", password=True)
        assert "1 packs, 40 files" in judge(kioskctl, folder, www)
        assert not list((www / "incoming").iterdir()), "nothing stays half-way"
        assert not (www / "lock.d").exists()

        # One file more: one blob, its manifest, its document, the snapshot; then the timestamp.
        files["more.toml"] = b"more"
        boss.run("sign", build(folder, "one", files), "--as", "c-qingpu")
        before = len(server.requests())
        assert "sent 3 files" in boss.run("push", password=True)
        puts = [line for line in server.requests()[before:] if '"PUT ' in line]
        assert "metadata/timestamp.json" in puts[-1], puts
        assert len(server.requests()) - before < 60, "files that are there are not asked for one by one"

        # A push that was cut off after half of the blobs: the next one sends the rest alone.
        more = {**files, **{f"g{n}.toml": os.urandom(5_000) for n in range(20)}}
        boss.run("sign", build(folder, "one", more), "--as", "c-qingpu")
        there = [hashlib.sha256(more[f"g{n}.toml"]).hexdigest() for n in range(10)]
        for name in there:
            (www / "blobs" / name[:2]).mkdir(parents=True, exist_ok=True)
            shutil.copy(boss.repo / "blobs" / name[:2] / name, www / "blobs" / name[:2] / name)
        assert "sent 12 files" in boss.run("push", password=True)

        # Somebody's lock stays until it is broken on purpose.
        (www / "lock.d").mkdir()
        (www / "lock.d/owner").write_text("li at the museum")
        boss.run("sign", "--renew", "--role", "qingpu", "--as", "c-qingpu")
        said = boss.run("push", "--lock-wait", "1", password=True, expect=5)
        assert "li at the museum" in said and "--break-lock" in said, said
        boss.run("push", "--break-lock", password=True)

        at_once(kioskctl, folder, boss, server, www)
    say("WebDAV: " + judge(kioskctl, folder, www).strip())


def at_once(kioskctl, folder, boss, server, www, rounds=4):
    """Four memorials publish at the same time, again and again; each must find all of theirs in the end."""
    machines = [curator(kioskctl, folder, boss, memorial, server.url) for memorial in MEMORIALS]

    def publish(index):
        place = folder / f"packs-{index}"
        place.mkdir()
        for n in range(rounds):
            machines[index].run("sign", build(place, f"pack-{n}", {"pack.toml": f"{MEMORIALS[index]} {n}".encode()}))
            assert "kiosks see it" in machines[index].run("push", password=True)

    with concurrent.futures.ThreadPoolExecutor(len(machines)) as pool:
        for done in [pool.submit(publish, index) for index in range(len(machines))]:
            done.result()
    said = judge(kioskctl, folder, www)
    assert f"{1 + len(machines) * rounds} packs" in said, said
    # One publication may carry what several had signed by then: at least one a round, and no version left out.
    versions = sorted(int(path.name.split(".")[0]) for path in (www / "metadata").glob("*.snapshot.json"))
    assert len(versions) >= rounds and versions == list(range(versions[0], versions[-1] + 1)), versions


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kioskctl", required=True)
    kioskctl = parser.parse_args().kioskctl
    if not loopback.available():
        say("nginx is not installed: not run")
        return 77
    for what in (to_a_folder, to_webdav):
        with tempfile.TemporaryDirectory(prefix="changlang-push-") as name:
            what(kioskctl, pathlib.Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
