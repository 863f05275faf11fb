#!/usr/bin/env python3
"""Figures, each beside a reference in the same run; never a verdict. `make bench` builds the release program first.

`just` (rust-just on PyPI) is measured where it is installed.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(ROOT / ".build/release/jarvis-ops")


def once(command, directory):
    start = time.perf_counter()
    subprocess.run(command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def compare(title, runs, directory, **commands):
    """Runs the commands in turn, so that a change of the machine's speed meets all of them; the first is the reference."""
    times = {name: [] for name in commands}
    for name, command in commands.items():
        once(command, directory)
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(once(command, directory))
    reference = statistics.median(next(iter(times.values())))
    print(title)
    for name, values in times.items():
        median = statistics.median(values)
        print(f"  {name.replace('_', ' '):28} {median:9.2f} ms   {median / reference:6.2f} x   (min {min(values):.2f}, max {max(values):.2f})")


def shell_runbook(name, commands):
    """A runbook whose one incident has these commands as its diagnosis."""
    fence = "\n".join(commands)
    return f"# {name}\n\n### 1. Bench (Low)\n\n**Symptoms:**\n- A thing only a person sees\n\n**Diagnosis:**\n```bash\n{fence}\n```\n\n**Resolution:**\n1. Nothing\n"


def main():
    if not os.access(PROGRAM, os.X_OK):
        sys.exit("Benchmarks/run.py: build the release program first: make build")
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        Path(place, "noop.md").write_text(shell_runbook("Noop", [f"true {n}" for n in range(10)]))
        Path(place, "sleep3.md").write_text(shell_runbook("Sleep", [f"sleep 0.3{n}" for n in range(3)]))
        Path(place, "sleep16.md").write_text(shell_runbook("Sleep", [f"sleep 0.3{n:02}" for n in range(16)]))
        Path(place, "steps.md").write_text(shell_runbook("Steps", [f"docker-compose logs --tail={n} service-{n}" for n in range(1000)]))
        Path(place, "justfile").write_text("default:\n\t@true\n")
        just = {"just": ["just"]} if shutil.which("just") else {}
        compare("Start-up", 30, directory, true=["true"], version=[PROGRAM, "--version"], list=[PROGRAM, "list"], **just)
        compare("Ten no-op steps", 10, directory, sh=["sh", "-c", "; ".join(["/bin/true"] * 10)],
                jarvis_ops=[PROGRAM, "diagnose", "bench", "-q", "--runbook", "noop.md"])
        compare("Three probes of 0.3 s", 5, directory, sh_with_wait=["sh", "-c", "sleep 0.30 & sleep 0.31 & sleep 0.32 & wait"],
                jarvis_ops=[PROGRAM, "diagnose", "bench", "-q", "--runbook", "sleep3.md"])
        compare("Sixteen probes of 0.3 s", 5, directory, sleep=["sleep", "0.315"],
                jarvis_ops=[PROGRAM, "diagnose", "bench", "-q", "--runbook", "sleep16.md"])
        cmark = {"cmark_gfm": ["cmark-gfm", "-e", "table", "steps.md"]} if shutil.which("cmark-gfm") else {}
        compare("Lint of 1,000 steps", 10, directory, true=["true"], lint=[PROGRAM, "lint", "steps.md"], **cmark)


if __name__ == "__main__":
    main()
