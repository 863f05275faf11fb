import JSONKit
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// A retry killed at every call that leaves a trace, by strace, and taken up again.
@Suite(.ownThread, .serialized, .enabled(if: RetryBench.isPossible)) struct RetryKillTests {
    /// strace counts each call by its own name, and each thread's for itself.
    static let calls = ["write", "writev", "sendto", "sendmsg", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2"]
    static let good = 5

    @Test(
        "Wherever a retry is killed, a second one finishes it: each event stored once, recorded as Jarvis does, the journal whole",
        arguments: calls)
    func everywhere(call: String) throws {
        try Strace.require()
        try RetryBench.with { bench in
            let nats = try bench.server()
            var (point, resumed, withRecords, expected) = (0, 0, 0, 0)
            let points = try KillPoints.each(of: "retry \(call)") { number in
                point = number
                let state = try bench.fixture.makeDirectory("state-\(point)")
                try bench.makeOutbox([
                    ["id": "e\(point)-".json, "count": Self.good.json], ["id": "bad\(point)".json, "tampered": true],
                ])
                let start = try bench.bytes.count
                let wasKilled = try isKilled(bench, call, at: point, state, nats)
                let left = try bench.bytes.count
                withRecords += left > start && wasKilled ? 1 : 0
                // What is on record as published was acknowledged.
                let recorded = try bench.statuses(after: start).values.count { $0 == "published" }
                let stored = try bench.stored(nats) - expected
                #expect(recorded <= stored, "killed at \(call) \(point)")
                expected += Self.good
                if !wasKilled { return false }
                resumed += try finish(bench, state, nats, point, "\(call) \(point)")
                #expect(try bench.stored(nats) == expected, "killed at \(call) \(point)")
                let statuses = try bench.statuses(after: start)
                #expect(statuses.values.count { $0 == "published" } == Self.good, "killed at \(call) \(point): \(statuses)")
                #expect(statuses["bad\(point)"] == "invalid_envelope", "killed at \(call) \(point)")
                let lines = try bench.bytes.split(separator: UInt8(ascii: "\n")).count
                #expect(lines == 2 * (Self.good + 1), "killed at \(call) \(point)")
                return true
            }
            print(
                "retry killed at \(points) points of \(call), \(withRecords) of them with records in the outbox; \(resumed) runs were resumed"
            )
            #expect(withRecords >= KillPoints.least(1) || call != "write")
        }
    }

    /// False when it ended by itself.
    private func isKilled(_ bench: RetryBench, _ call: String, at number: Int, _ state: String, _ nats: NATSServer) throws -> Bool {
        let base = ProcessEnvironment.snapshot().filter { !$0.key.hasPrefix("JARVIS_") }
        let result = try ProcessRun.run(
            Command(
                "strace",
                Strace.arguments(call, "signal=KILL:when=\(number)")
                    + [Checkout.program, "-C", bench.directory, "mesh", "retry", "--yes", "-q"],
                environment: base.merging(bench.variables(["XDG_STATE_HOME": state], nats)) { $1 }, directory: "/"),
            deadline: .generous, cancellation: try Cancellation())
        if result.ending == .exited(1) { return false }
        let isKilled = result.ending == .exited(137) || result.ending == .signalled(.kill)
        #expect(isKilled, "\(call) \(number): \(result.ending) \(result.standardError.text)")
        return isKilled
    }

    /// Every other time by `runs resume`, where there is a run. 1 when it was.
    private func finish(_ bench: RetryBench, _ state: String, _ nats: NATSServer, _ point: Int, _ place: String) throws -> Int {
        let environment = ["XDG_STATE_HOME": state]
        let audit = try bench.run(["audit", "verify"], environment)
        #expect(audit.code == 0, "killed at \(place): \(audit.output) \(audit.errors)")
        var resumed = 0
        if point % 2 == 0 {
            let runs = try bench.run(["runs", "-o", "json"], environment).json()["runs"]?.array ?? []
            if !runs.isEmpty {
                let resume = try bench.run(["runs", "resume", "last", "--yes", "--no-input"], environment, nats: nats)
                #expect([0, 1].contains(resume.code), "killed at \(place): \(resume.output) \(resume.errors)")
                resumed = 1
            }
        }
        let run = try bench.retry(["--yes"], environment, nats: nats)
        #expect([0, 1].contains(run.code), "killed at \(place): \(run.output) \(run.errors)")
        if resumed == 1 { #expect(run.output.contains("nothing to do"), "killed at \(place): \(run.output)") }
        #expect(try bench.run(["audit", "verify"], environment).code == 0, "killed at \(place)")
        return resumed
    }

    @Test("The disk under the outbox fills up: what was sent is not lost, and a second retry records it")
    func fullDisk() throws {
        guard SmallDisk.isPossible else { return }
        try RetryBench.with { bench in
            let nats = try bench.server()
            try SmallDisk.with(bench.fixture.path("jarvis/data/mesh")) { disk in
                try bench.makeOutbox([["id": "e", "count": 60, "size": 500]])
                let start = try bench.bytes.count
                try disk.fill()
                let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
                #expect(run.code == 1, "\(run.output) \(run.errors)")
                try Schema.check(run.output, "mesh-retry")
                // Where the last page had room, records stand; none of them is torn.
                let recorded = try bench.statuses(after: start).values.count { $0 == "published" }
                #expect(recorded < 60)
                #expect(try run.summary("published") ?? 0 >= recorded)
                #expect(try bench.bytes.last == UInt8(ascii: "\n"))
                try disk.makeRoom()
                let again = try bench.retry(["--yes", "-o", "json"], nats: nats)
                #expect(again.code == 0, "\(again.output) \(again.errors)")
                #expect(Set(try bench.statuses(after: start).values) == ["published"])
                #expect(try bench.stored(nats) == 60)
                try bench.expectWholeJournal()
            }
        }
    }
}
