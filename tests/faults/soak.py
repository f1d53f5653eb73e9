"""One kiosk for a long time, and each of the faults again and again as the seed says; the promises are asked after each event and its recovery."""
import time

import bit_rot
import clocks
import killed
from line import Line
from screen import BUSY, DISK_FULL, DONE, TRANSIENT, expect


class Soak:
    def __init__(self, bench):
        self.bench, self.numbers, self.screen = bench, bench.numbers, bench.screen()
        self.happened = {}

    def sync(self, url, where):
        done = self.screen.sync(url)
        expect(done.returncode == DONE, f"{where}: {done.stderr}")

    def kill(self, server):
        call = self.numbers.choice(killed.CALLS)
        killed.hit(self.screen, server.url, call, self.numbers.randint(1, 40))

    def kill_by_time(self, server):
        with Line(server.port, self.numbers) as line:
            line.slow_bytes, line.slow_rate = 1 << 20, 20_000
            process = self.screen.start(line.url)
            time.sleep(self.numbers.uniform(0.01, 0.4))
            process.kill()
            process.communicate(timeout=20)

    def bad_line(self, server):
        with Line(server.port, self.numbers) as line:
            line.cut_every, line.reset_share = self.numbers.choice((1000, 5000, 20_000)), 0.3
            line.flap = self.numbers.choice((None, (0.1, 0.1)))
            done = self.screen.sync(line.url)
        expect(done.returncode in (DONE, TRANSIENT), f"a bad line: {done.returncode}: {done.stderr}")

    def two_at_once(self, server):
        runs = [self.screen.start(server.url) for _ in range(2)]
        ends = [(run.communicate(timeout=60)[1], run.returncode) for run in runs]
        expect(all(code in (DONE, BUSY) for _, code in ends) and any(code == DONE for _, code in ends), f"two at once: {ends}")

    def rot(self, server):
        kinds = bit_rot.classes(self.screen.state / self.screen.current() / "packs/qingpu/many")
        kind = self.numbers.choice(sorted(kinds))
        self.sync(server.url, "before rot")
        kinds = bit_rot.classes(self.screen.state / self.screen.current() / "packs/qingpu/many")
        bit_rot.rot_file(self.screen, server.url, kind, kinds[kind], self.numbers.choice(bit_rot.DAMAGES), self.numbers)

    def rot_of_trust(self, server):
        self.sync(server.url, "before rot")
        bit_rot.rot_state(self.screen, server.url, self.numbers.choice(bit_rot.STATE), self.numbers.choice(bit_rot.DAMAGES), self.numbers)

    def wrong_clock(self, server):
        time_ = self.numbers.choice((clocks.PAST, clocks.AHEAD))
        done = self.screen.sync(server.url, environment=clocks.clock(time_))
        expect(done.returncode == (DONE if time_ == clocks.PAST else 1), f"a clock at {time_}: {done.returncode}: {done.stderr}")

    def no_room(self, server):
        """The kernel says that the disk is full from the n-th write on (a disk that is full: disk_full)."""
        n = self.numbers.randint(1, 30)
        done = self.screen.sync(server.url, before=("strace", "-f", "-o", "/dev/null", "-e", "trace=write", "-e", f"inject=write:error=ENOSPC:when={n}+"))
        expect(done.returncode in (DONE, 1, TRANSIENT, DISK_FULL), f"no room from write {n} on: {done.returncode}: {done.stderr}")

    def confirm(self, _):
        self.screen.confirm()

    def roll_back(self, server):
        """Back, and on to the next publication: what only the generation gone back to had, and the disk lost, cannot be fetched before that."""
        if (self.screen.state / "previous").exists():
            done = self.screen.run("rollback")
            expect(done.returncode in (DONE, 1), f"rollback: {done.stderr}")
        self.bench.publish(keep=False)
        self.sync(server.url, "after a rollback")

    def publish(self, _):
        self.bench.publish(keep=False)

    def collect(self, _):
        done = self.screen.run("gc")
        expect(done.returncode == DONE, f"gc: {done.stderr}")

    def run(self, minutes):
        events = [self.kill_by_time, self.bad_line, self.two_at_once, self.rot, self.rot_of_trust, self.confirm, self.roll_back, self.publish, self.collect]
        events += [self.kill, self.no_room] if not killed.missing() else []
        events += [self.wrong_clock] if not clocks.missing() else []
        self.bench.publish(keep=False)
        end = time.monotonic() + minutes * 60
        with self.bench.serve(self.bench.museum.repo) as server:
            self.sync(server.url, "the first sync")
            while time.monotonic() < end:
                if self.numbers.random() < 0.7:
                    self.bench.publish(keep=False)
                event = self.numbers.choice(events)
                number = sum(self.happened.values()) + 1
                where = f"event {number}, {event.__name__}, seed {self.bench.seed}"
                event(server)
                self.happened[event.__name__] = self.happened.get(event.__name__, 0) + 1
                self.screen.judge(where)
                if self.numbers.random() < 0.5:
                    self.bench.publish(keep=False)
                    self.sync(server.url, f"the sync after {where}")
                    self.screen.judge(f"the sync after {where}")
        return f"{sum(self.happened.values())} events: " + ", ".join(f"{count} {name}" for name, count in sorted(self.happened.items()))


def run(bench):
    bench.shrink()
    return Soak(bench).run(bench.minutes)
