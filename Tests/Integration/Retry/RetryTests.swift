import JSONKit
import SystemKit
import TestSupport
import Testing

/// `mesh retry` through the program against a real nats-server; what arrives is judged by Python.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryTests {
    @Test("Every waiting event arrives once, sound, under its own message id, and is recorded as Jarvis records it")
    func happy() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 5], ["id": "old", "status": "published"], ["id": "big", "size": 300_000]])
            let nats = try bench.server()
            let receiver = try NATSReceiver(nats, subject: "jarvis.mesh.>", in: bench.fixture)
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.summary("published") == 6)
            #expect(try run.json()["transport"]?["kind"]?.text == "jetstream")
            #expect(try run.json()["transport"]?["duplicate_window_ms"]?.double == 120_000)
            let messages = try receiver.messages(6)
            let judged = try bench.judge(messages)
            #expect(Set(judged.compactMap { $0["id"]?.text }) == ["e0", "e1", "e2", "e3", "e4", "big"])
            for (message, verdict) in zip(messages, judged) {
                let headers = String(decoding: message.headers, as: UTF8.self)
                let expected = "Nats-Msg-Id: \(verdict["id"]?.text ?? "")/\(verdict["wire"]?.text ?? "")\r\n"
                #expect(headers.contains(expected), "\(headers) \(expected)")
            }
            let latest = try bench.latest(after: start)
            for verdict in judged {
                let record = latest[verdict["id"]?.text ?? ""]
                #expect(record?["status"]?.text == "published")
                #expect(record?["reason"]?.text == "attestation_disabled")
                #expect(record?["state_hash"]?.text == verdict["hash"]?.text)
            }
            #expect(try bench.stored(nats) == 6)
            try bench.expectWholeJournal()

            let before = try bench.bytes
            let again = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(again.code == 0)
            #expect(try again.json()["events"]?.array?.count == 0)
            try Schema.check(again.output, "mesh-retry")
            #expect(try bench.bytes == before)
            #expect(try bench.retry(nats: nats).output.contains("nothing to do"))
        }
    }

    @Test("An event whose record was lost is sent again, recognised by the stream, and that is said")
    func duplicate() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            let nats = try bench.server()
            let before = try bench.bytes
            #expect(try bench.retry(nats: nats).code == 0)
            try bench.fixture.write(String(decoding: before, as: UTF8.self), to: "jarvis/data/mesh/outbox.jsonl")
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 0)
            #expect(try run.event("e")?["acknowledged"]?.text == "duplicate")
            #expect(try bench.stored(nats) == 1)
            #expect(try bench.statuses(after: before.count) == ["e": "published"])
        }
    }

    @Test("Where the configuration asks for core NATS events go that way, and that this is weaker is said", arguments: [true, false])
    func core(jetStream: Bool) throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let nats = try bench.server(jetStream: jetStream)
            let receiver = try NATSReceiver(nats, subject: "jarvis.mesh.>", in: bench.fixture)
            let start = try bench.bytes.count
            let switches = ["JARVIS_MESH_USE_JETSTREAM": "0"]
            let run = try bench.retry(["--yes", "-o", "json"], switches, nats: nats)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.json()["transport"]?["kind"]?.text == "core")
            #expect(try run.json()["transport"]?["acknowledged"]?.bool == false)
            #expect(try run.event("e0")?["acknowledged"]?.text == "flush")
            #expect(try bench.judge(receiver.messages(3)).count == 3)
            #expect(Set(try bench.statuses(after: start).values) == ["published"])
            #expect(try bench.latest(after: start)["e0"]?["reason"]?.text == "core_nats")
            #expect(try run.summary("unconfirmed") == 3)
            try bench.makeOutbox([["id": "f"]])
            #expect(try bench.retry(["--yes"], switches, nats: nats).output.contains("WEAKER"))
        }
    }

    @Test("What waits to be published comes before what waits for a commit, each in order of first appearance, at most N")
    func order() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([
                ["id": "c1", "status": "pending_commit"], ["id": "p1"], ["id": "p2"], ["id": "c2", "status": "pending_commit"],
                ["id": "p1", "no_delta": true], ["id": "p3", "status": "published"], ["id": "p4"],
            ])
            func chosen(_ limit: Int) throws -> [String] {
                let run = try bench.retry(["--dry-run", "-o", "json", "--limit", "\(limit)"])
                #expect(run.code == 0)
                #expect(try run.json()["limit"]?.int == limit)
                return (try run.json()["events"]?.array ?? []).compactMap { $0["event_id"]?.text }
            }
            #expect(try chosen(100) == ["p1", "p2", "p4", "c1", "c2"])
            #expect(try chosen(4) == ["p1", "p2", "p4", "c1"])
            #expect(try chosen(2) == ["p1", "p2"])
            #expect(try chosen(1) == ["p1"])
            #expect(try bench.retry(["--dry-run", "-o", "json", "--limit", "2"]).summary("remaining") == 3)
            #expect(try bench.retry(["--dry-run", "-o", "json"]).summary("remaining") == 0)
            #expect(try bench.retry(["--dry-run", "--limit", "2"]).output.contains("3 more wait beyond the limit"))
            for wrong in ["0", "-1", "x", ""] { #expect(try bench.retry(["--yes", "--limit", wrong]).code == 64) }
        }
    }

    @Test("A dry run sends, writes and creates nothing, and says what would be done")
    func dryRun() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([
                ["id": "good"], ["id": "stale", "age": 3600], ["id": "bad", "tampered": true], ["id": "naked", "naked": true],
            ])
            let nats = try bench.server()
            let before = try bench.bytes
            let run = try bench.retry(["--dry-run", "-o", "json"], nats: nats)
            #expect(run.code == 0)
            try Schema.check(run.output, "mesh-retry")
            let events = try run.json()["events"]?.array ?? []
            #expect(events.compactMap { $0["disposition"]?.text } == ["publish", "hold", "quarantine", "hold"])
            #expect(events.allSatisfy { $0["now"]?.isNull == true })
            #expect(try bench.bytes == before)
            #expect(try bench.stored(nats) == 0)
            #expect(try Files.list(bench.state).isEmpty)
            #expect(try Files.list(bench.directory) == ["data"])
            let resealed = try bench.retry(["--dry-run", "--reseal", "-o", "json"], nats: nats)
            #expect(resealed.code == 0)
            #expect(try resealed.event("stale")?["disposition"]?.text == "reseal")
        }
    }

    @Test(
        "An outbox that is not there is empty; one that an option names and that is not there, or that cannot be read, is 66, one that cannot be written 73 with nothing sent"
    )
    func unusable() throws {
        try RetryBench.with { bench in
            for options in [["--yes"], ["--dry-run"], []] {
                let run = try bench.retry(options + ["-o", "json"])
                #expect(run.code == 0, "\(run.errors)")
                try Schema.check(run.output, "mesh-retry")
            }
            #expect(!Files.exists(bench.outbox))
            for mode in ["--yes", "--dry-run"] {
                #expect(try bench.retry([mode, "--outbox", bench.fixture.path("elsewhere"), "-o", "json"]).code == 66)
            }
            #expect(try bench.retry(["--yes", "--outbox", bench.directory, "-o", "json"]).code == 66)
            try bench.makeOutbox([["id": "e"]])
            let moved = try bench.fixture.write(String(decoding: try bench.bytes, as: UTF8.self), to: "named.jsonl")
            try bench.makeOutbox([["id": "other"]])
            let named = try bench.retry(["--dry-run", "--outbox", moved, "-o", "json"])
            #expect(try named.event("e") != nil)
            let variable = try bench.retry(["--dry-run", "-o", "json"], ["JARVIS_MESH_OUTBOX_PATH": moved])
            #expect(try variable.event("e") != nil)
            guard SmallDisk.isPossible else { return }
            let nats = try bench.server()
            try SmallDisk.with(bench.fixture.path("jarvis/data/mesh")) { disk in
                try bench.makeOutbox([["id": "e"]])
                try disk.makeReadOnly()
                #expect(try bench.retry(["--dry-run"]).code == 0)
                // First somebody has to approve, and then nothing can be written.
                #expect(try bench.retry([], nats: nats).code == 77)
                let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
                #expect(run.code == 73, "\(run.output)")
                try Schema.check(run.output, "error")
                #expect(try bench.stored(nats) == 0)
            }
        }
    }
}
