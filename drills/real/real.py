#!/usr/bin/env python3
"""Tries jarvis-ops on the real application, and compares what that answers with what was recorded of it before.

    JARVIS_CHECKOUT=DIR python3 drills/real/real.py [--record] [--keep DIR] [--program jarvis-ops]

DIR is a checkout of the public application. Nothing is written there: its code is copied beside its requirements, which are installed
from PyPI, all below --keep (.build/real-jarvis). Then
1. the API is started on a loopback port, without keys, and asked for the paths that jarvis-ops reads;
2. the kinds of its answers (keys and types, no values) are compared with Tests/Fixtures/real/api.json; --record writes that file;
3. jarvis-ops looks at it again and again, as a person in a hurry does: its limiter must not become an incident;
4. where the checkout has the mesh's modules, they give their reports, whose keys are compared too.

Run by a person, never by `make test`. Without JARVIS_CHECKOUT nothing is tried, and that is said. Exit codes: 0 all as recorded, or
skipped; 1 something differs; 69 the application could not be installed or started.
"""
import argparse
import datetime
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURE = ROOT / "Tests/Fixtures/real/api.json"
PATHS = ["/api/health", "/api/health/", "/api/health/quick", "/api/health/components", "/api/health/subsystem/database", "/api/metrics",
         "/api/runtime/capabilities", "/runtime-status", "/health", "/dashboard"]
# What the API imports and its own list of requirements leaves out.
BESIDE = ["fastapi", "uvicorn", "pydantic", "python-multipart", "pyjwt", "redis", "httpx"]
MESH = {
    "capabilities": "from core.runtime_capabilities import build_runtime_capability_report as f; print(json.dumps(f()))",
    "status": "from services.compute.mesh_sync_service import get_mesh_sync_service as f; print(json.dumps(f().get_status()))",
}


class Failed(Exception):
    pass


def kind(value, depth=9):
    """Keys and types; of a list the kind of its first element. What stands below `metadata` differs from part to part."""
    if isinstance(value, dict):
        return {key: kind(part, 1 if key == "metadata" else depth - 1) for key, part in sorted(value.items())} if depth else "object"
    if isinstance(value, list):
        return [kind(part, depth - 1) for part in value[:1]]
    return {bool: "bool", int: "number", float: "number", str: "text", type(None): "null"}[type(value)]


