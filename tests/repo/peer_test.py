#!/usr/bin/env python3
"""tuf-js, which others wrote, fetches what `kioskctl repo` publishes: through a new root, a replaced curator and two signatures.

    peer_test.py KIOSKCTL PEERS        PEERS: the folder with node_modules. 77: it, node or nginx is not there.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parent / "sync")]
import loopback  # noqa: E402
import push_test  # noqa: E402

NODE = shutil.which("node") or shutil.which("nodejs")


def fetch(peers, server, trust, target, expect=0):
    into = trust.parent / "fetched"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    done = subprocess.run([NODE, here.parent / "peers/fetch.mjs", peers, server.url, trust, into, target], capture_output=True, text=True, timeout=60)
    assert done.returncode == expect, done.stdout + done.stderr
    return pathlib.Path(done.stdout.strip()).read_bytes() if expect == 0 else done.stderr


def main():
    kioskctl, peers = sys.argv[1], pathlib.Path(sys.argv[2])
    if NODE is None or not (peers / "node_modules/tuf-js").is_dir() or not loopback.available():
        print("node, its packages or nginx are not installed; ./check installs them")
        return 77
    with tempfile.TemporaryDirectory(prefix="changlang-peer-") as name:
        folder = pathlib.Path(name)
        boss = push_test.Machine(kioskctl, folder, "coordinator")
        boss.run("init", boss.repo)
        for each in ("wang", "li", "wang-2", "online-2"):
            boss.run("key", "new", each)
        boss.run("delegate", "add", "qingpu", "wang", "li", "--threshold", "2", "--as", "coordinator")
        built = push_test.build(folder, "one", {"pack.toml": b"one"})
        boss.run("sign", built, "--as", "wang")
        boss.run("sign", "--as", "li")
        boss.run("publish")
        trust = folder / "trust"
        trust.mkdir()
        shutil.copy(boss.repo / "metadata/1.root.json", trust / "root.json")
        with loopback.Nginx(boss.repo, folder / "nginx") as server:
            target = "packs/qingpu/one.json"
            first = fetch(peers, server, trust, target)
            assert b'"owner":"qingpu"' in first
            assert "no such target" in fetch(peers, server, trust, "packs/jinze/one.json", expect=1)

            boss.run("delegate", "rotate", "wang", "wang-2", "--as", "coordinator")
            boss.run("sign", "--as", "li")
            boss.run("withdraw", "one/point/story", "--as", "li")
            boss.run("root", "propose", "--replace", "online", "--with", "online-2")
            boss.run("root", "sign", "--as", "coordinator")
            boss.run("root", "publish")
            assert fetch(peers, server, trust, target) == first
            assert b"one/point/story" in fetch(peers, server, trust, "withdrawn/qingpu.json")
            # And refuses what nobody of ours signed.
            role = max((boss.repo / "metadata").glob("*.qingpu.withdraw.json"))
            role.write_text(role.read_text().replace('"version": 1', '"version": 2'))
            shutil.rmtree(trust)
            trust.mkdir()
            shutil.copy(boss.repo / "metadata/1.root.json", trust / "root.json")
            fetch(peers, server, trust, "withdrawn/qingpu.json", expect=1)
    print("tuf-js fetches what kioskctl repo publishes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
