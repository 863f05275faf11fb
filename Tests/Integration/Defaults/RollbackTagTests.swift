import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The tag that a rollback goes back to is asked for once, below the plan; what answers another question is none.
@Suite(.ownThread) struct RollbackTagTests {
    private static let question = "A tag, or Enter to leave the image as it is:"
    private static let command = ["rollback", "mesh"]

    private func tag(_ drill: LocalDrill) throws -> String? {
        try drill.file(".env").split(separator: "\n").first { $0.hasPrefix("JARVIS_IMAGE_TAG=") }.map { String($0.dropFirst(17)) }
    }

    @Test(
        "Enter, end of input, a yes and what is no tag leave the image; the flags go off all the same",
        arguments: ["\n", "\u{4}", "YES\n", "a tag\n"])
    func none(answer: String) throws {
        try LocalDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let before = try tag(drill)
            let run = try drill.atTerminal(
                Self.command,
                [
                    .see("mesh/rollback.1a"), .see(Self.question), .type(answer), .see("Type mesh to go on:"), .type("mesh\n"),
                    .see("is yours"), .type("n\n"), .see("is yours"), .type("n\n"),
                ])
            #expect(
                run.shown.split(separator: Self.question, omittingEmptySubsequences: false).count == 2, "asked more than once: \(run.shown)"
            )
            #expect(try tag(drill) == before)
            #expect(try drill.file(".env").contains("JARVIS_USE_MESH_SYNC=0"))
            if answer.count > 2 { #expect(run.shown.contains("is no tag: the image stays as it is"), "\(run.shown)") }
        }
    }

    @Test("A tag that is typed is planned, shown, and written once its name is given; without an engine it waits for one")
    func typed() throws {
        try LocalDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let path = try drill.fixture.imageStandIn() + ":" + (ProcessEnvironment.snapshot()["PATH"] ?? "")
            let run = try TerminalRun(
                Self.command, in: drill.fixture, environment: drill.environment.merging(["PATH": path]) { $1 },
                [
                    .see(Self.question), .type("stable\n"), .see("Go back to image tag stable (asked for)"), .see("then `stable`"),
                    .see("Type mesh to go on:"), .type("mesh\n"), .see("mesh/rollback.4 is yours"), .type("n\n"),
                ])
            #expect(try tag(drill) == "stable", "\(run.shown)")
        }
    }

    @Test("Where there is no Jarvis, or nobody can be asked, nobody is asked for a tag")
    func nobody() throws {
        try LocalDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let before = try drill.file(".env")
            let silent = try drill.run(Self.command)
            #expect(silent.code == 77 && silent.errors.contains("--confirm mesh"), "\(silent.output) \(silent.errors)")
            let empty = try drill.fixture.makeDirectory("empty")
            let elsewhere = try drill.atTerminal(Self.command + ["-C", empty], [])
            #expect(elsewhere.code == 78, "\(elsewhere.shown)")
            #expect(try drill.file(".env") == before)
        }
    }
}
