#!/usr/bin/env python3
"""The practice Jarvis: a small HTTP service with the faces of a real Jarvis, and at most one fault.

    practice_jarvis.py --directory DIR --port PORT [--scenario NAME] [--fault-size X] [--fault-share S] [--redis-port R]
                       [--layout api|supervisor|systemd]

DIR is laid out by seed_practice.py. Variables come from the process environment, then DIR/.env, both read once at the start,
as in a real process: a flag written later shows only after a restart. The providers come from DIR/lifeos/config/jarvis.json, which
is read again when it has changed: only those with "enabled" are used, llm.primary before the others. Ends with 0 on SIGTERM or
SIGINT, starts no child.

Layouts. Without one, every route answers at one port. A real Jarvis has two processes with routes of their own, and 404 for the other's:
api: the API's, behind its limiter of 60 requests a minute; supervisor: the supervisor's alone; systemd: both, the supervisor's at
--health-port.

Scenarios. "size" is --fault-size; where a size can be too small to count as an incident, tests vary it across the threshold.

| scenario            | what is broken                                            | size (default)          | seen by
|---------------------|-----------------------------------------------------------|-------------------------|-------------------------------
| healthy             | nothing                                                   |                         | nothing
| api-down            | the process logs why, exits with 1: the port refuses      |                         | api-unresponsive: health
| api-5xx             | this share of the requests to each path answers 503       | share 0...1 (0.5)       | api-unresponsive: 5xx spike
| api-hang            | connections are accepted and never answered               |                         | api-unresponsive: timeouts
| slow                | --fault-share (1) of the requests to each path is late    | seconds added (2.6)     | high-latency: p95, dashboard,
|                     | while the primary provider is groq, which is slow;        |                         | no sqlite_stat1
|                     | ANALYZE was never run                                     |                         |
| providers-failing   | the first so many providers fail; if all that are enabled | providers 0...3 (3)     | provider-failures: health, AI
|                     | do, chat answers 503                                      |                         |
| rate-limited        | each provider's ratelimit:provider:* key is used up; chat | share of the limit used | provider-failures: rate limit
|                     | answers 429 until the keys expire                         | (1.0)                   | errors, AI
| leaking             | resident memory grows up to --leak-cap MiB (512), mostly  | MiB per second (8)      | memory-leak: growth, slow
|                     | by objects which the garbage collector must walk          |                         | collections; OOM in containers
| database-corrupt    | pages inside data/jarvis.db are overwritten by the seed   | pages (3)               | database-corruption: errors
| database-unreadable | so are the first bytes of its header: no query works      | bytes (16)              | database-corruption: reads
| mesh-degraded       | mesh flags on, key and program id missing: each memory    | writes per second (5)   | mesh: degraded, pending_*,
|                     | write succeeds and leaves a pending record in the outbox  |                         | growing backlog
| mesh-backlog        | sync on; events wait that nobody sent                     | events (20)             | mesh: pending_publish
| mesh-poisoned       | so they do, and every third is damaged, sealed with       | damaged events (3)      | mesh: pending_publish
|                     | another key or hashed wrong; another is known invalid     |                         |
| mesh-nats-down      | events wait, and no NATS server listens                   | events (20)             | mesh: pending_publish
| mesh-stale          | events wait that expired minutes ago, the last was never  | events (10)             | mesh: pending_publish
|                     | sealed                                                    |                         |

Every scenario but api-down has user traffic: --traffic memory writes per second (2), so that "memory writes succeed" can be
seen from outside. In all but the mesh ones the mesh flags are off; where sync is on and able, this service leaves the sending to
whoever retries. A share is met exactly and per path: with 0.25 every fourth
request to a path is hit, the first three are not. A redirect and the metrics are never hit.

What ends a fault:

| scenario                                        | is healthy again
|-------------------------------------------------|------------------------------------------------------------------------------
| api-down, api-5xx, api-hang, leaking, slow      | from start N + 1 on, with --heal-after-starts N; starts are counted in
|                                                 | DIR/logs/starts. Under compose, .env then says PRACTICE_RESTART=no: the
|                                                 | engine's own restarts would count too, so only a responder starts it again
| slow                                            | also with a primary other than groq
| providers-failing                               | when those that fail are not enabled, and another one is
| rate-limited                                    | when the keys have expired, or those at their limit are not enabled
| database-corrupt, database-unreadable           | when data/jarvis.db is a sound one, such as data/backups/jarvis.db
| mesh-*                                          | when nothing waits any more and what is on is able. Recreated without the
|                                                 | mesh flags, its capability report is clean and the backlog stops growing;
|                                                 | what waited still waits, and is still seen

The providers' own side is played here too, and only api-down and api-hang touch it: GET /practice/providers/NAME/v1/models answers 200 to the key
that the seed gave NAME (`Authorization: Bearer KEY`; DIR/practice-keys.json holds it, so that another key in .env is a wrong one),
401 to any other, 404 for a NAME that is none. ollama takes no key.
"""
import argparse
import gc
import hashlib
import http.server
import json
import logging
import math
import os
import signal
import socket
import socketserver
import sqlite3
import sys
import threading
import time
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path

