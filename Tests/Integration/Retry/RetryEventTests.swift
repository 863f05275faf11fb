import JSONKit
import SystemKit
import TestSupport
import Testing

/// Which event is sent: what names it must agree, a message goes out once, and what was invalid once is a person's matter. What a real
/// nats-server stored proves it.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryEventTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let outbox: JSONValue
        /// The reasons of those that are not sent, by event.
        let held: [String: String]
        let broken: [String: String]
        let sent: [String]

        init(
            _ name: String, _ outbox: JSONValue, sent: [String] = [], held: [String: String] = [:], broken: [String: String] = [:]
        ) {
            testDescription = name
            self.outbox = outbox
            self.held = held
            self.broken = broken
            self.sent = sent
        }
    }

    static let zeros = String(repeating: "0", count: 64).json
    static let cases: [Case] = [
        Case(
            "the envelope of another event", [["id": "e1"], ["id": "e2", "envelope_of": "e1"]], sent: ["e1"],
            broken: ["e2": "hash_mismatch"]),
        Case("another hash in the record", [["id": "e1", "recorded": zeros]], broken: ["e1": "hash_mismatch"]),
        Case(
            "three events with one envelope", [["id": "e1"], ["id": "e2", "copy_of": "e1"], ["id": "e3", "copy_of": "e1"]], sent: ["e1"],
            held: ["e2": "replay_detected", "e3": "replay_detected"]),
        Case(
            "the envelope of an event that is published",
            [["id": "e1"], ["id": "e1", "status": "published"], ["id": "e2", "copy_of": "e1"]],
            held: ["e2": "replay_detected"]),
        Case(
            "an event that is published waits again", [["id": "e1", "status": "published"], ["id": "e1"]],
            held: ["e1": "replay_detected"]),
        Case("another event in the delta", [["id": "e1", "delta_id": "e9"]], broken: ["e1": "event_id_mismatch"]),
        Case("another message id", [["id": "e1", "message_id": "e9"]], broken: ["e1": "message_id_mismatch"]),
        Case("another node", [["id": "e1", "node": "node-b"]], held: ["e1": "node_pubkey_mismatch"]),
        Case(
            "sealed a day ago, with an expiry to match",
            [["id": "e1", "age": 86_400, "lasts": 172_800, "ttl": 172_800, "recorded_age": 86_400]],
            held: ["e1": "stale_commitment"]),
        Case("recorded a day ago, sealed now", [["id": "e1", "recorded_age": 86_400], ["id": "e1"]], held: ["e1": "stale_commitment"]),
        Case("no ttl_seconds", [["id": "e1", "ttl": nil]], sent: ["e1"]),
        Case("from a clock that is a minute ahead", [["id": "e1", "age": -60, "recorded_age": -60]], held: ["e1": "clock_skew"]),
        Case(
            "invalid once, and waiting again",
            [["id": "e1"], ["id": "e1", "status": "invalid_envelope", "naked": true], ["id": "e1", "naked": true]],
            held: ["e1": "invalid_envelope"]),
        Case(
            "invalid once, and waiting for its commit",
            [["id": "e1", "status": "invalid_envelope"], ["id": "e1", "status": "pending_commit"]], held: ["e1": "invalid_envelope"]),
        Case(
            "named by a line that cannot be read: it may have been sent",
            [["id": "e1", "status": "published", "bad_byte": true], ["id": "e1"], ["id": "e10"]], sent: ["e10"],
            held: ["e1": "unreadable_history"]),
        Case(
            "named by a torn line: it may have been invalid",
            [["id": "e1", "status": "invalid_envelope", "naked": true, "torn": true], ["id": "e1"]], held: ["e1": "unreadable_history"]),
        Case(
            "first recorded at a time that is none", [["id": "e1", "timestamp": "2020-13-01"], ["id": "e1"]],
            held: ["e1": "stale_commitment"]),
    ]

    @Test("Only what is sound, new and this node's is sent; the rest keeps its place with the reason", arguments: cases)
    func judged(test: Case) throws {
        try RetryBench.with { bench in
            try bench.makeOutbox(test.outbox)
            let nats = try bench.server()
            let start = try bench.bytes.count
            let before = try bench.statuses(after: start)
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            try Schema.check(run.output, "mesh-retry")
            #expect(run.code == (test.held.isEmpty && test.broken.isEmpty ? 0 : 1), "\(run.output) \(run.errors)")
            let after = try bench.statuses(after: start)
            for (id, reason) in test.held {
                #expect(try run.event(id)?["disposition"]?.text == "hold", "\(run.output)")
                #expect(try run.event(id)?["reason"]?.text == reason)
                #expect(after[id] == before[id])
                #expect(try run.event(id)?["because"]?.text?.hasPrefix(reason) ?? true)
            }
            for (id, reason) in test.broken {
                #expect(try run.event(id)?["disposition"]?.text == "quarantine", "\(run.output)")
                #expect(try run.event(id)?["reason"]?.text == reason)
                #expect(after[id] == "invalid_envelope")
                #expect(try bench.latest(after: start)[id]?["reason"]?.text == reason)
            }
            #expect(test.sent.allSatisfy { after[$0] == "published" })
            #expect(try bench.stored(nats) == test.sent.count)
        }
    }

    @Test("A clock that is behind the newest record is said, and nothing is written")
    func slowClock() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 2, "age": -60, "recorded_age": -60]])
            let nats = try bench.server()
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1)
            #expect(try (55...60).contains(run.json()["clock_behind_seconds"]?.int ?? 0), "\(run.output)")
            // All of it is held: that was carried out, and is no word of what would be.
            let text = try bench.retry(["--yes"], nats: nats).output
            #expect(text.contains("behind the newest record"))
            #expect(text.contains("NOW") && text.contains("2 held") && !text.contains("WOULD"), "\(text)")
            #expect(try bench.retry(["-n"], nats: nats).output.contains("WOULD"))
            #expect(try bench.bytes == before)
            #expect(try bench.stored(nats) == 0)
        }
    }

    @Test("What was invalid once is sent when a person acknowledged that very record, and then by its name")
    func acknowledged() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e1"], ["id": "e1", "status": "invalid_envelope", "naked": true], ["id": "e1", "naked": true]])
            let nats = try bench.server()
            let held = try bench.retry(nats: nats)
            #expect(held.output.contains("mesh acknowledge EVENT"), "\(held.output)")
            let word = try bench.run(["mesh", "acknowledge", "e1", "--reason", "a test", "-o", "json"])
            #expect(word.code == 0, "\(word.errors)")
            let asked = try bench.retry(["--yes", "--no-input"], nats: nats)
            #expect(asked.code == 77)
            #expect(asked.errors.contains("--confirm event:e1"), "\(asked.errors)")
            #expect(try bench.stored(nats) == 0)
            let sent = try bench.retry(["--confirm", "event:e1", "-o", "json"], nats: nats)
            #expect(sent.code == 0, "\(sent.output) \(sent.errors)")
            #expect(try bench.stored(nats) == 1)
        }
    }

    @Test("The word of a person is for one record: when it is invalid anew, that is another one")
    func acknowledgedBefore() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e1", "status": "invalid_envelope"], ["id": "e1"]])
            #expect(try bench.run(["mesh", "acknowledge", "e1", "--reason", "a test"]).code == 0)
            let once = try bench.retry(["--dry-run", "-o", "json"])
            #expect(try once.event("e1")?["disposition"]?.text == "publish", "\(once.output)")
            let text = String(decoding: try bench.bytes, as: UTF8.self)
            let lines = text.split(separator: "\n")
            let anew = (lines.first ?? "").replacing("\"x\"", with: "\"y\"")
            try bench.fixture.write(text + anew + "\n" + (lines.last ?? "") + "\n", to: "jarvis/data/mesh/outbox.jsonl")
            let twice = try bench.retry(["--dry-run", "-o", "json"])
            #expect(try twice.event("e1")?["reason"]?.text == "invalid_envelope", "\(twice.output)")
        }
    }

    @Test("With another subject configured, what says Jarvis's own channel goes there", arguments: [false, true])
    func subject(isStale: Bool) throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e1", "age": (isStale ? 400 : 0).json]])
            let nats = try bench.server()
            let receiver = try NATSReceiver(nats, subject: ">", in: bench.fixture)
            let options = isStale ? ["--reseal", "--confirm", "reseal"] : ["--yes"]
            let run = try bench.retry(options + ["-o", "json"], ["JARVIS_MESH_SYNC_SUBJECT": "own.subject"], nats: nats)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(try bench.stored(nats) == 1)
            #expect(try bench.judge(receiver.messages(1).filter { $0.subject == "jarvis.mesh.sync" }).count == 1)
        }
    }

    @Test("An id that no header can carry is sent all the same, and a repeat is recognised")
    func oddID() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "a\nb \u{E9}"]])
            let nats = try bench.server()
            let before = try bench.bytes
            #expect(try bench.retry(nats: nats).code == 0)
            try bench.fixture.write(String(decoding: before, as: UTF8.self), to: "jarvis/data/mesh/outbox.jsonl")
            #expect(try bench.retry(nats: nats).code == 0)
            #expect(try bench.stored(nats) == 1)
        }
    }
}
