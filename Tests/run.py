#!/usr/bin/env python3
"""Runs the tests in groups, a process each, side by side where they share nothing, and says what took how long.

usage: run.py [--only REGEX] [--repeat N] [GROUP...]

Groups (all when none is named): unit (no servers), integration (real servers and the program itself), compose (a real Docker
engine), kill (killed at its system calls). A suite belongs to the group that its file says: see `group_of`.

Variables: TEST_WIDTH, tests of a group that run at once (default: by group); KILL_EVERY, every how-many-th kill point is tried
(default 3; 1 is all), from a point that KILL_DAY chooses (default: today, UTC); TEST_BUILD, where the build lies; REQUIRE_ENGINE=1, no Docker engine is a failure.
Exit codes: 0 all passed, 1 a test failed, 64 usage, 69 nothing is built, 130 stopped.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORES = os.cpu_count() or 2
# What runs side by side: each chain is one process after another.
CHAINS = [["compose"], ["unit", "integration", "kill"]]
# Tests at once: those of `unit` compute, the others mostly wait.
WIDTHS = {"unit": CORES, "integration": 3 * CORES, "compose": 3 * CORES // 2, "kill": 2 * CORES}
# Modules whose tests compute, or use files and processes of their own and no server.
UNIT = {
    "CommandLineKitTests", "ConfigurationTests", "DiagnosisTests", "DigestKitTests", "ExecutionTests", "JSONKitTests", "LockingTests",
    "MarkdownKitTests", "MeshTests", "PlanningTests", "ProcessKitTests", "RedactionTests", "RunbookTests", "SafetyTests",
    "SealedBoxKitTests", "SystemKitTests", "TerminalKitTests", "YAMLKitTests",
}


def group_of(module, declaration, name):
    if "DockerEngine.isExpected" in declaration:
        return "compose"
    if re.search(r"Kill\w*Tests$", name):
        return "kill"
    return "unit" if module in UNIT else "integration"


def suites():
    """Group -> the names of its suites, from the sources: `@Suite(…) struct NAME`, which may stand on two lines."""
    found = collections.defaultdict(list)
    for file in sorted((ROOT / "Tests").rglob("*.swift")):
        module = file.relative_to(ROOT / "Tests").parts[0]
        module = "IntegrationTests" if module == "Integration" else module
        for match in re.finditer(r"^@Suite(.*?)\bstruct (\w+)", file.read_text(), re.M | re.S):
            found[group_of(module, match[1], match[2])].append(f"{module}.{match[2]}")
    return found


class Group:
    """One run of the test program: its events are read while it runs."""

    def __init__(self, name, names, binary, only, directory, environment):
        self.name = name
        self.names, self.binary, self.only, self.directory, self.environment = names, binary, only, directory, environment
        self.passed, self.failed, self.skipped = set(), collections.OrderedDict(), {}
        self.running, self.known = set(), {}
        self.seconds = 0.0
        self.process = None
        self.crash = None

    def start(self):
        # A whole name: `FlagTests` is not `MeshFlagTests`. With --only, the tests of these suites that it names.
        pattern = "^(" + "|".join(re.escape(name) for name in self.names) + ")/"
        if self.only:
            pattern = f"(?=.*(?:{self.only})){pattern}"
        self.events = self.directory / f"{self.name}.jsonl"
        self.log = self.directory / f"{self.name}.log"
        self.times = self.directory / f"{self.name}.times"
        for file in (self.events, self.log, self.times):
            file.unlink(missing_ok=True)
        width = os.environ.get("TEST_WIDTH") or str(max(2, WIDTHS[self.name]))
        self.began = time.monotonic()
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [self.binary, "--testing-library", "swift-testing", "--filter", pattern,
                 "--experimental-maximum-parallelization-width", width,
                 "--event-stream-version", "0", "--event-stream-output-path", str(self.events)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **self.environment, "TEST_TIMES": str(self.times)})

    def follow(self, say):
        """Reads events until the process has ended."""
        while not self.events.exists() and self.process.poll() is None:
            time.sleep(0.05)
        if self.events.exists():
            with open(self.events, encoding="utf-8", errors="replace") as stream:
                rest = ""
                while True:
                    ended = self.process.poll() is not None
                    rest += stream.read()
                    *lines, rest = rest.split("\n")
                    for line in lines:
                        self.take(line, say)
                    if ended:
                        break
                    time.sleep(0.1)
        self.end(self.process.wait(), say)

    def take(self, line, say):
        try:
            record = json.loads(line)
        except ValueError:
            return
        payload = record.get("payload", {})
        if record.get("kind") == "test":
            if payload.get("kind") == "function":
                self.known[payload["id"]] = payload
            return
        kind, test = payload.get("kind"), payload.get("testID")
        if kind == "issueRecorded" and not payload.get("issue", {}).get("isKnown"):
            text = "\n".join(message["text"] for message in payload.get("messages", []))
            place = payload.get("_sourceLocation") or payload.get("issue", {}).get("sourceLocation") or {}
            where = f"{place.get('fileID', '?')}:{place.get('line', '?')}"
            self.failed.setdefault(test, []).append(text)
            say(f"FAILED {self.title(test)}\n       {where}: {shorten(text)}")
        elif test in self.known:
            if kind == "testStarted":
                self.running.add(test)
            elif kind in ("testSkipped", "testCancelled"):
                self.skipped[test] = "\n".join(message["text"] for message in payload.get("messages", []))
            elif kind == "testEnded":
                self.running.discard(test)
                if test not in self.failed and test not in self.skipped:
                    self.passed.add(test)

    def end(self, code, say):
        self.seconds = time.monotonic() - self.began
        if code not in (0, 1) or (code == 1 and not self.failed):
            tail = self.log.read_text(errors="replace")[-3000:]
            if code == 1 and "No matching test cases" in tail:
                return
            what = f"signal {-code}" if code < 0 else f"exit code {code}"
            unfinished = sorted(self.title(test) for test in self.running)[:20]
            self.crash = f"the {self.name} group ended with {what}"
            self.failed.setdefault(f"{self.name} group", []).append(self.crash)
            say(f"FAILED {self.crash}\n{tail}\n       unfinished, one of them at fault: " + "; ".join(unfinished))

    def stop(self):
        if self.process and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass

    def title(self, test):
        name = self.known.get(test, {})
        return f"{short(test)}" + (f"  \"{name['displayName']}\"" if name.get("displayName") else "")


def short(test):
    """`IntegrationTests.WatchTests/interval(delay:)/WatchTests.swift:86:6` -> `IntegrationTests.WatchTests/interval`."""
    return "/".join(str(test).split("/")[:2]).split("(")[0]


def shorten(text, limit=1500):
    return text if len(text) <= limit else text[:limit] + f" … (and {len(text) - limit} letters)"


class Screen:
    """What happened, a line each; below it, where this is a terminal, one line that changes."""

    def __init__(self, groups):
        self.groups, self.lock, self.began = groups, threading.Lock(), time.monotonic()
        self.is_terminal = sys.stdout.isatty()

    def say(self, text):
        with self.lock:
            print(("\r\x1b[K" if self.is_terminal else "") + text, flush=True)

    def progress(self):
        parts = []
        for group in self.groups:
            done = len(group.passed) + len([test for test in group.failed if test in group.known])
            if group.process and (group.process.poll() is None):
                parts.append(f"{group.name} {done}/{len(group.known)}")
        failed = sum(len(group.failed) for group in self.groups)
        text = f"{int(time.monotonic() - self.began):4d} s  " + ", ".join(parts) + (f"  {failed} failed" if failed else "")
        with self.lock:
            print(f"\r\x1b[K{text[:79]}" if self.is_terminal else text, end="" if self.is_terminal else "\n", flush=True)

    def run(self, ended):
        while not ended.wait(0.5 if self.is_terminal else 30):
            self.progress()
        if self.is_terminal:
            print("\r\x1b[K", end="", flush=True)


def report(groups, wall):
    spent = collections.Counter()
    for group in groups:
        if group.times and group.times.exists():
            for line in group.times.read_text().splitlines():
                seconds, _, test = line.partition("\t")
                spent[short(test)] += float(seconds)
    by_suite = collections.Counter()
    for test, seconds in spent.items():
        by_suite[test.split("/")[0]] += seconds
    print("\nSuites by time (a suite's tests overlap)")
    for suite, seconds in by_suite.most_common(25):
        print(f"  {seconds:7.1f} s  {suite}")
    rest = by_suite.most_common()[25:]
    if rest:
        print(f"  {sum(seconds for _, seconds in rest):7.1f} s  {len(rest)} more")
    print("\nThe ten slowest tests")
    for test, seconds in spent.most_common(10):
        print(f"  {seconds:7.1f} s  {test}")
    slowest = spent.most_common(1)
    if slowest:
        print(f"\nOne alone: make test ONLY='{slowest[0][0].split('.', 1)[1]}'")
    print("\nGroups")
    for group in groups:
        counts = f"{len(group.passed)} passed, {len(group.failed)} failed" + (f", {len(group.skipped)} skipped" if group.skipped else "")
        print(f"  {group.name:12} {group.seconds:6.0f} s  {counts}   {group.log.relative_to(ROOT)}")
    print(f"  {'together':12} {wall:6.0f} s")


def skipped(groups):
    """What was left out, loudly: the tests, and the reasons that they printed."""
    for group in groups:
        if group.skipped:
            print(f"\nSKIPPED {len(group.skipped)} tests of {group.name}")
            for suite in sorted({group.title(test).split("/")[0] for test in group.skipped}):
                print(f"  {suite}")
    reasons = {line for group in groups for line in group.log.read_text(errors="replace").splitlines() if line.startswith("NOT TESTED")}
    for reason in sorted(reasons):
        print(reason)


def failures(groups):
    failed = [(group, test) for group in groups for test in group.failed]
    if failed:
        print("\nFailed")
    for group, test in failed:
        print(f"  {group.title(test)}")
        print(f"      make test ONLY='{short(test).split('.', 1)[-1]}'")


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("groups", nargs="*")
    parser.add_argument("--only")
    parser.add_argument("--repeat", type=int, default=1)
    try:
        options = parser.parse_args()
    except SystemExit:
        return 64
    found = suites()
    chosen = options.groups or list(WIDTHS)
    unknown = [name for name in chosen if name not in WIDTHS]
    if unknown:
        print(f"run.py: there is no group {unknown[0]}: {', '.join(WIDTHS)}", file=sys.stderr)
        return 64
    binary = pathlib.Path(os.environ.get("TEST_BUILD") or ROOT / ".build" / "debug").resolve() / "jarvis-opsPackageTests.xctest"
    if not os.access(binary, os.X_OK):
        print("run.py: the tests are not built: make build-tests", file=sys.stderr)
        return 69
    directory = ROOT / ".build" / "test-logs"
    directory.mkdir(exist_ok=True)
    today = os.environ.get("KILL_DAY") or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    every = os.environ.get("KILL_EVERY") or "3"
    environment = {"KILL_DAY": today, "KILL_EVERY": every}
    if "kill" in chosen:
        points = "every kill point" if every == "1" else f"one in {every} kill points (again: KILL_EVERY={every} KILL_DAY={today} make test-kill)"
        print(f"Kill tests try {points}", flush=True)
    code = 0
    for turn in range(options.repeat):
        if options.repeat > 1:
            print(f"\nTurn {turn + 1} of {options.repeat}", flush=True)
        groups = {
            name: Group(name, found[name], str(binary), options.only, directory, environment) for name in chosen if found[name]}
        code = max(code, once(groups))
    return code


def once(groups):
    screen = Screen(list(groups.values()))
    ended, stopped = threading.Event(), threading.Event()

    def chain(names):
        for name in names:
            if name in groups and not stopped.is_set():
                groups[name].start()
                groups[name].follow(screen.say)

    threads = [threading.Thread(target=chain, args=(names,)) for names in CHAINS]
    ticker = threading.Thread(target=screen.run, args=(ended,))
    ticker.start()
    began = time.monotonic()

    def stop(number, frame):
        stopped.set()
        for group in groups.values():
            group.stop()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended.set()
    ticker.join()
    if stopped.is_set():
        print("stopped")
        return 130
    done = [group for group in groups.values() if group.process]
    report(done, time.monotonic() - began)
    failures(done)
    skipped(done)
    passed, failed, left = (sum(len(part) for part in parts) for parts in
                            ([group.passed for group in done], [group.failed for group in done], [group.skipped for group in done]))
    if passed + failed == 0:
        print("run.py: no test has that name", file=sys.stderr)
        return 64
    print(f"{passed} passed, {failed} failed" + (f", {left} skipped" if left else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
