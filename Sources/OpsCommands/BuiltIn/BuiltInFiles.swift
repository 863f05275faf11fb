// Made by generate.py from the files named here; change those, then run `make generate`.

enum BuiltInFiles {
    /// `runbooks/incident-response.md`
    static let runbook = ###"""
        # Jarvis Incident Runbook

        For the person on call. Each section has the same shape: how the trouble shows, how to look closer without changing anything,
        and what to do about it, mildest remedy first. `jarvis-ops diagnose ID` takes the looks of a section, and `jarvis-ops resolve ID`
        goes through its remedies one decision at a time.

        Commands run in the directory of the Jarvis checkout; `curl-format.txt` lies beside this file. Addresses and paths are the defaults:
        a variable in parentheses above a command replaces them where it is set.

        ## Severities

        | Severity | Response Time | Escalation |
        |----------|---------------|------------|
        | Critical | 15 min | Immediate page |
        | High | 1 hour | Slack alert |
        | Medium | 4 hours | Email |
        | Low | 24 hours | Ticket |

        ## Incidents

        ### 1. API Unresponsive (Critical)

        **Symptoms:**
        - The health check is failing
        - The share of 5xx answers jumps
        - Requests end in a timeout

        **Diagnosis:**
        ```bash
        # Which services are up
        docker-compose ps

        # What the API said last
        docker-compose logs --tail=100 jarvis-api

        # CPU and memory of every container, measured once
        docker stats --no-stream
        ```

        **Resolution:**
        1. Restart the API:
           ```bash {timeout=60s}
           docker-compose restart jarvis-api
           ```
        2. If the trouble persists, see whether the database answers:
           ```text {action=check-database}
           The program opens the database read-only and runs a short query.
           ```
        3. If it still fails, run three instances of the API:
           ```bash {timeout=120s}
           docker-compose up -d --scale jarvis-api=3
           ```

        ### 2. High Latency (High)

        **Symptoms:**
        - p95 latency > 2s
        - The dashboard is slow to load
        - Requests end in a timeout

        **Diagnosis:**
        ```bash
        # What the query planner knows (JARVIS_OPS_DATABASE)
        sqlite3 -readonly data/jarvis.db "SELECT * FROM sqlite_stat1"

        # Where a request's time goes (JARVIS_API_URL)
        curl -sS -L --max-time 10 -w "@curl-format.txt" http://localhost:8000/api/health
        ```

        **Resolution:**
        1. Look at the providers, and change to another one if needed:
           ```text {action=check-providers}
           The program reads each provider's state from the health report.
           ```
        2. Empty the Redis cache:
           ```bash {timeout=10s}
           redis-cli FLUSHDB
           ```
           The rate-limit counters of Provider Failures go with it: look at them before.
        3. Find the queries that are slow, and improve them:
           ```text {action=analyze-queries}
           The program explains them on a copy of the database, and says what statistics would change.
           ```

        ### 3. Provider Failures (High)

        **Symptoms:**
        - Health checks of a provider are failing
        - AI answers fail
        - Providers answer with rate limit errors

        **Diagnosis:**
        ```bash
        # State of each provider (JARVIS_API_URL)
        curl -sS -L --max-time 10 http://localhost:8000/api/health | jq '.services.providers'

        # Rate-limit keys, one for each provider
        redis-cli --scan --pattern "ratelimit:provider:*"
        ```

        A Jarvis that answers `null` to the first one keeps its providers under `.subsystems.llm_providers`.

        **Resolution:**
        1. Wait until the rate limit is over:
           ```text {action=wait-rate-limit}
           The program reads how long each rate-limit key still lives.
           ```
        2. Use the backup provider:
           ```text {action=switch-provider}
           The program changes the provider in lifeos/config/jarvis.json.
           ```
        3. Find out whether the API keys are still accepted:
           ```text {action=check-api-key}
           The program reads from the health report which providers refuse their key.
           ```

        ### 4. Memory Leak (Medium)

