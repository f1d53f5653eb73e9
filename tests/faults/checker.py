"""The checker of the five promises itself: each promise is broken by hand, and that must be told."""
import os
import re

from screen import DONE, Broken, expect, read_json


def rewrite(path, change):
    """Another file in its place: its blob stays as it is."""
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(change(text))


def breakages(screen):
    pack = screen.state / screen.current() / "packs/qingpu/many"
    before = screen.state / os.readlink(screen.state / "previous") / "packs/qingpu/many"
    blob = min(path for path in (screen.state / "blobs").rglob("*") if path.is_file())
    flip = lambda text: bytes([text[0] ^ 1]) + text[1:]  # noqa: E731

    def older_timestamp():
        path = screen.state / "trust/timestamp.json"
        version = read_json(path)["signed"]["version"]
        path.write_text(re.sub(rf'"version":\s*{version}\b', f'"version":{version - 1}', path.read_text()))

    yield "I1", lambda: rewrite(blob, flip)
    yield "I2", lambda: rewrite(pack / "pack.toml", flip)
    yield "I2", lambda: (pack / "pack.toml").unlink()
    yield "I2", lambda: rewrite(pack / "manifest.json", flip)
    yield "I2", lambda: (pack / "more.md").write_text("what nobody signed")
    yield "I2", lambda: (screen.state / screen.current() / "generation.json").unlink()
    yield "I3", older_timestamp
    yield "I3", lambda: (screen.state / "trust/snapshot.json").unlink()
    yield "I4", lambda: (screen.state / "current").unlink()
    yield "I4", lambda: (screen.state / "previous").unlink()
    yield "I4", lambda: rewrite(before / "pack.toml", flip)
    yield "I5", lambda: (screen.around / "here/core").write_text("x")
    yield "I5", lambda: os.utime(screen.root)


def run(bench):
    bench.shrink()
    screen = bench.screen()
    for _ in range(2):
        with bench.serve(bench.publish()) as server:
            done = screen.sync(server.url)
        expect(done.returncode == DONE, done.stderr)
        screen.confirm()
        screen.judge("nothing is broken")
    screen.keep("fine")
    count = len(list(breakages(screen)))
    for n in range(count):
        screen.go_back("fine")
        (screen.around / "here/core").unlink(missing_ok=True)
        screen.outside = screen._outside()
        promise, harm = list(breakages(screen))[n]
        screen.judge("before it is broken")
        harm()
        try:
            screen.judge("broken")
        except Broken as broken:
            expect(str(broken).startswith(promise + ":"), f"breakage {n} of {promise} is told as: {broken}")
            continue
        raise Broken(f"breakage {n} of {promise} is not seen")
    return f"{count} ways to break the five promises are all seen"
