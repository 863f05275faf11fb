#!/usr/bin/env python3
"""Runs the tests in groups, a process each, side by side where they share nothing, and says what took how long.

usage: run.py [--only REGEX] [--repeat N] [GROUP...]

Groups (all when none is named): unit (no servers), integration (real servers and the program itself), compose (a real Docker
engine), kill (killed at its system calls). `Catalog` says which test belongs to which. REGEX (Python's) is looked for in the names
that the test program lists: Module.Suite/test(argument:).

Variables: ONLY and REPEAT, as the options; TEST_WIDTH, tests of a group that run at once (default: by group); KILL_EVERY, every
how-many-th kill point is tried (default 3; 1 is all), from a point that KILL_DAY chooses (default: today, UTC); TEST_BUILD, where
the build lies; REQUIRE_ENGINE=1, no Docker engine is a failure.
Exit codes: 0 all passed, 1 a test failed, 64 usage, 69 nothing is built, 130 stopped.
"""
import argparse
import collections
import ctypes
import datetime
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORES = os.cpu_count() or 2
# What runs side by side: each chain is one process after another.
CHAINS = [["compose"], ["integration"], ["unit", "kill"]]
# Tests at once: those of `unit` compute, the others mostly wait.
WIDTHS = {"unit": CORES, "integration": 3 * CORES, "compose": 3 * CORES // 2, "kill": 2 * CORES}
# Modules whose tests compute, or use files and processes of their own and no server.
UNIT = {
    "CommandLineKitTests", "ConfigurationTests", "DiagnosisTests", "DigestKitTests", "ExecutionTests", "FleetTests", "JSONKitTests",
    "LockingTests",
    "ManualTests", "MarkdownKitTests", "MeshTests", "PlanningTests", "ProcessKitTests", "RedactionTests", "RunbookTests", "SafetyTests",
    "SealedBoxKitTests", "SystemKitTests", "TerminalKitTests", "YAMLKitTests",
}


class Usage(Exception):
    pass


class Catalog:
    """Every test that the program lists, in exactly one group: what the sources do not mark goes by its module."""

    def __init__(self, binary):
        listed = subprocess.run(
            [binary, "--testing-library", "swift-testing", "--list-tests"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        # Where two files have one name the place stands behind the test.
        self.tests = [identity(line) for line in listed.stdout.splitlines() if "." in line]
        if listed.returncode or not self.tests:
            raise Usage(f"the test program lists nothing: {listed.stderr[-500:]}")
        self.marked = {}
        for file in (ROOT / "Tests").rglob("*.swift"):
            text = file.read_text()
            group = "compose" if "DockerEngine.isExpected" in text else "kill" if "KillPoints.each" in text else None
            if group and file.parts[-2] != "TestSupport":
                for name in re.findall(r"^(?:final )?(?:struct|class|actor|enum) (\w+)|^@Suite.*?\bstruct (\w+)", text, re.M):
                    self.marked[f"{module_of(file)}.{name[0] or name[1]}"] = group

    def group(self, test):
        suite = test.split("/")[0]
        module = suite.split(".")[0]
        return self.marked.get(suite) or ("unit" if module in UNIT else "integration")

    def chosen(self, groups, only):
        found = collections.OrderedDict((name, []) for name in groups)
        for test in self.tests:
            if self.group(test) in found and (not only or only.search(test)):
                found[self.group(test)].append(test)
        return {name: tests for name, tests in found.items() if tests}


def short_directory():
    """A short name: a socket's path below it may have 107 bytes. Open to look into, for some tests look with another user's eyes."""
    for _ in range(1000):
        path = f"{tempfile.gettempdir()}/j{os.urandom(2).hex()}"
        try:
            os.mkdir(path)
            return path
        except FileExistsError:
            continue
    raise OSError("no free name for a directory")


def module_of(file):
    folder = file.relative_to(ROOT / "Tests").parts[0]
    return "IntegrationTests" if folder == "Integration" else folder


class Group:
    """One run of the test program: its events are read while it runs."""

    def __init__(self, name, tests, binary, directory, environment):
        self.name, self.tests, self.binary, self.environment = name, set(tests), binary, environment
        self.events, self.log, self.times = (directory / f"{name}.{kind}" for kind in ("jsonl", "log", "times"))
        self.passed, self.failed, self.skipped = set(), collections.OrderedDict(), {}
        self.running, self.titles = set(), {}
        self.hasEnded = self.isStopped = False
        self.seconds = 0.0
        self.process = None

    def run(self, say):
        """To its end, whatever goes wrong: what it could not say is a failure."""
        self.began = time.monotonic()
        self.temporary = short_directory()
        self.mark = f"TEST_GROUP={os.getpid()}-{self.name}"
        try:
            self.start()
            self.follow(say)
            self.judge(self.process.wait(), say)
        except Exception as error:  # noqa: BLE001: a runner that dies must not look green
            self.fail(f"the runner failed in the {self.name} group: {error!r}", say)
        finally:
            self.clean()
            self.seconds = time.monotonic() - self.began

    def start(self):
        for file in (self.events, self.log, self.times):
            file.unlink(missing_ok=True)
        # Whole suites where all of their tests are wanted: shorter than 600 names.
        pattern = "^(" + "|".join(re.escape(test) for test in sorted(self.tests)) + ")(/|$)"
        width = os.environ.get("TEST_WIDTH") or str(max(2, WIDTHS.get(self.name, 4 * CORES)))
        name, _, value = self.mark.partition("=")
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [self.binary, "--testing-library", "swift-testing", "--filter", pattern,
                 "--experimental-maximum-parallelization-width", width,
                 "--event-stream-version", "0", "--event-stream-output-path", str(self.events)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **self.environment, "PATH": path(), "TEST_TIMES": str(self.times), "TMPDIR": self.temporary,
                     # Half of what a start of Debian's docker-compose costs is setuptools, which replaces Python's own distutils.
                     "SETUPTOOLS_USE_DISTUTILS": "stdlib", name: value})

    def follow(self, say):
        """Reads events until the process has ended."""
        while not self.events.exists() and self.process.poll() is None:
            time.sleep(0.05)
        if not self.events.exists():
            return
        with open(self.events, encoding="utf-8", errors="replace") as stream:
            rest = ""
            while True:
                ended = self.process.poll() is not None
                rest += stream.read()
                *lines, rest = rest.split("\n")
                for line in lines:
                    try:
                        record = json.loads(line)
                    except ValueError:
                        continue
                    if isinstance(record, dict) and isinstance(record.get("payload"), dict):
                        self.take(record.get("kind"), record["payload"], say)
                if ended:
                    return
                time.sleep(0.1)

    def take(self, kind, payload, say):
        if kind == "test":
            if payload.get("kind") == "function":
                self.titles[identity(payload["id"])] = payload.get("displayName")
            return
        kind, test = payload.get("kind"), identity(payload.get("testID") or "")
        if kind == "runEnded":
            self.hasEnded = True
        elif kind == "issueRecorded":
            issue = payload.get("issue", {})
            if issue.get("isKnown") or issue.get("severity", issue.get("_severity")) == "warning":
                return
            text = "\n".join(message["text"] for message in payload.get("messages", []))
            place = payload.get("_sourceLocation") or issue.get("sourceLocation") or {}
            self.failed.setdefault(test, []).append(text)
            say(f"FAILED {self.title(test)}\n       {place.get('fileID', '?')}:{place.get('line', '?')}: {shorten(text)}")
        elif test in self.tests:
            if kind == "testStarted":
                self.running.add(test)
            elif kind in ("testSkipped", "testCancelled"):
                self.skipped[test] = True
                self.running.discard(test)
            elif kind == "testEnded":
                self.running.discard(test)
                if test not in self.failed and test not in self.skipped:
                    self.passed.add(test)

    def judge(self, code, say):
        """An exit code alone proves nothing: every test that was asked for must have said how it ended."""
        missing = self.tests - self.passed - set(self.failed) - set(self.skipped)
        if self.isStopped or code in (0, 1) and self.hasEnded and not missing and (code == 0 or self.failed):
            return
        ending = f"signal {-code}" if code < 0 else f"exit code {code}"
        tail = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""
        self.fail(
            f"the {self.name} group ended with {ending}, {len(missing)} tests said nothing"
            + (": " + "; ".join(self.title(test) for test in sorted(self.running or missing)[:20]) if missing else ""), say, tail)

    def fail(self, what, say, tail=""):
        self.failed.setdefault(f"{self.name} group", []).append(what)
        say(f"FAILED {what}" + (f"\n{tail}" if tail else ""))

    def stop(self, number=signal.SIGTERM):
        self.isStopped = True
        if self.process and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass

    def clean(self):
        """What its tests started lives in groups of its own: it is found by the mark that all inherit, and by this process, to which
        what has lost its parent is given. An engine takes itself away once the test process has ended."""
        if self.process and self.process.poll() is None:
            self.stop(signal.SIGKILL)
            self.process.wait()
        deadline = time.monotonic() + 30
        while (left := self.left()) and time.monotonic() < deadline:
            if not any(b"engine.sh" in command for command in left.values()):
                break
            time.sleep(0.2)
        for _ in range(20):
            left = self.left()
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            reap()
            if not left:
                break
            time.sleep(0.1)
        mounts = pathlib.Path("/proc/self/mountinfo").read_text()
        if f" {self.temporary}/" not in mounts:
            shutil.rmtree(self.temporary, ignore_errors=True)

    def left(self):
        """Processes of this group, with their command lines."""
        mark, found = self.mark.encode(), {}
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or int(entry) == os.getpid():
                continue
            try:
                environment = pathlib.Path(f"/proc/{entry}/environ").read_bytes()
                place = os.readlink(f"/proc/{entry}/cwd")
                if mark in environment.split(b"\0") or place.startswith(self.temporary):
                    found[int(entry)] = pathlib.Path(f"/proc/{entry}/cmdline").read_bytes()
            except OSError:
                continue
        return found

    def title(self, test):
        name = self.titles.get(test)
        return short(test) + (f'  "{name}"' if name else "")

    def again(self, test):
        kill = "".join(f"{key}={value} " for key, value in self.environment.items()) if self.name == "kill" else ""
        return f"{kill}make test ONLY='{short(test)}'"


def path():
    """The system's own programs first: Debian's python3 is the one that has the packages which the tests import."""
    own = ["/usr/bin", "/bin"]
    return ":".join(own + [folder for folder in os.environ.get("PATH", "").split(":") if folder not in own])


def identity(event_id):
    """`IntegrationTests.WatchTests/interval(delay:)/WatchTests.swift:86:6` -> as it is listed, without the place."""
    return re.sub(r"/[^/]*\.swift:\d+:\d+$", "", event_id)


def short(test):
    """`IntegrationTests.WatchTests/interval(delay:)` -> without the arguments."""
    return test.split("(")[0]


def shorten(text, limit=1500):
    return text if len(text) <= limit else text[:limit] + f" … (and {len(text) - limit} letters)"


def reap():
    """Orphans are given to this process; those that have ended are let go. The groups' own processes are waited for by `Popen`."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            if stat[0] == "Z" and int(stat[1]) == os.getpid() and int(entry) not in Screen.own:
                os.waitpid(int(entry), os.WNOHANG)
        except (OSError, ValueError):
            continue


class Screen:
    """What happened, a line each; below it, where this is a terminal, one line that changes."""

    own = set()

    def __init__(self, groups):
        self.groups, self.lock, self.began = groups, threading.Lock(), time.monotonic()
        self.is_terminal = sys.stdout is not None and sys.stdout.isatty()
        self.is_broken = False

    def write(self, text, end="\n"):
        """Nobody may read it any more: the tests go on, and the exit code tells."""
        with self.lock:
            Screen.own = {group.process.pid for group in self.groups if group.process}
            try:
                print(text, end=end, flush=True)
            except (OSError, ValueError, AttributeError):
                self.is_broken = True

    def say(self, text):
        self.write(("\r\x1b[K" if self.is_terminal else "") + text)

    def progress(self):
        running = [group for group in self.groups if group.process and group.process.poll() is None]
        parts = [f"{group.name} {len(group.passed) + len(group.failed)}/{len(group.tests)}" for group in running]
        failed = sum(len(group.failed) for group in self.groups)
        text = f"{int(time.monotonic() - self.began):4d} s  " + ", ".join(parts) + (f"  {failed} failed" if failed else "")
        if self.is_terminal:
            self.write(f"\r\x1b[K{text[:shutil.get_terminal_size().columns - 1]}", end="")
        else:
            self.write(text)

    def run(self, ended):
        while not ended.wait(0.5 if self.is_terminal else 30):
            self.progress()
        if self.is_terminal:
            self.write("\r\x1b[K", end="")


def report(groups, wall):
    spent = collections.Counter()
    for group in groups:
        if group.times.exists():
            for line in group.times.read_text().splitlines():
                seconds, _, test = line.partition("\t")
                spent[short(identity(test))] += float(seconds)
    by_suite = collections.Counter()
    for test, seconds in spent.items():
        by_suite[test.split("/")[0]] += seconds
    yield "\nSuites by time (a suite's tests overlap)"
    for suite, seconds in by_suite.most_common(25):
        yield f"  {seconds:7.1f} s  {suite}"
    rest = by_suite.most_common()[25:]
    if rest:
        yield f"  {sum(seconds for _, seconds in rest):7.1f} s  {len(rest)} more"
    yield "\nThe ten slowest tests"
    for test, seconds in spent.most_common(10):
        yield f"  {seconds:7.1f} s  {test}"
    for test, _ in spent.most_common(1):
        yield f"\nOne alone: make test ONLY='{test}'"
    yield "\nGroups"
    for group in groups:
        counts = f"{len(group.passed)} passed, {len(group.failed)} failed" + (f", {len(group.skipped)} skipped" if group.skipped else "")
        yield f"  {group.name:12} {group.seconds:6.0f} s  {counts}   {group.log.relative_to(ROOT)}"
    yield f"  {'together':12} {wall:6.0f} s"


def failures(groups):
    failed = [(group, test) for group in groups for test in group.failed]
    if failed:
        yield "\nFailed"
    for group, test in failed:
        yield f"  {group.title(test)}"
        # What was said at the time scrolled away, or was cut off by whoever keeps only the end.
        yield f"      {shorten(group.failed[test][0], 600)}"
        if test in group.tests:
            yield f"      {group.again(test)}"


def skipped(groups):
    """What was left out, loudly: the tests, and the reasons that they printed."""
    for group in groups:
        if group.skipped:
            yield f"\nSKIPPED {len(group.skipped)} tests of {group.name}"
            yield from (f"  {suite}" for suite in sorted({test.split("/")[0] for test in group.skipped}))
    logs = [group.log.read_text(errors="replace") for group in groups if group.log.exists()]
    yield from sorted({line for log in logs for line in log.splitlines() if line.startswith("NOT TESTED")})


def options():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("groups", nargs="*")
    parser.add_argument("--only", default=os.environ.get("ONLY") or None)
    parser.add_argument("--repeat", default=os.environ.get("REPEAT") or "1")
    chosen = parser.parse_args()
    for name in chosen.groups:
        if name not in WIDTHS:
            raise Usage(f"there is no group {name}: {', '.join(WIDTHS)}")
    for name, value in (("--repeat", chosen.repeat), ("KILL_EVERY", every()), ("TEST_WIDTH", os.environ.get("TEST_WIDTH") or "1")):
        if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
            raise Usage(f'{name} wants a whole number, 1 or more: "{value}"')
    try:
        chosen.only = re.compile(chosen.only) if chosen.only else None
    except re.error as error:
        raise Usage(f"--only is no regular expression: {error}") from None
    chosen.groups = list(dict.fromkeys(chosen.groups)) or list(WIDTHS)
    return chosen


def every():
    return os.environ.get("KILL_EVERY") or "3"


def private_directory():
    """For logs; two runs in one checkout have one each. The lock ends with this process."""
    for number in range(1, 100):
        directory = ROOT / ".build" / ("test-logs" if number == 1 else f"test-logs-{number}")
        directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(directory / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return directory
        except OSError:
            os.close(lock)
    raise Usage("a hundred runs at once in this checkout")


def main():
    try:
        chosen = options()
        binary = pathlib.Path(os.environ.get("TEST_BUILD") or ROOT / ".build" / "debug").resolve() / "jarvis-opsPackageTests.xctest"
        if not os.access(binary, os.X_OK):
            print("run.py: the tests are not built: make build-tests", file=sys.stderr)
            return 69
        found = Catalog(str(binary)).chosen(chosen.groups, chosen.only)
        if not found:
            raise Usage("no test of these groups has that name")
        directory = private_directory()
    except Usage as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 64
    except SystemExit:
        return 64
    # PR_SET_CHILD_SUBREAPER: what loses its parent comes here, and can be ended.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    today = os.environ.get("KILL_DAY") or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    environment = {"KILL_EVERY": every(), "KILL_DAY": today}
    if "kill" in found and every() != "1":
        print(f"Kill tests try one in {every()} points (again: KILL_EVERY={every()} KILL_DAY={today} make test-kill)", flush=True)
    totals, code = [], 0
    for turn in range(int(chosen.repeat)):
        if int(chosen.repeat) > 1:
            print(f"\nTurn {turn + 1} of {chosen.repeat}", flush=True)
            (directory / f"{turn + 1}").mkdir(exist_ok=True)
        place = directory / f"{turn + 1}" if int(chosen.repeat) > 1 else directory
        groups = {name: Group(name, tests, str(binary), place, environment) for name, tests in found.items()}
        ended, total = once(groups)
        totals.append(total)
        code = max(code, ended)
        if ended == 130:
            return 130
    if len(totals) > 1:
        passed, failed, left = (sum(part) for part in zip(*totals))
        print(f"{passed} passed, {failed} failed" + (f", {left} skipped" if left else "") + f" in {len(totals)} turns")
    return code


def once(groups):
    screen = Screen(list(groups.values()))
    ended, signals = threading.Event(), []

    def chain(names):
        for name in names:
            if name in groups and not signals:
                groups[name].run(screen.say)

    def stop(number, frame):
        signals.append(number)
        # The first asks; the second, and what ignores the first for 20 seconds, is not asked.
        for group in groups.values():
            group.stop(signal.SIGTERM if len(signals) == 1 else signal.SIGKILL)
        if len(signals) == 1:
            timer = threading.Timer(20, lambda: [group.stop(signal.SIGKILL) for group in groups.values()])
            timer.daemon = True
            timer.start()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    ticker = threading.Thread(target=screen.run, args=(ended,))
    threads = [threading.Thread(target=chain, args=(names,)) for names in CHAINS]
    began = time.monotonic()
    for thread in [ticker] + threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)
    ended.set()
    ticker.join()
    if signals:
        screen.say("stopped")
        return 130, (0, 0, 0)
    done = list(groups.values())
    for group in done:
        if not group.process and not group.failed:
            group.fail(f"the {group.name} group was never started", screen.say)
    total = tuple(sum(len(part) for part in parts) for parts in zip(*((group.passed, group.failed, group.skipped) for group in done)))
    for line in [*report(done, time.monotonic() - began), *failures(done), *skipped(done)]:
        screen.write(line)
    screen.write(f"{total[0]} passed, {total[1]} failed" + (f", {total[2]} skipped" if total[2] else ""))
    return (1 if total[1] or screen.is_broken else 0), total


if __name__ == "__main__":
    code = main()
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        pass
    os._exit(code)
