/// Python for the tests of `mesh retry`: outboxes made, and messages judged, by PyNaCl and json alone.
enum RetryPython {
    /// Debian's own: another python3 on the PATH need not have PyNaCl.
    static let program = "/usr/bin/python3"

    static let common = """
        import base64, datetime, hashlib, json, os, sys
        from nacl.secret import SecretBox
        KEY, SUBJECT = bytes.fromhex("11" * 32), "jarvis.mesh.sync"
        dump = lambda value: json.dumps(value, sort_keys=True, separators=(",", ":"))
        sha256 = lambda value: hashlib.sha256(dump(value).encode()).hexdigest()

        """

    /// Reads a list of wishes from a file, and writes the outbox.
    static let outbox =
        common + """
            now = datetime.datetime.now(datetime.timezone.utc)
            envelopes = {}

            def envelope(name, delta, wish):
                issued = now - datetime.timedelta(seconds=wish.get("age", 0))
                digest = wish.get("hash") or sha256(delta)
                previous = wish.get("previous")
                inner = {"message_id": wish.get("inner_id", wish.get("message_id", name)), "prev_state_hash": previous, "state_delta": delta, "state_hash": digest}
                nonce = os.urandom(24)
                key = bytes.fromhex(wish["key"]) if "key" in wish else KEY
                sealed = bytearray(SecretBox(key).encrypt(dump(inner).encode(), nonce).ciphertext)
                if wish.get("tampered"):
                    sealed[20] ^= 1
                named = wish.get("message_id", name)
                made = {"protocol_version": "1.0", "channel": wish.get("channel", SUBJECT), "node_pubkey": wish.get("node", "node-a"),
                        "message_id": wish.get("outer_id", named), "issued_at": issued.isoformat(),
                        "expires_at": (issued + datetime.timedelta(seconds=wish.get("lasts", 300))).isoformat(),
                        "ttl_seconds": wish.get("ttl", 300), "state_hash": digest, "prev_state_hash": previous,
                        "encrypted_payload": {"nonce_b64": base64.b64encode(nonce).decode(),
                                              "ciphertext_b64": base64.b64encode(bytes(sealed)).decode()}}
                if wish.get("ttl", 300) is None:
                    del made["ttl_seconds"]
                return made

            with open(sys.argv[2], "wb") as file:
                for wish in json.load(open(sys.argv[1])):
                    if "raw" in wish:
                        file.write(wish["raw"].encode("latin-1"))
                        continue
                    for number in range(wish.get("count", 1)):
                        name = wish["id"] + (str(number) if "count" in wish else "")
                        delta = {"event_id": name, "text": "x" * wish.get("size", 1), "ratio": 0.1 + number}
                        if wish.get("anonymous"):
                            del delta["event_id"]
                        if "delta_id" in wish:
                            delta["event_id"] = wish["delta_id"]
                        written = now - datetime.timedelta(seconds=wish.get("recorded_age", 0))
                        record = {"timestamp": written.isoformat(), "event_id": name, "status": wish.get("status", "pending_publish"),
                                  "state_hash": wish.get("recorded", sha256(delta)), "state_delta": delta}
                        if not wish.get("naked"):
                            envelopes[name] = (envelope(name, delta, wish), delta)
                            record["envelope"] = envelopes[wish.get("envelope_of", name)][0]
                        if "copy_of" in wish:
                            record["envelope"], record["state_delta"] = envelopes[wish["copy_of"]]
                            record["state_hash"] = sha256(record["state_delta"])
                        if wish.get("no_delta"):
                            del record["state_delta"]
                        record["timestamp"] = wish.get("timestamp", record["timestamp"])
                        line = dump(record).encode()
                        if wish.get("torn"):
                            line = line[:-1]
                        if wish.get("bad_byte"):
                            line = line.replace(b'"status"', b'"note":"\\xff","status"')
                        file.write(line + wish.get("end", "\\n").encode())
            """

    /// Judges bodies that came over the wire, one hexadecimal text a line; prints one JSON object for each.
    static let receiver =
        common + """
            for line in open(sys.argv[1]):
                body = bytes.fromhex(line.strip())
                envelope = json.loads(body)
                sealed = envelope["encrypted_payload"]
                inner = json.loads(SecretBox(KEY).decrypt(base64.b64decode(sealed["ciphertext_b64"], validate=True),
                                                          base64.b64decode(sealed["nonce_b64"], validate=True)))
                parse = datetime.datetime.fromisoformat
                lasts = (parse(envelope["expires_at"]) - parse(envelope["issued_at"])).total_seconds()
                now = datetime.datetime.now(datetime.timezone.utc)
                assert body == dump(envelope).encode(), "not in Jarvis's form"
                assert envelope["message_id"] == inner["message_id"], "message id"
                assert envelope["state_hash"] == inner["state_hash"] == sha256(inner["state_delta"]), "hash"
                assert envelope["prev_state_hash"] == inner["prev_state_hash"], "previous hash"
                assert lasts == envelope["ttl_seconds"], "lifetime"
                assert parse(envelope["issued_at"]) <= now + datetime.timedelta(seconds=30), "issued in the future"
                assert now <= parse(envelope["expires_at"]), "stale"
                assert envelope["channel"] == SUBJECT and envelope["node_pubkey"] == "node-a", "names"
                print(dump({"id": envelope["message_id"], "hash": envelope["state_hash"], "previous": envelope["prev_state_hash"],
                            "wire": hashlib.sha256(body).hexdigest()[:16]}))
            """

    /// Reads the outbox as Jarvis does, and checks every line that the program appended: Jarvis would write the same bytes.
    static let reader =
        common + """
            path, start = sys.argv[1], int(sys.argv[2])
            data = open(path, "rb").read()
            latest = {}
            for line in data.decode(errors="replace").splitlines():
                try: record = json.loads(line.strip())
                except ValueError: continue
                if isinstance(record, dict) and record.get("event_id"): latest[str(record["event_id"])] = record
            for line in data[start:].splitlines(keepends=True):
                try: record = json.loads(line)
                except ValueError: continue
                if not isinstance(record, dict) or "writer" in record: continue
                assert line == (dump(record) + "\\n").encode(), line
                assert set(record) <= {"timestamp", "event_id", "status", "state_hash", "reason", "metadata"}, line
                time = datetime.datetime.fromisoformat(record["timestamp"])
                assert time.isoformat() == record["timestamp"], line
            print(dump(latest))
            """
}
