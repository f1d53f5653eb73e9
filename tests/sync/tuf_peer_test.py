#!/usr/bin/env python3
"""Ours and theirs, both ways: `kioskctl tuf` fetches what @tufjs/models signed, tuf-js fetches what we signed.

    tuf_peer_test.py KIOSKCTL WRITE_REPOSITORY PEERS      PEERS: the folder with node_modules. 77: it, or node, is not there.
"""
import functools
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

PEERS = pathlib.Path(sys.argv.pop()).resolve()
WRITE_REPOSITORY = pathlib.Path(sys.argv.pop()).resolve()
KIOSKCTL = pathlib.Path(sys.argv.pop()).resolve()
SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / "peers"
NODE = shutil.which("node") or shutil.which("nodejs")
ENVIRONMENT = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=100, env=ENVIRONMENT)


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_):
        pass


class Server:
    """with Server(folder) as server: server.url …"""

    def __init__(self, folder):
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.http.asked = []
        self.asked = self.http.asked
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/"

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


class Folders(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="changlang-tuf-")
        self.addCleanup(scratch.cleanup)
        self.top = pathlib.Path(scratch.name)
        self.repository, self.metadata, self.targets = self.top / "repository", self.top / "metadata", self.top / "targets"
        for folder in (self.repository, self.metadata, self.targets):
            folder.mkdir()

    def files_of(self, folder):
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