VERSION = "practice-1"
PROVIDERS = {"groq": 60, "openrouter": 40, "ollama": 30}  # name -> requests allowed in a window
KEY_VARIABLES = {"groq": "GROQ_API_KEY", "openrouter": "OPENROUTER_API_KEY"}  # ollama runs on one's own machine, without a key
RATE_LIMIT_PREFIX = "ratelimit:provider:"
OTHER_SUBSYSTEMS = ("birdeye_api", "jupiter_api", "grok_api", "telegram_bot", "twitter_bot", "cache", "postgres_pool")
DEFAULT_SIZE = {
    "healthy": 0, "api-down": 0, "api-5xx": 0.5, "api-hang": 0, "slow": 2.6, "providers-failing": 3, "rate-limited": 1.0,
    "leaking": 8, "database-corrupt": 3, "database-unreadable": 16, "mesh-degraded": 5,
    "mesh-backlog": 20, "mesh-poisoned": 3, "mesh-nats-down": 20, "mesh-stale": 10,
}
MIB = 1024 * 1024
log = logging.getLogger("jarvis")


# --- Variables and flags ------------------------------------------------------------------------------------------------

def read_variables(options):
    """The process environment over DIR/.env, as python-dotenv fills it in: what is already set is kept."""
    file = {} if options.no_env_file else read_env_file(Path(options.directory, ".env"))
    return {**file, **os.environ}


def read_env_file(path):
    """NAME=VALUE lines; blank lines and comments are skipped, quotes around a value are taken off."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def flag(variables, primary, legacy):
    """A primary name that is set, even to nothing, overrides the legacy one."""
    text = variables.get(primary, variables.get(legacy, ""))
    return text.strip().lower() in ("1", "true", "yes", "y", "on")


def memory_database(directory, variables):
    root = variables.get("JARVIS_MEMORY_ROOT") or "~/.lifeos/memory"
    return Path(directory, os.path.expanduser(root), "jarvis.db")


def outbox_path(directory, variables):
    return Path(directory, variables.get("JARVIS_MESH_OUTBOX_PATH") or "data/mesh/outbox.jsonl")


class ProviderChoice:
    """lifeos/config/jarvis.json: which providers are used, and which first. Read again when the file is another one."""

    def __init__(self, directory):
        self.path = Path(directory, "lifeos/config/jarvis.json")
        self.lock = threading.Lock()
        self.seen = "nothing yet"
        self.names = list(PROVIDERS)

    def enabled(self):
        """The names in use, the primary one first. A file that cannot be understood changes nothing, and is logged once."""
        with self.lock:
            state = self.state()
            if state != self.seen:
                self.seen = state
                try:
                    self.names = self.read()
                except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
                    log.warning("%s is not used: %s", self.path, error)
            return list(self.names)

    def state(self):
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self):
        document = json.loads(self.path.read_text(encoding="utf-8"))
        listed = [provider["name"] for provider in document["llm"]["providers"] if provider.get("enabled", True)]
        known = [name for name in listed if name in PROVIDERS]
        primary = document["llm"].get("primary")
        return sorted(known, key=lambda name: name != primary)


# --- Capability report --------------------------------------------------------------------------------------------------

def first_missing(variables, requirements):
    """The reason of the first requirement of which no variable is set, or None."""
    for reason, *names in requirements:
        if not any(variables.get(name, "").strip() for name in names):
            return reason
    return None


def component(enabled, missing=None, fallback=None):
    if not enabled:
        return {"enabled": False, "status": "disabled", "reason": "flag_disabled", "fallback": fallback}
    return {"enabled": True, "status": "degraded" if missing else "ready", "reason": missing, "fallback": fallback if missing else None}


def capability_report(variables):
    """Like a real Jarvis's, but the NATS and Solana clients always count as installed: they are no part of the practice."""
    sync_missing = first_missing(variables, [
        ("mesh_shared_key_missing", "JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY"),
        ("mesh_node_pubkey_missing", "JARVIS_MESH_NODE_PUBKEY"),
    ])
    attest_missing = first_missing(variables, [
        ("mesh_program_id_missing", "JARVIS_MESH_PROGRAM_ID"),
        ("mesh_keypair_path_missing", "JARVIS_MESH_KEYPAIR_PATH", "TREASURY_WALLET_PATH"),
    ])
    sync_on = flag(variables, "JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED")
    attest_on = flag(variables, "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED")
    return {"generated_at": now(), "components": {
        "arena": component(False, fallback="arena_bypassed"),
        "supermemory_hooks": component(True),
        "nosana": component(False, fallback="nosana_bypassed"),
        "mesh_sync": component(sync_on, sync_missing, "mesh_sync_bypassed"),
        "mesh_attestation": component(attest_on, attest_missing, "attestation_bypassed"),
        "model_upgrader": component(False, fallback="model_upgrader_bypassed"),
    }}


