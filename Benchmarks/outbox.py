#!/usr/bin/env python3
"""How fast `mesh status` reads an outbox, beside other ways of reading the same file in the same run; prints figures, no verdict.

    Benchmarks/outbox.py [FILE] [--runs N] [--quick]

Without FILE, Benchmarks/make_outbox.py writes 1,000,000 records of about 1 kB (200,000 events) into a temporary directory.
Build the release program first: make build. --quick leaves out what takes tens of seconds (jq, Python).

What each does:
  wc -l                    counts line ends; says nothing of what stands between them
  memchr in C              the same, compiled here with -O2: blocks of 256 KiB, one thread
  Python loop              json.loads of each line, the latest status of each id; what Jarvis does, without its objects
  jq                       the same, streaming
  mesh status              reads every line strictly, folds, and shows the result; on two threads
Private memory is the largest sum of Private_* in /proc/PID/smaps_rollup, looked at in a run of its own.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("JARVIS_OPS", str(ROOT / ".build/release/jarvis-ops"))

MEMCHR = r"""
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static char block[256 << 10];
int main(int argc, char **argv) {
    (void)argc;
    int file = open(argv[1], O_RDONLY);
    long lines = 0;
    ssize_t got;
    while ((got = read(file, block, sizeof block)) > 0)
        for (char *at = block, *end = block + got; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) lines++;
    printf("%ld\n", lines);
}
"""

LOOP = """
import json, sys
latest = {}
for line in open(sys.argv[1]):
    record = json.loads(line)
    latest[record["event_id"]] = record["status"]
counts = {}
for status in latest.values():
    counts[status] = counts.get(status, 0) + 1
print(counts)
"""

JQ = "reduce inputs as $r ({}; .[$r.event_id] = $r.status) | [.[]] | group_by(.) | map({(.[0]): length}) | add"


def once(command, environment=None):
    """Seconds on the clock, and of all cores together."""
    before = os.times()
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - start
    after = os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def private_memory(command, environment):
    most = 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/smaps_rollup") as rollup:
                most = max(most, sum(int(line.split()[1]) for line in rollup if line.startswith("Private_")))
        except OSError:
            pass
        time.sleep(0.002)
    return most / 1024


def measure(title, size, runs, reference, commands, environment):
    times = {name: [] for name in commands}
    for name, command in commands.items():
        once(command, environment)
    # In turn, so that a change of the machine's speed meets all of them.
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(once(command, environment))
    print(title)
    base = statistics.median(wall for wall, _ in times[reference])
    for name, values in times.items():
        wall = statistics.median(value[0] for value in values)
        cpu = statistics.median(value[1] for value in values)
        print(f"  {name:24} {wall * 1000:9.1f} ms  {size / wall / 1e9:7.3f} GB/s  {wall / base:7.2f} x {reference}   "
              f"(best {min(v[0] for v in values) * 1000:.1f} ms, {cpu * 1000:.0f} ms of cores)")
    return base


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if not os.access(PROGRAM, os.X_OK):
        sys.exit("Benchmarks/outbox.py: build the release program first: make build")
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        # Nobody answers at this address: the look at the service ends at once.
        environment = {"PATH": os.environ["PATH"], "HOME": directory, "JARVIS_API_URL": "http://127.0.0.1:1", "LC_ALL": "C.UTF-8"}
        outbox = options.file
        if outbox is None:
            outbox = str(place / "outbox.jsonl")
            subprocess.run([sys.executable, str(ROOT / "Benchmarks/make_outbox.py"), outbox], check=True)
        size = os.path.getsize(outbox)
        status = [PROGRAM, "mesh", "status", "-C", directory, "--outbox", outbox]
        commands = {"mesh status": status}
        if shutil.which("cc"):
            source = place / "memchr.c"
            source.write_text(MEMCHR)
            subprocess.run(["cc", "-O2", "-o", str(place / "memchr"), str(source)], check=True)
            commands["memchr in C"] = [str(place / "memchr"), outbox]
        commands["wc -l"] = ["wc", "-l", outbox]
        load = os.getloadavg()[0]
        print(f"{size / 1e9:.2f} GB, {os.cpu_count()} cores, load before {load:.1f}")
        base = measure("Reading the whole file, warm cache", size, options.runs, "mesh status", commands, environment)
        print(f"  private memory of mesh status: {private_memory(status, environment):.1f} MiB")
        tail = [PROGRAM, "mesh", "tail", "-n", "50", "-C", directory, "--outbox", outbox]
        short = place / "short.jsonl"
        with open(outbox, "rb") as file:
            file.seek(max(0, size - 100_000))
            short.write_bytes(file.read())
        measure("The last 50 records", size, options.runs, "of 100 kB",
                {"of the whole": tail, "of 100 kB": tail[:-1] + [str(short)]}, environment)
        if not options.quick:
            slow = {"Python loop": [sys.executable, "-c", LOOP, outbox]}
            if shutil.which("jq"):
                slow["jq"] = ["jq", "-n", JQ, outbox]
            print("The same fold elsewhere, once each")
            for name, command in slow.items():
                wall, _ = once(command, environment)
                print(f"  {name:24} {wall * 1000:9.1f} ms  {size / wall / 1e9:7.3f} GB/s  {wall / base:7.2f} x mesh status")


if __name__ == "__main__":
    main()
