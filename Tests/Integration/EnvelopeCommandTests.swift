import JSONKit
import SystemKit
import TestSupport
import Testing

/// `mesh verify` and `mesh hash`, as scripts see them.
@Suite(.ownThread) struct EnvelopeCommandTests {
    static let vectors: [JSONValue] =
        (try? JSONReader(.python).read(Files.read(Checkout.root + "/Tests/Fixtures/envelopes/vectors.json")))?["vectors"]?.array ?? []

    /// The first vector: a valid envelope, its key and its moment.
    static func valid() throws -> (envelope: JSONObject, key: String, now: String) {
        let vector = try #require(vectors.first)
        return (
            try #require(vector["envelope"]?.object), try #require(vector["key_hex"]?.text), try #require(vector["now"]?.text)
        )
    }

    static func environment(_ key: String) -> [String: String] { ["JARVIS_MESH_SHARED_KEY": key, "JARVIS_MESH_NODE_PUBKEY": "node"] }

    @Test("The program gives every vector its reason and its exit code", arguments: vectors)
    func vector(vector: JSONValue) throws {
        let key = try #require(vector["key_hex"]?.text)
        let now = try #require(vector["now"]?.text)
        let reason = try #require(vector["expected"]?["reason"]?.text)
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.outbox.bytes(vector["envelope"] ?? .null), to: "envelope.json")
            let seen = (vector["seen"]?.array ?? []).compactMap(\.text).flatMap { ["--seen", $0] }
            let run = try Run(
                ["mesh", "verify", path, "--at", now, "-o", "json", "-C", fixture.directory] + seen, environment: Self.environment(key))
            let document = try run.json()
            #expect(document["reason"]?.text == reason, "\(vector["name"]?.text ?? "")")
            #expect(document["ok"]?.bool == (reason == "ok"))
            #expect(document["schema"]?.text == "jarvis-ops/envelope/v1")
            #expect(run.code == (reason == "ok" ? 0 : 65))
            #expect(!(run.output + run.errors).lowercased().contains(key.lowercased().prefix(16)) || key.count < 16)
        }
    }

    @Test("Every document is what the schema says")
    func schema() throws {
        let (envelope, key, now) = try Self.valid()
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(.object(envelope)), to: "envelope.json")
            let known = envelope["message_id"]?.text ?? ""
            for (arguments, variables, code) in [
                (["--at", now], Self.environment(key), 0), ([], Self.environment(key), 65), (["--at", now], [:], 78),
                (["--at", now, "--seen", "x", "--seen", known], Self.environment(key), 65), (["--at", now], Self.environment("00"), 65),
            ] as [([String], [String: String], Int32)] {
                let run = try Run(["mesh", "verify", path, "-o", "json", "-C", fixture.directory] + arguments, environment: variables)
                #expect(run.code == code)
                try Schema.check(run.output, "envelope")
            }
            let hash = try Run(["mesh", "hash", path, "-o", "json"])
            #expect(hash.code == 0)
            try Schema.check(hash.output, "state-hash")
        }
    }

    @Test("Without a key the document says so, and 78 with the names to set")
    func unconfigured() throws {
        let (envelope, key, now) = try Self.valid()
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(.object(envelope)), to: "envelope.json")
            let run = try Run(["mesh", "verify", path, "--at", now, "-o", "json", "-C", fixture.directory])
            #expect(run.code == 78)
            #expect(try run.json()["reason"]?.text == "mesh_sync_config_missing")
            #expect(run.errors.contains("JARVIS_MESH_SHARED_KEY and JARVIS_MESH_NODE_PUBKEY"))
            // .env gives what the environment does not, and the second name stands in for the first.
            try fixture.write("JARVIS_MESH_SYNC_KEY=' \(key) '\nJARVIS_MESH_NODE_PUBKEY=node\n", to: ".env")
            #expect(try Run(["mesh", "verify", path, "--at", now, "-C", fixture.directory]).code == 0)
            let blank = try Run(
                ["mesh", "verify", path, "--at", now, "-C", fixture.directory], environment: ["JARVIS_MESH_SHARED_KEY": " "])
            #expect(blank.code == 78)
        }
    }

    @Test("What lies outside the seal and was changed is ok, as for Jarvis, and a warning")
    func warnings() throws {
        var (envelope, key, now) = try Self.valid()
        envelope["expires_at"] = "2027-03-14T09:31:53.589793+00:00"
        envelope["message_id"] = "another"
        envelope["channel"] = "elsewhere"
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(.object(envelope)), to: "envelope.json")
            for (moment, code) in [(now, 0), ("2028-01-01", 65)] as [(String, Int32)] {
                let arguments = ["mesh", "verify", path, "--at", moment, "-C", fixture.directory]
                let run = try Run(arguments + ["-o", "json"], environment: Self.environment(key))
                #expect(run.code == code)
                let warnings = try #require(try run.json()["warnings"]?.array).compactMap(\.text)
                #expect(warnings.map { $0.prefix { $0 != ":" } } == ["message_id_mismatch", "lifetime_mismatch", "channel_mismatch"])
                let text = try Run(arguments, environment: Self.environment(key))
                #expect(text.code == code)
                for warning in warnings { #expect(text.output.contains(warning)) }
            }
        }
    }

    @Test("A record of the outbox is no envelope, and what to do is said")
    func record() throws {
        let (envelope, key, _) = try Self.valid()
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(["event_id": "e", "envelope": envelope.json]), to: "record.json")
            let run = try Run(["mesh", "verify", path], environment: Self.environment(key))
            #expect(run.code == 65)
            #expect(run.output.hasPrefix("missing_protocol_version"))
            #expect(run.errors.contains("`envelope` alone"))
        }
    }

    @Test("Hidden characters of an envelope do not reach the terminal")
    func hidden() throws {
        var (envelope, key, now) = try Self.valid()
        envelope["message_id"] = "a\u{1B}[2Jb"
        envelope["channel"] = "c\u{1B}]0;d"
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(.object(envelope)), to: "envelope.json")
            let run = try Run(["mesh", "verify", path, "--at", now], environment: Self.environment(key))
            #expect(run.output.contains("2Jb"))
            #expect(!(run.output + run.errors).contains("\u{1B}"))
        }
    }

    @Test("A moment is read to the microsecond")
    func moment() throws {
        let (envelope, key, _) = try Self.valid()
        try Fixture.with { fixture in
            let path = try fixture.write(JSONWriter.compact.text(.object(envelope)), to: "envelope.json")
            for (moment, reason) in [
                ("2026-03-14T09:31:53.589793Z", "ok"), ("2026-03-14T09:31:53.589794Z", "stale_commitment"),
                ("2026-03-14T10:26:23.589793+01:00", "ok"), ("2026-03-14T09:26:23.589792+00:00", "clock_skew"),
            ] {
                let run = try Run(["mesh", "verify", path, "--at", moment, "-o", "json"], environment: Self.environment(key))
                #expect(try run.json()["reason"]?.text == reason)
            }
            let wrong = try Run(["mesh", "verify", path, "--at", "soon"], environment: Self.environment(key))
            #expect(wrong.code == 64)
        }
    }

    @Test(
        "Text that Jarvis's reader refuses is 65, a missing file 66, and neither prints a result",
        arguments: [
            ("", 65), ("{", 65), ("{}x", 65), ("\u{FEFF}{}", 65), ("{\"a\":" + String(repeating: "9", count: 4301) + "}", 65),
            (String(repeating: "[", count: 5000), 65), ("[\"\n\"]", 65),
        ] as [(String, Int32)])
    func refused(text: String, code: Int32) throws {
        try Fixture.with { fixture in
            let path = try fixture.write(text, to: "input.json")
            for command in ["verify", "hash"] {
                let run = try Run(["mesh", command, path])
                #expect(run.code == code)
                #expect(run.output == "")
                #expect(try Run(["mesh", command, fixture.path("none.json")]).code == 66)
                #expect(try Run(["mesh", command, fixture.directory]).code == 66)
                #expect(try Run(["mesh", command]).code == 64)
            }
            let document = try Run(["mesh", "hash", path, "-o", "json"])
            #expect(document.code == 65)
            try Schema.check(document.output, "error")
        }
    }

    @Test("What is no object has a hash and is no envelope")
    func noObject() throws {
        try Fixture.with { fixture in
            let path = try fixture.write(" [1, 2.50] \n", to: "input.json")
            #expect(try Run(["mesh", "verify", path]).code == 65)
            let hash = try Run(["mesh", "hash", path])
            #expect(hash.code == 0)
            #expect(hash.output == "59241083b9b5b938d7d5af46a51e2d46d7dbcd4cc5144f96220ac197b68e30dc\n")
        }
    }

    @Test("Every hash vector comes out alone, also by way of standard input")
    func hashes() throws {
        let document = try JSONReader().read(Files.read(Checkout.root + "/Tests/Fixtures/json/state-hashes.json"))
        let vectors = try #require(document["vectors"]?.array)
        #expect(!vectors.isEmpty)
        try Fixture.with { fixture in
            for vector in vectors {
                let path = try fixture.write(vector["json"]?.text ?? "", to: "value.json")
                let run = try Run(["mesh", "hash", path])
                #expect(run.code == 0)
                #expect(run.output == "\(vector["sha256"]?.text ?? "")\n")
                let piped = try ChildProcess(
                    ["sh", "-c", "cat '\(path)' | '\(Checkout.program)' mesh hash -"], output: fixture.path("out"))
                #expect(try piped.wait() == 0)
                #expect(piped.output == run.output)
            }
        }
    }
}
