#!/usr/bin/env python3
"""Changes the program's decisions one at a time, and sees whether the tests notice.

usage: mutants.py [--only REGEX] [--check]

The changes stand in Tests/Mutants/ROOM.txt:

    tests: ^SafetyTests\\.           the tests that concern what follows: REGEX in their names, as in run.py
    Policy.swift                    the file below Sources/ROOM that what follows changes
    refused  if «!decision.isRefused → true» else
             equivalent: why no test can tell the two apart

Each has a name, and a text that is found once in its file (⏎ is a new line), with what is changed between « and ». Behind the arrow
stands another expression; nothing: the statement is left out; a text with MUTANT in it: it is written so, and MUTANT says whether it
counts.

All of them are written into one copy of the project, below .build/mutants, each as a question that an environment variable answers.
So it is built once, and every change is a run of the tests that concern it: killed when one fails, crashes or does not end. REGEX
chooses changes by ROOM/FILE/name. --check only looks whether every text is found.
Exit codes: 0 none survived but what is marked equivalent, 1 some did, 64 usage, 65 the lists do not fit the sources, 69 the copy is
not built or its tests fail without any change, 130 stopped.
"""
import argparse
import collections
import concurrent.futures
import ctypes
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib

sys.dont_write_bytecode = True
import run  # noqa: E402

ROOT = run.ROOT
COPY = ROOT / ".build" / "mutants"
BUILT = COPY / ".build"
SWITCH = """internal import Glibc

/// Whether this one of the changes is tried.
func mutant(_ number: Int) -> Bool { number == active }

private let active = unsafe getenv("MUTANT").flatMap { unsafe Int(String(cString: $0)) } ?? 0
"""


class Misfit(Exception):
    """Something in the lists that does not fit the sources."""


class Mutant:
    """One change, and where it stands."""

    def __init__(self, file, tests, name, text):
        parts = re.fullmatch(r"(.*)«(.+) →(.*)»(.*)", text)
        self.id = f"{file.parts[1]}/{file.stem}/{name}"
        if not parts:
            raise Misfit(f"{self.id}: no «original → change» in it")
        before, self.original, change, after = parts.groups()
        self.file, self.tests, self.change, self.equivalent = file, tests, change.strip(), ""
        # Of the name, so that a new change does not make another text of all the others.
        self.number = zlib.crc32(self.id.encode())
        source = (ROOT / file).read_text()
        pattern = "({})({})({})".format(*(re.escape(part).replace("⏎", r"\n\s*") for part in (before, self.original, after)))
        found = list(re.finditer(pattern, source))
        if len(found) != 1:
            raise Misfit(f"{self.id}: its text is {f'{len(found)} times' if found else 'not'} in {file}")
        self.start, self.end = found[0].span(2)
        self.line = source.count("\n", 0, self.start) + 1

    def written(self, original):
        """The change and the original, one of which counts."""
        if not self.change:
            return f"if !mutant({self.number}) {{ {original} }}"
        if "MUTANT" in self.change:
            return self.change.replace("MUTANT", f"mutant({self.number})")
        return f"(mutant({self.number}) ? ({self.change}) : ({original}))"

    def __str__(self):
        return f"{self.file}:{self.line}: {self.original} → {self.change or 'nothing'}  ({self.id})"


def listed():
    """All changes of all lists."""
    mutants, faults = [], []
    for path in sorted((ROOT / "Tests" / "Mutants").glob("*.txt")):
        tests = file = None
        for line in path.read_text().splitlines():
            words = [] if line.startswith("#") else line.split(None, 1)
            if not words:
                continue
            if words[0] == "tests:":
                tests = words[1].strip()
            elif words[0] == "equivalent:":
                mutants[-1].equivalent = words[1]
            elif len(words) == 1:
                file = pathlib.Path("Sources", path.stem, words[0])
                if not (ROOT / file).is_file():
                    raise Misfit(f"{path.name}: there is no {file}")
            else:
                try:
                    mutants.append(Mutant(file, tests, words[0], words[1].strip()))
                except Misfit as fault:
                    faults.append(str(fault))
    names = collections.Counter(mutant.id for mutant in mutants)
    faults += [f"{name}: {count} have this name" for name, count in names.items() if count > 1]
    if faults:
        raise Misfit("\n".join(faults))
    return mutants


