#!/usr/bin/env python3
"""Lays out a practice Jarvis checkout: files, both databases, the outbox, .env, a compose file, rate-limit keys in Redis, and
the mesh's stream in a NATS server.

    seed_practice.py --directory DIR --scenario NAME --api-port P [--redis-port R] [--nats-port N] [--fault-size X]
                     [--parts files|redis|nats|all]

DIR must be empty or absent, so that a real checkout is never written over. What each scenario breaks stands at the top of
practice_jarvis.py; here are broken: the pages or the header of data/jarvis.db (database-corrupt, database-unreadable), its
statistics (slow), the rate-limit keys (rate-limited), the mesh variables and the backlog (mesh-*). data/backups/jarvis.db
is always a sound copy. Each provider that takes a key gets one of this drill's own, in .env and, for the provider's side, in
practice-keys.json. --heal-after-starts N is for the compose file; practice_jarvis.py says what it does. With --parts redis only the keys are written, for a Redis that starts after the files are there (the
compose engine); with --parts nats only the stream is made. Exit codes: 0 done, 1 failed with the reason on stderr.

Waiting events are written here as they are before they are sealed. Python's standard library has no XSalsa20-Poly1305: the
envelopes, and what is wrong with some of them, come from `jarvis-ops drill`, which appends its records to these.
"""
import argparse
import hashlib
import json
import secrets
import shutil
import socket
import sqlite3
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from practice_jarvis import DEFAULT_SIZE, KEY_VARIABLES, PROVIDERS, RATE_LIMIT_PREFIX, outbox_line, redis_commands

HERE = Path(__file__).resolve().parent
START = datetime.now(timezone.utc) - timedelta(hours=6)

APPLICATION_SCHEMA = """
CREATE TABLE users(id INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL);
CREATE TABLE conversations(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), role TEXT NOT NULL,
    content TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE INDEX conversations_by_user ON conversations(user_id, created_at);
CREATE TABLE facts(id INTEGER PRIMARY KEY, subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, confidence REAL);
CREATE INDEX facts_by_subject ON facts(subject, predicate);
CREATE TABLE tasks(id INTEGER PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, due_at TEXT);
CREATE INDEX tasks_by_state ON tasks(state, due_at);
"""

