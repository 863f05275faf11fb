import JSONKit
import SystemKit
import TestSupport
import Testing

/// What an earlier look kept may make the next one quicker, never different.
@Suite(.ownThread) struct MeshCacheTests {
    /// An outbox that is large enough for something to be kept of it.
    private static func with(_ body: (MeshBench, _ cache: String) throws -> Void) throws {
        try MeshBench.with { bench in
            try PythonServer.run(
                """
                import json, sys
                with open(sys.argv[1], "w") as file:
                    for n in range(20000):
                        status = ["pending_publish", "published", "committed", "invalid_envelope"][n * 31 % 7 % 4]
                        file.write(json.dumps({"envelope": {"x": "y" * 900}, "event_id": f"e{n * 7919 % 5003}", "reason": f"r{n % 5}",
                                               "status": status, "timestamp": f"2026-03-14T09:{n % 60:02}:00+00:00"},
                                   sort_keys=True, separators=(",", ":")) + "\\n")
                    file.write("no JSON\\n" + '{"event_id":7,"status":"odd"}\\n')
                """, in: bench.fixture, arguments: [bench.outbox])
            try body(bench, bench.fixture.path("cache"))
        }
    }

    /// The document, and how many bytes of it come from an earlier look.
    private static func status(_ bench: MeshBench, _ cache: String, _ arguments: [String] = []) throws -> (answer: JSONValue, earlier: Int)
    {
        let run = try bench.run(
            ["mesh", "status", "-o", "json"] + arguments, ["XDG_CACHE_HOME": cache, "XDG_STATE_HOME": bench.fixture.path("state")])
        #expect(run.code == 0)
        var document = try #require(try run.json().object)
        var outbox = try #require(document["outbox"]?.object)
        let earlier = try #require(outbox["counted_earlier_bytes"]?.int)
        outbox["counted_earlier_bytes"] = 0.json
        document["outbox"] = outbox.json
        // Written anew, so that places in the text do not tell two documents apart.
        return (try JSONReader().read(JSONWriter.compact.bytes(document.json)), earlier)
    }

    /// That what was kept and a fresh look give one answer.
    private static func expectSame(
        _ bench: MeshBench, _ cache: String, isUsed: Bool, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let kept = try status(bench, cache)
        let fresh = try status(bench, cache, ["--fresh"])
        #expect(kept.answer == fresh.answer, sourceLocation: location)
        #expect((kept.earlier > 0) == isUsed, sourceLocation: location)
        #expect(fresh.earlier == 0, sourceLocation: location)
    }

    private static func file(_ cache: String) throws -> String {
        let names = try Files.list(cache + "/jarvis-ops")
        #expect(names.count == 1)
        return cache + "/jarvis-ops/" + (names.first ?? "")
    }

    /// Changes bytes of a file in place.
    private static func change(_ bench: MeshBench, _ path: String, _ statement: String) throws {
        try PythonServer.run(
            "import os, sys\npath = sys.argv[1]\nsize = os.path.getsize(path)\nfile = open(path, 'r+b')\n\(statement)\nfile.close()\n",
            in: bench.fixture, name: "change", arguments: [path])
    }

    @Test("After appending, the answer is that of a fresh look; the file is the user's alone and lies outside the Jarvis directory")
    func appended() throws {
        try Self.with { bench, cache in
            let first = try Self.status(bench, cache)
            #expect(first.earlier == 0)
            let file = try Self.file(cache)
            let mode = try PythonServer.run(
                "import os, sys\nprint(oct(os.stat(sys.argv[1]).st_mode & 0o777))\n", in: bench.fixture, arguments: [file])
            #expect(mode == "0o600\n")
            try Self.expectSame(bench, cache, isUsed: true)
            for round in 0..<3 {
                try bench.append(MeshBench.record("e1", "committed") + MeshBench.record("new\(round)", "pending_commit") + "[]\n")
                try Self.expectSame(bench, cache, isUsed: true)
            }
            try bench.append("{\"event_id\":\"torn\"")
            try Self.expectSame(bench, cache, isUsed: true)
            #expect(try Files.list(bench.directory) == ["data"])
        }
    }

    @Test(
        "A file that is not the one that was counted is read anew",
        arguments: [
            "file.seek(0); file.write(b'{\"event_id\":\"zz\",')", "file.seek(size // 2); file.write(b'#')", "file.truncate(size // 2)",
            "file.truncate(0); file.write(b'{\"event_id\":\"a\",\"status\":\"published\"}\\n' * 600000)",
            "file.close(); os.rename(path, path + '.1'); open(path, 'wb').write(open(path + '.1', 'rb').read().replace(b'e1', b'f1')); file = open(path)",
        ])
    func changed(statement: String) throws {
        try Self.with { bench, cache in
            _ = try Self.status(bench, cache)
            try Self.change(bench, bench.outbox, statement)
            try Self.expectSame(bench, cache, isUsed: false)
        }
    }

    @Test(
        "A spoilt cache is not believed",
        arguments: [
            "file.truncate(0)", "file.truncate(size - 1)", "file.seek(0, 2); file.write(b'x')", "file.truncate(30)",
            "file.seek(8); file.write(b'\\xff' * 8)", "file.seek(30); file.write(b'9')", "file.seek(size // 2); file.write(b'\\xff\\xfe')",
            "file.seek(size - 1); file.write(b'\\x00')", "file.truncate(0); file.write(os.urandom(size))",
        ])
    func spoilt(statement: String) throws {
        try Self.with { bench, cache in
            let first = try Self.status(bench, cache)
            try Self.change(bench, try Self.file(cache), statement)
            let second = try Self.status(bench, cache)
            #expect(second.answer == first.answer)
            #expect(second.earlier == 0)
        }
    }

    @Test("Where nothing can be kept, everything is counted all the same")
    func noPlace() throws {
        try Self.with { bench, cache in
            let first = try Self.status(bench, cache)
            for place in ["/proc/nowhere", bench.directory + "/cache"] {
                let second = try Self.status(bench, place)
                #expect(second.answer == first.answer)
                #expect(second.earlier == 0)
            }
            #expect(try Files.list(bench.directory) == ["data"])
        }
    }
}
