import CommandLineKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// Commands to paste lead to the Jarvis that was named, wherever they are printed.
@Suite(.ownThread) struct PastedCommandTests {
    private func options(_ arguments: [String]) throws -> GlobalOptions {
        let command = try JarvisOps.parseAsRoot(["doctor"] + arguments)
        return try #require(command as? any OpsCommand).options
    }

    private func placed(
        _ text: String, _ arguments: [String], _ environment: [String: String] = [:], inJSON: Bool = false
    ) throws -> String {
        let commands = PastedCommands(try options(arguments), in: "/srv", environment)
        return String(decoding: commands.placed(Array(text.utf8), inJSON: inJSON), as: UTF8.self)
    }

    @Test("The directory, the runbook and the targets that were named, each command with those that it takes")
    func options() throws {
        #expect(try placed("Run: jarvis-ops mesh smoke sync", []) == "Run: jarvis-ops -C /srv mesh smoke sync")
        #expect(try placed("jarvis-ops runs show 1", [], ["JARVIS_HOME": "opt/j"]) == "jarvis-ops -C /srv/opt/j runs show 1")
        #expect(
            try placed("Run: jarvis-ops mesh smoke sync", ["-C", "my jarvis"]) == "Run: jarvis-ops -C '/srv/my jarvis' mesh smoke sync")
        let many = ["-C", "my jarvis", "--outbox", "o u", "--runbook", "r.md"]
        #expect(
            try placed("`jarvis-ops mesh retry`; jarvis-ops runs resume last --undo", many)
                == "`jarvis-ops -C '/srv/my jarvis' --runbook /srv/r.md --outbox '/srv/o u' mesh retry`; jarvis-ops -C '/srv/my jarvis' runs resume last --undo"
        )
    }

    @Test("At the prompt at which the program was called, what is found from there is not said again")
    func prompt() throws {
        let text = Array("jarvis-ops mesh flags".utf8)
        let given = ["XDG_STATE_HOME": "/x", "JARVIS_API_URL": "http://h", "JARVIS_OPS_ENVIRONMENT": "staging"]
        let here = PastedCommands(try options([]), in: "/srv", given, atPrompt: true).placed(text, inJSON: false)
        #expect(String(decoding: here, as: UTF8.self) == "JARVIS_OPS_ENVIRONMENT=staging jarvis-ops mesh flags")
        let home = PastedCommands(try options([]), in: "/srv", ["JARVIS_HOME": "/j"], atPrompt: true).placed(text, inJSON: false)
        #expect(String(decoding: home, as: UTF8.self) == "jarvis-ops -C /j mesh flags")
    }

    @Test("Variables that decide are carried, each where no option decides, and none that holds a secret")
    func environment() throws {
        let given = [
            "JARVIS_OPS_ENVIRONMENT": "staging", "JARVIS_OPS_STATE": "/s", "XDG_STATE_HOME": "/x", "JARVIS_MESH_OUTBOX_PATH": "o b",
            "JARVIS_OPS_REDIS_URL": "redis://:hunter2@h", "PATH": "/bin",
        ]
        let carried = "JARVIS_OPS_ENVIRONMENT=staging JARVIS_OPS_STATE=/s"
        #expect(
            try placed("jarvis-ops mesh flags\n", [], given)
                == "\(carried) JARVIS_MESH_OUTBOX_PATH='o b' jarvis-ops -C /srv mesh flags\n")
        #expect(
            try placed("jarvis-ops mesh flags", ["--outbox", "o"], given) == "\(carried) jarvis-ops -C /srv --outbox /srv/o mesh flags")
        #expect(try placed("jarvis-ops runs", [], ["XDG_STATE_HOME": "/x"]) == "XDG_STATE_HOME=/x jarvis-ops -C /srv runs")
    }

    @Test(
        "What is no command of this program stays as it is, and one that is complete is not completed again",
        arguments: [
            "jarvis-ops: mesh", "jarvis-ops -C /x mesh retry", "jarvis-ops 1.0", "my-jarvis-ops mesh", "/opt/jarvis-ops mesh",
            "jarvis-ops meshes", "jarvis-ops", "jarvis-ops ", "",
        ])
    func others(text: String) throws { #expect(try placed(text, ["-C", "x"]) == text) }

    @Test("In JSON what is put in is escaped")
    func json() throws {
        #expect(
            try placed("{\"hint\":\"jarvis-ops doctor\"}", ["-C", "/srv/\"a\"\n"], inJSON: true)
                == "{\"hint\":\"jarvis-ops -C '/srv/\\\"a\\\"\\n' doctor\"}")
    }
}