MEMORY_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE memories(id INTEGER PRIMARY KEY, content TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE INDEX memories_by_time ON memories(created_at);
"""


def moment(minutes):
    """A time in the six hours before now."""
    return (START + timedelta(minutes=minutes)).isoformat()


# --- Databases ----------------------------------------------------------------------------------------------------------

def seed_application(path, analyzed):
    connection = sqlite3.connect(path)
    connection.executescript(APPLICATION_SCHEMA)
    with connection:
        connection.executemany("INSERT INTO users VALUES (?, ?, ?)", ((n, f"user-{n}", moment(0)) for n in range(1, 51)))
        connection.executemany("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", (
            (n, n % 50 + 1, "user" if n % 2 else "assistant", f"message {n} " + "text " * 20, moment(n / 10)) for n in range(1, 3001)))
        connection.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", (
            (n, f"subject-{n % 97}", "prefers", f"object {n}", n % 100 / 100) for n in range(1, 1501)))
        connection.executemany("INSERT INTO tasks VALUES (?, ?, ?, ?)", (
            (n, f"task {n}", "open" if n % 3 else "done", moment(n)) for n in range(1, 301)))
    if analyzed:
        connection.execute("ANALYZE")
    connection.close()


def seed_memory(path):
    connection = sqlite3.connect(path)
    connection.executescript(MEMORY_SCHEMA)
    with connection:
        connection.executemany("INSERT INTO memories(content, created_at) VALUES (?, ?)", ((f"memory {n}", moment(n)) for n in range(200)))
    connection.close()


def damage_pages(path, count):
    """Overwrites leaf pages only: the header, the schema and each tree's root stay, so the file opens and its tables are listed."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    roots = {row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master")}
    connection.close()
    leaves = [page for page in range(2, pages + 1) if page not in roots]
    stride = max(len(leaves) // max(count, 1), 1)
    with open(path, "r+b") as file:
        for page in leaves[::stride][:count]:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)


def damage_header(path, count):
    with open(path, "r+b") as file:
        file.write(b"\xa5" * count)


# --- Files --------------------------------------------------------------------------------------------------------------

def settled_event(number):
    """The three lines of an event that went all the way, minutes ago."""
    event, delta = f"evt-seed-{number:04}", {"event_id": f"evt-seed-{number:04}", "content": f"memory {number}"}
    signature = hashlib.sha256(event.encode()).hexdigest()
    yield outbox_line(event, "pending_publish", delta, timestamp=moment(number))
    yield outbox_line(event, "published", delta, timestamp=moment(number + 0.1))
    yield outbox_line(event, "committed", delta, timestamp=moment(number + 0.2), metadata={"signature": signature, "slot": 1000 + number})


def pending_event(number):
    event, delta = f"evt-late-{number:04}", {"event_id": f"evt-late-{number:04}", "content": f"late memory {number}"}
    status, reason = [("pending_publish", "mesh_shared_key_missing"), ("pending_commit", "mesh_program_id_missing")][number % 2]
    return outbox_line(event, status, delta, timestamp=moment(330 + number), reason=reason)


def unsent_event(number, count):
    """An event that waits to be sealed and sent, since some minutes ago."""
    event = f"evt-{secrets.token_hex(6)}"
    delta = {"event_id": event, "content": f"unsent memory {number}", "importance": number % 10 / 10, "tags": ["practice", "übung"]}
    return outbox_line(event, "pending_publish", delta, timestamp=moment(330 + 25 * number / count), reason="nats: no servers available")


def invalid_event():
    event = f"evt-{secrets.token_hex(6)}"
    return outbox_line(event, "invalid_envelope", {"event_id": event}, timestamp=moment(329), reason="decryption_failed")


def backlog(scenario, size):
    """The lines of what waits."""
    if scenario == "mesh-degraded":
        return [pending_event(number) for number in range(20)]
    if scenario == "mesh-poisoned":
        return [invalid_event()] + [unsent_event(number, size * 3) for number in range(size * 3)]
    if scenario in ("mesh-backlog", "mesh-nats-down", "mesh-stale"):
        return [unsent_event(number, size) for number in range(size)]
    return []


def seed_outbox(path, waiting):
    lines = [line for number in range(30) for line in settled_event(number)] + waiting
    path.write_text("".join(lines), encoding="ascii")


def mesh_variables(scenario):
    degraded = scenario == "mesh-degraded"
    variables = {"JARVIS_USE_MESH_SYNC": int(scenario.startswith("mesh-")), "JARVIS_USE_MESH_ATTEST": int(degraded),
                 "JARVIS_MESH_NODE_PUBKEY": "practice-node", "JARVIS_MESH_KEYPAIR_PATH": "keys/mesh.json"}
    if not degraded:
        variables.update(JARVIS_MESH_SHARED_KEY=secrets.token_hex(32), JARVIS_MESH_PROGRAM_ID="practice-program")
    return variables


def seed_environment(path, options, keys):
    """What the service reads, and what docker-compose.yml fills in from it."""
    variables = {
        "API_PORT": options.api_port, "REDIS_PORT": options.redis_port or 6379,
        "REDIS_URL": f"redis://127.0.0.1:{options.redis_port or 6379}/0",
        "DATABASE_URL": "sqlite:///./data/jarvis.db", "JARVIS_MEMORY_ROOT": "memory", "JARVIS_IMAGE_TAG": "latest",
        "JARVIS_NATS_URL": f"nats://127.0.0.1:{options.nats_port or 4222}",
        **{KEY_VARIABLES[name]: key for name, key in keys.items()},
        **mesh_variables(options.scenario),
        "PRACTICE_CONTAINER": options.container_name, "PRACTICE_SCENARIO": options.scenario, "PRACTICE_FAULT_SIZE": options.fault_size,
    }
    if options.heal_after_starts:
        # What the engine starts again by itself would count as a start.
        variables.update(PRACTICE_HEAL_AFTER_STARTS=options.heal_after_starts, PRACTICE_RESTART="no")
    write_private(path, "".join(f"{name}={value}\n" for name, value in variables.items()))


def write_private(path, text):
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def seed_configuration(path):
    providers = [{"name": name, "enabled": True, "requests_per_minute": limit} for name, limit in PROVIDERS.items()]
    path.write_text(json.dumps({"llm": {"primary": providers[0]["name"], "providers": providers}}, indent=2) + "\n", encoding="utf-8")


def seed_files(options):
    directory = Path(options.directory)
    if directory.is_dir() and any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty")
    for folder in ("data/mesh", "data/backups", "memory", "lifeos/config", "logs"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    database = directory / "data/jarvis.db"
    seed_application(database, analyzed=options.scenario != "slow")
    shutil.copy(database, directory / "data/backups/jarvis.db")
    if options.scenario == "database-corrupt":
        damage_pages(database, int(options.fault_size))
    if options.scenario == "database-unreadable":
        damage_header(database, int(options.fault_size))
    seed_memory(directory / "memory/jarvis.db")
    seed_outbox(directory / "data/mesh/outbox.jsonl", backlog(options.scenario, int(options.fault_size)))
    seed_configuration(directory / "lifeos/config/jarvis.json")
    keys = {name: "practice-" + secrets.token_hex(16) for name in KEY_VARIABLES}
    write_private(directory / "practice-keys.json", json.dumps(keys) + "\n")
    seed_environment(directory / ".env", options, keys)
    (directory / "empty.env").touch()
    for name in ("docker-compose.yml", "practice_jarvis.py"):
        shutil.copy(HERE / name, directory / name)


# --- Redis --------------------------------------------------------------------------------------------------------------

def limiter_commands(name, kind, limit, used, lifetime):
    """The three ways such limiters keep their count: a counter, a token bucket, a window of request times."""
    key, moment_now = RATE_LIMIT_PREFIX + name, time.time()
    if kind == "string":
        write = [("SET", key, used)]
    elif kind == "hash":
        write = [("HSET", key, "tokens", limit - used, "capacity", limit, "updated_at", int(moment_now))]
    else:
        members = (part for n in range(used) for part in (f"{moment_now - n / 10:.3f}", f"request-{n}"))
        write = [("ZADD", key, *members)] if used else []
    return [("DEL", key), *write, ("EXPIRE", key, lifetime)]


def seed_redis(options):
    share = options.fault_size if options.scenario == "rate-limited" else 0.2
    commands = [("SET", f"cache:token:{n}", f"price {n}", "EX", 3600) for n in range(20)]
    for (name, limit), kind in zip(PROVIDERS.items(), ("string", "hash", "zset")):
        commands += limiter_commands(name, kind, limit, min(round(limit * share), limit), options.rate_limit_ttl)
    redis_commands(options.redis_port, *commands)


# --- NATS ---------------------------------------------------------------------------------------------------------------

STREAM = {"name": "JARVIS_MESH", "subjects": ["jarvis.mesh.sync", "jarvis.mesh.sync.>"], "retention": "limits", "storage": "file",
          "num_replicas": 1}
CONSUMER = {"stream_name": "JARVIS_MESH", "config": {
    "durable_name": "jarvis-mesh-sync", "ack_policy": "explicit", "filter_subject": "jarvis.mesh.sync"}}


def nats_request(port, subject, value):
    """One question to a NATS server in its plain protocol, and its answer. Raises OSError or ValueError."""
    inbox, body = f"_INBOX.{secrets.token_hex(8)}", json.dumps(value).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection, connection.makefile("rb") as lines:
        connection.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB %s 1\r\nPUB %s %s %d\r\n%s\r\n' % (
            inbox.encode(), subject.encode(), inbox.encode(), len(body), body))
        for line in lines:
            if line.startswith(b"MSG "):
                return json.loads(lines.read(int(line.split()[-1])))
            if line.startswith(b"PING"):
                connection.sendall(b"PONG\r\n")
            if line.startswith(b"-ERR"):
                break
    raise ValueError("nats: no answer to " + subject)