def install(checkout, keep):
    """The code and an interpreter that has what it needs; what cannot be installed is named and left out."""
    copy, python = keep / "code", keep / "venv/bin/python"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in ("services", "core", "bots", "api", "lifeos"):
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, copy / name, ignore=shutil.ignore_patterns("node_modules", ".git", "*.png"), symlinks=True)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", keep / "venv"], check=True)
    lines = (checkout / "requirements.txt").read_text().splitlines() if (checkout / "requirements.txt").is_file() else []
    wanted = BESIDE + [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if subprocess.run([*pip, *wanted], stderr=subprocess.DEVNULL).returncode:
        for one in wanted:
            if subprocess.run([*pip, one], stderr=subprocess.DEVNULL).returncode:
                print(f"not installed: {one}", flush=True)
    return copy, python


def environment(copy, keep):
    """No key and no address of the tester's own: what is not configured is not asked."""
    home = keep / "home"
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": f"{copy / 'services'}:{copy}", "PYTHONDONTWRITEBYTECODE": "1"}


def start(copy, python, keep):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    module = "api.fastapi_app:app"
    server = subprocess.Popen([python, "-m", "uvicorn", module, "--host", "127.0.0.1", "--port", str(port)], cwd=copy,
                              env=environment(copy, keep), stdout=open(keep / "server.log", "wb"), stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            # The first report loads half of the application, and on a busy machine its own time limit (504) ends that before it is there.
            if ask(port, "/api/health")[0] != 504:
                return server, port
        except OSError:
            pass
        time.sleep(1)
    server.kill()
    raise Failed("the API did not start:\n" + (keep / "server.log").read_text(errors="replace")[-2000:])


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def record(port):
    answers = {}
    for path in PATHS:
        status, headers, body = ask(port, path)
        content = headers.get("content-type", "").split(";")[0]
        entry = {"status": status, "type": content}
        if content == "application/json":
            entry["kind"] = kind(json.loads(body))
        elif path.endswith("/metrics"):
            entry["families"] = sorted(line.split()[2] for line in body.decode().splitlines() if line.startswith("# TYPE "))
        answers[path] = entry
    return answers


def limit(port):
    """What the limiter answers to a client that asks too much at once; None when it never does."""
    for _ in range(200):
        status, headers, body = ask(port, "/api/health/quick")
        if status == 429:
            return {"status": status, "kind": kind(json.loads(body)),
                    "headers": sorted(name for name in headers if "ratelimit" in name or name == "retry-after")}
    return None


def mesh(copy, python, keep):
    found = {}
    for name, script in MESH.items():
        run = subprocess.run([python, "-c", "import json; " + script], cwd=copy, env=environment(copy, keep), capture_output=True, text=True)
        if run.returncode:
            print(f"NOT TESTED: the mesh's {name}: {(run.stderr.strip().splitlines() or ['no reason'])[-1]}", flush=True)
        else:
            found[name] = kind(json.loads(run.stdout))
    return found


def looks(program, port, keep):
    """What people do who wait: three diagnoses and a triage. No look may take the limiter, or itself, for an incident."""
    faults = []
    variables = {**{name: value for name, value in os.environ.items() if not name.startswith("JARVIS_")},
                 "DOCKER_HOST": "unix:///nowhere/docker.sock", "XDG_STATE_HOME": str(keep / "state")}
    (keep / "state").mkdir(exist_ok=True)
    for words in 3 * [["diagnose", "api-unresponsive"]] + [["triage"]]:
        run = subprocess.run([program, *words, "-o", "json", "--url", f"http://127.0.0.1:{port}"], env=variables, capture_output=True,
                             text=True)
        document = json.loads(run.stdout)
        verdict = document.get("verdict") or next(
            entry["verdict"] for entry in document["ranking"] if entry["incident"] == "api-unresponsive")
        # Its burst of ten is used up by whoever asks in a hurry, the recording above included: unknown is right then, and said.
        limited = any((probe.get("evidence") or {}).get("limited") for probe in document["probes"])
        print(f"{' '.join(words)}: api-unresponsive {verdict}, exit {run.returncode}" + ", limited (429)" * limited, flush=True)
        if verdict == "confirmed" or words[0] == "diagnose" and verdict != "clear" and not limited:
            faults.append(f"{' '.join(words)} says {verdict}")
    return faults


def differences(found, known, place=""):
    if isinstance(found, dict) and isinstance(known, dict):
        for name in sorted(set(found) | set(known)):
            if name not in found or name not in known:
                yield f"{place}/{name}: {'new' if name not in known else 'gone'}"
            else:
                yield from differences(found[name], known[name], f"{place}/{name}")
    elif found != known and not (isinstance(found, list) and isinstance(known, list) and not (found and known)):
        yield f"{place}: {json.dumps(found)}, recorded as {json.dumps(known)}"


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--keep", type=Path, default=ROOT / ".build/real-jarvis")
    parser.add_argument("--program", default=str(ROOT / ".build/debug/jarvis-ops"))
    options = parser.parse_args()
    named = os.environ.get("JARVIS_CHECKOUT")
    if not named:
        print("NOT TESTED: the real application: JARVIS_CHECKOUT names no checkout of it", file=sys.stderr)
        return 0
    keep, checkout = options.keep.resolve(), Path(named).resolve()
    keep.mkdir(parents=True, exist_ok=True)
    try:
        copy, python = install(checkout, keep)
        server, port = start(copy, python, keep)
    except (Failed, OSError, subprocess.CalledProcessError) as error:
        print(f"real.py: {error}", file=sys.stderr)
        return 69
    try:
        answers = record(port)
        faults = looks(options.program, port, keep)
        limited = limit(port)
    finally:
        server.terminate()
        server.wait()
    document = {"answers": answers, "limited": limited, "mesh": mesh(copy, python, keep)}
    if options.record:
        commit = subprocess.run(["git", "-C", checkout, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
        source = {"application": "github.com/Matt-Aurora-Ventures/Jarvis", "commit": commit,
                  "recorded": datetime.date.today().isoformat(), "by": "drills/real/real.py --record, without keys, on loopback"}
        FIXTURE.write_text(json.dumps({"source": source, **document}, indent=2, sort_keys=True) + "\n")
    known = json.loads(FIXTURE.read_text())
    faults += differences(document, {name: known[name] for name in document})
    for fault in faults:
        print(f"DIFFERS {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
