#!/bin/sh
# Installs Changlang on this box from this folder alone; no network is asked. Run it again with a newer folder to upgrade.
#
#   sh install.sh             the display, enabled for the next boot
#   sh install.sh --author    the curators' workshop too; then nothing is enabled
set -eu
umask 022

fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

author=no
case ${1:-} in
  "") ;;
  --author) author=yes ;;
  *) echo "usage: sh install.sh [--author]" >&2; exit 2 ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" -eq 0 ] || fail "must be run as root 需要 root 权限: su -c 'sh $0'"
# shellcheck disable=SC1091
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-unknown}")
[ "$release" = bookworm ] || fail "this bundle is for Debian 12 (bookworm); this box has $release 本安装包只用于 Debian 12"
architecture=$(dpkg --print-architecture)
[ -n "$(find "$here/debs" -name "changlang_*_$architecture.deb" 2>/dev/null)" ] ||
  fail "this bundle is not for $architecture, or not whole: unpack it again 安装包不完整或不适用于本机: $here/debs"
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || fail "a file of the bundle was damaged on its way: copy the archive again 文件已损坏，请重新拷贝"

# apt looks at this folder alone; what the box knows of other sources stays as it was. By a link: a stick's name may have spaces.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial"
ln -s "$here/debs" "$work/debs"
echo "deb [trusted=yes] file:$work/debs ./" >"$work/sources.list"
from_here() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists" \
    -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 "$@" </dev/null
}
packages=changlang
[ $author = no ] || packages="changlang changlang-author"
from_here update >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "apt cannot read the bundle"; }
# shellcheck disable=SC2086
from_here -y install --no-install-recommends $packages >"$work/log" 2>&1 ||
  { tail -n 30 "$work/log" >&2; fail "the packages could not be installed; what is above says why 安装失败，原因见上"; }

if [ $author = yes ]; then
  echo "Installed. 安装完成。 kioskctl pack --help"
  exit 0
fi
systemctl enable kiosk >/dev/null 2>&1 || fail "systemctl enable kiosk failed: run it by hand and read what it says"
cat <<'TEXT'
Installed. The exhibition is on the wall after the next boot, or now with:  systemctl start kiosk
安装完成。重新开机后即播放展览；立即播放：systemctl start kiosk

  /etc/changlang/kiosk.toml    settings of this box 本机设置（每一项都有说明）
  /etc/changlang/root.json     whose content counts, from the coordinator 信任谁的内容，由协调人提供
  kioskctl --help              what else 其他操作
TEXT
