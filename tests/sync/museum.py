"""A signed repository for tests, made with `kioskctl repo` as a coordinator and a curator would, all keys under one passphrase in a file."""
import os
import pathlib
import shutil
import subprocess

ENVIRONMENT = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}


class Museum:
    """museum = Museum(kioskctl, kioskctl_pack, scratch); museum.pack(source); museum.publish() …; museum.repo is what a server serves."""

    def __init__(self, kioskctl, pack_tool, folder):
        self.kioskctl, self.pack_tool, self.folder = kioskctl, pack_tool, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.repo, self.keys, self.phrase = self.folder / "repo", self.folder / "keys", self.folder / "phrase"
        self.phrase.write_text("a heron on the roof\n")
        self.phrase.chmod(0o600)
        self.run("init", self.repo)
        self.root = self.folder / "root.json"
        shutil.copy(self.repo / "metadata/1.root.json", self.root)
        self.memorial("qingpu", "wang")

    def run(self, *command):
        arguments = [self.kioskctl, "repo", "--repo", self.repo, "--keys", self.keys, "--passphrase-file", self.phrase, *command]
        done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True, timeout=100, env=ENVIRONMENT)
        assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def memorial(self, name, curator):
        self.run("key", "new", curator)
        self.run("delegate", "add", name, curator)

    def pack(self, source, memorial="qingpu"):
        """Builds the folder and signs it."""
        built = self.folder / "built"
        shutil.rmtree(built, ignore_errors=True)
        done = subprocess.run([str(self.pack_tool), "build", str(source), "-o", str(built)], capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stdout + done.stderr
        self.run("sign", built, "--role", memorial)

    def publish(self):
        self.run("publish")

    def manifest(self, memorial="qingpu"):
        """The newest manifest's path below the repository."""
        files = sorted((self.repo / "targets/packs" / memorial).iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return str(files[-1].relative_to(self.repo))
