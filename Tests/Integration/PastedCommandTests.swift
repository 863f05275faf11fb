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
    ) throws -> String? {
        let commands = PastedCommands(try options(arguments), directory: "/srv/my jarvis", environment)
        return commands.map { String(decoding: $0.placed(Array(text.utf8), inJSON: inJSON), as: UTF8.self) }
    }

    @Test("The directory, the runbook and the targets that were named, each command with those that it takes")
    func options() throws {
        #expect(try placed("Run: jarvis-ops mesh smoke sync", []) == nil)
        #expect(try placed("Run: jarvis-ops mesh smoke sync", ["-C", "x"]) == "Run: jarvis-ops -C '/srv/my jarvis' mesh smoke sync")
        let many = ["-C", "x", "--outbox", "o u", "--runbook", "r.md"]
        #expect(
            try placed("`jarvis-ops mesh retry`; jarvis-ops runs resume last --undo", many)
                == "`jarvis-ops -C '/srv/my jarvis' --runbook r.md --outbox 'o u' mesh retry`; jarvis-ops -C '/srv/my jarvis' runs resume last --undo"
        )
        let environment = ["JARVIS_OPS_ENVIRONMENT": "staging", "JARVIS_OPS_STATE": "/s"]
        #expect(
            try placed("jarvis-ops mesh flags\n", [], environment)
                == "JARVIS_OPS_ENVIRONMENT=staging JARVIS_OPS_STATE=/s jarvis-ops mesh flags\n")
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
        let commands = PastedCommands(try options(["-C", "x"]), directory: "/srv/\"a\"\n", [:])
        let text = commands.map { String(decoding: $0.placed(Array("{\"hint\":\"jarvis-ops doctor\"}".utf8), inJSON: true), as: UTF8.self) }
        #expect(text == "{\"hint\":\"jarvis-ops -C '/srv/\\\"a\\\"\\n' doctor\"}")
    }
}