class TheirsFetchedByUs(Folders):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="changlang-tuf-theirs-")
        done = run(NODE, SCRIPTS / "publish.mjs", cls.scratch.name, 1, PEERS)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def setUp(self):
        super().setUp()
        shutil.copytree(self.scratch.name, self.repository, dirs_exist_ok=True)
        server = Server(self.repository)
        self.server = server.__enter__()
        self.addCleanup(server.__exit__)
        done = self.tuf("init", self.repository / "metadata/1.root.json")
        self.assertEqual(done.returncode, 0, done.stderr)

    def tuf(self, *what):
        return run(KIOSKCTL, "tuf", "--metadata-dir", self.metadata, *what)

    def refresh(self):
        return self.tuf("--metadata-url", self.server.url + "metadata", "refresh")

    def download(self, name):
        return self.tuf("--metadata-url", self.server.url + "metadata/", "--target-name", name, "--target-dir", self.targets,
                        "--target-base-url", self.server.url + "targets/", "download")

    def kept(self, name):
        return (self.metadata / name).read_bytes()

    def published(self, name):
        return (self.repository / "metadata" / name).read_bytes()

    def test_refresh_keeps_the_bytes_of_each_document_and_asks_for_each_once(self):
        done = self.refresh()

        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertEqual(self.files_of(self.metadata), ["root.json", "snapshot.json", "targets.json", "timestamp.json"])
        for ours, theirs in (("root", "2.root"), ("timestamp", "timestamp"), ("snapshot", "5.snapshot"), ("targets", "7.targets")):
            self.assertEqual(self.kept(ours + ".json"), self.published(theirs + ".json"), ours)
        names = ["2.root", "3.root", "timestamp", "5.snapshot", "7.targets"]
        self.assertEqual(self.server.asked, [f"/metadata/{name}.json" for name in names])

    def test_targets_of_all_kinds_of_names_arrive(self):
        for name, content in (("plain.txt", "a plain target\n"), ("packs/qingpu/story.json", '{"story":"长廊"}'),
                              ("other/a b/长#廊?.txt", "names"), ("random/599", "599")):
            done = self.download(name)
            self.assertEqual(done.returncode, 0, name + ": " + done.stderr)
            newest = max(self.targets.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            self.assertEqual(newest.read_text(), content)
        self.assertEqual(len(self.files_of(self.targets)), 4)
        roles = [hashlib.sha256(role.encode()).hexdigest() + ".json" for role in ("qingpu", "later")]
        self.assertEqual(self.files_of(self.metadata), sorted(roles + ["root.json", "snapshot.json", "targets.json", "timestamp.json"]))

    def test_target_behind_a_terminating_role_is_none(self):
        done = self.download("packs/qingpu/never.json")

        self.assertEqual(done.returncode, 1)
        self.assertIn("is not a target of this repository", done.stderr)
        self.assertEqual(self.files_of(self.targets), [])

    def test_other_bytes_in_the_place_of_a_target_are_not_left_there(self):
        self.assertEqual(self.download("plain.txt").returncode, 0)
        for path in (self.repository / "targets").rglob("*.txt"):
            path.write_text(path.read_text()[:-1] + "!")

        self.assertEqual(self.download("plain.txt").returncode, 0)  # it is here already
        self.assertEqual((self.targets / "plain.txt").read_text(), "a plain target\n")
        (self.targets / "plain.txt").write_text("rotten")
        done = self.download("plain.txt")
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not have the sha256 that is signed", done.stderr)
        self.assertEqual(self.files_of(self.targets), ["plain.txt"])

    def test_other_bytes_in_a_document_are_refused_and_what_was_kept_stays(self):
        self.assertEqual(self.refresh().returncode, 0)
        before = {name: self.kept(name) for name in self.files_of(self.metadata)}
        document = json.loads(self.published("timestamp.json"))
        document["signed"]["version"] += 1
        (self.repository / "metadata/timestamp.json").write_text(json.dumps(document))
        done = self.refresh()
        self.assertEqual(done.returncode, 1)
        self.assertIn("timestamp.json: is signed by 0 of the 1 keys", done.stderr)
        self.assertEqual({name: self.kept(name) for name in self.files_of(self.metadata)}, before)

    def test_wrong_beginnings_end_with_1_and_ask_nobody(self):
        root = json.loads(self.published("1.root.json"))
        del root["signed"]["version"]
        broken = self.top / "broken.json"
        broken.write_text(json.dumps(root))
        for what in (("init", broken), ("init", self.top / "missing"), ("refresh",), ("--metadata-url", "ftp://x/", "refresh"), (), ("fly",)):
            done = self.tuf(*what)
            self.assertEqual(done.returncode, 1, what)
            self.assertNotEqual(done.stderr, "", what)
        (self.metadata / "root.json").write_text(json.dumps(root))
        self.assertEqual(self.refresh().returncode, 1)
        self.assertEqual(self.server.asked, [])

    def test_canonical_json_agrees_for_values_drawn_at_random(self):
        for seed in range(2, 5):
            shutil.rmtree(self.repository)
            self.assertEqual(run(NODE, SCRIPTS / "publish.mjs", self.repository, seed, PEERS).returncode, 0)
            for path in self.metadata.iterdir():
                path.unlink()
            self.assertEqual(self.tuf("init", self.repository / "metadata/1.root.json").returncode, 0)
            done = self.refresh()
            self.assertEqual(done.returncode, 0, f"seed {seed}: {done.stderr}")


class OursFetchedByThem(Folders):
    def setUp(self):
        super().setUp()
        done = run(WRITE_REPOSITORY, self.repository)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.copy(self.repository / "metadata/1.root.json", self.metadata / "root.json")

    def fetch(self, name):
        with Server(self.repository) as server:
            return run(NODE, SCRIPTS / "fetch.mjs", PEERS, server.url, self.metadata, self.targets, name)

    def test_their_client_follows_our_roots_and_fetches_our_target(self):
        done = self.fetch("packs/qingpu/story.json")

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(pathlib.Path(done.stdout.strip()).read_text(), "from our side\n")
        self.assertEqual(json.loads((self.metadata / "root.json").read_text())["signed"]["version"], 3)

    def test_their_client_refuses_it_with_one_byte_changed(self):
        path = self.repository / "metadata/2.qingpu.json"
        path.write_bytes(path.read_bytes().replace("长廊".encode(), "长廓".encode()))

        self.assertEqual(self.fetch("packs/qingpu/story.json").returncode, 1)


if __name__ == "__main__":
    if NODE is None or not (PEERS / "node_modules/tuf-js").is_dir():
        print("node or its packages are not installed; ./check installs them")
        sys.exit(77)
    unittest.main()
