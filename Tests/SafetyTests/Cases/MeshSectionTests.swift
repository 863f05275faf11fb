import MarkdownKit
import Mesh
import Planning
import TestSupport
import Testing

@testable import Runbook
@testable import Safety

/// What the runbook forbids for the mesh's faults holds for every section that is about the mesh, by whatever name.
@Suite(.ownThread) struct MeshSectionTests {
    private static let text = """
        # Runbook

        ## Incidents

        ### 1. TITLE (High)

        **Resolution**
        1. Stop it:
           ```bash
           COMMAND
           ```
        """

    /// The plan that the program makes of an incident's resolution.
    private static func decision(_ title: String, _ command: String) throws -> Decision {
        let runbook = RunbookReader.read(Array(text.replacing("TITLE", with: title).replacing("COMMAND", with: command).utf8))
        let incident = try #require(runbook.incidents.first)
        let facts = Examples.facts()
        return Policy().decide(StepPlanner.plan(incident.resolution, subject: incident.id, facts), facts)
    }

    @Test(
        "A section about the mesh does not stop the service, also under a number and a title of its own",
        arguments: ["Mesh Sync Degraded", "NATS down", "Attestation fails", "Outbox grows"])
    func titles(title: String) throws {
        let decision = try Self.decision(title, "docker-compose stop api")
        #expect(decision.refusals.contains { $0.rule == "writes-never-blocked" }, "\(decision.plan.steps)")
    }

    @Test("Another one does, with its name", arguments: ["API Unresponsive", "Database Corruption"])
    func others(title: String) throws {
        let decision = try Self.decision(title, "docker-compose stop api")
        #expect(!decision.isRefused, "\(decision.refusals)")
        #expect(!decision.demands.isEmpty && !decision.demands.contains(.changes))
    }
}
