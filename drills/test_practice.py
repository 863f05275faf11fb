#!/usr/bin/env python3
"""Every scenario is started for real; what is wrong is then found from outside, as a responder would, and must be exactly what
the scenario promises. Run: python3 -m unittest -v test_practice (in this folder). Needs redis-server and nats-server; the engine's
test needs root and Docker's daemon, and says so when it is skipped. Nothing is left behind: processes, directories, mounts."""
import contextlib
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import practice_jarvis
import seed_practice

HERE = Path(__file__).resolve().parent
TOOLS_FOR_AN_ENGINE = ("dockerd", "containerd", "runc", "docker", "docker-compose", "busybox")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition, seconds=20):
    """Waits for a condition; its last value, true or not."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def port_answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Drill:
    """A seeded directory, a Redis and a service; all gone when the block ends."""

    def __init__(self, scenario, *arguments, size=None, seeding=()):
        self.scenario, self.arguments, self.seeding = scenario, list(arguments), seeding
        self.size = [] if size is None else [f"--fault-size={size}"]
        self.parent = tempfile.mkdtemp(prefix="jarvis-drill-")
        self.directory = Path(self.parent, "jarvis")
        self.configuration = Path(self.directory, "lifeos/config/jarvis.json")
        self.port, self.redis_port = free_port(), free_port()

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.stack.callback(shutil.rmtree, self.parent)
        self.redis = subprocess.Popen(["redis-server", "--bind", "127.0.0.1", "--port", str(self.redis_port), "--save", "",
                                       "--dir", self.parent], stdout=subprocess.DEVNULL)
        self.stack.callback(end, self.redis)
        eventually(lambda: port_answers(self.redis_port))
        self.seed(*self.seeding)
        self.start()
        return self

    def __exit__(self, *_):
        end(self.service)
        self.stack.close()

    def seed(self, *arguments):
        subprocess.run([sys.executable, HERE / "seed_practice.py", "--directory", self.directory, "--scenario", self.scenario,
                        f"--api-port={self.port}", f"--redis-port={self.redis_port}", *self.size, *arguments], check=True)

    def start(self):
        self.service = subprocess.Popen([sys.executable, HERE / "practice_jarvis.py", "--directory", self.directory,
                                         "--scenario", self.scenario, f"--port={self.port}", f"--redis-port={self.redis_port}",
                                         *self.size, *self.arguments])
        eventually(lambda: port_answers(self.port) or self.service.poll() is not None)

    def restart(self):
        end(self.service)
        self.start()

    def choose(self, primary, *enabled):
        """Changes the providers as a responder does: a new file in the old one's place. Without names, all stay enabled."""
        document = json.loads(self.configuration.read_text())
        document["llm"]["primary"] = primary
        for provider in document["llm"]["providers"]:
            provider["enabled"] = not enabled or provider["name"] in enabled
        beside = self.configuration.with_suffix(".new")
        beside.write_text(json.dumps(document))
        beside.replace(self.configuration)

    def latencies(self):
        details = self.document("/api/health/subsystem/llm_providers")["health"]["metadata"]["details"]
        return {name: detail["latency_ms"] for name, detail in details.items()}

    def request(self, path, body=None, timeout=5, headers=None):
        """Status, headers and body text; raises OSError or HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request("GET" if body is None else "POST", path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def document(self, path, body=None):
        return json.loads(self.request(path, body)[2])

    def metric(self, name):
        for line in self.request("/metrics")[2].splitlines():
            if line.startswith(name + " "):
                return float(line.split()[-1])
        raise KeyError(name)

    def memories(self):
        with contextlib.closing(sqlite3.connect(f"file:{self.directory}/memory/jarvis.db?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM memories").fetchone()[0]

    def pending(self):
        latest = {}
        for line in Path(self.directory, "data/mesh/outbox.jsonl").read_text().splitlines():
            record = json.loads(line)
            latest[record["event_id"]] = record["status"]
        return sum(status.startswith("pending_") for status in latest.values())


def timed(action):
    started = time.monotonic()
    action()
    return time.monotonic() - started


def end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.wait(20)


def kill_group(group):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


# --- What a responder can see -------------------------------------------------------------------------------------------

def faults(drill):
    """The names of everything that is wrong, each found in its own way."""
    found = health_faults(drill)
    if "unreachable" in found:
        return found | database_faults(drill)
    with ThreadPoolExecutor(1) as beside:
        growth = beside.submit(growth_faults, drill)
        waiting = {"events wait"} if drill.pending() else set()
        return found | provider_faults(drill) | database_faults(drill) | growth.result() | capability_faults(drill) | waiting


def health_faults(drill):
    def sample(_):
        started = time.monotonic()
        try:
            status = drill.request("/api/health/")[0]
        except (OSError, http.client.HTTPException):
            return "unreachable", 0
        return status, time.monotonic() - started
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(sample, range(20)))
    statuses = [status for status, _ in answers]
    p95 = sorted(seconds for _, seconds in answers)[18]
    return ({"unreachable"} if "unreachable" in statuses else set()) | ({"5xx"} if 503 in statuses else set()) | (
        {"slow"} if p95 > 2 else set())


def provider_faults(drill):
    status, _, text = drill.request("/api/health/subsystem/llm_providers")
    details = json.loads(text)["health"]["metadata"]["details"].values() if status == 200 else []
    chat = drill.request("/api/chat", "{}")[0]
    return ({"provider down"} if not all(detail["available"] for detail in details) else set()) | (
        {"rate limited"} if any(detail["rate_limited"] for detail in details) else set()) | (
        {f"chat {chat}"} if chat != 200 else set())


def database_faults(drill):
    """A damaged header stops the statement before its first row. Damaged pages give one row of findings and then stop it, which
    costs Python that row, so only one finding is asked for."""
    with contextlib.closing(sqlite3.connect(f"file:{drill.directory}/data/jarvis.db?mode=ro", uri=True)) as connection:
        try:
            findings = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError:
            return {"database unreadable"}
    return set() if findings == "ok" else {"database corrupt"}


def growth_faults(drill):
    """Memory and outbox, over the same two seconds. Healthy memory wavers by about a mebibyte."""
    pending, memories, resident = drill.pending(), drill.memories(), []
    for _ in range(5):
        resident.append(drill.metric("process_resident_memory_bytes"))
        time.sleep(0.4)
    leaks = resident[-1] - resident[0] > 6 * practice_jarvis.MIB and resident == sorted(resident)
    found = {"leak"} if leaks else set()
    if drill.pending() > pending:
        found.add("backlog grows")
    if eventually(lambda: drill.memories() > memories, 5) is False:
        found.add("memory writes stand still")
    return found


def capability_faults(drill):
    components = drill.document("/runtime-status").get("components", {})
    return {f"{name} degraded" for name, part in components.items() if part["status"] == "degraded"}


class Scenarios(unittest.TestCase):
    MESH = {"mesh_sync degraded", "mesh_attestation degraded", "backlog grows", "events wait"}
    EXPECTED = [
        ("healthy", None, set()),
        ("api-down", None, {"unreachable"}),
        ("api-5xx", 0, set()),
        ("api-5xx", 0.25, {"5xx"}),
        ("api-hang", None, {"unreachable"}),
        ("slow", 0.5, set()),
        ("slow", None, {"slow"}),
        ("providers-failing", 0, set()),
        ("providers-failing", 1, {"provider down"}),
        ("providers-failing", None, {"provider down", "chat 503"}),
        ("rate-limited", 0.5, set()),
        ("rate-limited", None, {"rate limited", "chat 429"}),
        ("leaking", 0, set()),
        ("leaking", None, {"leak"}),
        ("database-corrupt", 0, set()),
        ("database-corrupt", 1, {"database corrupt"}),
        ("database-corrupt", None, {"database corrupt"}),
        ("database-unreadable", None, {"database unreadable"}),
        ("mesh-degraded", None, MESH),
        ("mesh-backlog", 0, set()),
        ("mesh-backlog", None, {"events wait"}),
        ("mesh-poisoned", None, {"events wait"}),
        ("mesh-nats-down", None, {"events wait"}),
        ("mesh-stale", None, {"events wait"}),
    ]

    def test_each_scenario_has_its_own_fault_and_no_other(self):
        for scenario, size, expected in self.EXPECTED:
            with self.subTest(scenario=scenario, size=size), Drill(scenario, size=size) as drill:
                self.assertEqual(faults(drill), expected)

    def test_every_scenario_is_in_the_table_above(self):
        self.assertEqual({scenario for scenario, _, _ in self.EXPECTED}, set(practice_jarvis.DEFAULT_SIZE))


class Service(unittest.TestCase):
    def test_health_redirects_and_is_200_also_when_unhealthy(self):
        with Drill("database-corrupt") as drill:
            status, headers, _ = drill.request("/api/health")
            self.assertEqual((status, headers["Location"]), (307, "/api/health/"))
            status, _, text = drill.request("/api/health/")
            self.assertEqual((status, json.loads(text)["status"]), (200, "unhealthy"))
            self.assertIn("malformed", json.loads(text)["subsystems"]["database"]["message"])
            self.assertEqual(drill.request("/api/health/quick")[0], 503)
            self.assertEqual(drill.request("/health/ready")[0], 200)
            self.assertEqual(drill.request("/api/health/subsystem/nothing")[0], 404)

    def test_the_runbook_shape_has_providers_under_services_and_no_redirect(self):
        with Drill("providers-failing", "--shape=runbook", size=1) as drill:
            states = [part["status"] for part in drill.document("/api/health")["services"]["providers"].values()]
            self.assertEqual(sorted(states), ["down", "ok", "ok"])

    def test_a_share_is_met_exactly(self):
        with Drill("api-5xx", size=0.25) as drill:
            statuses = [drill.request("/dashboard")[0] for _ in range(20)]
            self.assertEqual(statuses.count(503), 5)
            self.assertEqual(statuses[:3], [200, 200, 200])

    def test_a_slow_share_leaves_the_median_alone(self):
        with Drill("slow", "--fault-share=0.2", size=0.4) as drill:
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(lambda _: drill.request("/dashboard"), range(20)))
            self.assertEqual(drill.metric('http_request_duration_seconds_bucket{le="+Inf"}'), 20)
            self.assertGreaterEqual(drill.metric("http_request_duration_seconds_sum"), 4 * 0.4)
            self.assertLessEqual(drill.metric('http_request_duration_seconds_bucket{le="0.25"}'), 16)

    def test_limits_of_every_redis_type_are_read_and_waiting_helps(self):
        with Drill("rate-limited") as drill:
            keys = [practice_jarvis.RATE_LIMIT_PREFIX + name for name in practice_jarvis.PROVIDERS]
            kinds = practice_jarvis.redis_commands(drill.redis_port, *(("TYPE", key) for key in keys))
            self.assertEqual(kinds, ["string", "hash", "zset"])
            lifetimes = practice_jarvis.redis_commands(drill.redis_port, *(("TTL", key) for key in keys))
            self.assertTrue(all(0 < lifetime <= 900 for lifetime in lifetimes))
            practice_jarvis.redis_commands(drill.redis_port, *(("PEXPIRE", key, 1) for key in keys))
            self.assertTrue(eventually(lambda: drill.request("/api/chat", "{}")[0] == 200))

    def test_a_memory_write_succeeds_while_the_mesh_is_degraded(self):
        with Drill("mesh-degraded") as drill:
            self.assertEqual(drill.request("/api/memory", '{"content": "canary"}')[0], 201)

    def test_flags_are_those_of_the_start(self):
        with Drill("mesh-degraded", "--traffic=0") as drill:
            environment = Path(drill.directory, ".env")
            environment.write_text(environment.read_text().replace("_SYNC=1", "_SYNC=0").replace("_ATTEST=1", "_ATTEST=0"))
            self.assertEqual(len(capability_faults(drill)), 2)
            drill.restart()
            self.assertEqual(capability_faults(drill), set())

    def test_a_fault_can_heal_with_a_restart(self):
        with Drill("api-down", "--heal-after-starts=1") as drill:
            self.assertEqual(drill.service.wait(10), 1)
            drill.restart()
            self.assertEqual(drill.request("/health/live")[0], 200)

    def test_each_scenario_of_the_table_heals_with_a_restart_and_no_other(self):
        for scenario in practice_jarvis.HEALED_BY_STARTS:
            with self.subTest(scenario=scenario), Drill(scenario, "--heal-after-starts=1") as drill:
                drill.restart()
                self.assertEqual(faults(drill), set())
        with Drill("providers-failing", "--heal-after-starts=1") as drill:
            drill.restart()
            self.assertEqual(faults(drill), {"provider down", "chat 503"})

    def test_slow_is_fast_with_another_primary_and_says_which_provider_is_slow(self):
        with Drill("slow", size=1.5) as drill:
            self.assertGreater(timed(lambda: drill.request("/dashboard")), 1.4)
            self.assertEqual(drill.latencies(), {"groq": 1680, "openrouter": 180, "ollama": 180})
            drill.choose("openrouter")
            self.assertLess(timed(lambda: drill.request("/dashboard")), 1)
            self.assertEqual(drill.document("/api/health/subsystem/llm_providers")["health"]["latency_ms"], 180)
            self.assertEqual(json.loads(drill.request("/api/chat", "{}")[2])["provider"], "openrouter")
            drill.choose("groq")
            self.assertGreater(timed(lambda: drill.request("/dashboard")), 1.4)

    def test_failing_providers_are_well_once_they_are_not_used(self):
        with Drill("providers-failing", size=2) as drill:
            drill.choose("ollama")
            self.assertEqual(provider_faults(drill), {"provider down"})
            drill.choose("ollama", "ollama")
            self.assertEqual(provider_faults(drill), set())
            self.assertEqual(list(drill.latencies()), ["ollama"])
            self.assertEqual(drill.document("/api/health/")["status"], "healthy")
            # A file that is half written, or none, changes nothing.
            drill.configuration.write_text('{"llm": {"prim')
            self.assertEqual(list(drill.latencies()), ["ollama"])
            drill.configuration.unlink()
            self.assertEqual(list(drill.latencies()), ["ollama"])

    def test_with_all_providers_failing_no_choice_helps(self):
        with Drill("providers-failing") as drill:
            for names in (["openrouter"], ["ollama", "groq"], []):
                drill.choose("openrouter", *names) if names else drill.choose("openrouter", "nobody")
                self.assertEqual(drill.document("/api/health/")["status"], "unhealthy")
                self.assertEqual(drill.request("/api/chat", "{}")[0], 503)

    def test_a_rate_limit_ends_by_itself(self):
        with Drill("rate-limited", seeding=["--rate-limit-ttl=2"]) as drill:
            self.assertTrue(eventually(lambda: provider_faults(drill) == set(), 10))

    def test_a_provider_takes_its_own_key_alone(self):
        with Drill("rate-limited") as drill:
            keys = practice_jarvis.read_env_file(Path(drill.directory, ".env"))
            groq, other = keys["GROQ_API_KEY"], keys["OPENROUTER_API_KEY"]
            cases = [("groq", groq, 200), ("openrouter", other, 200), ("groq", other, 401), ("groq", groq + "x", 401), ("groq", "", 401),
                     ("groq", None, 401), ("ollama", None, 200), ("nobody", groq, 404)]
            for name, key, expected in cases:
                headers = {} if key is None else {"Authorization": f"Bearer {key}"}
                answer = drill.request(f"/practice/providers/{name}/v1/models", headers=headers)
                self.assertEqual(answer[0], expected, (name, expected))
                self.assertNotIn(groq, answer[2])
            # A key that was changed is a wrong one, also for a service that has read it.
            environment = Path(drill.directory, ".env")
            environment.write_text(environment.read_text().replace(groq, "practice-changed"))
            drill.restart()
            headers = {"Authorization": "Bearer practice-changed"}
            self.assertEqual(drill.request("/practice/providers/groq/v1/models", headers=headers)[0], 401)

    def test_it_ends_cleanly_while_requests_hang(self):
        for sent in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=sent), Drill("api-hang") as drill, socket.create_connection(("127.0.0.1", drill.port)):
                drill.service.send_signal(sent)
                self.assertEqual(drill.service.wait(20), 0)

    def test_it_ends_with_its_parent(self):
        with Drill("healthy") as drill:
            end(drill.service)
            shell = subprocess.Popen(["sh", "-c", '"$@" --with-parent=$$ & wait', "sh", sys.executable, HERE / "practice_jarvis.py",
                                      "--directory", drill.directory, f"--port={drill.port}"], start_new_session=True)
            self.addCleanup(kill_group, shell.pid)
            self.assertTrue(eventually(lambda: port_answers(drill.port)))
            shell.kill()
            shell.wait()
            self.assertTrue(eventually(lambda: not port_answers(drill.port)))


class Seed(unittest.TestCase):
    def test_it_never_writes_over_a_directory_with_something_in_it(self):
        with tempfile.TemporaryDirectory() as directory:
            Path(directory, "something").touch()
            answer = subprocess.run([sys.executable, HERE / "seed_practice.py", "--directory", directory, "--api-port=1"],
                                    capture_output=True, text=True, check=False)
            self.assertEqual(answer.returncode, 1)
            self.assertIn("is not empty", answer.stderr)
            self.assertEqual(os.listdir(directory), ["something"])

    def test_the_outbox_is_in_jarvis_form(self):
        with Drill("mesh-degraded", "--traffic=0") as drill:
            for line in Path(drill.directory, "data/mesh/outbox.jsonl").read_text().splitlines():
                record = json.loads(line)
                self.assertEqual(line, json.dumps(record, sort_keys=True, separators=(",", ":")))
                self.assertLessEqual({"timestamp", "event_id", "status", "state_hash"}, set(record))
                if "state_delta" in record:
                    delta = json.dumps(record["state_delta"], sort_keys=True, separators=(",", ":"))
                    self.assertEqual(record["state_hash"], hashlib.sha256(delta.encode()).hexdigest())

    def test_the_mesh_has_its_stream_and_its_consumer(self):
        program = shutil.which("nats-server", path=os.environ["PATH"] + ":/usr/sbin")
        with tempfile.TemporaryDirectory() as parent:
            port = free_port()
            server = subprocess.Popen([program, "--addr", "127.0.0.1", "--port", str(port), "--jetstream", "--store_dir", parent],
                                      stderr=subprocess.DEVNULL)
            self.addCleanup(end, server)
            self.assertTrue(eventually(lambda: port_answers(port)))
            subprocess.run([sys.executable, HERE / "seed_practice.py", "--directory", f"{parent}/jarvis", "--scenario=mesh-backlog",
                            "--api-port=1", f"--nats-port={port}"], check=True)
            self.assertIn(f"JARVIS_NATS_URL=nats://127.0.0.1:{port}\n", Path(parent, "jarvis/.env").read_text())
            info = seed_practice.nats_request(port, "$JS.API.STREAM.INFO.JARVIS_MESH", {})
            self.assertEqual(info["config"]["subjects"], ["jarvis.mesh.sync", "jarvis.mesh.sync.>"])
            names = seed_practice.nats_request(port, "$JS.API.CONSUMER.NAMES.JARVIS_MESH", {})["consumers"]
            self.assertEqual(names, ["jarvis-mesh-sync"])

    def test_statistics_are_there_except_when_slow_and_the_backup_is_sound(self):
        for scenario, expected in (("healthy", 1), ("slow", 0), ("database-corrupt", 1)):
            with self.subTest(scenario=scenario), Drill(scenario) as drill:
                database = sqlite3.connect(f"file:{drill.directory}/data/backups/jarvis.db?mode=ro", uri=True)
                with contextlib.closing(database):
                    tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()[0]
                    self.assertEqual(tables, expected)
                    self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])


# --- The compose engine -------------------------------------------------------------------------------------------------

def missing_for_an_engine():
    missing = [tool for tool in TOOLS_FOR_AN_ENGINE if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]
    return missing + ([] if os.geteuid() == 0 else ["root"])


@unittest.skipIf(missing_for_an_engine(), f"NOT TESTED: the compose engine; missing: {missing_for_an_engine()}")
class Engine(unittest.TestCase):
    def setUp(self):
        self.drill = Drill("mesh-degraded")
        self.addCleanup(shutil.rmtree, self.drill.parent)
        self.state = os.path.join(self.drill.parent, "engine")
        self.addCleanup(self.stop_engine)
        self.engine("start")
        self.container = f"jarvis-api-{self.drill.port}"
        self.drill.seed("--parts=files", f"--container-name={self.container}")
        self.addCleanup(self.compose, "down", "-t", "1")
        self.compose("up", "-d", check=True)

    def engine(self, verb):
        subprocess.run(["sh", HERE / "engine.sh", verb, self.state], check=True)

    def stop_engine(self):
        self.engine("stop")
        self.assertFalse(os.path.exists(self.state))
        self.assertNotIn(self.state, Path("/proc/self/mountinfo").read_text())
        self.assertEqual([pid for pid in Path("/proc").glob("[0-9]*") if self.names_the_state(pid)], [])

    def names_the_state(self, process):
        with contextlib.suppress(OSError):
            return self.state.encode() in Path(process, "cmdline").read_bytes()
        return False

    def compose(self, *arguments, check=False, **variables):
        environment = {**os.environ, "DOCKER_HOST": f"unix://{self.state}/docker.sock", **variables}
        return subprocess.run(["docker-compose", *arguments], cwd=self.drill.directory, env=environment, check=check,
                              capture_output=True, text=True)

    def docker(self, *arguments):
        return subprocess.check_output(["docker", "-H", f"unix://{self.state}/docker.sock", *arguments], text=True)

    def give_image(self):
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(["sh", HERE / "engine.sh", "image", scratch], check=True,
                           env={**os.environ, "DOCKER_HOST": f"unix://{self.state}/docker.sock"})

    def running_flags(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            components = self.drill.document("/runtime-status")["components"]
            return components["mesh_sync"]["status"], components["mesh_attestation"]["status"]

    def assert_flags(self, *expected):
        eventually(lambda: self.running_flags() == expected)
        self.assertEqual(self.running_flags(), expected)

    def test_it_behaves_like_the_real_deployment(self):
        self.assert_flags("degraded", "degraded")
        self.drill.seed("--parts=redis")
        self.assertTrue(eventually(lambda: "Up (healthy)" in self.compose("ps", check=True).stdout))
        self.assertNotEqual(self.compose("logs", "--tail=100", "jarvis-api").returncode, 0)
        self.assertIn("practice Jarvis", self.compose("logs", "--tail=100", "api", check=True).stdout)
        self.assertNotEqual(self.compose("up", "-d", "--scale", "api=3").returncode, 0)
        self.assert_flags("degraded", "degraded")

        environment = Path(self.drill.directory, ".env")
        environment.write_text(environment.read_text().replace("_SYNC=1", "_SYNC=0").replace("_ATTEST=1", "_ATTEST=0"))
        self.compose("restart", "-t", "1", "api", check=True)
        self.assert_flags("degraded", "degraded")
        self.compose("up", "-d", check=True)
        self.assert_flags("disabled", "disabled")

    def test_only_a_responders_start_heals(self):
        environment = Path(self.drill.directory, ".env")
        down = {"PRACTICE_SCENARIO": "api-down", "PRACTICE_HEAL_AFTER_STARTS": "2", "PRACTICE_RESTART": "no"}
        environment.write_text("".join(line for line in environment.read_text().splitlines(True) if "PRACTICE_SCENARIO" not in line)
                               + "".join(f"{name}={value}\n" for name, value in down.items()))
        self.compose("up", "-d", check=True)
        # The engine took it for mesh-degraded before: that was the first start.
        self.assertTrue(eventually(lambda: "Exit 1" in self.compose("ps").stdout))
        self.assertEqual(Path(self.drill.directory, "logs/starts").read_text(), "2")
        self.assertFalse(port_answers(self.drill.port))
        self.compose("restart", "-t", "1", "api", check=True)
        self.assertTrue(eventually(lambda: port_answers(self.drill.port)))

    def test_the_image_has_a_stable_tag_that_a_rollback_can_name(self):
        environment = Path(self.drill.directory, ".env")
        environment.write_text(environment.read_text().replace("JARVIS_IMAGE_TAG=latest", "JARVIS_IMAGE_TAG=stable"))
        redis = self.compose("ps", "-q", "redis").stdout
        self.compose("up", "-d", check=True)
        self.assertEqual(self.docker("inspect", "--format", "{{.Config.Image}} {{.Config.Hostname}}", self.container).strip(),
                         "jarvis-practice:stable jarvis-api")
        # The rate-limit keys live on.
        self.assertEqual(self.compose("ps", "-q", "redis").stdout, redis)

    def test_an_engine_that_is_given_gets_the_image_once(self):
        images = ("images", "-q", "--no-trunc", "jarvis-practice")
        before = self.docker(*images)
        self.give_image()
        self.assertEqual(self.docker(*images), before)
        self.compose("down", "-t", "1")
        self.docker("rmi", "-f", *set(before.split()))
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: self.give_image(), range(3)))
        self.assertEqual(len(self.docker(*images).split()), 2)
        self.assertEqual(len(set(self.docker(*images).split())), 1)
        self.assertEqual(self.docker("images", "-q", "--filter", "dangling=true"), "")

    def test_a_leak_ends_in_real_out_of_memory_kills(self):
        limited = {"PRACTICE_SCENARIO": "leaking", "PRACTICE_FAULT_SIZE": "60", "PRACTICE_MEMORY_LIMIT": "96m"}
        self.compose("up", "-d", check=True, **limited)
        self.assertTrue(eventually(lambda: int(self.docker("inspect", "--format", "{{.RestartCount}}", self.container)) > 0))


if __name__ == "__main__":
    unittest.main()