        **Symptoms:**
        - Memory use grows little by little
        - OOM kills by the kernel
        - Garbage collection takes long

        **Diagnosis:**
        ```bash {container=jarvis-api}
        # Memory of the service itself
        docker stats --no-stream jarvis-api
        ```

        Take several looks, a minute apart: growth is what counts. A Python memory monitor that is started by hand measures its own process.

        **Resolution:**
        1. Find the objects that are never freed:
           ```text {action=monitor-memory}
           The program runs the service's own memory monitor for a moment, where there is one.
           ```
        2. Restart the service to win time:
           ```bash {timeout=60s}
           docker-compose restart jarvis-api
           ```
        3. Deploy the change that removes the cause.

        ### 5. Database Corruption (Critical)

        **Symptoms:**
        - SQLite reports errors
        - Data is inconsistent
        - Reads fail

        **Diagnosis:**
        ```bash {timeout=30s}
        # Damaged pages (JARVIS_OPS_DATABASE)
        sqlite3 -readonly data/jarvis.db "PRAGMA quick_check"

        # Rows that point at nothing (JARVIS_OPS_DATABASE)
        sqlite3 -readonly data/jarvis.db "PRAGMA foreign_key_check"
        ```

        **Resolution:**
        1. Stop every service, so that nothing writes any more:
           ```bash {timeout=60s}
           docker-compose stop
           ```
        2. Save the database as it is, damaged or not:
           ```text {action=backup-database}
           The program copies it with SQLite's backup interface.
           ```
        3. Check it as a whole, indexes included:
           ```bash {timeout=60s}
           # Every page, row and index entry (JARVIS_OPS_DATABASE)
           sqlite3 -readonly data/jarvis.db "PRAGMA integrity_check"
           ```
        4. Restore the newest sound backup if needed:
           ```text {action=restore-database}
           The program restores only what passes the integrity check, and only after step 2.
           ```
           Then start the services again, and watch the health check.

        ## Escalation Contacts

        | Role | Contact | When |
        |------|---------|------|
        | On-call | PagerDuty | Critical incidents |
        | Backend Lead | Slack | API issues |
        | DevOps | Slack | Infrastructure |

        ## Post-Incident

        1. Write the incident report (`jarvis-ops report RUN` drafts it)
        2. Correct this runbook where it was wrong or silent
        3. Add an alert for the failure that nobody was told about
        4. Set a date for the postmortem when the incident was Critical or High

        ## Mesh Sync and Attestation Degraded Mode

        The mesh spreads memory events to other nodes and attests them. Events that could not be sent wait in the outbox, an append-only file.
        Jarvis works without the mesh; nothing here is worth a lost memory write.

        ### Symptoms
        - Memory writes go through while the mesh status counts `pending_publish` or `pending_commit` events.
        - The capability report calls `mesh_sync` or `mesh_attestation` `degraded`.
        - The outbox `data/mesh/outbox.jsonl` (elsewhere when `JARVIS_MESH_OUTBOX_PATH` is set) grows from look to look.

        ### Safety Rules
        1. A mesh fault must never block a user's memory writes.
        2. In production a mesh flag stays off until the smoke checks have passed.
        3. An `invalid_envelope` is a data-integrity event: look into it, and never commit it automatically.

        ### Diagnosis
        ```bash {container=jarvis-api}
        # What the running service can do
        python -c "from core.runtime_capabilities import build_runtime_capability_report as r; import json; print(json.dumps(r(), indent=2))"

        # What the mesh service counts
        python -c "from services.compute.mesh_sync_service import get_mesh_sync_service as s; import json; print(json.dumps(s().get_status(), indent=2))"
        ```

        ```bash
        # The newest outbox records (JARVIS_MESH_OUTBOX_PATH)
        tail -n 50 data/mesh/outbox.jsonl
        ```