def rewritten(text, mutants, start=0, end=None):
    """The text with every change in it; one that lies within another's original is written into that."""
    result, mutants = "", sorted(mutants, key=lambda mutant: (mutant.start, -mutant.end))
    while mutants:
        first, inside = mutants[0], [mutant for mutant in mutants[1:] if mutant.start < mutants[0].end]
        for mutant in inside:
            if mutant.end > first.end or "MUTANT" in first.change:
                raise Misfit(f"{mutant.id} and {first.id} change the same text")
        result += text[start:first.start] + first.written(rewritten(text, inside, first.start, first.end))
        start, mutants = first.end, mutants[1 + len(inside):]
    return result + text[start:end]


def copy(mutants):
    """The files of the project with all changes in them."""
    copied = {}
    for top in ROOT.iterdir():
        if not top.name.startswith("."):
            for file in [top] if top.is_file() else filter(pathlib.Path.is_file, top.rglob("*")):
                copied[file.relative_to(ROOT)] = file.read_bytes()
    for file in {mutant.file for mutant in mutants}:
        copied[file] = rewritten(copied[file].decode(), [mutant for mutant in mutants if mutant.file == file]).encode()
        copied[pathlib.Path(*file.parts[:2], "Mutant.swift")] = SWITCH.encode()
    return copied


def write(copied):
    """What stays as it was is not written again, so that it is not built again."""
    manifest = pathlib.Path("Package.swift")
    # A change may leave something unused; that is its business.
    copied[manifest] = copied[manifest].replace(b".treatAllWarnings(as: .error)", b".treatAllWarnings(as: .warning)")
    for file in [file for file in COPY.rglob("*") if file.is_file() and BUILT not in file.parents]:
        if file.relative_to(COPY) not in copied:
            file.unlink()
    for file, content in copied.items():
        place = COPY / file
        if not place.is_file() or place.read_bytes() != content:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            if (ROOT / file).exists():
                shutil.copymode(ROOT / file, place)


def build():
    swift = os.environ.get("SWIFT", "swift")
    done = subprocess.run([swift, "build", "--build-tests", "--package-path", str(COPY)], capture_output=True, text=True)
    if done.returncode:
        lines = done.stdout.splitlines()
        faults = {line: index for index, line in reversed(list(enumerate(lines))) if re.match(r"/.*error:", line)}
        print("\n".join("\n".join(lines[index:index + 8]) for index in faults.values()) or done.stderr + done.stdout, file=sys.stderr)
    return not done.returncode


class Trial(run.Group):
    """The tests that concern a change, with the change in place; it ends at the first that fails."""

    alive, are_stopped = set(), False

    def __init__(self, name, tests, number, limit=None):
        super().__init__(name, tests, str(binary()), BUILT / "logs", {"MUTANT": str(number)})
        self.limit, self.killer = limit, ""

    def start(self):
        super().start()
        run.Screen.own.add(self.process.pid)
        Trial.alive.add(self)
        if self.limit:
            self.timer = threading.Timer(self.limit, self.end, [f"took more than {self.limit:.0f} s"])
            self.timer.start()

    def clean(self):
        Trial.alive.discard(self)
        if self.limit:
            self.timer.cancel()
        super().clean()

    def fail(self, what, say, tail=""):
        self.end(what.split(",")[0])

    def take(self, kind, payload, say):
        super().take(kind, payload, lambda text: None)
        if self.failed and self.limit:
            self.end(run.short(next(iter(self.failed))))

    def end(self, killer):
        self.killer = self.killer or killer
        self.stop(signal.SIGKILL)


def binary():
    return BUILT / "debug" / "jarvis-opsPackageTests.xctest"


