import JSONKit
import SystemKit
import TestSupport
import Testing

/// What is not sent: stale, broken, refused, unconfigured. What arrives at the server proves it.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryJudgementTests {
    @Test("Nothing that is broken ever reaches the server; it is recorded invalid with its reason, and the others go out")
    func poisoned() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([
                ["id": "hash", "hash": String(repeating: "0", count: 64).json], ["id": "good"],
                ["id": "tampered", "tampered": true], ["id": "message", "inner_id": "other"], ["id": "lifetime", "lasts": 31_536_000],
                ["id": "channel", "channel": "jarvis.mesh.other"], ["id": "future", "age": -3600],
                ["id": "key", "key": String(repeating: "22", count: 32).json],
                ["id": "never", "naked": true, "recorded": String(repeating: "0", count: 64).json],
            ])
            let nats = try bench.server()
            let receiver = try NATSReceiver(nats, subject: ">", in: bench.fixture)
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json", "--reseal", "--confirm", "reseal"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            let reasons = [
                "hash": "hash_mismatch", "tampered": "decryption_failed", "message": "message_id_mismatch",
                "lifetime": "lifetime_mismatch", "key": "decryption_failed", "never": "hash_mismatch",
            ]
            let latest = try bench.latest(after: start)
            for (id, reason) in reasons {
                #expect(try run.event(id)?["disposition"]?.text == "quarantine", "\(id)")
                #expect(latest[id]?["status"]?.text == "invalid_envelope", "\(id)")
                #expect(latest[id]?["reason"]?.text == reason, "\(id)")
            }
            #expect(try run.event("channel")?["disposition"]?.text == "hold")
            #expect(try run.event("channel")?["reason"]?.text == "channel_mismatch")
            #expect(latest["channel"]?["status"]?.text == "pending_publish")
            // A wrong clock says nothing of the event: it may be right in a minute.
            #expect(try run.event("future")?["disposition"]?.text == "hold")
            #expect(try run.event("future")?["reason"]?.text == "clock_skew")
            #expect(latest["future"]?["status"]?.text == "pending_publish")
            #expect(latest["good"]?["status"]?.text == "published")
            #expect(try run.summary("quarantined") == 6)
            #expect(try run.json()["escalation"]?.text?.contains("data integrity") == true)
            #expect(try run.json()["next"]?.array?.contains { $0.text?.contains("mesh acknowledge") == true } == true)
            let bodies = try receiver.messages(1).filter { $0.subject == "jarvis.mesh.sync" || $0.subject.hasPrefix("jarvis") }
            #expect(try bench.judge(bodies).compactMap { $0["id"]?.text } == ["good"])
            #expect(try bench.stored(nats) == 1)
            try bench.expectWholeJournal()
        }
    }

    @Test("A stale event is held; sealed anew it has the old delta and hashes, and an approval of its own")
    func stale() throws {
        try RetryBench.with { bench in
            let previous: JSONValue = String(repeating: "a", count: 64).json
            try bench.makeOutbox([
                ["id": "stale", "age": 3600, "previous": previous, "anonymous": true], ["id": "naked", "naked": true],
                ["id": "bare", "naked": true, "no_delta": true],
            ])
            let nats = try bench.server()
            let receiver = try NATSReceiver(nats, subject: "jarvis.mesh.>", in: bench.fixture)
            let before = try bench.bytes
            let held = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(held.code == 1)
            try Schema.check(held.output, "mesh-retry")
            #expect(try held.summary("held") == 3)
            #expect(try held.event("stale")?["reason"]?.text == "stale_commitment")
            #expect(try held.event("naked")?["reason"]?.text == "missing_envelope")
            #expect(try bench.bytes == before)
            for options in [["--reseal", "--yes"], ["--reseal", "--yes", "--confirm", "mesh"], ["--reseal", "--no-input", "--yes"]] {
                let run = try bench.retry(options, nats: nats)
                #expect(run.code == 77)
                #expect(run.errors.contains("--confirm reseal"))
            }
            #expect(try bench.bytes == before)
            #expect(try bench.stored(nats) == 0)
            let run = try bench.retry(["--reseal", "--confirm", "reseal", "-o", "json"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.summary("published") == 2)
            #expect(try run.event("bare")?["disposition"]?.text == "hold")
            let judged = try bench.judge(receiver.messages(2))
            let hashes = try JSONReader().read(bench.python(RetryPython.reader, [bench.outbox, "\(before.count)"]))
            for verdict in judged {
                let id = verdict["id"]?.text ?? ""
                #expect(verdict["previous"] == (id == "stale" ? previous : .null))
                #expect(hashes[id]?["state_hash"]?.text == verdict["hash"]?.text)
                #expect(String(decoding: before, as: UTF8.self).contains(verdict["hash"]?.text ?? "?"), "the hash on record stays")
            }
            #expect(try bench.statuses(after: before.count) == ["stale": "published", "naked": "published", "bare": "pending_publish"])
        }
    }

    @Test("What waits for a commit is held while attestation is off, and validated all the same")
    func pendingCommit() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([
                ["id": "good", "status": "pending_commit", "age": 3600], ["id": "bad", "status": "pending_commit", "tampered": true],
                ["id": "hashless", "status": "pending_commit", "recorded": ""], ["id": "naked", "status": "pending_commit", "naked": true],
                ["id": "wrong", "status": "pending_commit", "recorded": "00"],
            ])
            let nats = try bench.server()
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1)
            let expected = [
                "good": ("hold", "attestation_disabled"), "bad": ("quarantine", "decryption_failed"),
                "hashless": ("hold", "missing_state_hash"), "naked": ("hold", "missing_envelope"), "wrong": ("quarantine", "hash_mismatch"),
            ]
            for (id, (disposition, reason)) in expected {
                #expect(try run.event(id)?["disposition"]?.text == disposition, "\(id)")
                #expect(try run.event(id)?["reason"]?.text == reason, "\(id)")
            }
            let statuses = try bench.statuses(after: start)
            #expect(statuses["bad"] == "invalid_envelope")
            #expect(statuses["good"] == "pending_commit")
            #expect(try bench.stored(nats) == 0)
        }
    }

    @Test(
        "Without a usable key or node key nothing is sent: 78, after what the rules and approvals say",
        arguments: [
            ["JARVIS_MESH_SHARED_KEY": "-"], ["JARVIS_MESH_SHARED_KEY": ""], ["JARVIS_MESH_SHARED_KEY": "11223"],
            ["JARVIS_MESH_SHARED_KEY": "zz"], ["JARVIS_MESH_NODE_PUBKEY": "-"], ["JARVIS_MESH_NODE_PUBKEY": "  "],
            ["JARVIS_NATS_URL": "http://127.0.0.1:1"],
        ])
    func unconfigured(variables: [String: String]) throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"], ["id": "bad", "tampered": true]])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], variables)
            #expect(run.code == 78, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "error")
            #expect(try bench.retry([], variables).code == 77)
            let production = variables.merging(["JARVIS_OPS_ENVIRONMENT": "production"]) { $1 }
            #expect(try bench.retry(["--yes"], production).code == 77)
            #expect(try bench.bytes == before)
        }
    }

    @Test(
        "In production nothing is sent or recorded while sync is off, whatever waits",
        arguments: [["id": "good"], ["id": "stale", "age": 3600], ["id": "bad", "tampered": true]] as [JSONValue])
    func syncOff(wish: JSONValue) throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([wish])
            let nats = try bench.server()
            let before = try bench.bytes
            let production = ["JARVIS_OPS_ENVIRONMENT": "production"]
            let run = try bench.retry(["--yes", "-o", "json"], production, nats: nats)
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.json()["decision"]?["allowed"]?.bool == false)
            let refusing = try run.json()["decision"]?["rules"]?.array?.filter { $0["verdict"]?.text == "refuses" }
            #expect(refusing?.compactMap { $0["id"]?.text } == ["flags-off-unless-smoke"])
            #expect(try run.json()["sync"]?["enabled"]?.bool == false)
            let text = try bench.retry(["--yes"], production, nats: nats)
            #expect(text.code == 77)
            #expect(text.errors.contains("mesh smoke sync"))
            #expect(try bench.retry(["--dry-run"], production, nats: nats).code == 77)
            #expect(try bench.bytes == before)
            #expect(try bench.stored(nats) == 0)
            // What `.env` says is no evidence of what runs, and the report says who says that it is on.
            try bench.fixture.write("JARVIS_USE_MESH_SYNC=1\n", to: "jarvis/.env")
            let allowed = try bench.retry(["--dry-run", "-o", "json"], production, nats: nats)
            #expect(allowed.code == 77 && allowed.output.contains("whether the service runs with sync cannot be seen"), "\(allowed.output)")
            #expect(try allowed.json()["sync"]?["source"]?.text == "configured")
        }
    }

    @Test("Where the compose file cannot be read, nobody can tell whose outbox it is: it must be named")
    func whoseOutbox() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "good"]])
            try bench.fixture.write("services: [\n", to: "jarvis/docker-compose.yml")
            let nats = try bench.server()
            let before = try bench.bytes
            let refused = try bench.retry(["--yes"], nats: nats)
            #expect(refused.code == 66 && refused.errors.contains("--outbox FILE"), "\(refused.output) \(refused.errors)")
            #expect(try bench.bytes == before)
            let named = try bench.retry(["--dry-run", "--outbox", bench.fixture.path("jarvis/data/mesh/outbox.jsonl")], nats: nats)
            #expect(named.code == 0, "\(named.output) \(named.errors)")
        }
    }

    @Test("A file as other programs leave it: CRLF, bytes that are no UTF-8, an unfinished last line, an event of 2 MB")
    func odd() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([
                ["id": "crlf", "end": "\r\n"], ["raw": "\u{FF}\u{FE}\n"], ["id": "large", "size": 2_000_000], ["id": "last"],
                ["raw": "{\"event_id\": \"torn\", \"sta"],
            ])
            let nats = try bench.server(options: ["-c", try bench.fixture.write("max_payload: 4MB\n", to: "nats.conf")])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try bench.stored(nats) == 3)
            let after = try bench.bytes
            #expect(Array(after.prefix(before.count)) == before)
            // The unfinished line was ended, so that no record grew onto it.
            #expect(after.dropFirst(before.count).first == UInt8(ascii: "\n"))
            #expect(try bench.retry(["--yes", "-o", "json"], nats: nats).summary("retried") == 0)
        }
    }

    @Test("An event that is larger than the server takes fails alone")
    func tooLarge() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "a"], ["id": "large", "size": 2_000_000], ["id": "b"]])
            let nats = try bench.server()
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try bench.statuses(after: start) == ["a": "published", "large": "pending_publish", "b": "published"])
            #expect(try run.json()["summary"]?["errors"]?.array?.compactMap { $0["event_id"]?.text } == ["large"])
            #expect(try run.json()["transport"]?["failure"]?.isNull == true)
        }
    }

    @Test("Ids that are no text stay apart")
    func surrogates() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "\u{E9}"]])
            let one = "{\"event_id\":\"\\ud800\",\"state_delta\":{\"a\":1},\"state_hash\":\"\",\"status\":\"pending_publish\"}\n"
            try bench.fixture.write(one + one.replacing("d800", with: "d801"), to: "jarvis/data/mesh/outbox.jsonl")
            let run = try bench.retry(["--reseal", "--dry-run", "-o", "json"])
            #expect(try run.json()["events"]?.array?.compactMap { $0["event_id"]?.text } == ["\\ud800", "\\ud801"])
        }
    }
}
