import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// What is approved stands on one screen with the question, which comes last.
@Suite(.ownThread) struct PlanScreenTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let scenario: Scenario
        let command: [String]
        let question: String
        /// What must be seen beside the head.
        let seen: [String]
        var faultSize: Double?
        var testDescription: String { command.joined(separator: " ") }
    }

    static let cases = [
        Case(
            scenario: .meshDegraded, command: ["mesh", "disable", "all"], question: "Make these changes? [y/N]",
            seen: ["Set JARVIS_USE_MESH_ATTEST=0", "now `1`, then `0`"]),
        Case(
            scenario: .meshDegraded, command: ["rollback", "mesh", "--tag", "stable"], question: "Type mesh to go on:",
            seen: ["mesh/rollback.1a", "mesh/rollback.2", "mesh/rollback.3", "more lines; -n shows all"]),
        Case(
            scenario: .providersFailing, command: ["resolve", "provider-failures", "--skip", "provider-failures/resolution.1"],
            question: "Make these changes? [y/N]", seen: ["file lifeos", "lifeos/config/jarvis.json", "+    \"primary\": \"ollama\""],
            faultSize: 2),
    ]

    @Test("In 24 rows of 80 columns nothing that matters has scrolled away when the question comes", arguments: cases)
    func fits(_ one: Case) throws {
        try LocalDrill.with(PracticeSettings(scenario: one.scenario, faultSize: one.faultSize)) { drill in
            if one.command.first == "rollback" { try growConfiguration(drill) }
            let run = try drill.atTerminal(one.command, [.see(one.question), .type("n\n")], size: (24, 80))
            #expect(run.code == 77, "\(run.shown)")
            let before = run.shown.split(separator: one.question, maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
            let lines = (before + one.question).split(omittingEmptySubsequences: false) { $0.isNewline }
            // A command to paste stays on one line, however long its directory, and takes the rows that it needs.
            let screen = lines.flatMap { line in
                line.contains("jarvis-ops -C ") ? stride(from: 0, to: line.count, by: 80).map { line.dropFirst($0).prefix(80) } : [line]
            }.suffix(24)
            #expect(screen.contains { $0.hasPrefix(one.command.prefix(2).joined(separator: " ")) }, "\(run.shown)")
            #expect(screen.contains { $0.hasPrefix("production, /") }, "\(run.shown)")
            for line in screen { #expect(line.count <= 80, "\(line)") }
            let text = screen.joined(separator: "\n")
            for part in one.seen { #expect(text.contains(part), "\(part) is not on the screen: \(run.shown)") }
        }
    }

    /// A change of every line, longer than any screen.
    private func growConfiguration(_ drill: LocalDrill) throws {
        let path = drill.home + "/lifeos/config"
        let script = """
            cd '\(drill.home)' && git init -q . && git add lifeos/config/jarvis.json
            git -c user.name=drill -c user.email=drill@localhost commit -q -m 'as it was'
            python3 -c 'import json; p="lifeos/config/jarvis.json"; d=json.load(open(p)); d["extra"]=list(range(60)); json.dump(d, open(p,"w"), indent=2)'
            """
        let child = try ChildProcess(["sh", "-c", script], output: drill.fixture.path("git"))
        guard try child.wait() == 0 else { throw TestSupportError("\(path): \(child.output)") }
    }
}
