#!/usr/bin/env python3
"""Receipts of real kiosks, put to nginx with a password, and what `kioskctl repo screens` shows of them: from the server, a folder and a stick.

    receipts_test.py --kioskctl PROGRAM --pack-tool PROGRAM --pack FOLDER        77: nginx is not installed.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "sync")]
import loopback  # noqa: E402
from museum import ENVIRONMENT, Museum  # noqa: E402

PASSWORD = "reed and willow"
SERVER = """
    location /receipts/ {{
      dav_methods PUT;
      create_full_put_path on;
      client_max_body_size 4k;
      autoindex on;
      autoindex_format json;
      auth_basic receipts;
      auth_basic_user_file {users};
    }}
    location /open/ {{ alias {www}/receipts/; autoindex on; autoindex_format json; }}
    location /unlisted/ {{ alias {www}/receipts/; }}
    location /elsewhere/ {{ return 302 /open/; }}
"""
REFUSED, USAGE, TRANSIENT = 1, 2, 3


def say(text):
    print("receipts_test:", text, flush=True)


def run(*command, expect=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=100, env=ENVIRONMENT)
    assert PASSWORD not in done.stdout + done.stderr, "the password is shown"
    assert done.returncode == expect, f"{' '.join(map(str, command))}\nended with {done.returncode}, not {expect}\n{done.stdout}{done.stderr}"
    return done


def stamp(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


class Kiosk:
    """A box: its kiosk.toml, its state folder, and what its display says."""

    def __init__(self, kioskctl, folder, name, museum, url, receipts, user="museum", password=PASSWORD):
        self.kioskctl, self.folder, self.name = kioskctl, folder / name, name
        self.folder.mkdir()
        self.state, self.record, self.config, self.password = (self.folder / each for each in ("state", "record", "kiosk.toml", "password"))
        self.record.mkdir()
        self.root, self.url, self.receipts, self.user = museum.root, url, receipts, user
        self.set_password(password)
        self.configure()

    def set_password(self, text, mode=0o600):
        self.password.write_text(text + "\n")
        self.password.chmod(mode)

    def configure(self, **more):
        keys = {"url": self.url, "state": self.state, "root": self.root, "receipts": self.receipts, "receipts_user": self.user,
                "receipts_password_file": self.password if self.user else "", **more}
        lines = [f'[display]\nrecord = "{self.record}"', f'[site]\nname = "{self.name}"', "[sync]", *(f'{key} = "{value}"' for key, value in keys.items())]
        self.config.write_text("\n".join(lines) + "\n")

    def display_says(self, **what):
        now = stamp(datetime.datetime.now(datetime.timezone.utc))
        (self.record / "status.json").write_text(json.dumps({"time": now, "generation": 1, "failure": "", "frame_age_s": 0.2, "touch_age_s": 300, "errors": {}, **what}))

    def sync(self, *words, expect=0):
        """What was said on standard error."""
        return run(self.kioskctl, "sync", *words, "--config", self.config, expect=expect).stderr

    def status(self):
        return json.loads(run(self.kioskctl, "sync", "status", "--config", self.config, "--json").stdout)

    def an_hour_later(self):
        """The last receipt was put an hour ago."""
        file = self.state / "receipt.json"
        if file.exists():
            past = file.stat().st_mtime - 3601
            os.utime(file, (past, past))

    def file(self):
        return self.status()["id"][:16] + ".json"


class Story:
    def __init__(self, arguments, folder):
        self.kioskctl, self.folder = arguments.kioskctl.resolve(), folder
        self.museum = Museum(self.kioskctl, arguments.pack_tool.resolve(), folder / "museum")
        self.source = folder / "source"
        shutil.copytree(arguments.pack, self.source)
        self.museum.pack(self.source)
        self.museum.publish()
        self.www = folder / "www"
        (self.www / "receipts").mkdir(parents=True)
        (self.www / "content").symlink_to(self.museum.repo)
        (folder / "users").write_text("museum:{PLAIN}" + PASSWORD + "\n")
        self.phrase = folder / "server-password"
        self.phrase.write_text(PASSWORD + "\n")
        self.phrase.chmod(0o600)

    def kiosk(self, name, **more):
        return Kiosk(self.kioskctl, self.folder, name, self.museum, self.server.url + "content", more.pop("receipts", self.server.url + "receipts"), **more)

    def screens(self, place, *more, expect=0, password=False):
        """The table as rows, each as (kiosk, name, said, shows, touched, free, how it is)."""
        extra = ["--user", "museum", "--password-file", self.phrase] if password else []
        done = run(self.kioskctl, "repo", "screens", place, *more, *extra, expect=expect)
        if expect:
            return done.stderr
        assert "\x1b" not in done.stdout and "\u202e" not in done.stdout and "\r" not in done.stdout, done.stdout
        lines = done.stdout.splitlines()
        assert re.split(r" {2,}", lines[0]) == ["kiosk", "name", "said", "shows", "touched", "free", "how it is"], lines[0]
        rows = [re.split(r" {2,}", line) for line in lines[1:]]
        assert all(len(row) == 7 for row in rows), done.stdout
        return rows

    def run(self):
        with loopback.Nginx(self.www, self.folder / "nginx", SERVER.format(users=self.folder / "users", www=self.www)) as self.server:
            hall, gate, attic = self.put_with_a_password()
            self.problems_of_the_password(gate)
            self.after_each_change(gate)
            self.read_back(hall, gate, attic)
            self.strange_receipts(hall, gate, attic)
            self.server_that_hinders(hall)
        self.from_a_folder_and_a_stick()

    def put_with_a_password(self):
        hall, gate, attic = self.kiosk("大厅"), self.kiosk("gate"), self.kiosk("attic")
        hall.display_says(errors={"pictures": 0})
        gate.display_says(failure="C2", errors={"pictures": 4})
        for kiosk in (hall, gate, attic):
            assert kiosk.sync() == "", kiosk.name
            file = self.www / "receipts" / kiosk.file()
            assert file.stat().st_size <= 2048
            signed = json.loads(file.read_text())["signed"]
            assert (signed["name"], signed["generation"]) == (kiosk.name, 1), signed
            assert signed["packs"][0]["signed_by"], signed
        assert len(list((self.www / "receipts").iterdir())) == 3
        # The password is in no file but its own, and nobody sees it among the processes: it is not an argument.
        for path in hall.folder.rglob("*"):
            if path.is_file() and path != hall.password:
                assert PASSWORD.encode() not in path.read_bytes(), path
        say("three kiosks put their receipts with a password")
        return hall, gate, attic

    def problems_of_the_password(self, kiosk):
        """Each is told, on one line and in `sync status`; none changes how the sync ends, or what plays; mended, the next sync puts the receipt."""
        file = self.www / "receipts" / kiosk.file()
        there = file.read_bytes()

        def problem(*says):
            kiosk.an_hour_later()
            said = kiosk.sync()
            assert said.count("\n") == 1 and "the receipt was not put" in said, said
            status = kiosk.status()
            assert status["last"]["exit"] == 0 and status["current"]["generation"] == 1, status
            for each in says:
                assert each in said and each in status["receipt_error"], (said, status["receipt_error"])
            assert "not put: " in run(self.kioskctl, "sync", "status", "--config", kiosk.config).stdout
            assert file.read_bytes() == there

        kiosk.set_password("willow and reed")
        problem("does not take this user and password")
        kiosk.set_password(PASSWORD, 0o640)
        problem("may be read by others", "chmod 600")
        kiosk.password.unlink()
        problem("No such file", "password")
        kiosk.set_password("")
        problem("is empty")
        kiosk.set_password(PASSWORD)
        kiosk.configure(receipts_password_file="")
        problem("belong together")
        kiosk.configure(receipts_user="", receipts_password_file="")
        problem("[sync] receipts_user")
        kiosk.configure(receipts="http://receipts.example/museum")
        problem("plain text; use https")
        kiosk.configure(receipts=self.server.url + "content/receipts")  # takes no PUT
        problem("status 405")
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            kiosk.configure(receipts=f"http://127.0.0.1:{closed.getsockname()[1]}/")
            problem("connect")
        kiosk.configure()
        assert kiosk.sync() == ""
        assert file.read_bytes() != there
        assert kiosk.status()["receipt_error"] == ""
        puts = len([line for line in self.server.requests() if '"PUT ' in line])
        assert kiosk.sync() == ""
        assert len([line for line in self.server.requests() if '"PUT ' in line]) == puts, "no oftener than each hour"
        say("nine things wrong with the password or the server hinder nothing")

    def after_each_change(self, kiosk):
        """However it comes about."""
        def receipt():
            return json.loads((self.www / "receipts" / kiosk.file()).read_text())["signed"]

        names = self.source / "names.toml"
        names.write_text(names.read_text() + "\n# again\n")
        self.museum.pack(self.source)
        self.museum.publish()
        assert kiosk.sync() == ""
        assert (receipt()["generation"], receipt()["on_trial"]) == (2, True)
        (kiosk.record / "requests").mkdir()
        (kiosk.record / "requests/confirm.json").write_text('{"generation":2}')
        assert kiosk.sync("apply-requests") == ""
        assert (receipt()["generation"], receipt()["on_trial"]) == (2, False)
        kiosk.sync("rollback")
        assert receipt()["generation"] == 1
        # One that was not put is put by the next sync, not by the next hour's.
        kiosk.set_password("wrong")
        assert "was not put" in kiosk.sync("pin", "2")
        assert receipt()["generation"] == 1
        kiosk.set_password(PASSWORD)
        assert kiosk.sync() == ""
        assert receipt()["generation"] == 2
        say("each change is told at once, or with the next sync")

    def read_back(self, hall, gate, attic):
        rows = self.screens(self.server.url + "receipts", password=True)
        assert [row[1] for row in rows] == ["attic", "gate", "大厅"], rows
        assert [row[0] for row in rows] == [kiosk.file()[:8] for kiosk in (attic, gate, hall)]
        attic_row, gate_row, hall_row = rows
        assert attic_row[4] == "never" and attic_row[6] == "the display says nothing", attic_row
        assert gate_row[3].startswith("2: qingpu/qingpu ") and gate_row[6] == "failure screen C2; plays generation 1; 4 pictures", gate_row
        assert re.fullmatch(r"\d+ s ago", hall_row[2]) and hall_row[4] in ("5 min ago", "6 min ago") and hall_row[6] == "well", hall_row
        assert hall_row[5].endswith("B"), hall_row
        for line in run(self.kioskctl, "repo", "screens", self.www / "receipts").stdout.splitlines():
            print("   ", line)
        # Without, or with a wrong password; a server that does not list; one that sends the password elsewhere; none.
        address = self.server.url + "receipts"
        assert "401" in self.screens(address, expect=TRANSIENT)
        self.phrase.write_text("wrong\n")
        assert "does not take" in self.screens(address, password=True, expect=REFUSED)
        self.phrase.write_text(PASSWORD + "\n")
        self.phrase.chmod(0o644)
        assert "chmod 600" in self.screens(address, password=True, expect=REFUSED)
        self.phrase.chmod(0o600)
        assert "use https" in self.screens("http://receipts.example/museum", password=True, expect=USAGE)
        assert "autoindex_format json" in self.screens(self.server.url + "unlisted", expect=TRANSIENT)
        before = len(self.server.requests())
        assert "302" in self.screens(self.server.url + "elsewhere", password=True, expect=TRANSIENT)
        assert not any("/open/" in line for line in self.server.requests()[before:]), "a password follows no redirect"
        assert len(self.screens(self.server.url + "elsewhere")) == 3
        say("the table of screens, read from the server")

    def strange_receipts(self, hall, gate, attic):
        place = self.www / "receipts"
        known = self.folder / "known"
        known.write_text(f"# our kiosks\n{hall.status()['id']} 大厅\n{gate.status()['id'][:16]} the gate\n{'0' * 64} the cellar\n")

        def resigned(file, **change):
            """A receipt of a kiosk that says these things, signed as it must be."""
            document = json.loads(file.read_text())
            signed = document["signed"]
            with tempfile.TemporaryDirectory() as scratch:
                key, body, signature = (pathlib.Path(scratch) / each for each in ("key.pem", "body", "signature"))
                run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key)
                public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout[-32:].hex()
                signed["key"] = {"keytype": "ed25519", "keyval": {"public": public}, "scheme": "ed25519"}
                signed["id"] = hashlib.sha256(canonical(signed["key"])).hexdigest()
                signed.update(change)
                body.write_bytes(canonical(signed))
                run("openssl", "pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", body, "-out", signature)
                document["signatures"] = [{"keyid": signed["id"], "sig": signature.read_bytes().hex()}]
            path = place / (signed["id"][:16] + ".json")
            path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
            assert path.stat().st_size <= 2048
            return path.name

        fine = place / attic.file()
        old = resigned(fine, name="old", time=stamp(datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=31)))
        ahead = resigned(fine, name="ahead", time=stamp(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)))
        rude = resigned(fine, name="x\x1b]0;you\x07\x1b[2J\r\n\u202eevil\u200b  \x9b31m", packs=[{"pack": "a\x1b[1m/b", "version": "1\n2", "manifest": "", "signed_by": []}],
                        last={"exit": 1, "error": "no\x1b[2Jthing", "success": ""})
        huge = resigned(fine, name="huge", generation=2 ** 53 - 1, disk_free_mb=2 ** 53 - 1)
        (place / ("a" * 16 + ".json")).write_bytes(b'{"signed":' + b" " * 100_000)
        broken = json.loads((place / gate.file()).read_text())
        broken["signed"]["name"] = "the director's office"
        (place / ("b" * 16 + ".json")).write_text(json.dumps(broken))
        (place / ("c" * 16 + ".json")).write_bytes(fine.read_bytes())  # of another kiosk
        (place / ("d" * 16 + ".json")).mkdir()
        (place / ("e" * 16 + ".json")).write_bytes(b"\xff\x00{")
        (place / "readme.txt").write_text("no receipt")
        for where, password in ((self.server.url + "receipts/", True), (place, False)):
            rows = {row[0]: row for row in self.screens(where, "--known", known, password=password)}
            assert len(rows) == 13, rows

            def how(name):
                return rows[name[:8]][6]

            assert how(hall.file()) == "well" and rows[gate.file()[:8]][1] == "the gate", rows
            assert how("0" * 8) == "has left no receipt there" and rows["0" * 8][1] == "the cellar", rows
            assert how(attic.file()) == "not in your list; the display says nothing", rows
            assert "silent for 31 days" in how(old) and rows[old[:8]][2] == "31 days ago", rows
            assert "ahead of this one" in how(ahead) and rows[ahead[:8]][2] == "in the future", rows
            assert rows[rude[:8]][1].startswith("x ]0;you") and "no [2Jthing" in how(rude), rows[rude[:8]]
            assert rows[huge[:8]][5] == "1000000.0 GB", rows[huge[:8]]
            assert "2048 bytes allowed" in how("a" * 8), rows
            assert "not signed by the key that it names" in how("b" * 8), rows
            assert "signed by another kiosk" in how("c" * 8), rows
            assert how("d" * 8) and rows["d" * 8][1] == "?" and how("e" * 8), rows
        assert "known:2" in self.bad_list(known), "the line is named"
        say("strange receipts stand in the table with the reason, the others as before")

    def bad_list(self, known):
        known.write_text("# ours\nthe hall\n")
        return self.screens(self.www / "receipts", "--known", known, expect=REFUSED)

    def server_that_hinders(self, kiosk):
        """A server that takes the connection and says nothing: the sync is done before, and ends in half a minute."""
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(1)
            kiosk.configure(receipts=f"http://127.0.0.1:{deaf.getsockname()[1]}/")
            kiosk.an_hour_later()
            names = self.source / "names.toml"
            names.write_text(names.read_text() + "\n# and again\n")
            self.museum.pack(self.source)
            self.museum.publish()
            process = subprocess.run([str(self.kioskctl), "sync", "--config", str(kiosk.config)], capture_output=True, text=True, timeout=60, env=ENVIRONMENT)
        assert process.returncode == 0 and "was not put" in process.stderr, process.stderr
        assert os.readlink(kiosk.state / "current") == "gen/2"
        say("a deaf server hinders nothing")

    def from_a_folder_and_a_stick(self):
        """A box without a network: a share that may be mounted or not, and the stick."""
        box = Kiosk(self.kioskctl, self.folder, "cellar", self.museum, "", "", user="")
        share = self.folder / "share"
        box.configure(receipts_folder=share)
        stick = self.folder / "stick"
        shutil.copytree(self.museum.repo, stick)
        said = box.sync("import", stick)
        assert "make the folder, or mount it" in said and not share.exists(), said
        assert [row[1] for row in self.screens(stick / "receipts")] == ["cellar"]
        assert "3" not in self.screens(stick / "receipts")[0][3].split(":")[0]
        share.mkdir()
        assert box.sync() == ""  # it has no url: nothing to fetch, and a receipt
        assert [row[1] for row in self.screens(share)] == ["cellar"]
        assert "no receipts there" in run(self.kioskctl, "repo", "screens", self.folder / "museum").stdout
        assert "No such file" in self.screens(self.folder / "nowhere", expect=TRANSIENT)
        if os.geteuid() != 0 or shutil.which("unshare") is None:
            return
        # A stick that cannot be written brings its content all the same.
        shutil.rmtree(stick / "receipts")
        done = subprocess.run(["unshare", "--mount", "sh", "-c", 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 77; exec "$2" sync import "$1" --config "$3"',
                               "sh", str(stick), str(self.kioskctl), str(box.config)], capture_output=True, text=True, timeout=100, env=ENVIRONMENT)
        if done.returncode != 77 and "unshare" not in done.stderr:
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
            assert not (stick / "receipts").exists()
        say("folders and sticks")


def canonical(value):
    """OLPC's canonical JSON."""
    if isinstance(value, dict):
        return b"{" + b",".join(canonical(key) + b":" + canonical(value[key]) for key in sorted(value)) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    if isinstance(value, str):
        return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    return json.dumps(value).encode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kioskctl", required=True, type=pathlib.Path)
    parser.add_argument("--pack-tool", required=True, type=pathlib.Path)
    parser.add_argument("--pack", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if not loopback.available():
        say("nginx is not installed: not run")
        return 77
    with tempfile.TemporaryDirectory(prefix="changlang-receipts-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        Story(arguments, folder).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
