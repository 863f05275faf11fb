import JSONKit
import SystemKit
import TestSupport

/// A Jarvis that does not answer, and a runbook of one incident about it: what a resolution would do is seen in a directory of its own.
struct MeantBench {
    let fixture: Fixture
    let environment: [String: String]

    /// `here(NAME)` in the texts is a path in the test's directory.
    static func with(_ part: String, _ body: (MeantBench) throws -> Void) throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis")
            try fixture.makeDirectory("other")
            try fixture.write("JARVIS_ENVIRONMENT=test\n", to: "jarvis/.env")
            let heading = "# Ops\n\n## Incidents\n\n### 1. Spool Full (High)\n\n**Symptoms:**\n- Health check failing\n\n"
            let text = heading + part.split(separator: "HERE", omittingEmptySubsequences: false).joined(separator: fixture.path("other"))
            try fixture.write(text, to: "runbook.md")
            let environment = [
                "JARVIS_HOME": fixture.path("jarvis"), "XDG_STATE_HOME": fixture.path("state"),
                "JARVIS_API_URL": "http://127.0.0.1:\(try FreePort.find())",
            ]
            try body(MeantBench(fixture: fixture, environment: environment))
        }
    }

    func run(_ arguments: [String]) throws -> Run {
        try Run(arguments + ["--runbook", fixture.path("runbook.md")], environment: environment)
    }

    func terminal(_ arguments: [String], _ acts: [TerminalRun.Act]) throws -> TerminalRun {
        try TerminalRun(arguments + ["--runbook", fixture.path("runbook.md")], in: fixture, environment: environment, acts)
    }

    func isThere(_ name: String) -> Bool { Files.exists(fixture.path("other/" + name)) }

    /// The steps of a run's document: `ID STATE`.
    func states(_ run: Run) throws -> [String] {
        (try run.json()["steps"]?.array ?? []).map { "\($0["id"]?.text ?? "") \($0["state"]?.text ?? "")" }
    }
}
