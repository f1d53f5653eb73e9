"""Clocks that stopped in 1970, ran ahead to 2099, or jump in the middle of a sync (libfaketime)."""
import glob

from line import Line
from screen import DONE, REFUSED, expect, read_json

LIBRARY = sorted(glob.glob("/usr/lib/*/faketime/libfaketime.so.1"))
PAST, AHEAD = "1970-01-01 00:10:00", "2099-01-01 00:00:00"


def missing():
    return None if LIBRARY else "faketime is not installed"


def clock(time=None, file=None):
    """The environment of a run whose wall clock begins at `time`, or says what `file` says at each moment; what measures durations goes on."""
    says = {"FAKETIME": "@" + time} if time else {"FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1"}
    return {"LD_PRELOAD": LIBRARY[0], "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", **says}


def floor(screen):
    return read_json(screen.state / "trust/floor.json")["time"]


def publish_at(bench, time):
    """A publication made when the coordinator's clock says `time`."""
    wrapper, real = bench.folder / "then", bench.museum.kioskctl
    words = " ".join(f"{key}='{value}'" for key, value in clock(time).items())
    wrapper.write_text(f'#!/bin/sh\nexec env {words} "{real}" "$@"\n')
    wrapper.chmod(0o755)
    bench.museum.kioskctl = wrapper
    try:
        return bench.publish()
    finally:
        bench.museum.kioskctl = real


def stopped(bench, first, second):
    """1970: the floor stands for the time; what is published and valid comes all the same, and the status says that the clock is wrong."""
    screen = bench.screen()
    for folder in (first, second):
        with bench.serve(folder) as server:
            done = screen.sync(server.url, environment=clock(PAST))
        expect(done.returncode == DONE, f"at {PAST}: {done.stderr}")
        expect(screen.status()["clock_suspect"] is True, f"at {PAST} the clock is not told to be suspect")
        expect(floor(screen) > "2026", f"the floor is {floor(screen)}")
        screen.judge(f"a clock at {PAST}")
        screen.confirm()
    with bench.serve(second) as server:
        done = screen.sync(server.url)
    expect(done.returncode == DONE and screen.status()["clock_suspect"] is False, "with the right time again the clock is still suspect")


def ahead(bench, first, second):
    """2099: everything has expired. Nothing new is taken, what plays stays, and the right time heals it."""
    screen = bench.playing(first)
    proven = floor(screen)
    with bench.serve(second) as server:
        for command in ((server.url, "--tries", "1"), ("notices", server.url)):
            done = screen.run(*command, environment=clock(AHEAD))
            expect(done.returncode == REFUSED and "expired" in done.stderr, f"at {AHEAD}: {done.returncode}: {done.stderr}")
            screen.judge(f"a clock at {AHEAD}")
            expect(screen.current() == "gen/1", "something new came out of expired documents")
            expect(floor(screen) < "2027", f"a clock that ran ahead has moved the floor from {proven} to {floor(screen)}")
        done = screen.sync(server.url)
    expect(done.returncode == DONE and screen.current() == "gen/2", f"the right time again: {done.stderr}")
    screen.judge("the right time again")


def held_back(bench, second, later):
    """What had expired by the proven time is not taken by a clock that says less, even where nothing but the floor is left to tell."""
    screen = bench.screen()
    with bench.serve(later) as server:
        done = screen.sync(server.url, environment=clock("2027-06-01 12:00:00"))
        expect(done.returncode == DONE, done.stderr)
    screen.confirm()
    screen.judge("in 2027")
    proven, kept = floor(screen), screen.current()
    expect(proven > "2027-05", f"the floor is {proven}")
    for name in ("timestamp", "snapshot", "targets"):
        (screen.state / f"trust/{name}.json").unlink()
    screen.versions = {"floor": proven}
    with bench.serve(second) as server:
        done = screen.sync(server.url, environment=clock(PAST))
    expect(done.returncode == REFUSED and "expired" in done.stderr, f"expired before {proven}, but: {done.returncode}: {done.stderr}")
    expect(screen.current() == kept and floor(screen) == proven, "something moved")
    screen.judge("an expired mirror and a stopped clock")


def jumping(bench, first, second, times, number):
    """The time is asked for once: a jump at request `number` changes no verdict."""
    screen = bench.playing(first)
    said = bench.folder / "clock"
    said.write_text("@" + times[0] if times[0] else "+0")
    with bench.serve(second) as server, Line(server.port, bench.numbers) as line:
        line.on_request = lambda n: said.write_text("@" + times[1] if times[1] else "+0") if n == number else None
        done = screen.sync(line.url, environment=clock(file=said))
        expect(line.requests >= number, f"there were {line.requests} requests only")
        where = f"from {times[0] or 'now'} to {times[1] or 'now'} at request {number}"
        expect(done.returncode == (REFUSED if times[0] == AHEAD else DONE), f"{where}: {done.returncode}: {done.stderr}")
        screen.judge(where)
        expect((screen.current() == "gen/1") == (times[0] == AHEAD), f"{where}: current is {screen.current()}")
        after = screen.sync(line.url)
        expect(after.returncode == DONE and screen.current() == "gen/2", f"{where}, and now again: {after.stderr}")
    screen.judge(f"{where}, and now again")


def run(bench):
    bench.shrink()
    first, second = bench.publish(), bench.publish()
    stopped(bench, first, second)
    ahead(bench, first, second)
    jumps = [((a, b), n) for a, b in ((None, PAST), (None, AHEAD), (PAST, None), (AHEAD, PAST)) for n in range(1, 3 if a == AHEAD else 7)]
    chosen = bench.some(jumps, 6)
    for times, number in chosen:
        jumping(bench, first, second, times, number)
    held_back(bench, second, publish_at(bench, "2027-06-01 00:00:00"))
    return f"1970, 2099, an expired mirror with a stopped clock, and {len(chosen)} jumps within a sync"
