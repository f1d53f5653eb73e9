"""One publication after another while several kiosks sync without pause: none ever plays a pack whose files are of two publications."""
import threading

from screen import BUSY, DONE, TRANSIENT, expect


class Kiosk(threading.Thread):
    def __init__(self, bench, url, over):
        super().__init__()
        self.bench, self.url, self.over, self.screen = bench, url, over, bench.screen()
        self.ends, self.seen, self.broken = {}, [], None

    def run(self):
        try:
            while not self.over.is_set():
                self.once()
        except BaseException as broken:  # told by the main thread
            self.broken = broken

    def once(self, must_finish=False):
        done = self.screen.sync(self.url)
        self.ends[done.returncode] = self.ends.get(done.returncode, 0) + 1
        expect(done.returncode in ((DONE,) if must_finish else (DONE, TRANSIENT, BUSY)), f"ended with {done.returncode}: {done.stderr}")
        if (self.screen.state / "current").is_symlink():
            self.screen.judge("while others publish")
            one, other = self.bench.publication_in(self.screen.state / self.screen.current() / "packs/qingpu/many")
            expect(one == other, f"a pack of publications {one} and {other} is current")
            expect(not self.seen or one >= self.seen[-1], f"publication {one} came after {self.seen[-1:]}")
            if not self.seen or self.seen[-1] != one:
                self.seen.append(one)


def run(bench):
    bench.shrink()
    publications, count = (200, 8) if bench.long else (20, 3)
    bench.publish(keep=False)
    over = threading.Event()
    with bench.serve(bench.museum.repo) as server:
        kiosks = [Kiosk(bench, server.url, over) for _ in range(count)]
        for kiosk in kiosks:
            kiosk.start()
        try:
            for _ in range(publications - 1):
                bench.publish(keep=False)
        finally:
            over.set()
            for kiosk in kiosks:
                kiosk.join()
        for kiosk in kiosks:
            if kiosk.broken:
                raise kiosk.broken
            kiosk.once(must_finish=True)
            expect(kiosk.seen[-1] == publications, f"the last publication is {publications}; one kiosk has {kiosk.seen[-1]}")
    ends = {code: sum(kiosk.ends.get(code, 0) for kiosk in kiosks) for code in (DONE, TRANSIENT, BUSY)}
    return (f"{publications} publications, {count} kiosks, {sum(ends.values())} syncs (0: {ends[DONE]}, 3: {ends[TRANSIENT]}, 5: {ends[BUSY]}); "
            f"{', '.join(str(len(kiosk.seen)) for kiosk in kiosks)} of them played, never a mixed one")