def has_nats(scenario):
    return scenario.startswith("mesh-") and scenario != "mesh-nats-down"


def seed_nats(options):
    """The stream and its durable consumer, as a Jarvis that was once connected has left them."""
    for subject, value in (("STREAM.CREATE.JARVIS_MESH", STREAM), ("CONSUMER.DURABLE.CREATE.JARVIS_MESH.jarvis-mesh-sync", CONSUMER)):
        answer = nats_request(options.nats_port, "$JS.API." + subject, value)
        if "error" in answer:
            raise ValueError(f"nats: {answer['error'].get('description')}")


# --- Start --------------------------------------------------------------------------------------------------------------

def read_options():
    parser = argparse.ArgumentParser(description="Lays out a practice Jarvis checkout.")
    parser.add_argument("--directory", required=True, help="must be empty or absent")
    parser.add_argument("--scenario", default="healthy", choices=sorted(DEFAULT_SIZE))
    parser.add_argument("--api-port", type=int, required=True)
    parser.add_argument("--redis-port", type=int, default=0, help="0: no Redis, no keys")
    parser.add_argument("--nats-port", type=int, default=0, help="0: no NATS, no stream")
    parser.add_argument("--fault-size", type=float, help="see the table at the top of practice_jarvis.py")
    parser.add_argument("--rate-limit-ttl", type=int, default=900, help="seconds until the rate limits reset")
    parser.add_argument("--container-name", default="jarvis-api", help="of the service in docker-compose.yml")
    parser.add_argument("--heal-after-starts", type=int, default=0, help="under compose; 0: never")
    parser.add_argument("--parts", default="all", choices=("all", "files", "redis", "nats"))
    options = parser.parse_args()
    if options.fault_size is None:
        options.fault_size = DEFAULT_SIZE[options.scenario]
    return options


def main():
    options = read_options()
    try:
        if options.parts in ("all", "files"):
            seed_files(options)
        if options.parts in ("all", "redis") and options.redis_port:
            seed_redis(options)
        if options.parts in ("all", "nats") and options.nats_port and has_nats(options.scenario):
            seed_nats(options)
    except (OSError, ValueError, sqlite3.Error) as error:
        print(f"seed_practice.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
