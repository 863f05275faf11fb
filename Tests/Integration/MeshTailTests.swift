import JSONKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct MeshTailTests {
    static func records(_ range: Range<Int>) -> String {
        range.map { MeshBench.record("e\($0)", "committed", second: $0 % 60) }.joined()
    }

    static func ids(_ document: JSONValue) -> [String?]? { document["records"]?.array?.map { $0["event_id"]?.text } }

    @Test("The last records come in order; -n is its own option here", arguments: [0, 1, 3, 50, 5000])
    func last(count: Int) throws {
        try MeshBench.with(outbox: Self.records(0..<2000) + "\n\n") { bench in
            let run = try bench.run(["mesh", "tail", "-n", "\(count)", "-o", "json"])
            #expect(run.code == 0)
            try Schema.check(run.output, "mesh-tail")
            let document = try run.json()
            #expect(Self.ids(document) == (max(0, 2000 - count)..<2000).map { "e\($0)" })
            #expect(document["has_earlier_lines"]?.bool == (count < 2000))
        }
    }

    @Test("Long lines are read whole; -v shows the records; what is no record is named")
    func longLines() throws {
        let long =
            "{\"event_id\":\"long\",\"state_hash\":\"ab\",\"status\":\"published\",\"x\":\"\(String(repeating: "y", count: 300_000))\"}\n"
        try MeshBench.with(outbox: Self.records(0..<3) + long + "[1]\n") { bench in
            let run = try bench.run(["mesh", "tail", "-n", "3", "-o", "json"])
            try Schema.check(run.output, "mesh-tail")
            let document = try run.json()
            #expect(Self.ids(document) == ["e2", "long"])
            #expect(document["records"]?[1]?["state_hash"]?.text == "ab")
            #expect(document["records"]?[1]?["record"] == nil)
            #expect(document["unreadable"]?[0]?["reason"]?.text == "not a JSON object")
            let verbose = try bench.run(["mesh", "tail", "-n", "2", "-o", "json", "-v"]).json()
            #expect(verbose["records"]?[0]?["record"]?["x"]?.text?.utf8.count == 300_000)
        }
    }

    @Test("The page has one line a record, and the reason under it; nothing in a record acts on the terminal")
    func page() throws {
        let odd = MeshBench.record("\\u001b[31mred", "invalid_envelope", more: "\"reason\":\"bad\\u0007\",")
        try MeshBench.with(outbox: Self.records(0..<1) + odd) { bench in
            let text = try bench.run(["mesh", "tail"]).output
            #expect(text.contains("2026-03-14 09:26:00Z  committed         e0\n"))
            #expect(text.contains("because: bad␇"))
            #expect(!text.contains("\u{1B}"))
        }
    }

    @Test("Misuse is 64", arguments: [["-n", "-1"], ["-n", "x"], ["--follow", "-o", "json"]])
    func misuse(arguments: [String]) throws {
        try MeshBench.with(outbox: "") { bench in
            let run = try bench.run(["mesh", "tail"] + arguments)
            #expect(run.code == 64)
        }
    }

    @Test("--follow shows what is appended, whole lines only, through a cut and another file, until a signal comes")
    func follow() throws {
        try MeshBench.with(outbox: Self.records(0..<5)) { bench in
            let process = try ChildProcess(
                [Checkout.program, "mesh", "tail", "-n", "2", "--follow", "-o", "jsonl", "-C", bench.directory],
                output: bench.fixture.path("follow.out"), environment: bench.environment)
            func shows(_ id: String) throws { try waitUntil("\(id) is shown") { process.output.contains("\"event_id\":\"\(id)\"") } }
            try shows("e4")
            #expect(!process.output.contains("\"e2\""))
            try bench.append(Self.records(5..<6))
            try shows("e5")
            let torn = Self.records(6..<7)
            try bench.append(String(torn.prefix(20)))
            try bench.append(String(torn.dropFirst(20)))
            try shows("e6")
            #expect(!process.output.contains("not JSON"))
            // Cut, and written anew.
            try bench.fixture.write(Self.records(7..<8), to: MeshBench.outboxName)
            try shows("e7")
            // Another file takes the name.
            try bench.fixture.write(Self.records(8..<10), to: "new.jsonl")
            try PythonServer.run(
                "import os, sys\nos.replace(sys.argv[1], sys.argv[2])\n", in: bench.fixture,
                arguments: [bench.fixture.path("new.jsonl"), bench.outbox])
            try shows("e9")
            #expect(process.output.contains("was cut"))
            #expect(process.output.contains("another file"))
            process.signal(2)
            #expect(try process.wait() == 130)
        }
    }

    @Test("--follow waits for an outbox that is not there yet")
    func followAbsent() throws {
        try MeshBench.with { bench in
            let process = try ChildProcess(
                [Checkout.program, "mesh", "tail", "--follow", "-C", bench.directory], output: bench.fixture.path("follow.out"),
                environment: bench.environment)
            try waitUntil("it waits") { process.output.contains("is not there") }
            try bench.fixture.write(Self.records(0..<3), to: MeshBench.outboxName)
            try waitUntil("all are shown") { process.output.contains("e2") }
            #expect(process.output.contains("e0"))
            process.signal(15)
            #expect(try process.wait() == 143)
        }
    }
}
