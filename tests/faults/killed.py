"""kill -9 at the n-th system call of an update from a server (tests/sync/kill_test.py does it from a stick): the next run finishes, without a hand."""
import shutil
import subprocess

from screen import DONE, expect

CALLS = ("openat", "openat2", "write", "fsync", "fdatasync", "syncfs", "rename", "renameat", "symlinkat", "unlinkat", "linkat")


def missing():
    if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        return "strace is not installed, or may not trace here"
    return None


def hit(screen, url, call, n):
    """False where the update is over before its n-th call."""
    done = screen.sync(url, before=("strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}"))
    where = f"killed at {call} number {n}"
    expect(done.returncode in (DONE, -9, 137), f"{where}: ended with {done.returncode}: {done.stderr}")
    screen.judge(where)
    return done.returncode != DONE


def run(bench):
    bench.shrink()
    screen = bench.playing(bench.publish())
    hits = 0
    with bench.serve(bench.publish()) as server:
        def one(call, n):
            screen.go_back("first")
            fired = hit(screen, server.url, call, n)
            if fired:
                after = screen.sync(server.url)
                expect(after.returncode == DONE, f"after a kill at {call} number {n}: {after.stderr}")
                screen.judge(f"the run after a kill at {call} number {n}")
                expect(screen.current() != "gen/1", f"after a kill at {call} number {n} nothing new came")
            return fired

        if bench.long:
            for call in CALLS:
                n = 1
                while one(call, n):
                    n, hits = n + 1, hits + 1
        else:
            # At most as many of each as the most frequent ones make; what does not fire is tried again nearer to the start.
            for call in bench.numbers.sample(CALLS, len(CALLS)):
                n = bench.numbers.randint(1, 40)
                while n > 0 and not one(call, n):
                    n //= 2
                hits += n > 0
    expect(hits >= 8, f"only {hits} kills fired")
    return f"{hits} kills, each followed by an update that finished"
