"""A line that is slow, dark for seconds, cut or reset: the update comes whole within some tries, and hardly a byte comes twice."""
import random

from line import Line
from screen import DONE, TRANSIENT, expect

TRIES = 40


def update(bench, screen, port, seed, set_up):
    """Runs `sync` until it is done, as its timer would: tries, bytes that the line passed, bytes lost by resets, what broke."""
    screen.go_back("first")
    with Line(port, random.Random(seed)) as line:
        set_up(line)
        for tries in range(1, TRIES + 1):
            done = screen.sync(line.url, timeout=540)
            screen.judge(f"try {tries} on a bad line")
            if done.returncode == DONE:
                break
            expect(done.returncode == TRANSIENT, f"a bad line ended with {done.returncode}: {done.stderr}")
            expect(screen.current() == "gen/1", f"ended with 3, and current is {screen.current()}")
        expect(done.returncode == DONE, f"not finished after {TRIES} tries: {done.stderr}")
    expect(screen.current() != "gen/1", "nothing new came")
    return tries, line.sent, line.lost, line.cuts + line.resets, line.connections


def plans(bench):
    def cuts(line):
        line.cut_every, line.reset_share = bench.whole / 5, 0.05

    def slow(line):
        line.slow_bytes = (64 << 10) if bench.long else 1200

    def flapping(line):
        line.flap = (3.0, 3.0) if bench.long else (0.4, 0.4)
        line.cut_every = bench.whole / 3

    def dark(line):
        line.flap = (2.0, 30.0) if bench.long else (0.5, 1.5)
        line.slow_bytes, line.slow_rate = bench.whole, bench.whole / (20 if bench.long else 1)

    return {"cut": cuts, "slow": slow, "flapping": flapping, "dark": dark}


def run(bench):
    screen = bench.playing(bench.publish())
    # Every picture is another one: some megabytes.
    pictures = sorted(bench.source.glob("pictures/*.svg"))
    for path in pictures:
        path.write_text(path.read_text() + "<!-- another -->\n")
    told = []
    with bench.serve(bench.publish()) as server:
        bench.whole = 1
        _, bench.whole, _, _, _ = update(bench, screen, server.port, bench.seed, lambda line: None)
        for name, plan in plans(bench).items():
            for round_ in range(5 if bench.long and name == "cut" else 1):
                tries, sent, lost, broken, connections = update(bench, screen, server.port, bench.seed + round_, plan)
                wasted = (sent - lost - bench.whole) / bench.whole
                told.append(f"{name}: {broken} of {connections} connections broke, {tries} tries, {wasted:+.2%}")
                expect(wasted < 0.02, f"{told[-1]}: more than 2 % came twice")
    return f"{bench.whole} bytes; " + "; ".join(told)
