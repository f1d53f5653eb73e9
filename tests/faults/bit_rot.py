"""Bytes that change on the disk: scrub finds them and puts them aside, the next sync brings them again, and `current` is whole afterwards."""
import os
import random

from screen import DONE, REFUSED, TRANSIENT, expect, sha256

PAGE = 4096


def flip(path, numbers):
    at = numbers.randrange(path.stat().st_size)
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << numbers.randrange(8)]))


def cut(path, numbers):
    os.truncate(path, numbers.randrange(path.stat().st_size))


def zero(path, numbers):
    """A page; of a file that is all zeros there, a bit too."""
    before = sha256(path)
    size = path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(numbers.randrange(size) // PAGE * PAGE)
        file.write(bytes(min(PAGE, size - file.tell())))
    if sha256(path) == before:
        flip(path, numbers)


DAMAGES = (flip, cut, zero)


def damage(how, path, numbers):
    mode = path.stat().st_mode
    path.chmod(0o644)
    how(path, numbers)
    path.chmod(mode)


def classes(pack):
    """One file for each kind that a pack has, and its manifest."""
    kinds = {}
    for path in sorted(pack.rglob("*")):
        if path.is_file() and path.stat().st_size > 0:
            kinds.setdefault("".join(path.suffixes[-2:]) if path.suffix == ".toml" else path.name if path.name == "manifest.json" else path.suffix, path)
    return kinds


STATE = ("gen/generation.json", "gen/packs.json", "trial.json", "last.json", "notices.json", "trust/root.json", "trust/timestamp.json",
         "trust/snapshot.json", "trust/targets.json", "trust/floor.json", "identity.pem", "bad.json", "pinned.json")


def rot_file(screen, url, kind, path, how, numbers):
    where = f"{how.__name__} of a {kind}"
    name = sha256(path)
    screen.damaged.add(name)
    damage(how, path, numbers)
    found = screen.run("scrub")
    expect(found.returncode == DONE and "1 changed on the disk" in found.stdout, f"{where}: scrub said: {found.stdout}{found.stderr}")
    expect((screen.state / "quarantine" / name).exists(), f"{where}: not in quarantine")
    after = screen.sync(url)
    expect(after.returncode == DONE, f"{where}: the sync after it: {after.stderr}")
    screen.judge(where)
    expect((screen.state / "blobs" / name[:2] / name).exists(), f"{where}: not fetched again")
    screen.damaged.discard(name)
    screen.judge(f"{where}, and what is gone back to")


def unscrubbed(screen, url, path, numbers):
    """A file that became shorter is seen by its size alone, without a scrub."""
    screen.damaged.add(sha256(path))
    damage(cut, path, numbers)
    after = screen.sync(url)
    expect(after.returncode == DONE, f"a shorter file: {after.stderr}")
    screen.judge("a shorter file, without a scrub")


def gone_back(screen, url, name):
    """What plays after a rollback may have been spoilt meanwhile: a sync brings it again."""
    path = screen.state / os.readlink(screen.state / "previous") / "packs/qingpu/many" / name
    screen.damaged.add(sha256(path))
    damage(flip, path, random.Random(1))
    expect(screen.run("scrub").returncode == DONE, "scrub before going back")
    done = screen.run("rollback")
    expect(done.returncode == DONE, f"rollback: {done.stderr}")
    after = screen.sync(url)
    expect(after.returncode == REFUSED and "rolled back" in after.stderr, f"what was rolled back from is not told: {after.stderr}")
    screen.judge(f"gone back to a generation with a spoilt {name}, then a sync")


def rot_state(screen, url, name, how, numbers):
    """What is not content: nothing that plays is lost, and one run with the server there finds its way."""
    path = screen.state / (name if not name.startswith("gen/") else f"{screen.current()}/{name[4:]}")
    if not path.exists() or path.stat().st_size == 0:
        return False
    where = f"{how.__name__} of {name}"
    damage(how, path, numbers)
    scrubbed = screen.run("scrub")
    expect(scrubbed.returncode == DONE, f"{where}: scrub: {scrubbed.stderr}")
    first = screen.sync(url)
    expect(first.returncode in (DONE, REFUSED, TRANSIENT), f"{where}: {first.returncode}: {first.stderr}")
    again = screen.sync(url)
    expect(again.returncode == DONE, f"{where}: two syncs later: {again.stderr}")
    screen.judge(where)
    return True


def run(bench):
    bench.shrink()
    screen = bench.screen()
    for _ in range(2):
        with bench.serve(bench.publish()) as server:
            expect(screen.sync(server.url).returncode == DONE, "a sync before")
        screen.confirm()
    screen.judge("before")
    screen.keep("fine")
    count = 0
    with bench.serve(bench.published[-1]) as server:
        pack = screen.state / screen.current() / "packs/qingpu/many"
        kinds = classes(pack)
        cases = [(kind, how) for kind in kinds for how in DAMAGES]
        for kind, how in bench.some(cases, 6):
            rot_file(screen, server.url, kind, screen.state / screen.current() / kinds[kind].relative_to(screen.state / "gen/2"), how, bench.numbers)
            count += 1
        unscrubbed(screen, server.url, screen.state / screen.current() / "packs/qingpu/many/pack.toml", bench.numbers)
        for name, how in bench.some([(name, how) for name in STATE for how in DAMAGES], 6):
            screen.go_back("fine")
            count += rot_state(screen, server.url, name, how, bench.numbers)
        screen.go_back("fine")
        gone_back(screen, server.url, "pack.toml")
    return f"{count} files damaged ({', '.join(kinds)}; {len(STATE)} of the state): found, put aside, fetched again"
