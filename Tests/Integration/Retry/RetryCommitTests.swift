import JSONKit
import Journal
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// Commits through a real Python process with a stand-in for Jarvis's attestation service: its module, its function, its signature and
/// its four answers, and no block chain behind it.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryCommitTests {
    static let standIn = """
        import json, os, signal, sys

        class StandIn:
            async def commit_state_hash(self, state_hash, *, event_id=None, node_pubkey=None, metadata=None):
                here = os.path.dirname(os.path.abspath(__file__))
                with open(os.path.join(here, "asked"), "a") as file:
                    file.write(json.dumps([state_hash, event_id, node_pubkey, metadata, open("/proc/self/cmdline").read()]) + "\\n")
                mode = open(os.path.join(here, "mode")).read()
                print("a line of a log")
                # What else happens in the world while a commit is under way.
                hook = os.path.join(here, "hook.py")
                if os.path.exists(hook):
                    exec(open(hook).read(), {"event_id": event_id, "here": here})
                if mode == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                if mode == "raise":
                    raise RuntimeError("the service broke")
                return {"committed": {"status": "committed", "signature": "sig-" + event_id, "slot": 7},
                        "disabled": {"status": "disabled"}, "unconfigured": {"status": "unconfigured", "reason": "no keypair"},
                        "failed": {"status": "failed", "reason": "commit_failed", "error": "RPC said no"}}[mode]

        def get_mesh_attestation_service():
            return StandIn()
        """
    static let on = ["JARVIS_USE_MESH_SYNC": "1", "JARVIS_USE_MESH_ATTEST": "1", "JARVIS_OPS_PYTHON": RetryPython.program]

    private func with(_ body: (RetryBench, NATSServer) throws -> Void) throws {
        try RetryBench.with { bench in
            try bench.makeAttestation("committed")
            try body(bench, try bench.server())
        }
    }

    private func answer(_ mode: String, _ bench: RetryBench) throws { try bench.makeAttestation(mode) }

    /// What the service was asked, one array for each time.
    private func asked(_ bench: RetryBench) throws -> [JSONValue] {
        let path = bench.fixture.path("jarvis/services/compute/asked")
        guard Files.exists(path) else { return [] }
        return try String(decoding: Files.read(path), as: UTF8.self).split(separator: "\n").map { try JSONReader().read(String($0)) }
    }

    struct Case: CustomTestStringConvertible {
        let mode: String
        /// Afterwards, of an event that was published and of one that waited for its commit.
        let published: String
        let waiting: String
        let reason: String?
        let code: Int32
        var testDescription: String { mode }
    }

    @Test(
        "Each answer of the service is recorded as Jarvis does",
        arguments: [
            Case(mode: "committed", published: "committed", waiting: "committed", reason: nil, code: 0),
            Case(mode: "disabled", published: "published", waiting: "pending_commit", reason: "attestation_disabled", code: 1),
            Case(mode: "unconfigured", published: "pending_commit", waiting: "pending_commit", reason: "no keypair", code: 1),
            Case(mode: "failed", published: "pending_commit", waiting: "pending_commit", reason: "RPC said no", code: 1),
        ])
    func statuses(test: Case) throws {
        try with { bench, nats in
            try answer(test.mode, bench)
            try bench.makeOutbox([["id": "p"], ["id": "c", "status": "pending_commit", "age": 4000]])
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json"], Self.on, nats: nats)
            #expect(run.code == test.code, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            let latest = try bench.latest(after: start)
            #expect(latest["p"]?["status"]?.text == test.published)
            #expect(latest["c"]?["status"]?.text == test.waiting)
            for id in ["p", "c"] {
                #expect(latest[id]?["reason"]?.text == test.reason)
                if test.mode == "committed" {
                    #expect(latest[id]?["metadata"]?["signature"]?.text == "sig-\(id)")
                    #expect(latest[id]?["metadata"]?["slot"]?.int == 7)
                }
            }
            let questions = try asked(bench)
            #expect(questions.compactMap { $0.array?[1].text } == ["p", "c"])
            #expect(questions.first?.array?[0].text == latest["p"]?["state_hash"]?.text)
            #expect(questions.first?.array?[2].text == "node-a")
            // Neither the event nor a secret stands on the command line.
            for question in questions {
                let line = question.array?[4].text ?? ""
                #expect(!line.isEmpty)
                #expect(!line.contains(RetryBench.key))
                #expect(!line.contains("node-a"))
            }
            #expect(try bench.stored(nats) == 1)
            // What was sent and stored counts as published, whatever came after.
            #expect(try run.summary("published") == 1)
            #expect(try run.summary("committed") == (test.mode == "committed" ? 2 : 0))
        }
    }

    @Test("A commit whose end nobody saw is never asked for again by itself", arguments: ["kill", "raise"])
    func unknown(mode: String) throws {
        try with { bench, nats in
            try answer(mode, bench)
            try bench.makeOutbox([["id": "e"]])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], Self.on, nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.event("e")?["because"]?.text?.contains("not known") == true)
            #expect(try bench.bytes == before)
            try answer("committed", bench)
            let again = try bench.retry(["--yes", "--no-input"], Self.on, nats: nats)
            #expect(again.code == 77)
            #expect(again.errors.contains("--confirm mesh/retry.e"), "\(again.errors)")
            let resume = try bench.run(["runs", "resume", "last", "--yes", "--no-input"], Self.on, nats: nats)
            #expect(resume.code == 77, "\(resume.output) \(resume.errors)")
            #expect(try asked(bench).count == 1)
            let confirmed = try bench.retry(["--yes", "--confirm", "mesh/retry.e"], Self.on, nats: nats)
            #expect(confirmed.code == 0, "\(confirmed.output) \(confirmed.errors)")
            #expect(try asked(bench).count == 2)
            #expect(try bench.statuses(after: before.count) == ["e": "committed"])
            #expect(try bench.stored(nats) == 1)
        }
    }

    @Test("The checkout's own Python is taken where none is named; without any, what was published waits for its commit")
    func python() throws {
        try with { bench, nats in
            try answer("committed", bench)
            try bench.makeOutbox([["id": "e"]])
            let start = try bench.bytes.count
            let variables = Self.on.filter { $0.key != "JARVIS_OPS_PYTHON" }
            let without = try bench.retry(["--yes", "-o", "json"], variables, nats: nats)
            #expect(without.code == 1, "\(without.output) \(without.errors)")
            #expect(try bench.statuses(after: start) == ["e": "pending_commit"])
            for name in [".venv", ".venv/bin"] { try bench.fixture.makeDirectory("jarvis/" + name) }
            try bench.fixture.write("#!/bin/sh\nexec \(RetryPython.program) \"$@\"\n", to: "jarvis/.venv/bin/python", mode: 0o755)
            let with = try bench.retry(["--yes", "-o", "json"], variables, nats: nats)
            #expect(with.code == 0, "\(with.output) \(with.errors)")
            #expect(try bench.statuses(after: start) == ["e": "committed"])
            #expect(try bench.stored(nats) == 1)
        }
    }
}

extension RetryBench {
    /// The stand-in for the attestation service, which gives this answer from now on.
    func makeAttestation(_ mode: String) throws {
        for name in ["services", "services/compute"] where !Files.exists(fixture.path("jarvis/" + name)) {
            try fixture.makeDirectory("jarvis/" + name)
            try fixture.write("", to: "jarvis/\(name)/__init__.py")
        }
        try fixture.write(RetryCommitTests.standIn, to: "jarvis/services/compute/mesh_attestation_service.py")
        try fixture.write(mode, to: "jarvis/services/compute/mode")
    }
}
