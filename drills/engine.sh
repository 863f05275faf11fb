#!/bin/sh
# A private Docker engine for drills and tests: `engine.sh start STATE_DIR`, `engine.sh stop STATE_DIR`.
# `engine.sh image SCRATCH_DIR` gives the engine that DOCKER_HOST names the image of the drills, where it lacks it. The image
# stays there: drills side by side share it.
#
# Everything it makes lies in STATE_DIR (root only; at most 60 bytes long, because a socket's path may have 107), and its
# socket is STATE_DIR/docker.sock: use it with DOCKER_HOST=unix://STATE_DIR/docker.sock. It never touches a Docker engine
# that the machine already has. Needs root, dockerd, containerd and runc (Debian: docker.io), busybox (busybox-static), tar.
# Exit codes: 0 done, 1 failed (why is on stderr), 64 usage, 69 a tool is missing or this is not root.
set -eu

image=jarvis-practice

fail() { code=$1; shift; echo "engine.sh: $*" >&2; exit "$code"; }

need_tools() {
    [ "$(id -u)" = 0 ] || fail 69 "a Docker engine needs root"
    for tool in dockerd containerd runc docker busybox tar; do
        command -v "$tool" >/dev/null || fail 69 "$tool is missing (apt-get install docker.io busybox-static tar)"
    done
}

# dockerd and its shims make these outside STATE_DIR, whatever the flags say; those that were not there before go again.
outside="/etc/docker/key.json /etc/docker /run/docker/plugins /run/docker /run/containerd/s /run/containerd"

note_outside() {
    for path in $outside; do [ -e "$path" ] || echo "$path"; done >"$state/made-outside"
}

remove_outside() {
    while read -r path; do
        if [ -d "$path" ]; then rmdir "$path" 2>/dev/null || true; else rm -f "$path"; fi
    done <"$state/made-outside"
}

# The flags that work in a sandbox: vfs because overlay on overlay is refused, no firewall and no bridge because a container
# without CAP_NET_ADMIN may touch neither; the practice services use the host's network. A config file of our own keeps
# /etc/docker/daemon.json out.
launch() {
    echo '{}' >"$state/daemon.json"
    # A containerd that is too slow for dockerd is told to write its stacks, into the directory for temporary files.
    TMPDIR="$state" setsid dockerd --config-file="$state/daemon.json" --host="unix://$state/docker.sock" --data-root="$state/data" \
        --exec-root="$state/exec" --pidfile="$state/docker.pid" \
        --storage-driver=vfs --iptables=false --ip6tables=false --bridge=none --cgroup-parent="/$cgroup" \
        </dev/null >"$state/dockerd.log" 2>&1 &
    daemon=$!
}

wait_until_it_answers() {
    tries=150
    until docker version >/dev/null 2>&1; do
        tries=$((tries - 1))
        if [ "$tries" = 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
            tail -n 5 "$state/dockerd.log" >&2
            return 1
        fi
        sleep 0.2
    done
}

# Static busybox gives a shell and a wget for the health check; python3 and redis-server come from the host, mounted read-only.
# `stable` is the same image once more, for going back to it.
import_image() {
    docker image inspect "$image:latest" >/dev/null 2>&1 || build_image
    docker image inspect "$image:stable" >/dev/null 2>&1 || docker tag "$image:latest" "$image:stable"
}

build_image() {
    root="$state/image"
    mkdir -p "$root/bin" "$root/usr" "$root/lib" "$root/lib64" "$root/etc" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/app"
    cp "$(command -v busybox)" "$root/bin/busybox"
    ln -s busybox "$root/bin/sh"
    tar -C "$root" -c . | docker import - "$image:latest" >/dev/null
}

# Under a lock beside the engine's socket: a second import would move the tag away from containers that run.
give_image() {
    for tool in docker busybox tar; do
        command -v "$tool" >/dev/null || fail 69 "$tool is missing (apt-get install docker.io busybox-static tar)"
    done
    docker version >/dev/null 2>&1 || fail 69 "no Docker engine answers at DOCKER_HOST=${DOCKER_HOST:-}"
    mkdir -p "$state"
    case ${DOCKER_HOST:-} in
        unix://*) exec 9<"$(dirname "${DOCKER_HOST#unix://}")" && flock 9 ;;
    esac
    import_image || fail 1 "the image could not be imported"
    rm -rf "$state/image"
}

start() {
    need_tools
    [ "${#state}" -le 60 ] || fail 64 "STATE_DIR is longer than 60 bytes: $state"
    [ ! -e "$state" ] || rmdir "$state" 2>/dev/null || fail 1 "$state exists and is not empty"
    mkdir -p "$state" && chmod 700 "$state"
    echo "made by engine.sh; engine.sh stop removes this directory" >"$state/$marker"
    note_outside
    launch
    if ! wait_until_it_answers || ! import_image; then
        stop
        fail 1 "the engine did not start"
    fi
}

# Process ids, children before parents: the daemon (`setsid` until it has become that), its containerd and the shims (known by their names and by our state
# directory on their command lines, so that a terminal that only mentions the directory is left alone), and all their
# descendants, which are the containers' processes.
ours() {
    for directory in /proc/[0-9]*; do
        { read -r name <"$directory/comm"; } 2>/dev/null || continue
        case $name in setsid | dockerd | containerd | containerd-shim*) ;; *) continue ;; esac
        { tr '\0' ' ' <"$directory/cmdline"; } 2>/dev/null | grep -qF -- "$state/" && descendants "${directory#/proc/}"
    done || true
}