def now():
    return datetime.now(timezone.utc).isoformat()


# --- Outbox -------------------------------------------------------------------------------------------------------------

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def outbox_line(event_id, status, delta, timestamp=None, **optional):
    """One record in Jarvis's own form; optional fields stand in it only when they say something."""
    record = {"timestamp": timestamp or now(), "event_id": event_id, "status": status,
              "state_hash": hashlib.sha256(canonical(delta).encode()).hexdigest()}
    if status == "pending_publish":
        record["state_delta"] = delta
    record.update({name: value for name, value in optional.items() if value})
    return canonical(record) + "\n"


# --- Redis --------------------------------------------------------------------------------------------------------------

def redis_commands(port, *commands):
    """Sends the commands in one go on a connection of their own, and returns their replies. Raises OSError or ValueError."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(b"".join(resp_request(command) for command in commands))
        with connection.makefile("rb") as replies:
            return [resp_reply(replies) for _ in commands]


def resp_request(command):
    parts = [str(part).encode() for part in command]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)


def resp_reply(stream):
    line = stream.readline()
    kind, rest = line[:1], line[1:].strip()
    if kind == b"+":
        return rest.decode()
    if kind == b":":
        return int(rest)
    if kind == b"$":
        return None if rest == b"-1" else stream.read(int(rest) + 2)[:-2].decode()
    if kind == b"*":
        return [resp_reply(stream) for _ in range(int(rest))]
    raise ValueError("redis: " + (rest.decode() or "connection closed"))


def rate_limit_usage(port):
    """Name -> (requests used, seconds until the key expires), whichever type the limiter chose; absent keys are unused."""
    usage = {}
    for name in PROVIDERS:
        key = RATE_LIMIT_PREFIX + name
        kind, lifetime = redis_commands(port, ("TYPE", key), ("TTL", key))
        reading = {"string": ("GET", key), "hash": ("HGET", key, "tokens"), "zset": ("ZCARD", key)}.get(kind)
        if reading:
            count = float(redis_commands(port, reading)[0] or 0)
            usage[name] = (PROVIDERS[name] - count if kind == "hash" else count, lifetime)
    return usage


# --- Storage ------------------------------------------------------------------------------------------------------------

def database_error(directory):
    """Reads the application's database as the service would; the text of SQLite's error, or None. Never writes."""
    path = Path(directory, "data/jarvis.db")
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)
        try:
            findings = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return None if findings == ["ok"] else "database disk image is malformed: " + findings[0].replace("\n", " ")


class Memory:
    """The second SQLite file, where a real Jarvis keeps its memories; when the mesh is on but not able, each write also leaves a
    pending record in the outbox, as a real Jarvis does, and never fails for it."""

    def __init__(self, directory, variables):
        self.outbox = outbox_path(directory, variables)
        self.mesh = capability_report(variables)["components"]
        self.lock = threading.Lock()
        self.count = 0
        # One connection for the whole life, as the real service has: closing the last one would fold the WAL away at every write.
        self.connection = sqlite3.connect(memory_database(directory, variables), timeout=5, check_same_thread=False)

    def write(self, text):
        with self.lock, self.connection:
            row = self.connection.execute("INSERT INTO memories(content, created_at) VALUES (?, ?)", (text, now())).lastrowid
        self.mirror(row, text)
        return row

    def close(self):
        with self.lock:
            self.connection.close()

    def mirror(self, row, text):
        if self.mesh["mesh_sync"]["status"] != "degraded":
            return
        with self.lock:
            self.count += 1
            status = "pending_publish" if self.count % 2 else "pending_commit"
            event = f"evt-{os.getpid()}-{time.time_ns()}-{self.count}"
            reason = self.mesh["mesh_sync" if status == "pending_publish" else "mesh_attestation"]["reason"]
            try:
                with open(self.outbox, "a", encoding="ascii") as file:
                    file.write(outbox_line(event, status, {"event_id": event, "memory": row, "content": text}, reason=reason))
            except OSError as error:
                log.warning("outbox append failed: %s", error)


class Limiter:
    """As the real one: so many requests a minute, a burst of ten at once. 0 a minute: no limit."""
    BURST = 10

    def __init__(self, a_minute):
        self.a_second = a_minute / 60
        self.tokens, self.since = float(self.BURST), time.monotonic()
        self.lock = threading.Lock()

    def wait(self):
        """0 for a request that may be served, else whole seconds until one may."""
        if not self.a_second:
            return 0
        with self.lock:
            now = time.monotonic()
            self.tokens = min(self.BURST, self.tokens + (now - self.since) * self.a_second)
            self.since = now
            if self.tokens >= 1:
                self.tokens -= 1
                return 0
            return math.ceil((1 - self.tokens) / self.a_second)


# --- Faults -------------------------------------------------------------------------------------------------------------

class Share:
    """Picks exactly this share of the calls for each key, spread evenly: call n is picked when n * share passes a whole number."""

    def __init__(self, share):
        self.share = min(max(share, 0.0), 1.0)
        self.calls = defaultdict(int)
        self.lock = threading.Lock()

    def picks(self, key):
        with self.lock:
            self.calls[key] += 1
            calls = self.calls[key]
        return math.floor(calls * self.share + 1e-9) > math.floor((calls - 1) * self.share + 1e-9)


class Fault:
    """Nothing is wrong. Each scenario overrides the one face it breaks."""
    hangs = False

    def __init__(self, options):
        self.size = options.fault_size
        self.options = options

    def delay(self, path, primary):
        """Seconds to wait before answering, with this provider in use (None: with none)."""
        return 0.0

    def fails(self, path):
        """True when this request is to answer 503."""
        return False

    def provider_states(self):
        """Name -> what is wrong with it, only for those with something wrong: {"error"} or {"resets_in_seconds"}."""
        return {}

    def provider_latency(self, name):
        """Milliseconds, as the service measures this provider."""
        return 180.0

    def run(self, stop):
        """Runs beside the service, until stop is set."""


class Failing(Fault):
    def __init__(self, options):
        super().__init__(options)
        self.chosen = Share(self.size)

    def fails(self, path):
        return self.chosen.picks(path)


class Hanging(Fault):
    hangs = True


class Slow(Fault):
    """Every answer waits for the provider in use, and one provider is slow: the one that the seed makes the primary."""
    PROVIDER = next(iter(PROVIDERS))

    def __init__(self, options):
        super().__init__(options)
        self.chosen = Share(options.fault_share)

    def delay(self, path, primary):
        return self.size if primary == self.PROVIDER and self.chosen.picks(path) else 0.0

    def provider_latency(self, name):
        return super().provider_latency(name) + (self.size * 1000 if name == self.PROVIDER else 0)


class ProvidersFailing(Fault):
    def provider_states(self):
        return {name: {"error": "connection refused"} for name in list(PROVIDERS)[:int(self.size)]}


class RateLimited(Fault):
    """The truth is in Redis, so waiting for the reset helps; without Redis the limit holds for ever."""

    def provider_states(self):
        used = {name: (round(limit * self.size), 60) for name, limit in PROVIDERS.items()}
        if self.options.redis_port:
            try:
                used = rate_limit_usage(self.options.redis_port)
            except (OSError, ValueError) as error:
                log.warning("rate limits unreadable: %s", error)
        return {name: {"resets_in_seconds": max(seconds, 0)}
                for name, (count, seconds) in used.items() if count >= PROVIDERS[name]}


class Leaking(Fault):
    STEP = 0.1

    def run(self, stop):
        kept, leaked = [], 0.0
        while leaked < self.options.leak_cap and not stop.wait(self.STEP):
            leaked += self.size * self.STEP
            kept.append(touched_memory(self.size * self.STEP * 0.25))
            kept.append(collectable_objects(self.size * self.STEP * 0.75))
        log.warning("leaked %d MiB", leaked)
        stop.wait()


def touched_memory(mebibytes):
    """Written to, so that it is resident and not only promised."""
    return bytearray(b"\x5a") * int(mebibytes * MIB)


def collectable_objects(mebibytes):
    """Small lists, 80 bytes each with their slot: the garbage collector must walk them all, and slows down."""
    return [[] for _ in range(int(mebibytes * MIB / 80))]


HEALED_BY_STARTS = ("api-down", "api-5xx", "api-hang", "leaking", "slow")
FAULTS = {"api-5xx": Failing, "api-hang": Hanging, "slow": Slow, "providers-failing": ProvidersFailing,
          "rate-limited": RateLimited, "leaking": Leaking}


# --- Health -------------------------------------------------------------------------------------------------------------

def subsystem(status="ok", message="", latency=1.0, **metadata):
    return {"healthy": status != "down", "status": status, "message": message, "latency_ms": round(latency, 1), "metadata": metadata}


def database_subsystem(directory):
    error = database_error(directory)
    return subsystem("down", f"sqlite3.DatabaseError: {error}") if error else subsystem()


def provider_subsystem(fault, enabled):
    """Of the providers in use alone; the latency is that of the one that is asked first."""
    wrong = {name: state for name, state in fault.provider_states().items() if name in enabled}
    details = {name: provider_detail(name, fault, wrong.get(name)) for name in PROVIDERS if name in enabled}
    failed = [name for name, state in wrong.items() if "error" in state]
    limited = [name for name, state in wrong.items() if "resets_in_seconds" in state]
    status = "down" if len(failed) == len(enabled) else "degraded" if wrong else "ok"
    messages = (["failing: " + ", ".join(failed)] if failed else []) + (["rate limited: " + ", ".join(limited)] if limited else [])
    messages += [] if enabled else ["no provider is enabled"]
    return subsystem(status, "; ".join(messages), fault.provider_latency(enabled[0] if enabled else None), details=details,
                     available_providers=[name for name in enabled if name not in failed], total_providers=len(enabled))


def provider_detail(name, fault, wrong):
    detail = {"available": True, "rate_limited": False, "rate_limit": PROVIDERS[name], "latency_ms": fault.provider_latency(name)}
    if wrong and "error" in wrong:
        detail.update(available=False, error=wrong["error"])
    elif wrong:
        detail.update(rate_limited=True, resets_in_seconds=wrong["resets_in_seconds"], error="429 rate limit reached")
    return detail


def health(directory, fault, enabled):
    """The shape of a real Jarvis; database and llm_providers are the critical subsystems."""
    parts = {name: subsystem() for name in OTHER_SUBSYSTEMS}
    parts["database"] = database_subsystem(directory)
    parts["llm_providers"] = provider_subsystem(fault, enabled)
    states = [part["status"] for part in parts.values()]
    critical = any(parts[name]["status"] == "down" for name in ("database", "llm_providers"))
    status = "unhealthy" if critical else "healthy" if set(states) == {"ok"} else "degraded"
    summary = {"total_subsystems": len(states), "healthy_subsystems": states.count("ok"), "degraded_subsystems": states.count("degraded"),
               "down_subsystems": states.count("down"), "check_latency_ms": 1.0}
    return {"status": status, "timestamp": time.time(), "version": VERSION, "subsystems": parts, "summary": summary}


def runbook_shape(report):
    """The shape the runbook's jq expects: .services.providers."""
    providers = report["subsystems"]["llm_providers"]
    states = {name: {"status": provider_word(detail), **detail} for name, detail in providers["metadata"]["details"].items()}
    services = {"database": report["subsystems"]["database"], "cache": report["subsystems"]["cache"], "providers": states}
    return {"status": report["status"], "timestamp": report["timestamp"], "version": VERSION, "services": services}