        ### Recovery
        1. See that the configuration is complete:
           - `JARVIS_USE_MESH_SYNC`, or its older name `JARVIS_MESH_SYNC_ENABLED`
           - `JARVIS_USE_MESH_ATTEST`, or its older name `JARVIS_MESH_ATTESTATION_ENABLED`
           - `JARVIS_MESH_SHARED_KEY`, or else `JARVIS_MESH_SYNC_KEY`
           - `JARVIS_MESH_NODE_PUBKEY`
           - `JARVIS_MESH_PROGRAM_ID`, with the path of the keypair
        2. Send the waiting events once more:
           ```bash {timeout=120s}
           python -c "import asyncio, json; from services.compute.mesh_sync_service import get_mesh_sync_service as s; print(asyncio.run(s().retry_pending_mesh_events(limit=100)))"
           ```
        3. If retries keep failing, turn the flags off, attestation first and mesh sync after it:
           - `JARVIS_USE_MESH_ATTEST=0`
           - `JARVIS_USE_MESH_SYNC=0`
        4. Stay in degraded mode, in which writes go on, and look for the fault in the transport or the RPC node.

        ### Rollback
        1. Turn the flags off:
           - `JARVIS_USE_MESH_ATTEST=0`
           - `JARVIS_USE_MESH_SYNC=0`
        2. Put the model and provider configuration back if this rollout changed it and things became unstable:
           - `lifeos/config/jarvis.json`
        3. Go back to the last image tag that is known to be stable:
           ```text {action=image-tag}
           The program writes the tag given with --tag.
           ```
        4. Recreate the services, since a restart keeps the old environment, and verify:
           ```bash {timeout=120s}
           docker-compose up -d
           ```
           - memory writes go through
           - the capability report has no hard mesh failure any more

        """###

    /// `runbooks/curl-format.txt`
    static let curlFormat = ###"""
        name lookup:     %{time_namelookup} s\n
        connected:       %{time_connect} s\n
        TLS ready:       %{time_appconnect} s\n
        request sent:    %{time_pretransfer} s\n
        redirects took:  %{time_redirect} s\n
        first byte:      %{time_starttransfer} s\n
        finished:        %{time_total} s\n
        status:          %{http_code}\n
        bytes received:  %{size_download}\n

        """###

    /// `drills/practice_jarvis.py`
    static let practiceJarvis = ###"""
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

        """###

    /// `drills/seed_practice.py`
    static let seedPractice = ###"""
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

        """###

    /// `drills/docker-compose.yml`
    static let composeFile = ###"""
        # The practice Jarvis under docker-compose, with the traits of the real one that matter to a responder: the service is called
        # `api` but its container `jarvis-api` (so `logs jarvis-api` finds nothing and scaling cannot work), the port is not 8000, and
        # variables written to .env reach the container only when it is recreated: `restart` keeps the old ones.
        #
        # The image holds no more than busybox (engine.sh makes it); python3 and redis-server are the host's, mounted read-only. /etc is
        # not mounted: the engine puts its own files there, and neither program needs it. Everything is filled in from .env beside this
        # file, the tag of the service's image too; `stable` is another tag of the same image. Set PRACTICE_ENV_FILE=empty.env for what the real file does: mesh variables do not reach the container at all.
        version: "2.4"

