import CommandLineKit
import OpsCommands
import SystemKit
import TestSupport
import Testing

/// `docs/man/jarvis-ops.1`: written by hand but for its commands, which the command tree says.
@Suite(.ownThread) struct ManualTests {
    private static let root = Paths.parent(Paths.parent(Paths.parent(#filePath)))
    private static let path = root + "/docs/man/jarvis-ops.1"
    private static let begin = ".\\\" Made from the command tree; RENEW=1 make test-unit ONLY=ManualTests renews it.\n"
    private static let end = ".\\\" End of what is made.\n"

    @Test("The manual page has every command and option as they are")
    func current() throws {
        let page = String(decoding: try Files.read(Self.path), as: UTF8.self)
        let parts = page.split(separator: Self.begin, maxSplits: 1, omittingEmptySubsequences: false)
        let rest = try #require(parts.last?.split(separator: Self.end, maxSplits: 1, omittingEmptySubsequences: false))
        let head = try #require(parts.first)
        let tail = try #require(rest.last)
        try #require(parts.count == 2 && rest.count == 2)
        let right = "\(head)\(Self.begin)\(ManualPage(JarvisOps.commandInfo()).text)\(Self.end)\(tail)"
        if ProcessEnvironment.snapshot()["RENEW"] == "1" { try AtomicFile.replace(Self.path, with: Array(right.utf8)) }
        #expect(String(decoding: try Files.read(Self.path), as: UTF8.self) == right)
    }

    @Test("No word of a manual page is taken for a request, and hyphens can be copied")
    func escaping() {
        #expect(ManualPage.escaped(".env is \\ --read") == "\\&.env is \\e \\-\\-read")
        #expect(ManualPage.escaped("'quoted'") == "\\&'quoted'")
    }

    @Test("mandoc finds nothing wrong in a page", arguments: ["jarvis-ops.1", "jarvis-ops-runbook.5"])
    func lint(page: String) throws {
        guard Files.isExecutable("/usr/bin/mandoc") else {
            print("NOT TESTED: manual pages, mandoc is not installed")
            try Test.cancel("mandoc is not installed")
        }
        try Fixture.with { fixture in
            let process = try ChildProcess(
                ["mandoc", "-T", "lint", "-W", "warning", Self.root + "/docs/man/" + page], output: fixture.path("lint"),
                environment: ["PATH": "/usr/bin:/bin"])
            let code = try process.wait(seconds: 60)
            #expect(code == 0 && process.output.isEmpty, "\(process.output)")
        }
    }
}