def baseline(catalog, patterns):
    """What the tests of each pattern are and how long they take, without any change; None where one fails."""
    found = {}
    for number, pattern in enumerate(patterns):
        tests = [test for test in catalog.tests if re.search(pattern, test)]
        if not tests:
            raise Misfit(f"no test has the name {pattern}")
        trial = Trial(f"baseline-{number}", tests, 0)
        trial.run(print)
        unfit = [*([trial.killer] if trial.killer else []), *trial.failed, *trial.skipped]
        if unfit:
            print("\n".join(["fails or is skipped without any change:", *map(run.short, unfit)]), file=sys.stderr)
            return None
        found[pattern] = (tests, trial.seconds)
    return found


def tried(mutant, found):
    tests, seconds = found[mutant.tests]
    trial = Trial(f"mutant-{mutant.number}", tests, mutant.number, limit=30 + 5 * seconds)
    if not Trial.are_stopped:
        trial.run(print)
    if trial.killer.startswith("the runner failed"):
        raise RuntimeError(trial.killer)
    return trial


FATES = ("killed", "equivalent", "survived", "wrong")


def fate(mutant, killer):
    """`wrong` is what is marked equivalent, and a test can tell."""
    if mutant.equivalent:
        return "wrong" if killer else "equivalent"
    return "killed" if killer else "survived"


def report(mutants, killers):
    """By room, and whether all is well."""
    rooms = collections.defaultdict(collections.Counter)
    for mutant in mutants:
        rooms[mutant.id.split("/")[0]][fate(mutant, killers[mutant])] += 1
    print(f"\n{'room':12}" + "".join(f"{word:>12}" for word in ("changes", *FATES)))
    for room, counts in sorted(rooms.items()):
        print(f"{room:12}" + "".join(f"{number:12}" for number in (sum(counts.values()), *(counts[word] for word in FATES))))
    total = sum(rooms.values(), collections.Counter())
    print(f"\n{len(mutants)} changes: " + ", ".join(f"{total[word]} {word}" for word in FATES))
    return not total["survived"] and not total["wrong"]


def options():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--only", default=os.environ.get("ONLY") or "")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    try:
        chosen.only = re.compile(chosen.only)
    except re.error as error:
        raise run.Usage(f"--only is no regular expression: {error}") from None
    return chosen


def main():
    try:
        chosen = options()
        mutants = listed()
        wanted = [mutant for mutant in mutants if chosen.only.search(mutant.id)]
        if not wanted:
            raise run.Usage("no change has that name")
        copied = copy(mutants)
        if chosen.check:
            return 0
        write(copied)
        print(f"{len(wanted)} changes; building the copy with all {len(mutants)} (minutes, the first time)", flush=True)
        return trials(wanted) if build() else 69
    except Misfit as error:
        print(f"mutants.py: {error}", file=sys.stderr)
        return 65
    except run.Usage as error:
        print(f"mutants.py: {error}", file=sys.stderr)
        return 64
    except SystemExit:
        return 64


def trials(mutants):
    (BUILT / "logs").mkdir(exist_ok=True)
    # What loses its parent comes here, and can be ended.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    found = baseline(run.Catalog(str(binary())), dict.fromkeys(mutant.tests for mutant in mutants))
    if not found:
        return 69
    killers, began = {}, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool, open(BUILT / "results.txt", "w") as results:
        futures = {pool.submit(tried, mutant, found): mutant for mutant in mutants}
        for future in concurrent.futures.as_completed(futures):
            mutant, trial = futures[future], future.result()
            if Trial.are_stopped:
                continue
            killers[mutant] = trial.killer
            ended = fate(mutant, trial.killer)
            print(f"{ended}\t{mutant.id}\t{trial.seconds:.1f} s\t{trial.killer}", file=results, flush=True)
            # A crash, or a run that did not end, is said: it may be another matter.
            if ended in ("survived", "wrong") or trial.killer and not trial.failed:
                print(f"{ended.upper()} {mutant}" + (f": {trial.killer}" if trial.killer else ""), flush=True)
            if len(killers) % 25 == 0:
                print(f"{time.monotonic() - began:4.0f} s  {len(killers)}/{len(mutants)}", flush=True)
    if Trial.are_stopped:
        return 130
    return 0 if report(mutants, killers) else 1


def stop(number, frame):
    Trial.are_stopped = True
    for trial in list(Trial.alive):
        trial.end("stopped")


if __name__ == "__main__":
    sys.exit(main())
