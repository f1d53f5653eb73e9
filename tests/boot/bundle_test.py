#!/usr/bin/env python3
"""The bundle on a bare Debian 12 that has no network at all: unpacked, installed as a technician does it, booted; and what a damaged one says.

    bundle_test.py --bundle build/bundle/changlang-….tar --trees FOLDER

Not part of ./check: `./run bundle` fetches some hundred packages.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

from boot_test import cold_start
from box import WITHOUT_A_PANEL, Box, Disk, bare, chroot, missing, say


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", required=True, type=pathlib.Path)
    parser.add_argument("--trees", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if why := missing():
        sys.exit("bundle_test: " + why)
    with tempfile.TemporaryDirectory(prefix="changlang-bundle-") as name, Disk(bare(arguments.trees.resolve()), pathlib.Path(name)) as root:
        stick = root / "srv/a stick"
        stick.mkdir()
        subprocess.run(["tar", "-C", stick, "-xf", arguments.bundle.resolve()], check=True)
        inside = "/srv/a stick/" + arguments.bundle.stem
        fonts = next((stick / arguments.bundle.stem / "debs").glob("fonts-noto-cjk_*.deb"))
        whole = fonts.read_bytes()
        fonts.write_bytes(whole[:-1])
        done = chroot(root, "sh", inside + "/install.sh", network=False)
        assert done.returncode == 1 and "damaged" in done.stderr and fonts.name in done.stdout + done.stderr, done.stdout + done.stderr
        say("a damaged bundle is told, and nothing is installed")
        fonts.write_bytes(whole)
        for wrong, code in (("--autor", 2), ("-x", 2)):
            assert chroot(root, "sh", inside + "/install.sh", wrong, network=False).returncode == code
        done = chroot(root, "sh", inside + "/install.sh", network=False)
        assert done.returncode == 0, done.stdout + done.stderr
        say("installed without a network:\n" + done.stdout)
        again = chroot(root, "sh", inside + "/install.sh", network=False)
        assert again.returncode == 0, again.stdout + again.stderr
        assert not (root / "var/lib/changlang/sync/identity.pem").exists(), "the identity is made at the first boot: this disk may be cloned"
        folder = root / "etc/systemd/system/kiosk.service.d"
        folder.mkdir(parents=True)
        (folder / "boot.conf").write_text(WITHOUT_A_PANEL)
        with Box(root) as box:
            cold_start(box)
    say("the bundle is as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