def api_shape(report):
    """What the API itself answers: truth values, and no reasons."""
    parts = report["subsystems"]
    services = {name: part["status"] == "ok" for name, part in parts.items() if name != "llm_providers"}
    providers = {name: detail["available"] for name, detail in parts["llm_providers"]["metadata"]["details"].items()}
    return {"status": report["status"], "version": VERSION, "timestamp": report["timestamp"], "platform": sys.platform,
            "services": services, "voice": {}, "providers": providers, "system": {}}


def provider_word(detail):
    return "down" if not detail["available"] else "degraded" if detail["rate_limited"] else "ok"


# --- Metrics ------------------------------------------------------------------------------------------------------------

class Metrics:
    """Counts for GET /metrics, in Prometheus's text format."""
    BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)

    def __init__(self):
        self.lock = threading.Lock()
        self.requests = defaultdict(int)
        self.buckets, self.sum, self.count = [0] * len(self.BOUNDS), 0.0, 0
        self.gc_count, self.gc_sum, self.gc_last, self.gc_started = 0, 0.0, 0.0, 0.0
        self.started_at = time.time()
        gc.callbacks.append(self.collected)

    def answered(self, path, status, seconds):
        with self.lock:
            self.requests[path, status] += 1
            self.count += 1
            self.sum += seconds
            for index, bound in enumerate(self.BOUNDS):
                self.buckets[index] += seconds <= bound

    def collected(self, phase, info):
        """Times full collections only: the small ones are many and always quick, and would hide a slow one in a mean."""
        if info["generation"] != 2:
            return
        if phase == "start":
            self.gc_started = time.perf_counter()
        else:
            self.gc_last = time.perf_counter() - self.gc_started
            self.gc_sum += self.gc_last
            self.gc_count += 1

    def text(self):
        with self.lock:
            lines = [f'http_requests_total{{path="{path}",status="{status}"}} {count}'
                     for (path, status), count in sorted(self.requests.items())]
            lines += [f'http_request_duration_seconds_bucket{{le="{bound}"}} {count}' for bound, count in zip(self.BOUNDS, self.buckets)]
            lines += [f'http_request_duration_seconds_bucket{{le="+Inf"}} {self.count}',
                      f"http_request_duration_seconds_sum {self.sum:.6f}", f"http_request_duration_seconds_count {self.count}"]
        lines += [f'python_gc_collections_total{{generation="{n}"}} {state["collections"]}' for n, state in enumerate(gc.get_stats())]
        lines += [f"process_start_time_seconds {self.started_at:.2f}", f"process_resident_memory_bytes {resident_bytes()}",
                  f"python_gc_full_collection_seconds_last {self.gc_last:.6f}",
                  f"python_gc_full_collection_seconds_sum {self.gc_sum:.6f}", f"python_gc_full_collection_seconds_count {self.gc_count}"]
        return "\n".join(lines) + "\n"


