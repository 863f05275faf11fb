import MarkdownKit
import Runbook
import SystemKit
import TestSupport
import Testing

/// The seed runbook, byte for byte as people wrote it, and a fixture in our own words that keeps every shape and quirk of it, line
/// by line. Both must become the same catalog.
@Suite(.ownThread) struct CatalogTests {
    private static let root = Paths.parent(Paths.parent(Paths.parent(#filePath)))

    /// The fixture always; the seed where it lies beside the checkout.
    private static let runbooks: [String] = [root + "/Tests/Fixtures/runbooks/quirks.md", root + "/../shared/seed/incident-response.md"]
        .filter { Files.exists($0) }

    private func read(_ path: String) throws -> Runbook { RunbookReader.read(try Files.read(path)) }

    @Test("Every line becomes the same typed step", arguments: runbooks)
    func steps(path: String) throws {
        let steps = try read(path).incidents.flatMap(\.steps).map { step in
            "\(step.id) \(step.action.kind.rawValue) \(step.effect.rawValue) \(step.target ?? "-") \(step.condition?.rawValue ?? "-") \(step.span.line)"
        }
        #expect(steps == Self.expectedSteps)
    }

    @Test("Incidents, numbers, severities and checks", arguments: runbooks)
    func incidents(path: String) throws {
        let incidents = try read(path).incidents.map { incident in
            let checks = incident.symptoms.map { $0.check?.name ?? "-" }.joined(separator: ",")
            return "\(incident.id) \(incident.number.map(String.init) ?? "-") \(incident.severity?.rawValue ?? "-") \(checks)"
        }
        #expect(incidents == Self.expectedIncidents)
    }

    @Test("Tables, contacts, rules and what is owed afterwards", arguments: runbooks)
    func tables(path: String) throws {
        let runbook = try read(path)
        #expect(runbook.severities.map(\.severity) == [.critical, .high, .medium, .low])
        #expect(runbook.severities.map(\.responseTimeSeconds) == [900, 3600, 14_400, 86_400])
        #expect(runbook.severities.map(\.channel) == [.page, .slack, .email, .ticket])
        #expect(runbook.contacts.count == 3)
        #expect(runbook.postIncident.count == 4)
        #expect(runbook.incident("mesh")?.safetyRules.map(\.id) == ["mesh/rule.1", "mesh/rule.2", "mesh/rule.3"])
        #expect(runbook.incident("mesh")?.aliases == ["mesh-sync-and-attestation-degraded-mode"])
        #expect(runbook.incident("database-corruption")?.diagnosis.isEmpty == true)
        #expect(Lint.findings(runbook).contains { $0.rule == "incident-without-diagnosis" || $0.rule == "critical-without-diagnosis" })
    }

    @Test("The typed parts of the steps that are more than a command line", arguments: runbooks)
    func actions(path: String) throws {
        let runbook = try read(path)
        func action(_ id: String) -> Action? { runbook.step(id)?.step.action }
        #expect(action("api-unresponsive/diagnosis.3") == .compose(argv: ["docker", "stats", "--no-stream"]))
        guard case .http(let latency)? = action("high-latency/diagnosis.2"),
            case .http(let providers)? = action("provider-failures/diagnosis.1")
        else { throw Missing() }
        #expect(latency.writeOut == "@curl-format.txt" && latency.select == nil)
        #expect(providers.select == ".services.providers")
        #expect(action("provider-failures/diagnosis.2") == .redis(arguments: ["GET", "ratelimit:provider:*"], options: []))
        #expect(action("mesh/diagnosis.3") == .outbox(.tail(path: "data/mesh/outbox.jsonl", lines: 50)))
        #expect(action("mesh/recovery.2") == .outbox(.retry(limit: 100)))
        #expect(action("mesh/recovery.1c") == .variable(name: "JARVIS_MESH_SHARED_KEY", alternatives: ["JARVIS_MESH_SYNC_KEY"]))
        #expect(action("mesh/rollback.1a") == .flag(name: "JARVIS_USE_MESH_ATTEST", value: "0"))
        #expect(action("mesh/rollback.1b") == .flag(name: "JARVIS_USE_MESH_SYNC", value: "0"))
    }

    private struct Missing: Error {}

    private static let expectedIncidents = [
        "api-unresponsive 1 critical health-failing,server-errors,timeouts",
        "high-latency 2 high latency,dashboard-latency,timeouts",
        "provider-failures 3 high providers-failing,ai-responses,rate-limited",
        "memory-leak 4 medium memory-growth,oom-kills,garbage-collection",
        "database-corruption 5 critical database-errors,database-inconsistent,read-failures",
        "mesh - - pending-events,capability,backlog-growth",
    ]

    /// `id kind effect target condition line`.
    private static let expectedSteps = [
        "api-unresponsive/diagnosis.1 compose read all services - 24",
        "api-unresponsive/diagnosis.2 compose read jarvis-api - 27",
        "api-unresponsive/diagnosis.3 compose read all services - 30",
        "api-unresponsive/resolution.1 compose change jarvis-api - 34",
        "api-unresponsive/resolution.2 manual none - still-failing 35",
        "api-unresponsive/resolution.3 compose change jarvis-api still-failing 36",
        "high-latency/diagnosis.1 sqlite read data/jarvis.db - 48",
        "high-latency/diagnosis.2 http read http://localhost:8000/api/health - 51",
        "high-latency/resolution.1 manual none - if-needed 55",
        "high-latency/resolution.2 redis destroy all keys - 56",
        "high-latency/resolution.3 manual none - - 57",
        "provider-failures/diagnosis.1 http read http://localhost:8000/api/health - 69",
        "provider-failures/diagnosis.2 redis read ratelimit:provider:* - 72",
        "provider-failures/resolution.1 manual none - - 76",
        "provider-failures/resolution.2 manual none - - 77",
        "provider-failures/resolution.3 manual none - - 78",
        "memory-leak/diagnosis.1 python unknown - - 88",
        "memory-leak/resolution.1 manual none - - 96",
        "memory-leak/resolution.2 manual none - - 97",
        "memory-leak/resolution.3 manual none - - 98",
        "database-corruption/resolution.1 manual none - - 108",
        "database-corruption/resolution.2 manual none - - 109",
        "database-corruption/resolution.3 sqlite read data/jarvis.db - 110",
        "database-corruption/resolution.4 manual none - if-needed 111",
        "mesh/diagnosis.1 capability read runtime capability report - 143",
        "mesh/diagnosis.2 outbox read mesh status - 146",
        "mesh/diagnosis.3 outbox read data/mesh/outbox.jsonl - 149",
        "mesh/recovery.1a variable read JARVIS_USE_MESH_SYNC - 154",
        "mesh/recovery.1b variable read JARVIS_USE_MESH_ATTEST - 155",
        "mesh/recovery.1c variable read JARVIS_MESH_SHARED_KEY - 156",
        "mesh/recovery.1d variable read JARVIS_MESH_NODE_PUBKEY - 157",
        "mesh/recovery.1e variable read JARVIS_MESH_PROGRAM_ID - 158",
        "mesh/recovery.2 outbox change mesh outbox - 161",
        "mesh/recovery.3a flag change JARVIS_USE_MESH_ATTEST still-failing 164",
        "mesh/recovery.3b flag change JARVIS_USE_MESH_SYNC still-failing 165",
        "mesh/recovery.4 manual none - - 166",
        "mesh/rollback.1a flag change JARVIS_USE_MESH_ATTEST - 170",
        "mesh/rollback.1b flag change JARVIS_USE_MESH_SYNC - 171",
        "mesh/rollback.2 file change lifeos/config/jarvis.json if-needed 172",
        "mesh/rollback.3 manual none - - 174",
        "mesh/rollback.4 manual none - - 175",
    ]
}