        services:
          api:
            image: jarvis-practice:${JARVIS_IMAGE_TAG:-latest}
            # Drills side by side in one engine have containers of other names; the host name is what all of them go by.
            container_name: ${PRACTICE_CONTAINER:-jarvis-api}
            hostname: jarvis-api
            network_mode: host
            restart: "${PRACTICE_RESTART:-unless-stopped}"
            stop_grace_period: 3s
            mem_limit: ${PRACTICE_MEMORY_LIMIT:-768m}
            command:
              - /usr/bin/python3
              - /app/practice_jarvis.py
              - --directory=/app
              - --no-env-file
              - --log-to-stderr
              - --port=${API_PORT:-8766}
              - --redis-port=${REDIS_PORT:-6379}
              - --scenario=${PRACTICE_SCENARIO:-healthy}
              - --fault-size=${PRACTICE_FAULT_SIZE:-0}
              - --heal-after-starts=${PRACTICE_HEAL_AFTER_STARTS:-0}
            env_file: ${PRACTICE_ENV_FILE:-.env}
            environment:
              - API_PORT=${API_PORT:-8766}
              - REDIS_URL=redis://127.0.0.1:${REDIS_PORT:-6379}/0
              - JARVIS_MEMORY_ROOT=${JARVIS_MEMORY_ROOT:-memory}
              - PYTHONDONTWRITEBYTECODE=1
            expose:
              - "${API_PORT:-8766}"
            working_dir: /app
            volumes:
              - .:/app
              - /usr:/usr:ro
              - /lib:/lib:ro
              - /lib64:/lib64:ro
            healthcheck:
              # Not busybox: its static wget dies of the C library's name look-up, even for an address.
              test:
                - CMD
                - /usr/bin/python3
                - -ISc
                - >-
                  import http.client as h;
                  c = h.HTTPConnection("127.0.0.1", ${API_PORT:-8766}, timeout=2);
                  c.request("GET", "/health/live");
                  raise SystemExit(c.getresponse().status != 200)
              interval: 5s
              timeout: 3s
              retries: 2
            depends_on:
              - redis

          redis:
            image: jarvis-practice:latest
            network_mode: host
            stop_grace_period: 3s
            command: [/usr/bin/redis-server, --bind, 127.0.0.1, --port, "${REDIS_PORT:-6379}", --save, "", --appendonly, "no"]
            expose:
              - "${REDIS_PORT:-6379}"
            volumes:
              - /usr:/usr:ro
              - /lib:/lib:ro
              - /lib64:/lib64:ro

        """###

    /// `drills/engine.sh`
    static let engine = ###"""
        #!/bin/sh
        # A private Docker engine for drills and tests: `engine.sh start STATE_DIR`, `engine.sh stop STATE_DIR`.
        # `engine.sh image SCRATCH_DIR` gives the engine that DOCKER_HOST names the image of the drills, where it lacks it. The image
        # stays there: drills side by side share it.
        #
        # Everything it makes lies in STATE_DIR (root only; at most 60 bytes long, because a socket's path may have 107), and its
        # socket is STATE_DIR/docker.sock: use it with DOCKER_HOST=unix://STATE_DIR/docker.sock. It never touches a Docker engine
        # that the machine already has. Needs root, dockerd, containerd and runc (Debian: docker.io), busybox (busybox-static), tar.
        # Exit codes: 0 done, 1 failed (why is on stderr), 64 usage, 69 a tool is missing or this is not root.
        set -eu

        image=jarvis-practice

        fail() { code=$1; shift; echo "engine.sh: $*" >&2; exit "$code"; }

        need_tools() {
            [ "$(id -u)" = 0 ] || fail 69 "a Docker engine needs root"
            for tool in dockerd containerd runc docker busybox tar; do
                command -v "$tool" >/dev/null || fail 69 "$tool is missing (apt-get install docker.io busybox-static tar)"
            done
        }

        # dockerd and its shims make these outside STATE_DIR, whatever the flags say; those that were not there before go again.
        outside="/etc/docker/key.json /etc/docker /run/docker/plugins /run/docker /run/containerd/s /run/containerd"

        note_outside() {
            for path in $outside; do [ -e "$path" ] || echo "$path"; done >"$state/made-outside"
        }

        remove_outside() {
            while read -r path; do
                if [ -d "$path" ]; then rmdir "$path" 2>/dev/null || true; else rm -f "$path"; fi
            done <"$state/made-outside"
        }

        # The flags that work in a sandbox: vfs because overlay on overlay is refused, no firewall and no bridge because a container
        # without CAP_NET_ADMIN may touch neither; the practice services use the host's network. A config file of our own keeps
        # /etc/docker/daemon.json out.
        launch() {
            echo '{}' >"$state/daemon.json"
            # A containerd that is too slow for dockerd is told to write its stacks, into the directory for temporary files.
            TMPDIR="$state" setsid dockerd --config-file="$state/daemon.json" --host="unix://$state/docker.sock" --data-root="$state/data" \
                --exec-root="$state/exec" --pidfile="$state/docker.pid" \
                --storage-driver=vfs --iptables=false --ip6tables=false --bridge=none --cgroup-parent="/$cgroup" \
                </dev/null >"$state/dockerd.log" 2>&1 &
            daemon=$!
        }

