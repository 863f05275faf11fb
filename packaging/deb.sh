#!/bin/sh
# Makes the Debian packages of an installed tree.
#
# usage: deb.sh TREE OUT
#
# TREE is what `make install DESTDIR=TREE PREFIX=/usr` left; OUT gets jarvis-ops_VERSION_ARCH.deb (program, manual pages, completions,
# runbook) and jarvis-ops-drills_VERSION_all.deb (what practising needs). Nothing is run at installation.
# Exit codes: 64 usage, 69 a tool is missing, else those of the tool that failed.
set -eu
[ $# -eq 2 ] || { echo "usage: deb.sh TREE OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
for tool in dpkg-deb dpkg-shlibdeps gzip; do
    command -v "$tool" >/dev/null || { echo "deb.sh: $tool is missing (Debian: dpkg-dev)" >&2; exit 69; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

program=$tree/usr/bin/jarvis-ops
version=$("$program" --version)
arch=$(dpkg --print-architecture)

# What the program is linked with; what it loads later is named below.
mkdir "$work/debian"
printf 'Source: jarvis-ops\n\nPackage: jarvis-ops\nArchitecture: any\n' >"$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O "$program" 2>"$work/warnings" | sed -n 's/^shlibs:Depends=//p') ||
    { cat "$work/warnings" >&2; exit 1; }

# pack NAME ARCH FIELDS: the tree at $work/NAME as a package.
pack() {
    root=$work/$1
    mkdir -p "$root/DEBIAN" "$root/usr/share/doc/$1"
    cp "$here/copyright" "$root/usr/share/doc/$1/copyright"
    gzip -9nc "$here/../CHANGELOG.md" >"$root/usr/share/doc/$1/changelog.gz"
    find "$root" -type d -exec chmod 755 {} +
    find "$root/usr/share" -type f -exec chmod 644 {} +
    {
        printf 'Package: %s\nVersion: %s\nArchitecture: %s\n' "$1" "$version" "$2"
        printf 'Maintainer: the jarvis-ops developers <jarvis-ops@localhost>\nSection: admin\nPriority: optional\n'
        printf 'Installed-Size: %s\n%s\n' "$(du -sk --exclude=DEBIAN "$root" | cut -f1)" "$3"
    } >"$root/DEBIAN/control"
    (cd "$root" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k2 >DEBIAN/md5sums)
    dpkg-deb --root-owner-group --build "$root" "$out/$1_${version}_$2.deb"
}

# The NATS client has its version in its name; the one of this machine, which the program was tried with.
nats=$(dpkg-query -W -f '${Package}\n' 'libnats[0-9]*' 2>/dev/null | head -n 1)

mkdir "$work/jarvis-ops"
cp -a "$tree/usr" "$work/jarvis-ops/usr"
find "$work/jarvis-ops/usr/share/man" -type f -exec gzip -9n {} +
pack jarvis-ops "$arch" "Depends: $linked, libcurl4 | libcurl4t64
Recommends: ${nats:-libnats-dev}, ca-certificates
Suggests: jarvis-ops-drills, docker.io, docker-compose, redis-tools, sqlite3
Description: executor of incident runbooks
 Reads an incident runbook in Markdown as people wrote it, runs what only
 looks, and says which incident is happening, because of what, and what to do
 next. Changes are planned, judged by safety rules, approved, journalled,
 verified, and can be taken back."

install -d "$work/jarvis-ops-drills/usr/share/doc/jarvis-ops-drills"
cp "$here/../drills/README.md" "$work/jarvis-ops-drills/usr/share/doc/jarvis-ops-drills/README.md"
pack jarvis-ops-drills all "Depends: jarvis-ops (>= $version), redis-server, nats-server, python3
Recommends: docker.io, docker-compose
Description: practice incidents for jarvis-ops
 What \"jarvis-ops drill\" runs a practice Jarvis with a fault in it on: servers
 of its own on loopback, which are gone when the drill ends."
