#!/usr/bin/env python3
"""One display for a week: a visit a minute, a new generation of content every hour; what it says of its memory, hour by hour.

    week.py [--build build/release] [--days 7] [--realtime]

On the virtual clock it takes some minutes; --realtime takes as long as it says (--days 3: 72 hours), on the machine's clock. The content is switched as
sync does it, by a rename of `current`, each time that the display has come to the end of an hour. Ends with 1 where memory (PSS) of the last day is
more than 2 MB above that of the second, where not every generation was played, or where the display ended by itself.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_GROWTH_KB = 2048
VISIT = ["tap 160 176", "wait 1500", 'tap "陈云纪念馆"', "wait 1500", 'tap "从故居到纪念馆"', "wait 1500", 'tap "下一页"', "wait 1000", 'tap "EN"', "wait 500",
         "swipe 160 100 160 40 200", "wait 500", 'tap "Text size"', "wait 500", 'tap "Home"', "wait 1000", "expect screen home", "swipe 260 90 60 92 200", "wait 28500",
         "expect screen attract", "wait 22300"]  # a minute
SETTINGS = """[display]
record = "{folder}/record"
[times]
idle_s = 20
idle_long_page_s = 20
countdown_s = 5
slide_s = 8
[memory]
media_mb = 64
[sync]
state = "{folder}/sync"
"""


def pss_kb(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def publish(sync, number):
    """As sync lays it out; what is too old goes."""
    folder = sync / f"gen/{number}"
    shutil.copytree(ROOT / "content/qingpu", folder / "packs/qingpu/qingpu", copy_function=shutil.copy)
    toml = folder / "packs/qingpu/qingpu/pack.toml"
    text = toml.read_text()
    toml.unlink()
    toml.write_text("\n".join(f'version = "{number}"' if line.startswith("version = ") else line for line in text.splitlines()) + "\n")
    (folder / "packs.json").write_text('{"packs":["qingpu/qingpu"]}')
    (sync / "current.new").symlink_to(f"gen/{number}")
    (sync / "current.new").rename(sync / "current")
    shutil.rmtree(sync / f"gen/{number - 3}", ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", type=pathlib.Path)
    parser.add_argument("--days", default=7, type=float)
    parser.add_argument("--realtime", action="store_true")
    arguments = parser.parse_args()
    hours = int(arguments.days * 24)
    with tempfile.TemporaryDirectory(prefix="changlang-week-") as name:
        folder = pathlib.Path(name)
        sync, shots = folder / "sync", folder / "shots"
        (folder / "kiosk.toml").write_text(SETTINGS.format(folder=folder))
        (folder / "week.txt").write_text("wait 1500\n" + "".join("\n".join(VISIT * 60) + f"\ndump hour-{hour:03}\n" for hour in range(hours)))
        publish(sync, 1)
        command = [arguments.build.resolve() / "bin/kiosk", "--config", folder / "kiosk.toml", "--headless", "320x180", "--hz", "2", "--script", folder / "week.txt", "--shots", shots,
                   "--stats", folder / "stats.json", *(["--realtime"] if arguments.realtime else [])]
        with open(folder / "log", "w") as log:
            process = subprocess.Popen(list(map(str, command)), stderr=log)
        begin, memory = time.monotonic(), []
        while process.poll() is None and len(memory) < hours:
            if (shots / f"hour-{len(memory):03}.txt").exists():
                try:
                    memory.append(pss_kb(process.pid))
                except OSError:  # the last hour's end is the end
                    break
                publish(sync, len(memory) + 1)
                if len(memory) % 24 == 0:
                    print(f"day {len(memory) // 24}: {memory[-1] / 1024:.1f} MiB, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
            time.sleep(0.01)
        code = process.wait()
        log = (folder / "log").read_text()
        if code != 0:
            sys.exit(f"week: the display ended with {code}\n{log[-2000:]}")
        taken = log.count("new content ready")
        stats = json.loads((folder / "stats.json").read_text())
    early, late = statistics.median(memory[24:48] or memory), statistics.median(memory[-24:])
    print(json.dumps({"hours": hours, "visits": hours * 60, "generations_taken": taken, "early_mib": round(early / 1024, 2), "late_mib": round(late / 1024, 2),
                      "presented": stats["presented"], "seconds": round(time.monotonic() - begin)}))
    # The last one is published as the display ends.
    return 0 if late - early <= MOST_GROWTH_KB and taken >= hours - 2 else 1


if __name__ == "__main__":
    sys.exit(main())
