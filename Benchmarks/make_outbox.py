#!/usr/bin/env python3
"""Writes an outbox as Jarvis would: sorted keys, no spaces, ASCII, one record a line of about 1 kB.

    make_outbox.py FILE [--records N] [--events N] [--seed N]

The same arguments give the same file. The envelopes are shaped right and sealed with nothing: random texts stand where ciphertext would.
"""
import argparse
import base64
import json
import random
from datetime import datetime, timedelta, timezone

STATUSES = ["pending_publish", "pending_commit", "published", "committed", "invalid_envelope"]
WEIGHTS = [10, 10, 30, 48, 2]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    source = random.Random(options.seed)
    pool = base64.b64encode(source.randbytes(1 << 20)).decode()
    digits = source.randbytes(1 << 19).hex()

    def piece(text, length):
        start = source.randrange(len(text) - length)
        return text[start:start + length]

    def event_id():
        text = piece(digits, 32)
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"

    ids = list({event_id(): None for _ in range(options.events * 2)})[:options.events]
    start = datetime(2026, 3, 14, 9, 26, tzinfo=timezone.utc)
    with open(options.file, "w") as file:
        for number in range(options.records):
            # Every id appears, and then again at random.
            name = ids[number] if number < len(ids) else source.choice(ids)
            now = start + timedelta(microseconds=number * 7919)
            digest = piece(digits, 64)
            record = {
                "timestamp": now.isoformat(), "event_id": name, "status": source.choices(STATUSES, WEIGHTS)[0], "state_hash": digest,
                "state_delta": {"event_id": name, "key": f"memory/{number}", "importance": round(source.random(), 4), "tags": ["note", "é"]},
                "envelope": {
                    "protocol_version": "1.0", "channel": "jarvis.mesh.sync", "node_pubkey": piece(digits, 44), "message_id": name,
                    "issued_at": now.isoformat(), "expires_at": (now + timedelta(seconds=300)).isoformat(), "ttl_seconds": 300,
                    "state_hash": digest, "prev_state_hash": None,
                    "encrypted_payload": {"nonce_b64": piece(pool, 32), "ciphertext_b64": piece(pool, 260)},
                },
            }
            if record["status"] == "invalid_envelope":
                record["reason"] = "stale_commitment"
            file.write(json.dumps(record, sort_keys=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
