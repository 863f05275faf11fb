#!/bin/sh
# Installs the Debian packages named that are not there yet. Without the right to install, says what is missing and goes on:
# a machine that has the same things by other means can still build.
set -u
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "packages.sh: not installed:$missing (as root: apt-get install$missing)" >&2
    exit 0
fi
echo "Installing$missing"
# Servers must not start just because they were installed. A policy that is already there is left alone.
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=1
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null
status=$?
[ -z "$made" ] || rm -f "$policy"
exit "$status"