def resident_bytes():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


# --- Routes -------------------------------------------------------------------------------------------------------------

SUPERVISOR_ROUTES = ("/health", "/ready", "/live", "/metrics", "/runtime-status")
PLAYED = "/practice/"  # the providers' side, which is no part of a Jarvis


def is_served(process, path):
    """Whether a process of a real Jarvis has the path; None stands for all of them at once."""
    if process is None or path.startswith(PLAYED):
        return True
    return path in SUPERVISOR_ROUTES if process == "supervisor" else path.startswith("/api/") or path in ("/", "/dashboard")


# --- The service --------------------------------------------------------------------------------------------------------

class Practice:
    """What the answers are made of; one method for each path that has something to compute."""

    def __init__(self, options):
        self.options = options
        self.fault = FAULTS.get(options.scenario, Fault)(options)
        self.variables = read_variables(options)
        self.providers = ProviderChoice(options.directory)
        self.memory = Memory(options.directory, self.variables)
        self.metrics = Metrics()
        self.limiter = Limiter(options.limit)
        self.stop = threading.Event()

    def health(self):
        return health(self.options.directory, self.fault, self.providers.enabled())

    def api_health(self, path):
        """The router's own place, with the slash, has subsystems beside the API's truth values too."""
        shapes = {"runbook": runbook_shape, "api": dict if path.endswith("/") else api_shape, "jarvis": dict}
        return 200, shapes[self.options.shape](self.health())

    def quick(self):
        status = self.health()["status"]
        return (503 if status == "unhealthy" else 200), {"status": status}

    def one_subsystem(self, name):
        part = self.health()["subsystems"].get(name)
        return (200, {"subsystem": name, "timestamp": time.time(), "health": part}) if part else (404, {"detail": "unknown subsystem"})

    def plain_health(self):
        return 200, {"status": "ok", "version": VERSION, "runtime": capability_report(self.variables)}

    def supervisor_health(self):
        """503 while a part of it is down."""
        status = self.health()["status"]
        parts = {"bots": "ok", "database": "down" if status == "unhealthy" else "ok"}
        return (503 if status == "unhealthy" else 200), {
            "status": status, "timestamp": now(), "components": parts, "runtime": capability_report(self.variables)}

    def control_plane(self):
        report = capability_report(self.variables)
        return 200, {"runtime": report, "panels": {"compute": {"mesh_sync": {"runtime": {
            "listening": report["components"]["mesh_sync"]["status"] == "ready", "last_error": None, "metrics": {}}}}}}

    def chat(self):
        """Answered by the first provider that is able, the primary one before others, as a real Jarvis fails over."""
        enabled = self.providers.enabled()
        wrong = {name: state for name, state in self.fault.provider_states().items() if name in enabled}
        able = [name for name in enabled if name not in wrong]
        if able:
            return 200, {"provider": able[0], "reply": "This is the practice Jarvis."}
        waits = [state["resets_in_seconds"] for state in wrong.values() if "resets_in_seconds" in state]
        if waits:
            return 429, {"detail": "rate limit reached on every provider", "retry_after_seconds": min(waits)}
        return 503, {"detail": "no AI provider is available"}

    def models(self, name, authorization):
        """A provider's answer, by the keys that the seed gave out."""
        if name not in PROVIDERS:
            return 404, {"error": {"message": "no such provider"}}
        try:
            keys = json.loads(Path(self.options.directory, "practice-keys.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            keys = {}
        if name in KEY_VARIABLES and (name not in keys or authorization != f"Bearer {keys[name]}"):
            return 401, {"error": {"message": "invalid API key", "type": "invalid_request_error", "code": "invalid_api_key"}}
        return 200, {"object": "list", "data": [{"id": "practice-model", "object": "model", "owned_by": name}]}

    def remember(self, body):
        try:
            return 201, {"id": self.memory.write(str(body.get("content", "")))}
        except sqlite3.Error as error:  # also when the service is ending and the connection is closed
            log.error("memory write failed: %s", error)
            return 500, {"detail": str(error)}

    def dashboard(self):
        row = "<tr><td>conversation {0}</td><td>answered</td></tr>"
        return "<!doctype html><title>Jarvis</title><table>" + "".join(row.format(n) for n in range(100)) + "</table>"

    def traffic(self):
        """User traffic: memory writes; in mesh-degraded at the rate the backlog is to grow."""
        rate = self.options.fault_size if self.options.scenario == "mesh-degraded" else self.options.traffic
        while rate > 0 and not self.stop.wait(1 / rate):
            self.remember({"content": "a note from user traffic"})

    def collect_garbage(self):
        """A full collection each second, so that its duration can be sampled."""
        while not self.stop.wait(1):
            gc.collect()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "practice-jarvis"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    timeout = 60
    practice = None  # set by serve()
    process = None  # which of a real Jarvis's processes answers here; None: all of them

    def handle(self):
        if self.practice.fault.hangs:
            self.practice.stop.wait()
        else:
            super().handle()

    def do_GET(self):
        practice, path = self.practice, self.path.partition("?")[0]
        wait = practice.limiter.wait() if self.process != "supervisor" else 0
        if wait:
            self.answer(429, {"error": {"code": "RATE_LIMITED", "message": "Too many requests. Please slow down.", "user_id": None,
                                        "tier": None}}, retry_after=wait)
            return
        if not is_served(self.process, path):
            self.serve("other", lambda: (404, {"detail": "Not Found"}))
            return
        provider = path.removeprefix("/practice/providers/").removesuffix("/v1/models")
        if path == f"/practice/providers/{provider}/v1/models":
            self.answer(*practice.models(provider, self.headers.get("Authorization")))
        elif path == "/api/health" and practice.options.shape == "jarvis":
            self.answer(307, {}, location="/api/health/")
        elif path in ("/metrics", "/api/metrics"):
            self.answer(200, practice.metrics.text(), kind="text/plain; version=0.0.4")
        elif path in ("/api/health", "/api/health/"):
            self.serve(path, lambda: practice.api_health(path))
        elif path == "/api/health/quick":
            self.serve(path, practice.quick)
        elif path.startswith("/api/health/subsystem/"):
            self.serve("/api/health/subsystem", lambda: practice.one_subsystem(path.rpartition("/")[2]))
        elif path == "/api/health/components":
            self.serve(path, lambda: (200, practice.health()["subsystems"]))
        elif path == "/health" and self.process == "supervisor":
            self.serve(path, practice.supervisor_health)
        elif path == "/health":
            self.serve(path, practice.plain_health)
        elif path in ("/ready", "/live") and self.process == "supervisor":
            self.serve(path, lambda: (200, {"status": path[1:]}))
        elif path == "/api/ai/control-plane":
            self.serve(path, practice.control_plane)
        elif path in ("/health/ready", "/health/live"):
            self.serve(path, lambda: (200, {"status": path.rpartition("/")[2]}))
        elif path in ("/runtime-status", "/api/runtime/capabilities"):
            self.serve(path, lambda: (200, capability_report(practice.variables)))
        elif path == "/dashboard":
            self.serve(path, lambda: (200, practice.dashboard()))
        else:
            self.serve("other", lambda: (404, {"detail": "Not Found"}))

    def do_POST(self):
        body = self.read_json()
        if not is_served(self.process, self.path):
            self.serve("other", lambda: (404, {"detail": "Not Found"}))
        elif self.path == "/api/memory":
            self.serve(self.path, lambda: self.practice.remember(body))
        elif self.path == "/api/chat":
            self.serve(self.path, self.practice.chat)
        else:
            self.serve("other", lambda: (404, {"detail": "Not Found"}))

    def read_json(self):
        try:
            value = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def serve(self, path, make):
        """The fault's delay, then the fault's 503 or the real answer; counted under the path."""
        started = time.monotonic()
        self.practice.stop.wait(self.practice.fault.delay(path, next(iter(self.practice.providers.enabled()), None)))
        status, body = (503, {"detail": "worker unavailable"}) if self.practice.fault.fails(path) else make()
        self.practice.metrics.answered(path, status, time.monotonic() - started)
        if status >= 500:
            log.error("%s %s answered %d", self.command, path, status)
        self.answer(status, body)

    def answer(self, status, body, kind=None, location=None, retry_after=None):
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind or ("text/html; charset=utf-8" if isinstance(body, str) else "application/json"))
        self.send_header("Content-Length", str(len(content)))
        if location:
            self.send_header("Location", location)
        if status == 429:
            self.send_header("Retry-After", str(retry_after or body["retry_after_seconds"]))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        """Requests are counted in /metrics, not logged one by one."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def server_bind(self):
        """Without HTTPServer's look-up of the host's name, which may ask the network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address

    def handle_error(self, request, client_address):
        log.info("a client went away: %s", sys.exc_info()[1])


def serve(options):
    """Runs until SIGTERM or SIGINT. The signals are blocked in every thread and waited for in this one."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    practice = Practice(options)
    practice.health()  # what the first check allocates for good must not look like a leak later
    Handler.practice = practice
    server = Server(("127.0.0.1", options.port), handler_of({"api": "api", "systemd": "api"}.get(options.layout, options.layout)))
    servers = [server] + ([Server(("127.0.0.1", options.health_port), handler_of("supervisor"))] if options.layout == "systemd" else [])
    jobs = [lambda own=own: own.serve_forever(0.1) for own in servers] + [lambda: practice.fault.run(practice.stop), practice.traffic, practice.collect_garbage]
    for job in jobs:
        threading.Thread(target=job, daemon=True).start()
    log.warning("practice Jarvis (%s) listens on 127.0.0.1:%d, pid %d", options.scenario, server.server_port, os.getpid())
    wait_for_end(options.with_parent)
    practice.stop.set()
    for own in servers:
        own.shutdown()
        own.server_close()
    practice.memory.close()
    log.warning("stopped")


def handler_of(process):
    return type("Handler", (Handler,), {"process": process})


def wait_for_end(parent):
    """Until a signal, or until the process with this id is no longer the parent; None: only a signal."""
    while signal.sigtimedwait({signal.SIGTERM, signal.SIGINT}, 0.5) is None:
        if parent is not None and os.getppid() != parent:
            return


# --- Start --------------------------------------------------------------------------------------------------------------

def read_options():
    parser = argparse.ArgumentParser(description="The practice Jarvis: a service with at most one fault.")
    parser.add_argument("--directory", required=True, help="laid out by seed_practice.py")
    parser.add_argument("--port", required=True, type=int, help="on 127.0.0.1")
    parser.add_argument("--scenario", default="healthy", choices=sorted(DEFAULT_SIZE))
    parser.add_argument("--fault-size", type=float, help="see the table at the top of the file")
    parser.add_argument("--fault-share", type=float, default=1.0, help="slow: the share of requests that is slow")
    parser.add_argument("--redis-port", type=int, default=0)
    parser.add_argument("--layout", choices=("api", "supervisor", "systemd"), help="which processes of a real Jarvis answer, and where")
    parser.add_argument("--health-port", type=int, default=0, help="of the supervisor in the layout systemd")
    parser.add_argument("--shape", choices=("jarvis", "api", "runbook"), help="of /api/health: the router with "
                        "subsystems behind a redirect, the API's truth values, or what the runbook expects")
    parser.add_argument("--limit", type=int, help="requests a minute, as the real limiter has 60; 0: none")
    parser.add_argument("--traffic", type=float, default=2.0, help="memory writes per second")
    parser.add_argument("--leak-cap", type=float, default=512, help="MiB at which a leak stops growing")
    parser.add_argument("--heal-after-starts", type=int, default=0, help="no fault from the next start on; 0: never; not in "
                        "scenarios that a restart does not heal")
    parser.add_argument("--no-env-file", action="store_true", help="as in a container, whose variables are fixed when it is made")
    parser.add_argument("--with-parent", type=int, nargs="?", const=os.getppid(), metavar="PID", help="end when the parent process "
                        "ends; without its id, a parent that ends before this one has started is missed")
    parser.add_argument("--log-to-stderr", action="store_true", help="beside DIR/logs/jarvis.log")
    options = parser.parse_args()
    if options.fault_size is None:
        options.fault_size = DEFAULT_SIZE[options.scenario]
    options.shape = options.shape or ("api" if options.layout else "jarvis")
    if options.limit is None:
        options.limit = 60 if options.layout in ("api", "systemd") else 0
    return options


def open_log(directory, also_stderr):
    path = Path(directory, "logs/jarvis.log")
    path.parent.mkdir(exist_ok=True)
    handlers = [logging.FileHandler(path)] + ([logging.StreamHandler()] if also_stderr else [])
    logging.basicConfig(level=logging.WARNING, handlers=handlers, format="%(asctime)s %(levelname)s %(message)s")


def count_start(directory):
    """How often the service was started in this directory, this time included."""
    path = Path(directory, "logs/starts")
    starts = int(path.read_text()) + 1 if path.is_file() else 1
    path.write_text(str(starts))
    return starts


def main():
    options = read_options()
    open_log(options.directory, options.log_to_stderr)
    starts = count_start(options.directory)
    if options.scenario in HEALED_BY_STARTS and 0 < options.heal_after_starts < starts:
        options.scenario = "healthy"
    if options.scenario == "api-down":
        log.error("startup failed: cannot load the settings module; exiting")
        return 1
    if not Path(options.directory, "data").is_dir():
        log.error("%s is no practice directory: run seed_practice.py first", options.directory)
        return 1
    serve(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
