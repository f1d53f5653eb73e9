#!/bin/sh
# Puts programs, data, units, users and configuration in place: install.sh BUILD_FOLDER [--root FOLDER]
#
# Run it again to bring a box up to date: nothing is asked, an edited kiosk.toml is never touched, nothing is started or stopped.
# --root installs below another folder (a test, an image) and leaves the running system alone.
set -eu
umask 022

usage() { echo "usage: $0 BUILD_FOLDER [--root FOLDER]" >&2; exit 2; }
fail() { echo "install.sh: $*" >&2; exit 1; }

build= root=
while [ $# -gt 0 ]; do
  case $1 in
    --root) [ $# -ge 2 ] || usage; root=$2; shift 2 ;;
    --root=*) root=${1#--root=}; shift ;;
    -*) usage ;;
    *) [ -z "$build" ] || usage; build=$1; shift ;;
  esac
done
[ -n "$build" ] || usage
here=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$here")
bin=$build/bin
for program in kiosk kioskctl kioskctl-pack; do
  [ -x "$bin/$program" ] || fail "$bin/$program is not there: build it first"
done
if [ -n "$root" ]; then
  mkdir -p "$root"
  root=$(cd "$root" && pwd)
elif [ "$(id -u)" -ne 0 ]; then
  fail "must be run as root"
fi

share=$root/usr/local/share/changlang
units=$root/usr/local/lib/systemd/system
etc=$root/etc/changlang
install -d "$root/usr/local/bin" "$share" "$units" "$root/usr/local/lib/sysusers.d" "$root/usr/local/lib/tmpfiles.d" "$etc"

for program in kiosk kioskctl kioskctl-pack; do
  # Beside it and renamed: a program that is running keeps its file, and a cut leaves the old one whole.
  install -m 755 "$bin/$program" "$root/usr/local/bin/.$program.new"
  mv -f "$root/usr/local/bin/.$program.new" "$root/usr/local/bin/$program"
done

for folder in assets content config; do
  [ -d "$source/$folder" ] || continue
  rm -rf "$share/.$folder.new" "$share/.$folder.old"
  cp -R "$source/$folder" "$share/.$folder.new"
  chmod -R u+rwX,go=rX "$share/.$folder.new"
  if [ -d "$share/$folder" ]; then mv "$share/$folder" "$share/.$folder.old"; fi
  mv "$share/.$folder.new" "$share/$folder"
  rm -rf "$share/.$folder.old"
done

for unit in "$here"/*.service "$here"/*.timer "$here"/*.path; do install -m 644 "$unit" "$units/"; done
for drop_in in "$here"/*.d/*.conf; do
  install -D -m 644 "$drop_in" "$units/$(basename "$(dirname "$drop_in")")/$(basename "$drop_in")"
done
install -m 644 "$here/changlang.sysusers" "$root/usr/local/lib/sysusers.d/changlang.conf"
install -m 644 "$here/changlang.tmpfiles" "$root/usr/local/lib/tmpfiles.d/changlang.conf"

# The copy with .dist is always ours, so that a technician can see what is new in it.
if [ -f "$source/config/kiosk.toml" ]; then
  sed -e 's|^record = ""|record = "/var/lib/changlang/display"|' -e 's|^state = ""|state = "/var/lib/changlang/sync"|' "$source/config/kiosk.toml" >"$etc/.kiosk.toml.dist.new"
  chmod 644 "$etc/.kiosk.toml.dist.new"
  mv -f "$etc/.kiosk.toml.dist.new" "$etc/kiosk.toml.dist"
  [ -e "$etc/kiosk.toml" ] || cp "$etc/kiosk.toml.dist" "$etc/kiosk.toml"
fi

# Users and folders, by systemd's own tools where they are there.
as_root() { [ "$(id -u)" -eq 0 ]; }
if command -v systemd-sysusers >/dev/null; then
  systemd-sysusers ${root:+--root="$root"} "$root/usr/local/lib/sysusers.d/changlang.conf"
elif [ -z "$root" ]; then
  for group in kiosk video render input audio tty; do getent group "$group" >/dev/null || groupadd --system "$group"; done
  id kiosk >/dev/null 2>&1 ||
    useradd --system --gid kiosk --home-dir /var/lib/changlang/display --no-create-home --shell /usr/sbin/nologin kiosk
  usermod --append --groups video,render,input,audio,tty kiosk
  id kiosk-sync >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir /var/lib/changlang/sync --no-create-home --shell /usr/sbin/nologin kiosk-sync
fi
if [ -z "$root" ]; then
  install -d -m 755 /var/lib/changlang
  install -d -m 750 -o kiosk-sync -g kiosk /var/lib/changlang/sync
  install -d -m 750 -o kiosk -g kiosk /var/lib/changlang/display
  install -d -m 770 -o kiosk -g kiosk /var/lib/changlang/display/requests
  if [ -e "$etc/kiosk.toml" ]; then chown root:kiosk "$etc/kiosk.toml"; chmod 640 "$etc/kiosk.toml"; fi
elif as_root && command -v systemd-tmpfiles >/dev/null; then
  systemd-tmpfiles --root="$root" --create "$root/usr/local/lib/tmpfiles.d/changlang.conf"
fi

if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
echo "installed in $root/usr/local; configuration in $etc/kiosk.toml"
echo "next: systemctl enable --now kiosk.service kiosk-sync.timer kiosk-sync-notices.timer kiosk-sync-scrub.timer kiosk-sync.path"
echo "or, where it runs already: systemctl try-restart kiosk.service 'kiosk-sync*.timer' kiosk-sync.path"
