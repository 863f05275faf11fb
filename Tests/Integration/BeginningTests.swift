import JSONKit
import SystemKit
import TestSupport
import Testing

/// Since when an incident is there is told, or seen earlier, or not known: the run's own start is none of these.
@Suite(.ownThread) struct BeginningTests {
    private static let alert = """
        {"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"JarvisDown"},
        "annotations":{"runbook_url":"https://wiki/runbook.md#1-api-unresponsive-critical"},"startsAt":"2026-11-24T02:50:00Z"}]}
        """

    /// A Jarvis whose API refuses, and a journal of its own.
    private func with(_ body: (Fixture, ([String]) throws -> Run) throws -> Void) throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("data")
            try fixture.write(Self.alert, to: "alert.json")
            let variables = [
                "XDG_STATE_HOME": fixture.path("state"), "JARVIS_API_URL": "http://127.0.0.1:\(try LoopbackPort.free())",
                "DOCKER_HOST": "unix:///nowhere/docker.sock", "HOME": fixture.directory, "TZ": "Europe/Berlin",
            ]
            try body(fixture) { try Run($0 + ["--timeout", "2s"], environment: variables, directory: fixture.directory) }
        }
    }

    @Test("An alert finds its incident and says why; response time counts from its start, in the diagnosis and in the report")
    func alert() throws {
        try with { _, run in
            let look = try run(["diagnose", "--from-alert", "alert.json", "-o", "json"])
            #expect(look.code == 1, "\(look.output) \(look.errors)")
            try Schema.check(look.output, "diagnosis")
            let document = try look.json()
            #expect(document["incident"]?.text == "api-unresponsive")
            #expect(document["alert"]?["because"]?.text?.contains("#1-api-unresponsive-critical") == true)
            #expect(document["began"]?["at"]?.text == "2026-11-24T02:50:00.000Z" && document["began"]?["source"]?.text == "alert")
            #expect(look.errors.contains("JarvisDown, since 2026-11-24 03:50:00 CET, is api-unresponsive"), "\(look.errors)")
            #expect(
                document["next"]?.array?.contains { $0.text?.hasPrefix("The response time of 15 min has passed, by the alert") == true }
                    == true)
            let report = try run(["report", "last", "-o", "json"])
            try Schema.check(report.output, "report")
            #expect(try report.json()["response"]?["verdict"]?.text == "missed")
            #expect(try report.json()["response"]?["from"]?.text == "2026-11-24T02:50:00.000Z")
            // Whoever looks next is told the same.
            let later = try run(["diagnose", "api-unresponsive", "-o", "json"]).json()
            #expect(later["began"]?["source"]?.text == "alert")
        }
    }

    @Test("Without a word of anybody the response time is unknown, and the next look knows the first one")
    func unknown() throws {
        try with { _, run in
            let look = try run(["diagnose", "api-unresponsive"])
            #expect(look.code == 1 && look.output.contains("from a beginning that nobody knows (--began TIME)"), "\(look.output)")
            let report = try run(["report", "last"])
            #expect(report.output.contains("unknown of 15 min allowed: nobody knows when it began"), "\(report.output)")
            #expect(!report.output.contains("✓ kept"))
            let next = try run(["diagnose", "api-unresponsive"])
            #expect(next.output.contains("left of 15 min, first seen by run "), "\(next.output)")
            let said = try run(["diagnose", "api-unresponsive", "--began", "2026-11-24T02:50:00Z"])
            #expect(said.output.contains("has passed, as a person says, 2026-11-24 03:50:00 CET"), "\(said.output)")
        }
    }

    @Test(
        "What is no alert, is not there, or lies in the future is refused; an alert of something else looks at all",
        arguments: [
            (["--from-alert", "data"], 66), (["--from-alert", "nowhere"], 66), (["--from-alert", "other.json"], 65),
            (["--began", "2999-01-01T00:00:00Z"], 64), (["--began", "yesterday"], 64),
        ] as [([String], Int32)])
    func refused(arguments: [String], code: Int32) throws {
        try with { fixture, run in
            try fixture.write("{}", to: "other.json")
            #expect(try run(["diagnose"] + arguments).code == code)
            #expect(try run(["triage"] + arguments).code == code)
        }
    }

    @Test("An alert that names no incident of the runbook looks at all of them")
    func stranger() throws {
        try with { fixture, run in
            try fixture.write(Self.alert.replacing("#1-api-unresponsive-critical", with: ""), to: "alert.json")
            let look = try run(["diagnose", "--from-alert", "alert.json", "-o", "json"])
            #expect(try look.json()["schema"]?.text == "jarvis-ops/triage/v1", "\(look.output)")
            #expect(look.errors.contains("names no incident of this runbook"))
        }
    }
}
