#!/usr/bin/env python3
"""Runs the tests with counters in the code; prints what was run by module, and the functions nobody called where it matters most.

usage: coverage.py [GROUP...]   (groups as in run.py; default: all)

Programs that the tests start count too. The build lies in .build/coverage; all figures go to .build/coverage/coverage.json.
"""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = ROOT / ".build" / "coverage"
# An uncovered function here is a rule, a plan, an act or a record that no test has seen.
CLOSELY = ["Safety", "Planning", "Execution", "Mesh", "Journal"]


def tool(name):
    """Beside the Swift compiler: the profile's format belongs to its version."""
    swift = shutil.which("swiftc")
    beside = pathlib.Path(os.path.realpath(swift)).parent / name if swift else None
    found = str(beside) if beside and beside.exists() else shutil.which(name)
    if not found:
        sys.exit(f"coverage.py: {name} is missing; it comes with Swift's toolchain")
    return found


def main():
    cov, profdata = tool("llvm-cov"), tool("llvm-profdata")
    subprocess.run(
        ["swift", "build", "--build-tests", "--enable-code-coverage", "--scratch-path", str(SCRATCH)], cwd=ROOT, check=True)
    profiles = SCRATCH / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    profiles.mkdir(parents=True)
    # %4m merges what one program's processes count into a few files; killed ones count nothing.
    environment = {**os.environ, "LLVM_PROFILE_FILE": str(profiles / "%4m.profraw"), "TEST_BUILD": str(SCRATCH / "debug")}
    code = subprocess.run([sys.executable, str(ROOT / "Tests" / "run.py")] + sys.argv[1:], env=environment).returncode
    if code not in (0, 1):
        return code
    merged = SCRATCH / "merged.profdata"
    subprocess.run([profdata, "merge", "-sparse", "-o", str(merged), *map(str, profiles.glob("*.profraw"))], check=True)
    programs = [SCRATCH / "debug" / name for name in ("jarvis-opsPackageTests.xctest", "jarvis-ops")]
    command = [cov, "export", "-instr-profile", str(merged), str(programs[0]), "-object", str(programs[1]), str(ROOT / "Sources")]
    data = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["data"][0]
    (SCRATCH / "coverage.json").write_text(json.dumps(data))
    modules(data)
    uncalled(data)
    return code


def module(path):
    return pathlib.Path(path).relative_to(ROOT / "Sources").parts[0]


def modules(data):
    lines, functions = collections.Counter(), collections.Counter()
    for file in data["files"]:
        name, summary = module(file["filename"]), file["summary"]
        for key, counter in (("lines", lines), ("functions", functions)):
            counter[name, "count"] += summary[key]["count"]
            counter[name, "covered"] += summary[key]["covered"]
    print("\nCovered            lines            functions")
    for name in sorted({name for name, _ in lines}, key=lambda name: share(lines, name)):
        print(f"  {name:16}{cell(lines, name)}{cell(functions, name)}")
    total = sum(lines[name, "covered"] for name in {name for name, _ in lines}), sum(
        lines[name, "count"] for name in {name for name, _ in lines})
    print(f"  {'together':16}{total[0] / max(1, total[1]):6.1%} of {total[1]:6}")


def share(counter, name):
    return counter[name, "covered"] / max(1, counter[name, "count"])


def cell(counter, name):
    return f"{share(counter, name):6.1%} of {counter[name, 'count']:6}   "


def uncalled(data):
    """A function counts once, whatever it was specialized into."""
    called, places = collections.Counter(), {}
    for function in data["functions"]:
        file = function["filenames"][0]
        if not file.startswith(str(ROOT / "Sources")) or module(file) not in CLOSELY:
            continue
        place = (module(file), file, function["regions"][0][0])
        called[place] += function["count"]
        # Of a function and the closures on its line, the function.
        places[place] = min(places.get(place, function["name"]), function["name"], key=len)
    missing = sorted(place for place in places if called[place] == 0)
    print(f"\nNever called in {', '.join(CLOSELY)}: {len(missing)} of {len(places)} functions and closures")
    names = demangled([places[place] for place in missing])
    for (_, file, line), name in zip(missing, names):
        print(f"  {pathlib.Path(file).relative_to(ROOT)}:{line}: {name}")


def demangled(names):
    if not names:
        return []
    plain = [name.split(":")[-1] for name in names]
    answer = subprocess.run(
        [tool("swift-demangle"), "--simplified", "--compact"], input="\n".join(plain), text=True, capture_output=True, check=True)
    return answer.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
