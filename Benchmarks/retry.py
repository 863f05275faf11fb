#!/usr/bin/env python3
"""A retry of many valid events against a real nats-server with Jarvis's stream, beside a Python loop over the same events that publishes
one, awaits its acknowledgement and goes on. Figures, never a verdict.

The loop speaks the protocol itself on one socket, or uses nats-py where it is installed (`pip install nats-py`). Three cases are timed
in turn: the loop that only publishes and awaits (the least that any retry must do); the loop that does what Jarvis's own retry does for
each event (reads the outbox, opens and checks the envelope, publishes, awaits, appends a record); and `jarvis-ops mesh retry`, which
validates everything before, journals and syncs too. Needs PyNaCl (python3-nacl).
"""
import asyncio
import base64
import datetime
import hashlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    from nacl.secret import SecretBox
except ImportError:
    sys.exit("Benchmarks/retry.py: PyNaCl is missing (python3-nacl); Debian has it for /usr/bin/python3")

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("JARVIS_OPS_PROGRAM", str(ROOT / ".build/release/jarvis-ops"))
KEY = bytes.fromhex("11" * 32)
SUBJECT = "jarvis.mesh.sync"


def dump(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


class Connection:
    """NATS's client protocol, as much as publishing with acknowledgements needs."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.bench 1\r\nPING\r\n')
        while self.file.readline().strip() != b"PONG":
            pass

    def request(self, subject, body, message_id=None):
        if message_id is None:
            self.socket.sendall(b"PUB %s _INBOX.bench %d\r\n%s\r\n" % (subject.encode(), len(body), body))
        else:
            head = b"NATS/1.0\r\nNats-Msg-Id: %s\r\n\r\n" % message_id.encode()
            self.socket.sendall(b"HPUB %s _INBOX.bench %d %d\r\n%s%s\r\n"
                                % (subject.encode(), len(head), len(head) + len(body), head, body))
        while True:
            words = self.file.readline().split()
            if words[0] == b"PING":
                self.socket.sendall(b"PONG\r\n")
            elif words[0] in (b"MSG", b"HMSG"):
                data = self.file.read(int(words[-1]))
                self.file.read(2)
                return data


def make_outbox(path, count):
    now = datetime.datetime.now(datetime.timezone.utc)
    with open(path, "w") as file:
        for number in range(count):
            delta = {"event_id": f"event-{number}", "kind": "memory_write", "text": "x" * 200, "score": number / 7}
            digest = hashlib.sha256(dump(delta).encode()).hexdigest()
            inner = {"message_id": delta["event_id"], "prev_state_hash": None, "state_delta": delta, "state_hash": digest}
            nonce = os.urandom(24)
            sealed = SecretBox(KEY).encrypt(dump(inner).encode(), nonce).ciphertext
            envelope = {"protocol_version": "1.0", "channel": SUBJECT, "node_pubkey": "node-a", "message_id": delta["event_id"],
                        "issued_at": now.isoformat(), "expires_at": (now + datetime.timedelta(seconds=300)).isoformat(),
                        "ttl_seconds": 300, "state_hash": digest, "prev_state_hash": None,
                        "encrypted_payload": {"nonce_b64": base64.b64encode(nonce).decode(), "ciphertext_b64": base64.b64encode(sealed).decode()}}
            file.write(dump({"timestamp": now.isoformat(), "event_id": delta["event_id"], "status": "pending_publish",
                             "state_hash": digest, "state_delta": delta, "envelope": envelope}) + "\n")


def publish_only(port, path):
    """The least: bodies are made beforehand, and only publishing and waiting is timed."""
    bodies = [dump(json.loads(line)["envelope"]).encode() for line in open(path)]
    try:
        import nats
    except ImportError:
        connection = Connection(port)
        start = time.perf_counter()
        for body in bodies:
            assert b'"seq"' in connection.request(SUBJECT, body)
        return time.perf_counter() - start

    async def loop():
        client = await nats.connect(f"nats://127.0.0.1:{port}")
        stream = client.jetstream()
        start = time.perf_counter()
        for body in bodies:
            await stream.publish(SUBJECT, body)
        elapsed = time.perf_counter() - start
        await client.close()
        return elapsed

    return asyncio.run(loop())


def as_jarvis(port, path):
    """What Jarvis's retry does for each event, in a plain loop."""
    connection = Connection(port)
    start = time.perf_counter()
    latest = {}
    for line in open(path):
        record = json.loads(line)
        latest[record["event_id"]] = record
    for record in latest.values():
        envelope = record["envelope"]
        assert b'"seq"' in connection.request(SUBJECT, dump(envelope).encode())
        sealed = envelope["encrypted_payload"]
        inner = json.loads(SecretBox(KEY).decrypt(base64.b64decode(sealed["ciphertext_b64"]), base64.b64decode(sealed["nonce_b64"])))
        assert hashlib.sha256(dump(inner["state_delta"]).encode()).hexdigest() == envelope["state_hash"]
        with open(path, "a") as file:
            file.write(dump({"timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(), "event_id": record["event_id"],
                             "status": "published", "state_hash": envelope["state_hash"], "reason": "attestation_disabled"}) + "\n")
    return time.perf_counter() - start


def ours(port, path, place):
    environment = {"PATH": os.environ["PATH"], "HOME": place, "XDG_STATE_HOME": tempfile.mkdtemp(dir=place),
                   "JARVIS_MESH_SHARED_KEY": KEY.hex(), "JARVIS_MESH_NODE_PUBKEY": "node-a", "JARVIS_USE_MESH_SYNC": "1",
                   "JARVIS_NATS_URL": f"nats://127.0.0.1:{port}", "JARVIS_API_URL": "http://127.0.0.1:1"}
    start = time.perf_counter()
    run = subprocess.run([PROGRAM, "-C", place, "mesh", "retry", "--yes", "-q", "-o", "json", "--limit", "1000000", "--outbox", path],
                         env=environment, capture_output=True)
    elapsed = time.perf_counter() - start
    assert run.returncode == 0, run.stderr.decode() + run.stdout.decode()[-500:]
    return elapsed, json.loads(run.stdout)["summary"]["published"]


def main():
    count, rounds = (int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), 3
    server = "/usr/sbin/nats-server" if os.path.exists("/usr/sbin/nats-server") else shutil.which("nats-server")
    if not os.access(PROGRAM, os.X_OK) or not server:
        sys.exit("Benchmarks/retry.py: needs the release program (make build) and nats-server")
    with tempfile.TemporaryDirectory() as place:
        log = open(Path(place, "nats.out"), "w+")
        process = subprocess.Popen([server, "--addr", "127.0.0.1", "--port", "-1", "--jetstream", "--store_dir", place], stderr=log)
        try:
            port = None
            while port is None:
                time.sleep(0.02)
                text = Path(place, "nats.out").read_text()
                if "Server is ready" in text:
                    port = int(text.split("Listening for client connections on 127.0.0.1:")[1].split()[0])
            api = Connection(port)
            stream = {"name": "JARVIS_MESH", "subjects": [SUBJECT, SUBJECT + ".>"], "retention": "limits", "storage": "file", "num_replicas": 1}
            assert b"error" not in api.request("$JS.API.STREAM.CREATE.JARVIS_MESH", dump(stream).encode())
            path = str(Path(place, "outbox.jsonl"))
            times = {"publish and await": [], "as Jarvis does": [], "jarvis-ops mesh retry": []}
            for _ in range(rounds):
                make_outbox(path, count)
                times["publish and await"].append(publish_only(port, path))
                times["as Jarvis does"].append(as_jarvis(port, path))
                make_outbox(path, count)
                elapsed, published = ours(port, path, place)
                assert published == count
                times["jarvis-ops mesh retry"].append(elapsed)
            reference = statistics.median(times["publish and await"])
            print(f"{count} events, each of {os.path.getsize(path) // (count * 1)} bytes of outbox, before and after")
            for name, values in times.items():
                median = statistics.median(values)
                print(f"  {name:24} {count / median:10.0f} events/s   {reference / median:6.2f} x   (median of {rounds}: {median:.3f} s)")
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