descendants() {
    for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do descendants "$child"; done
    echo "$1"
}

# Containers first and through the engine, so that nothing is orphaned; then the daemon; by KILL what did not go, at once if
# the daemon no longer answers.
end_processes() {
    tries=0
    if containers=$(docker ps -aq 2>/dev/null); then
        tries=50
        echo "$containers" | xargs -r docker rm -f >/dev/null 2>&1 || true
        kill -TERM "$(cat "$state/docker.pid")" 2>/dev/null || true
    fi
    while [ "$tries" -gt 0 ] && [ -n "$(ours)" ]; do tries=$((tries - 1)); sleep 0.2; done
    for pid in $(ours); do kill -KILL "$pid" 2>/dev/null || true; done
}

# Helpers of the daemon, which have a name and words of their own, work with their root or directory below the state directory.
end_helpers() {
    for link in $(find /proc/[0-9]*/root /proc/[0-9]*/cwd -maxdepth 0 -lname "$state/*" 2>/dev/null); do
        pid=${link#/proc/}
        kill -KILL "${pid%%/*}" 2>/dev/null || true
    done
}

# A shim that had to be killed leaves its socket in /run/containerd/s; its address file says which.
remove_shim_sockets() {
    find "$state/exec" -name address -type f 2>/dev/null | while read -r file; do
        address=$(cat "$file")
        case $address in unix:///run/containerd/s/*) rm -f "${address#unix://}" ;; esac
    done
}

unmount_all() {
    awk -v below="$state/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
        while read -r point; do umount "$point" 2>/dev/null || umount -l "$point"; done
}

remove_cgroups() {
    find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
}

stop() {
    [ -e "$state" ] || return 0
    [ -f "$state/$marker" ] || fail 1 "$state was not made by engine.sh start"
    # What was only being started when its starter was killed may write once more while all is removed.
    for try in 1 2 3 4 5 6 7 8; do
        end_processes
        end_helpers
        remove_shim_sockets
        unmount_all
        remove_cgroups
        [ ! -f "$state/made-outside" ] || remove_outside
        ! rm -rf --one-file-system "$state" 2>/dev/null || return 0
        sleep 0.3
    done
    fail 1 "$state could not be removed"
}

[ $# = 2 ] || fail 64 "usage: engine.sh start|stop|image DIR"
case $2 in
    /*) state=${2%/} ;;
    *) state=$(pwd)/${2%/} ;;
esac
marker=jarvis-practice-engine
cgroup=jarvis-practice-$(printf %s "$state" | cksum | cut -d ' ' -f 1)
[ "$1" = image ] || DOCKER_HOST=unix://$state/docker.sock
export DOCKER_HOST
case $1 in
    image) give_image ;;
    start) start ;;
    stop) stop ;;
    *) fail 64 "usage: engine.sh start|stop|image DIR" ;;
esac
