import Configuration
import Execution
import Mesh
import Planning
import Probes
import Runbook
import Safety
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A plain restart keeps the container's environment; what that leaves open, Jarvis's own files decide.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct RestartFlagTests {
    private func facts(_ drill: HealingDrill) throws -> Facts {
        var inputs = Configuration.Inputs()
        inputs.runbookService = "jarvis-api"
        let environment = ProcessEnvironment.snapshot().merging(drill.environment) { $1 }
        let configuration = Configuration(environment: environment, workingDirectory: drill.home, inputs: inputs)
        var facts = LiveProbes(configuration: configuration, environment: environment)
            .facts(ProbeLimits(timeoutMilliseconds: 60_000, cancellation: try Cancellation()), forContainers: false)
        facts.lock = .ours
        return facts
    }

    private func isRefused(_ facts: Facts) -> Bool {
        let restart = PlannedStep(
            id: "x/resolution.1", title: "Restart", step: nil, kind: .compose, effect: .change, probe: nil,
            change: Change(.runbook(.compose(argv: ["docker-compose", "restart", facts.service.composeService ?? ""]))))
        let decision = Policy().decide(Plan(subject: "x", steps: [restart]), facts)
        return decision.refusals.contains { $0.rule == "flags-off-unless-smoke" }
    }

    private func set(_ drill: HealingDrill, _ path: String, _ value: Int?) throws {
        try drill.shell(
            "mkdir -p $(dirname \(path)); touch \(path); sed -i /JARVIS_USE_MESH_SYNC=/d \(path)"
                + (value.map { "; echo JARVIS_USE_MESH_SYNC=\($0) >> \(path)" } ?? ""))
    }

    @Test("A name that the container gives decides; else the first file that Jarvis loads, read inside the container; nowhere is off")
    func restart() throws {
        try HealingDrill.with(PracticeSettings(scenario: .healthy)) { drill in
            // The container is given off: what is written to files since does not reach it by a restart.
            try set(drill, ".env", 1)
            var facts = try facts(drill)
            #expect(facts.flags.sync.container == false && facts.flags.sync.restarted == false && facts.flags.sync.running == false)
            #expect(facts.service.runningIn?.hasPrefix("container ") == true)
            #expect(!isRefused(facts))

            // It is given nothing: the files decide, the first of them first.
            try drill.up(after: "export PRACTICE_ENV_FILE=empty.env")
            facts = try self.facts(drill)
            #expect(facts.flags.sync.container == nil && facts.flags.sync.restarted == true && facts.flags.sync.running == false)
            #expect(isRefused(facts))
            try set(drill, "tg_bot/.env", 0)
            #expect(try self.facts(drill).flags.sync.restarted == false)
            try set(drill, "tg_bot/.env", nil)
            try set(drill, ".env", nil)
            facts = try self.facts(drill)
            #expect(facts.flags.sync.restarted == false && !isRefused(facts))
            // One that nobody can read makes it unknown, and that is refused.
            try drill.shell("rm tg_bot/.env; mkdir tg_bot/.env")
            facts = try self.facts(drill)
            #expect(facts.flags.sync.restarted == nil && isRefused(facts))
        }
    }
}
