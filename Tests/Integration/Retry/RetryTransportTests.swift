import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// A retry whose way to the mesh fails.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryTransportTests {
    @Test("With no server nothing is sent, 69, the outbox untouched, and recovery step 3 is proposed")
    func down() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"])
            #expect(run.code == 69, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.json()["transport"]?["failure"]?.text?.contains("4 times in a row") == true)
            #expect(try run.json()["next"]?.array?.first?.text?.contains(" mesh disable all") == true)
            #expect(try run.summary("still_pending") == 3)
            #expect(try bench.bytes == before)
            let text = try bench.retry()
            #expect(text.code == 69)
            #expect(text.output.contains(" mesh disable all"))
            try bench.expectWholeJournal()
        }
    }

    @Test("A wrong password is not tried again, and never shown")
    func password() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let nats = try bench.server(stream: false, options: ["--user", "jarvis", "--pass", "right-word"])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], ["JARVIS_NATS_URL": nats.url("jarvis:wrong-word")])
            #expect(run.code == 69, "\(run.output) \(run.errors)")
            #expect(!(run.output + run.errors).contains("wrong-word"))
            #expect(try run.json()["transport"]?["failure"]?.text?.contains("in a row") == false)
            #expect(try bench.bytes == before)
            #expect(try bench.retry(["--yes"], ["JARVIS_NATS_URL": nats.url("jarvis:right-word")]).code == 0)
        }
    }

    @Test("A server that stands still ends at the deadline, and nothing is recorded")
    func suspended() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let nats = try bench.server()
            let before = try bench.bytes
            try nats.suspend()
            let run = try bench.retry(["--yes", "-o", "json", "--timeout", "300ms"], nats: nats)
            nats.resume()
            #expect(run.code == 69, "\(run.output) \(run.errors)")
            #expect(try bench.bytes == before)
            #expect(try bench.retry(nats: nats).code == 0)
            #expect(try bench.stored(nats) == 3)
        }
    }

    @Test("A server killed in the middle: what is on record was acknowledged, and a second retry finishes")
    func killed() throws {
        try RetryBench.with { bench in
            let count = 4000
            try bench.makeOutbox([["id": "e", "count": count.json, "size": 400]])
            let start = try bench.bytes.count
            let nats = try bench.server()
            let child = try bench.start(
                ["--yes", "-o", "json", "--limit", "\(count)", "--timeout", "2s"], nats: nats)
            defer { child.stop() }
            try waitUntil("some are published") { try bench.bytes.count > start || !child.isRunning }
            nats.process.stop()
            let code = try child.wait()
            #expect(code == 1, "\(child.output.suffix(2000))")
            let document = try JSONReader().read(child.output)
            #expect(document["transport"]?["failure"]?.isNull == false)
            #expect(document["next"]?.array?.first?.text?.contains("mesh disable all") == true)
            let published = Set(try bench.statuses(after: start).filter { $0.value == "published" }.keys)
            #expect(!published.isEmpty && published.count < count)

            let back = try NATSServer(in: bench.fixture, port: nats.port)
            // Nothing is on record that the server does not have: its files outlived it.
            #expect(try bench.stored(back) >= published.count)
            let again = try bench.retry(["--yes", "-o", "json", "--limit", "\(count)"], nats: back)
            #expect(again.code == 0, "\(again.output.suffix(2000)) \(again.errors)")
            #expect(try bench.statuses(after: start).values.allSatisfy { $0 == "published" })
            #expect(try bench.stored(back) == count)
            try bench.expectWholeJournal()
        }
    }

    @Test("A signal in the middle: what was sent is brought to its end, the rest is not begun, 130, and `runs resume` finishes")
    func interrupted() throws {
        try RetryBench.with { bench in
            let count = 4000
            try bench.makeOutbox([["id": "e", "count": count.json, "size": 400]])
            let start = try bench.bytes.count
            let nats = try bench.server()
            let child = try bench.start(["--yes", "-q", "-o", "json", "--limit", "\(count)"], nats: nats)
            defer { child.stop() }
            try waitUntil("some are published") { try bench.bytes.count > start || !child.isRunning }
            child.signal(SIGINT)
            #expect(try child.wait() == 130, "\(child.output.suffix(2000))")
            let document = try JSONReader().read(child.output)
            let published = try bench.statuses(after: start).values.count { $0 == "published" }
            #expect(document["summary"]?["published"]?.int == published)
            #expect(published < count)
            // Nothing that was sent stays without its record.
            #expect(try bench.stored(nats) == published)
            let resumed = try bench.run(["runs", "resume", "last", "--yes", "-o", "json"], nats: nats)
            #expect(resumed.code == 0, "\(resumed.output.suffix(2000)) \(resumed.errors)")
            #expect(try bench.statuses(after: start).values.allSatisfy { $0 == "published" })
            #expect(try bench.stored(nats) == count)
            #expect(try bench.run(["runs", "resume", "last", "--yes"], nats: nats).errors.contains("is done"))
            try bench.expectWholeJournal()
        }
    }

    @Test("What somebody else writes of an event meanwhile stands: before it is sent it is left alone, afterwards only the journal knows")
    func changedMeanwhile() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let start = try bench.bytes.count
            let nats = try bench.server()
            try nats.suspend()
            // Nobody asks for a stream before it begins.
            let child = try bench.start(["--yes", "-o", "json", "--timeout", "60s"], ["JARVIS_MESH_USE_JETSTREAM": "0"], nats: nats)
            defer { child.stop() }
            // The first event is in hand, and its connection waits for the server's first word.
            try waitUntil("it is connected") { try isConnected(nats.port) || !child.isRunning }
            for id in ["e0", "e1"] {
                let line = MeshBench.record(id, "published", more: "\"writer\":1,")
                try bench.python(
                    "import os, sys\nfd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)\nos.write(fd, sys.argv[2].encode())\n",
                    [bench.outbox, line])
            }
            nats.resume()
            #expect(try child.wait() == 0, "\(child.output)")
            let events = try JSONReader().read(child.output)["events"]?.array ?? []
            #expect(
                events.compactMap { $0["because"]?.text } == [
                    "published over core NATS: taken by the server, acknowledged by nobody; its latest record changed meanwhile, "
                        + "so none was added",
                    "its latest record changed meanwhile, so it was left alone",
                    "published over core NATS: taken by the server, acknowledged by nobody",
                ])
            #expect(try bench.stored(nats) == 2)
            let lines = try bench.bytes.dropFirst(start).split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == 3)
            #expect(try bench.statuses(after: start).values.allSatisfy { $0 == "published" })
        }
    }

    /// Whether a client is connected to the port, by the kernel's own table (proc(5), /proc/net/tcp).
    private func isConnected(_ port: Int) throws -> Bool {
        let suffix = ":" + String(port, radix: 16, uppercase: true)
        return String(decoding: try Files.read("/proc/net/tcp"), as: UTF8.self).split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[2].hasSuffix(suffix) && fields[3] == "01"
        }
    }

    @Test("Another process that appends all the while loses no line, and none is torn")
    func writer() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 400]])
            let start = try bench.bytes.count
            let nats = try bench.server()
            let writer = try PythonServer(
                """
                import json, os, sys, time
                fd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
                print("ready 1", flush=True)
                for number in range(2000):
                    line = json.dumps({"event_id": "w%d" % number, "status": "published", "writer": "x" * (number % 5000)})
                    os.write(fd, line.encode() + b"\\n")
                    time.sleep(0.0005)
                """, in: bench.fixture, name: "writer", arguments: [bench.outbox])
            let run = try bench.retry(["--yes", "-o", "json", "--limit", "1000"], nats: nats)
            #expect(run.code == 0, "\(run.output.suffix(2000)) \(run.errors)")
            #expect(try writer.process.wait() == 0)
            let latest = try bench.latest(after: start)
            for number in 0..<2000 { #expect(latest["w\(number)"]?["writer"]?.text?.utf8.count == number % 5000) }
            for number in 0..<400 { #expect(latest["e\(number)"]?["status"]?.text == "published") }
            let lines = try bench.bytes.split(separator: UInt8(ascii: "\n")).count
            #expect(lines == 2800)
        }
    }
}
