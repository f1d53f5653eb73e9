#!/usr/bin/env python3
"""What the running display does when content appears, changes, and is broken: new_content_test.py KIOSK SOURCE_FOLDER

It starts before the first sync, with the exhibition of the program; `current` appears and is taken; then `current` leads to a
broken pack, and what plays stays. On the machine's clock, since the switch of a link is not part of a virtual run.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

OLD, NEW = "沿河读青浦", "沿河再读青浦"
SCRIPT = f"""
wait 500
expect text "{OLD}"
shot first
wait 6000
expect text "{NEW}"
shot second
wait 5000
expect text "{NEW}"
"""


def main():
    kiosk, source = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="changlang-content-") as name:
        folder = pathlib.Path(name)
        state, shots = folder / "state", folder / "shots"
        state.mkdir()
        (folder / "kiosk.toml").write_text(f'[sync]\nstate = "{state}"\n[times]\nslide_s = 60\n')
        (folder / "script.txt").write_text(SCRIPT)
        for pack in ("good", "broken"):
            shutil.copytree(source / "content" / "qingpu", folder / pack)
        index = folder / "good" / "pack.toml"
        index.write_text(index.read_text().replace(f'"{OLD}"', f'"{NEW}"'))
        with open(folder / "broken" / "pack.toml", "a") as broken:
            broken.write("broken = [\n")

        display = subprocess.Popen([kiosk, "--config", folder / "kiosk.toml", "--headless", "320x180", "--realtime", "--hz", "20", "--script",
                                    folder / "script.txt", "--shots", shots], stderr=subprocess.PIPE, text=True)
        try:
            lead_to(state, folder / "good", shots / "first.png", display)
            lead_to(state, folder / "broken", shots / "second.png", display)
            log = display.communicate(timeout=60)[1]
        finally:
            display.kill()
        assert display.returncode == 0, f"ended with {display.returncode}:\n{log}"
        assert "new content refused, the running exhibition stays" in log, log
    print("content appeared and was taken; broken content was refused and what played stayed")
    return 0


def lead_to(state, pack, after, display):
    """Switches `current` as sync does, once the picture `after` is there."""
    end = time.monotonic() + 60
    while not after.exists():
        if display.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"the display ended early: {display.poll()}\n{display.stderr.read()}")
        time.sleep(0.05)
    (state / "new").symlink_to(pack)
    (state / "new").rename(state / "current")


if __name__ == "__main__":
    sys.exit(main())
