"""What the fault tests share: a signed repository of several publications, each kept as it was, and a server for each."""
import contextlib
import os
import pathlib
import random
import shutil
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "sync"))
import loopback  # noqa: E402
from museum import Museum  # noqa: E402
from screen import DONE, Screen, expect  # noqa: E402


class Bench:
    def __init__(self, arguments, folder):
        self.kioskctl, self.folder, self.long, self.seed = arguments.kioskctl, folder, arguments.long, arguments.seed
        self.numbers = random.Random(arguments.seed)
        self.source = folder / "source"
        shutil.copytree(arguments.pack, self.source)
        self.plain = {name: (self.source / name).read_text() for name in ("names.toml", "pack.toml")}
        self.museum = Museum(arguments.kioskctl, arguments.pack_tool, folder / "museum")
        self.published = []  # a folder for each publication, as the server had it then
        self.screens = 0

    def shrink(self, stories=1):
        """A pack of a few kB in the place of the real one, for tests that publish or look often."""
        shutil.rmtree(self.source)
        subprocess.run([sys.executable, os.path.join(here, "..", "tools", "make_pack.py"), str(self.source), "--stories", str(stories), "--points", "1"],
                       check=True, stdout=subprocess.DEVNULL)
        self.plain = {name: (self.source / name).read_text() for name in ("pictures/water.svg.toml", "pack.toml")}

    def publish(self, keep=True):
        """The next version; two files of the pack say which."""
        number = len(self.published) + 1
        for name, text in self.plain.items():
            (self.source / name).write_text(f"{text}\n# publication {number}\n")
        self.museum.pack(self.source)
        self.museum.publish()
        copy = self.folder / "published" / str(number)
        if keep:
            copy.parent.mkdir(exist_ok=True)
            subprocess.run(["cp", "-a", str(self.museum.repo), str(copy)], check=True)
        self.published.append(copy)
        return copy

    def publication_in(self, pack):
        """Which publication each of the two files is of."""
        return [int((pathlib.Path(pack) / name).read_text().rsplit("# publication ", 1)[1]) for name in self.plain]

    def screen(self, state=None):
        self.screens += 1
        return Screen(self.kioskctl, self.museum.root, self.folder / f"screen{self.screens}", state)

    def playing(self, published):
        """A screen that plays this publication; kept as "first"."""
        screen = self.screen()
        with self.serve(published) as server:
            expect(screen.sync(server.url).returncode == DONE, "the first sync")
        screen.confirm()
        screen.judge("before")
        screen.keep("first")
        return screen

    @contextlib.contextmanager
    def serve(self, folder):
        with loopback.Nginx(folder, self.folder / "nginx") as server:
            server.port = int(server.url.rsplit(":", 1)[1].rstrip("/"))
            yield server

    def some(self, everything, count):
        """`count` of them by chance, in their order; all of them in a long run."""
        everything = list(everything)
        if self.long or len(everything) <= count:
            return everything
        return [everything[i] for i in sorted(self.numbers.sample(range(len(everything)), count))]