        wait_until_it_answers() {
            tries=150
            until docker version >/dev/null 2>&1; do
                tries=$((tries - 1))
                if [ "$tries" = 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
                    tail -n 5 "$state/dockerd.log" >&2
                    return 1
                fi
                sleep 0.2
            done
        }

        # Static busybox gives a shell and a wget for the health check; python3 and redis-server come from the host, mounted read-only.
        # `stable` is the same image once more, for going back to it.
        import_image() {
            docker image inspect "$image:latest" >/dev/null 2>&1 || build_image
            docker image inspect "$image:stable" >/dev/null 2>&1 || docker tag "$image:latest" "$image:stable"
        }

        build_image() {
            root="$state/image"
            mkdir -p "$root/bin" "$root/usr" "$root/lib" "$root/lib64" "$root/etc" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/app"
            cp "$(command -v busybox)" "$root/bin/busybox"
            ln -s busybox "$root/bin/sh"
            tar -C "$root" -c . | docker import - "$image:latest" >/dev/null
        }

        # Under a lock beside the engine's socket: a second import would move the tag away from containers that run.
        give_image() {
            for tool in docker busybox tar; do
                command -v "$tool" >/dev/null || fail 69 "$tool is missing (apt-get install docker.io busybox-static tar)"
            done
            docker version >/dev/null 2>&1 || fail 69 "no Docker engine answers at DOCKER_HOST=${DOCKER_HOST:-}"
            mkdir -p "$state"
            case ${DOCKER_HOST:-} in
                unix://*) exec 9<"$(dirname "${DOCKER_HOST#unix://}")" && flock 9 ;;
            esac
            import_image || fail 1 "the image could not be imported"
            rm -rf "$state/image"
        }

        start() {
            need_tools
            [ "${#state}" -le 60 ] || fail 64 "STATE_DIR is longer than 60 bytes: $state"
            [ ! -e "$state" ] || rmdir "$state" 2>/dev/null || fail 1 "$state exists and is not empty"
            mkdir -p "$state" && chmod 700 "$state"
            echo "made by engine.sh; engine.sh stop removes this directory" >"$state/$marker"
            note_outside
            launch
            if ! wait_until_it_answers || ! import_image; then
                stop
                fail 1 "the engine did not start"
            fi
        }

        # Process ids, children before parents: the daemon (`setsid` until it has become that), its containerd and the shims (known by their names and by our state
        # directory on their command lines, so that a terminal that only mentions the directory is left alone), and all their
        # descendants, which are the containers' processes.
        ours() {
            for directory in /proc/[0-9]*; do
                { read -r name <"$directory/comm"; } 2>/dev/null || continue
                case $name in setsid | dockerd | containerd | containerd-shim*) ;; *) continue ;; esac
                { tr '\0' ' ' <"$directory/cmdline"; } 2>/dev/null | grep -qF -- "$state/" && descendants "${directory#/proc/}"
            done || true
        }

        descendants() {
            for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do descendants "$child"; done
            echo "$1"
        }

        # Containers first and through the engine, so that nothing is orphaned; then the daemon; by KILL what did not go, at once if
        # the daemon no longer answers.
        end_processes() {
            tries=0
            if containers=$(docker ps -aq 2>/dev/null); then
                tries=50
                echo "$containers" | xargs -r docker rm -f >/dev/null 2>&1 || true
                kill -TERM "$(cat "$state/docker.pid")" 2>/dev/null || true
            fi
            while [ "$tries" -gt 0 ] && [ -n "$(ours)" ]; do tries=$((tries - 1)); sleep 0.2; done
            for pid in $(ours); do kill -KILL "$pid" 2>/dev/null || true; done
        }

        # Helpers of the daemon, which have a name and words of their own, work with their root or directory below the state directory.
        end_helpers() {
            for link in $(find /proc/[0-9]*/root /proc/[0-9]*/cwd -maxdepth 0 -lname "$state/*" 2>/dev/null); do
                pid=${link#/proc/}
                kill -KILL "${pid%%/*}" 2>/dev/null || true
            done
        }

        # A shim that had to be killed leaves its socket in /run/containerd/s; its address file says which.
        remove_shim_sockets() {
            find "$state/exec" -name address -type f 2>/dev/null | while read -r file; do
                address=$(cat "$file")
                case $address in unix:///run/containerd/s/*) rm -f "${address#unix://}" ;; esac
            done
        }

        unmount_all() {
            awk -v below="$state/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
                while read -r point; do umount "$point" 2>/dev/null || umount -l "$point"; done
        }

        remove_cgroups() {
            find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
        }

        stop() {
            [ -e "$state" ] || return 0
            [ -f "$state/$marker" ] || fail 1 "$state was not made by engine.sh start"
            # What was only being started when its starter was killed may write once more while all is removed.
            for try in 1 2 3 4 5 6 7 8; do
                end_processes
                end_helpers
                remove_shim_sockets
                unmount_all
                remove_cgroups
                [ ! -f "$state/made-outside" ] || remove_outside
                ! rm -rf --one-file-system "$state" 2>/dev/null || return 0
                sleep 0.3
            done
            fail 1 "$state could not be removed"
        }

        [ $# = 2 ] || fail 64 "usage: engine.sh start|stop|image DIR"
        case $2 in
            /*) state=${2%/} ;;
            *) state=$(pwd)/${2%/} ;;
        esac
        marker=jarvis-practice-engine
        cgroup=jarvis-practice-$(printf %s "$state" | cksum | cut -d ' ' -f 1)
        [ "$1" = image ] || DOCKER_HOST=unix://$state/docker.sock
        export DOCKER_HOST
        case $1 in
            image) give_image ;;
            start) start ;;
            stop) stop ;;
            *) fail 64 "usage: engine.sh start|stop|image DIR" ;;
        esac

        """###

    /// `fleet/fleet.yml`
    static let fleetPlaybook = ###"""
        # One work on the hosts of a limit. What is asked stands in a file that the plugin reads: hosts have a say in it, and whatever stands in a
        # variable Ansible takes for a template.
        - name: jarvis-ops
          hosts: all
          gather_facts: false
          tasks:
            - name: jarvis-ops
              jarvis_ops_host:
              # An answer goes into a file of the control host's private directory, and nowhere else.
              no_log: true
              timeout: "{{ jarvis_ops_limit_s }}"

        """###

    /// `fleet/action_plugins/jarvis_ops_host.py`
    static let fleetAction = ###"""
        """Runs the commands of a work on one host by whatever connection Ansible has to it, and leaves their answers in a file.

        The work is the file that the extra variable `jarvis_ops_work_file` names: {"commands": [[argument, …], …], "own": {HOST: [[…], …]}, "answers": DIRECTORY,
        "marker": TEXT, "limit_s": N, "bytes": N}; a host has its own commands, or those of all. With "setup": {"program": FILE, "sha256": TEXT}
        it gets the program instead, with "setup": {} it loses it. `jarvis_home` and `jarvis_ops` of the host are its directory and its program. Nothing is written on the host, nothing is
        given to it but the argument vectors, and no variable of the control host.
        """
        import hashlib
        import json
        import os
        import re
        import shlex

        from ansible.errors import AnsibleConnectionFailure, AnsibleError
        from ansible.plugins.action import ActionBase


        class ActionModule(ActionBase):
            _requires_connection = True
            TRANSFERS_FILES = False

            def run(self, tmp=None, task_vars=None):
                super().run(tmp, task_vars)
                variables = task_vars or {}
                with open(variables["jarvis_ops_work_file"]) as file:
                    work = json.load(file)
                self.host = variables["inventory_hostname"]
                self.answers = work["answers"]
                self.commands = work["own"].get(self.host, work["commands"])
                # What goes wrong on the way, a deadline above all, is a BaseException in some versions of Ansible.
                self.keep("timed-out", [])
                # Why a connection fails is no secret, and all that there is to know of such a host.
                self._connection._play_context.no_log = False
                try:
                    if work.get("setup") is not None:
                        state, answers, because = self.setup(work["setup"])
                    else:
                        said = self.sh(self.script(work, variables))
                        state, answers, because = self.read(said, work)
                except AnsibleConnectionFailure as failure:
                    self.keep("unreachable", [], str(failure))
                    raise
                except AnsibleError as failure:
                    self.keep("invalid", [], str(failure))
                    raise
                self.keep(state, answers, because)
                return {"changed": False, "state": state}

            def sh(self, script, becomes=True):
                return self._low_level_execute_command(script, sudoable=becomes, encoding_errors="replace")

            # The one private directory of a host; a program that its package manager brought is left alone.
            PLACE = "$HOME/.jarvis-ops"
            LOOK = """
        umask 077
        echo "home=$HOME"
        echo "have=$(sha256sum "$HOME/.jarvis-ops/bin/jarvis-ops" 2>/dev/null | cut -d' ' -f1)"
        echo "path=$(command -v jarvis-ops)"
        echo "glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)"
        for name in libcurl.so.4 libnats.so; do
            for found in /usr/lib/*/$name* /usr/lib/$name* /usr/local/lib/$name* /lib/*/$name*; do [ -e "$found" ] && break; done
            [ -e "$found" ] && echo "has=$name"
        done
        """

            def look(self, becomes=True):
                said = self.sh(self.LOOK, becomes)
                pairs = [line.strip().split("=", 1) for line in said["stdout"].splitlines() if "=" in line]
                return dict(pairs), [value for name, value in pairs if name == "has"]

            def setup(self, wanted):
                had, libraries = self.look()
                if not wanted:
                    # What is not ours stays, and so does the directory then.
                    self.sh('rm -f "%s/bin/jarvis-ops"; rmdir "%s/bin" "%s" 2>/dev/null; true' % ((self.PLACE,) * 3))
                    left = self.look()[0].get("have", "")
                    return self.told({"changed": bool(had.get("have")), "removed": not left, "path": had.get("path", "")}, [])
                changed = had.get("have") != wanted["sha256"]
                if changed:
                    # As whoever logs in; whoever they become takes it from there.
                    login = self.look(becomes=False)[0].get("home", "")
                    self.sh('mkdir -p -m 700 "%s"' % self.PLACE, becomes=False)
                    upload = login + "/.jarvis-ops/upload"
                    self._connection.put_file(wanted["program"], upload)
                    moved = self.sh(
                        'umask 022; mkdir -p -m 700 "{0}" && mkdir -p -m 700 "{0}/bin" && cp {1} "{0}/bin/new" && chmod 755 "{0}/bin/new" && '
                        '[ "$(sha256sum "{0}/bin/new" | cut -d" " -f1)" = {2} ] && mv "{0}/bin/new" "{0}/bin/jarvis-ops"'.format(
                            self.PLACE, shlex.quote(upload), wanted["sha256"]))
                    self.sh('rm -f %s' % shlex.quote(upload), becomes=False)
                    if moved.get("rc"):
                        return "invalid", [], "the program could not be put there: " + (moved.get("stdout", "") + moved.get("stderr", ""))[-300:]
                version = self.sh('"%s/bin/jarvis-ops" --version' % self.PLACE)
                missing = []
                if version.get("rc"):
                    missing.append("a glibc as new as the program was built with: %s is %s" % (self.host, had.get("glibc") or "not known"))
                if "libcurl.so.4" not in libraries:
                    missing.append("libcurl.so.4: apt-get install libcurl4")
                if "libnats.so" not in libraries:
                    missing.append("libnats: apt-get install libnats3.4")
                return self.told({"changed": changed, "version": version["stdout"].strip() if not version.get("rc") else None, "glibc": had.get("glibc")}, missing)

            def told(self, fields, missing):
                document = {"schema": "jarvis-ops/fleet-setup/v1", **fields, "missing": missing}
                return "answered", [{"text": json.dumps(document), "exit_code": 2 if missing else 0}], None

            def script(self, work, variables):
                """POSIX sh. The words that end an answer come from outside it: the program's own output cannot know them."""
                home, program = (self._templar.template(variables.get(name)) for name in ("jarvis_home", "jarvis_ops"))
                lines = ["p=" + (shlex.quote(str(program)) if program else '$(command -v jarvis-ops) || p=$HOME/.jarvis-ops/bin/jarvis-ops')]
                lines += ['[ -x "$p" ] || { echo %s missing; exit 0; }' % work["marker"]]
                directory = ["-C", str(home)] if home else []
                asked = []
                for arguments in self.commands:
                    words = " ".join(shlex.quote(word) for word in [*directory, "-o", "json", "--no-input", *arguments])
                    asked.append('"$p" %s; r=$?; echo; echo %s $r' % (words, work["marker"]))
                # A program that says more than anybody reads is ended by its full pipe, and its answer has no end.
                lines += ["{ %s; } </dev/null 2>/dev/null | head -c %d" % ("; ".join(asked), work["bytes"])]
                return "\n".join(lines)

            def read(self, said, work):
                text = said.get("stdout", "").replace("\r\n", "\n")
                pieces = re.split(r"(?m)^%s (missing|\d+)\s*$" % re.escape(work["marker"]), text)
                if len(pieces) >= 2 and pieces[1] == "missing":
                    return "missing", [], "no jarvis-ops there"
                answers = [{"text": pieces[n].strip(), "exit_code": int(pieces[n + 1])} for n in range(0, len(pieces) - 2, 2)]
                if len(answers) == len(self.commands):
                    return "answered", answers, None
                if said.get("rc") in (0, None) or len(text) >= work["bytes"]:
                    return "invalid", answers, "its answer does not end, or is longer than %d bytes" % work["bytes"]
                return "unknown", answers, (said.get("stderr") or text or "exit code %s" % said.get("rc"))[-500:]

            def keep(self, state, answers, because=None):
                path = os.path.join(self.answers, hashlib.sha256(self.host.encode()).hexdigest() + ".json")
                descriptor = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w") as file:
                    json.dump({"host": self.host, "state": state, "because": because, "answers": answers}, file)
                os.replace(path + ".new", path)

        """###

    /// `fleet/callback_plugins/jarvis_ops_events.py`
    static let fleetEvents = ###"""
        """Tells the control host's program, a JSON object a line on standard output, what becomes of the hosts; and people nothing."""
        import json
        import sys

        from ansible.plugins.callback import CallbackBase

        DOCUMENTATION = """
        name: jarvis_ops_events
        type: stdout
        short_description: events for jarvis-ops
        description: One JSON object a line.
        """


        class CallbackModule(CallbackBase):
            CALLBACK_VERSION = 2.0
            CALLBACK_TYPE = "stdout"
            CALLBACK_NAME = "jarvis_ops_events"

            def say(self, event, **fields):
                sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
                sys.stdout.flush()

            def v2_playbook_on_play_start(self, play):
                manager = play.get_variable_manager()
                hosts = manager._inventory.get_hosts(play.hosts) if manager and manager._inventory else []
                self.say("hosts", hosts=[host.name for host in hosts])

            def v2_runner_on_start(self, host, task):
                self.say("started", host=host.name)

            def v2_runner_on_ok(self, result):
                self.say("ended", host=result._host.name)

            def v2_runner_on_failed(self, result, ignore_errors=False):
                self.say("ended", host=result._host.name)

            def v2_runner_on_unreachable(self, result):
                # The only word that there is of a host whose connection could not be made.
                self.say("unreachable", host=result._host.name, because=str(result._result.get("msg", ""))[:500])

        """###
}
