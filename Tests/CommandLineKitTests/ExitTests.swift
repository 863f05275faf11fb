import CommandLineKit
import TestSupport
import Testing

/// What a process shows and how it ends, each in a process of its own.
@Suite(.ownThread) struct ExitTests {
    @Test("Misuse ends with 64 and speaks on standard error only") func misuse() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(64), observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            Ops.main(["diagnos"])
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        let other = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(text.contains("Error: Unknown command 'diagnos'. Did you mean 'diagnose'?\nSee 'ops --help'.\n"))
        #expect(!other.contains("diagnos"))
    }

    @Test("Help ends with 0 and goes to standard output") func help() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            Ops.main(["help", "mesh"])
        }
        let text = String(decoding: result.standardOutputContent, as: UTF8.self)
        let other = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("OVERVIEW: Looks after the outbox.\n"))
        #expect(!other.contains("OVERVIEW"))
    }

    @Test("An exit code thrown by run ends the process with it") func code() async {
        await #expect(processExitsWith: .exitCode(77)) { Ops.exit(withError: ExitCode(77)) }
    }
}
