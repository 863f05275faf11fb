#!/usr/bin/env python3
"""Tries the packages in a clean Debian: installed, used by an ordinary user, removed.

usage: try.py DIRECTORY    (where deb.sh left the packages)

The system is made by debootstrap from the mirror that this machine's apt uses, and kept in .build/package-root.tar. Everything is done
below a directory of its own in a mount namespace; nothing of this machine is changed.
Exit codes: 0 all passed, 1 something failed, 64 usage, 69 not root, no debootstrap or no mirror.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAVED = ROOT / ".build" / "package-root.tar"


class Failed(Exception):
    pass


def mirror():
    """The site and the code name of the first index that apt reads."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT)", "Created-By: Packages"], capture_output=True, text=True)
    release = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text().splitlines() if "=" in line)
    name = release.get("VERSION_CODENAME", "").strip('"')
    for line in said.stdout.splitlines():
        words = line.split()
        if len(words) == 3 and words[1] == name and words[2] == "main":
            return words[0], name
    return None


def clean_system(directory):
    if not SAVED.exists():
        found = mirror()
        if not found:
            raise SystemExit("try.py: apt names no Debian mirror; nothing was tried")
        print(f"A clean Debian {found[1]}, once", flush=True)
        command = ["debootstrap", "--variant=minbase", found[1], str(directory), found[0]]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
            print("try.py: debootstrap failed; nothing was tried", file=sys.stderr)
            raise SystemExit(69)
        subprocess.run(["tar", "-C", str(directory), "-cf", str(SAVED), "."], check=True)
    else:
        subprocess.run(["tar", "-C", str(directory), "-xf", str(SAVED)], check=True)


class Machine:
    """Commands inside the system, each in a mount namespace with /proc, so that nothing stays mounted."""

    def __init__(self, directory):
        self.directory = directory
        self.passed = 0

    def run(self, *command, user=None):
        inner = list(command) if user is None else ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", *command]
        script = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/tmp/home" if user else "/root", "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8", "TERM": "dumb",
        }
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", script, str(self.directory), *inner], env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=900)

    def expect(self, what, *command, code=0, says=None, user=None):
        done = self.run(*command, user=user)
        said = done.stdout + done.stderr
        if done.returncode != code or says is not None and says not in said:
            raise Failed(f"{what}: exit {done.returncode} (wanted {code}){'' if says is None else f', wanted {says!r}'}\n{said[-3000:]}")
        self.passed += 1
        print(f"ok  {what}", flush=True)
        return said


def try_packages(machine, packages):
    for package in packages:
        shutil.copy(package, machine.directory)
    program, drills = ("/" + package.name for package in packages)
    # Servers must not start because they were installed.
    policy = machine.directory / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    machine.expect("apt reads its mirror", "apt-get", "update", "-qq")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    machine.expect("the program is installed", *install, program)
    user = "1234"
    machine.expect("a home", "install", "-d", "-o", user, "-g", user, "/tmp/home", "/tmp/home/empty")
    machine.expect("it says its version", "jarvis-ops", "--version", says=".", user=user)
    machine.expect("it lists the runbook", "jarvis-ops", "list", says="api-unresponsive", user=user)
    machine.expect("an empty directory is no Jarvis", "jarvis-ops", "-C", "/tmp/home/empty", "diagnose", "api", code=2, says="no Jarvis", user=user)
    completion = "source /usr/share/bash-completion/completions/jarvis-ops; complete -p jarvis-ops"
    machine.expect("bash completes it", "bash", "-c", completion, says="_jarvis_ops", user=user)
    machine.expect("its manual pages are there", "zcat", "/usr/share/man/man1/jarvis-ops.1.gz", "/usr/share/man/man5/jarvis-ops-runbook.5.gz", says=".TH")
    machine.expect("what it practises with is installed", *install, drills)
    machine.expect(
        "an ordinary user practises", "jarvis-ops", "drill", "api-5xx", "--", "jarvis-ops", "diagnose", "api-unresponsive", code=1,
        says="CONFIRMED", user=user)
    files = machine.expect("dpkg knows its files", "dpkg", "-L", "jarvis-ops", "jarvis-ops-drills").split()
    machine.expect("no file was changed", "dpkg", "--verify", "jarvis-ops")
    machine.expect("both are removed", "apt-get", "remove", "-y", "-qq", "jarvis-ops", "jarvis-ops-drills")
    left = [name for name in files if "jarvis-ops" in name and os.path.lexists(str(machine.directory) + name)]
    if left:
        raise Failed(f"left behind: {left}")
    machine.passed += 1
    print("ok  nothing of them is left")


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    packages = [next(pathlib.Path(sys.argv[1]).glob(pattern), None) for pattern in ("jarvis-ops_*.deb", "jarvis-ops-drills_*.deb")]
    if None in packages:
        print(f"try.py: no packages in {sys.argv[1]} (make deb)", file=sys.stderr)
        return 64
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("try.py: wants root and debootstrap; nothing was tried", file=sys.stderr)
        return 69
    with tempfile.TemporaryDirectory(prefix="jarvis-ops-package.") as directory:
        directory = pathlib.Path(directory)
        directory.chmod(0o755)
        clean_system(directory)
        machine = Machine(directory)
        try:
            try_packages(machine, packages)
        except Failed as failed:
            print(f"FAILED  {failed}")
            print(f"{machine.passed} passed, 1 failed")
            return 1
        print(f"{machine.passed} passed, 0 failed")
    return 0


sys.exit(main())
