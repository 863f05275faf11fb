import Runbook
import TestSupport
import Testing

/// `runbooks/incident-response.md`: every step of it is understood, and nothing is wrong with it.
@Suite(.ownThread) struct LintOwnRunbookTests {
    private func runbook() throws -> Runbook { RunbookReader.read(try Checkout.read("runbooks/incident-response.md")) }

    @Test("It has no findings; its helper file lies beside it, and its safety rules are enforced")
    func clean() throws {
        let context = LintContext(
            fileExists: { (try? Checkout.read("runbooks/" + $0)) != nil },
            isEnforced: { rule in ["block", "smoke", "invalid_envelope"].contains(where: rule.text.contains) })
        #expect(Lint.findings(try runbook(), context).map(\.place) == [])
    }

    @Test("It has the incidents, severities, response times and escalations of the original")
    func catalog() throws {
        let runbook = try runbook()
        #expect(
            runbook.incidents.map(\.id) == [
                "api-unresponsive", "high-latency", "provider-failures", "memory-leak", "database-corruption", "mesh",
            ])
        #expect(
            runbook.incidents.map(\.title) == [
                "API Unresponsive", "High Latency", "Provider Failures", "Memory Leak", "Database Corruption",
                "Mesh Sync and Attestation Degraded Mode",
            ])
        #expect(runbook.incidents.map(\.severity) == [.critical, .high, .high, .medium, .critical, nil])
        #expect(runbook.incidents.map(\.number) == [1, 2, 3, 4, 5, nil])
        #expect(runbook.incident("mesh-sync-and-attestation-degraded-mode")?.id == "mesh")
        #expect(runbook.severities.map(\.severity) == [.critical, .high, .medium, .low])
        #expect(runbook.severities.map(\.responseTimeSeconds) == [900, 3600, 14_400, 86_400])
        #expect(runbook.severities.map(\.channel) == [.page, .slack, .email, .ticket])
        #expect(runbook.contacts.map(\.role) == ["On-call", "Backend Lead", "DevOps"])
        #expect(runbook.postIncident.count == 4)
        #expect(runbook.incident("mesh")?.safetyRules.count == 3)
    }

    @Test("Every symptom is measured as in the original")
    func symptoms() throws {
        #expect(
            try runbook().incidents.flatMap(\.symptoms).map { $0.check?.name } == [
                "health-failing", "server-errors", "timeouts", "latency", "dashboard-latency", "timeouts", "providers-failing",
                "ai-responses",
                "rate-limited", "memory-growth", "oom-kills", "garbage-collection", "database-errors", "database-inconsistent",
                "read-failures",
                "pending-events", "capability", "backlog-growth",
            ])
        #expect(try runbook().incident("high-latency")?.symptoms.first?.check == .latency(percentile: 95, aboveMilliseconds: 2000))
        #expect(try runbook().incident("mesh")?.symptoms.first?.check == .pendingEvents(statuses: ["pending_publish", "pending_commit"]))
    }

    private static let steps: [(String, ActionKind, Effect, String?, Condition?)] = [
        ("api-unresponsive/diagnosis.1", .compose, .read, "all services", nil),
        ("api-unresponsive/diagnosis.2", .compose, .read, "jarvis-api", nil),
        ("api-unresponsive/diagnosis.3", .compose, .read, "all services", nil),
        ("api-unresponsive/resolution.1", .compose, .change, "jarvis-api", nil),
        ("api-unresponsive/resolution.2", .sqlite, .read, "data/jarvis.db", .stillFailing),
        ("api-unresponsive/resolution.3", .compose, .change, "jarvis-api", .stillFailing),
        ("high-latency/diagnosis.1", .sqlite, .read, "data/jarvis.db", nil),
        ("high-latency/diagnosis.2", .http, .read, "http://localhost:8000/api/health", nil),
        ("high-latency/resolution.1", .http, .read, "http://localhost:8000/api/health", .ifNeeded),
        ("high-latency/resolution.2", .redis, .destroy, "all keys", nil),
        ("high-latency/resolution.3", .sqlite, .read, "data/jarvis.db", nil),
        ("provider-failures/diagnosis.1", .http, .read, "http://localhost:8000/api/health", nil),
        ("provider-failures/diagnosis.2", .redis, .read, "ratelimit:provider:*", nil),
        ("provider-failures/resolution.1", .redis, .read, "ratelimit:provider:*", nil),
        ("provider-failures/resolution.2", .file, .change, "lifeos/config/jarvis.json", nil),
        ("provider-failures/resolution.3", .http, .read, nil, nil),
        ("memory-leak/diagnosis.1", .compose, .read, "jarvis-api", nil),
        ("memory-leak/resolution.1", .python, .change, "jarvis-api", nil),
        ("memory-leak/resolution.2", .compose, .change, "jarvis-api", nil),
        ("memory-leak/resolution.3", .manual, .none, nil, nil),
        ("database-corruption/diagnosis.1", .sqlite, .read, "data/jarvis.db", nil),
        ("database-corruption/diagnosis.2", .sqlite, .read, "data/jarvis.db", nil),
        ("database-corruption/resolution.1", .compose, .destroy, "all services", nil),
        ("database-corruption/resolution.2", .sqlite, .change, "data/jarvis.db", nil),
        ("database-corruption/resolution.3", .sqlite, .read, "data/jarvis.db", nil),
        ("database-corruption/resolution.4", .sqlite, .destroy, "data/jarvis.db", .ifNeeded),
        ("mesh/diagnosis.1", .capability, .read, "runtime capability report", nil),
        ("mesh/diagnosis.2", .outbox, .read, "mesh status", nil),
        ("mesh/diagnosis.3", .outbox, .read, "data/mesh/outbox.jsonl", nil),
        ("mesh/recovery.1a", .variable, .read, "JARVIS_USE_MESH_SYNC", nil),
        ("mesh/recovery.1b", .variable, .read, "JARVIS_USE_MESH_ATTEST", nil),
        ("mesh/recovery.1c", .variable, .read, "JARVIS_MESH_SHARED_KEY", nil),
        ("mesh/recovery.1d", .variable, .read, "JARVIS_MESH_NODE_PUBKEY", nil),
        ("mesh/recovery.1e", .variable, .read, "JARVIS_MESH_PROGRAM_ID", nil),
        ("mesh/recovery.2", .outbox, .change, "mesh outbox", nil),
        ("mesh/recovery.3a", .flag, .change, "JARVIS_USE_MESH_ATTEST", .stillFailing),
        ("mesh/recovery.3b", .flag, .change, "JARVIS_USE_MESH_SYNC", .stillFailing),
        ("mesh/recovery.4", .manual, .none, nil, nil),
        ("mesh/rollback.1a", .flag, .change, "JARVIS_USE_MESH_ATTEST", nil),
        ("mesh/rollback.1b", .flag, .change, "JARVIS_USE_MESH_SYNC", nil),
        ("mesh/rollback.2", .file, .change, "lifeos/config/jarvis.json", .ifNeeded),
        ("mesh/rollback.3", .compose, .change, nil, nil),
        ("mesh/rollback.4", .compose, .change, "all services", nil),
    ]

    @Test("Every step is read as it is meant", arguments: steps)
    func step(id: String, kind: ActionKind, effect: Effect, target: String?, condition: Condition?) throws {
        let step = try #require(try runbook().step(id)?.step)
        #expect(step.action.kind == kind)
        #expect(step.effect == effect)
        #expect(step.target == target)
        #expect(step.condition == condition)
    }

    @Test("It has these steps and no others, and none of unknown effect")
    func complete() throws {
        let steps = try runbook().incidents.flatMap(\.steps)
        #expect(steps.map(\.id) == Self.steps.map(\.0))
        #expect(!steps.contains { $0.effect == .unknown })
    }

    @Test("What prose cannot say is annotated")
    func annotations() throws {
        let runbook = try runbook()
        func attributes(_ id: String) throws -> StepAttributes { try #require(runbook.step(id)?.step.attributes) }
        // A stop takes ten seconds before compose kills, longer than a probe's default.
        #expect(try attributes("api-unresponsive/resolution.1").timeoutMilliseconds == 60_000)
        #expect(try attributes("mesh/diagnosis.1").container == "jarvis-api")
        #expect(runbook.step("database-corruption/resolution.4")?.step.action == .named(.restoreDatabase))
        #expect(runbook.step("mesh/rollback.3")?.step.action == .named(.imageTag))
        #expect(runbook.step("mesh/recovery.2")?.step.action == .outbox(.retry(limit: 100)))
    }

    @Test("Its numbered items are the original's, so that step ids mean the same in both", .enabled(if: Checkout.seed != nil))
    func sameIds() throws {
        func ids(_ runbook: Runbook) -> [String] { runbook.incidents.flatMap { $0.resolution + $0.rollback }.map(\.id) }
        #expect(ids(try runbook()) == ids(RunbookReader.read(try #require(Checkout.seed))))
    }

    @Test("It shares no long sentence with the original", .enabled(if: Checkout.seed != nil))
    func ownWords() throws {
        // Commands, table rows, titles and variable names are facts; sentences are what a list item or a paragraph says.
        func sentences(_ bytes: [UInt8]) -> Set<String> {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.drop { " -1234.#".contains($0) } }
            let isFact: (Substring) -> Bool = { line in line.contains { "`|\"".contains($0) } || line.split(separator: " ").count < 4 }
            return Set(lines.filter { !isFact($0) }.map(String.init))
        }
        let common = sentences(try Checkout.read("runbooks/incident-response.md")).intersection(sentences(try #require(Checkout.seed)))
        let facts: Set = [
            "p95 latency > 2s", "Mesh Sync and Attestation Degraded Mode", "5. Database Corruption (Critical)",
            "docker-compose logs --tail=100 jarvis-api", "tail -n 50 data/mesh/outbox.jsonl",
        ]
        #expect(common.subtracting(facts) == [])
    }

    @Test("The format file names a figure in every line, as curl's -w reads it")
    func curlFormat() throws {
        let lines = String(decoding: try Checkout.read("runbooks/curl-format.txt"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count >= 6)
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            #expect(parts.count == 2 && parts[1].contains("%{") && parts[1].contains("}"), "\(line)")
            #expect(line.hasSuffix("\\n"), "\(line)")
        }
    }
}
