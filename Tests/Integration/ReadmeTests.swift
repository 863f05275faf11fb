import SystemKit
import TestSupport
import Testing

/// The README tells the truth: its commands exist, and its transcript is what the program prints.
@Suite(.ownThread) struct ReadmeTests {
    @Test("The transcript is what is printed, but for times and for whether an engine runs here")
    func transcript() throws {
        let readme = try Checkout.text("README.md")
        let block = try #require(readme.split(separator: "```console\n").dropFirst().first?.split(separator: "```").first)
        var lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let command = lines.removeFirst()
        #expect(command.hasPrefix("$ jarvis-ops "))
        let arguments = command.split(separator: " ").dropFirst(2).map(String.init)
        // An address where no engine can be, so that the transcript is the same on every machine.
        let run = try Run(arguments, environment: ["DOCKER_HOST": "unix:///nowhere/docker.sock", "TZ": "UTC"])
        #expect(run.code == 1)
        // The head names this machine and the drill's own directory.
        #expect(run.output.hasPrefix("production, /"), "\(run.output)")
        let printed = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map { String($0) }
        let shown = Array(lines.drop { $0.isEmpty })
        #expect(printed.map(timeless).filter { !$0.isEmpty } == shown.map(timeless).filter { !$0.isEmpty })
    }

    @Test(
        "The two commands of the README are targets of the Makefile",
        arguments: ["demo", "test", "build", "install", "format", "lint", "bench"])
    func targets(name: String) throws {
        if name == "demo" || name == "test" { #expect(try Checkout.text("README.md").contains("make \(name) ")) }
        #expect(try Checkout.text("Makefile").contains("\n\(name):"))
    }

    /// Words that hold a time or a duration, and where the drill lies, are dropped, and runs of spaces count as one.
    private func timeless(_ line: String) -> String {
        line.split { " ()".contains($0) }.filter { word in
            let isPlace = word == "-C" || word.contains("jarvis-drill.") || ["XDG_", "JARVIS_"].contains { word.hasPrefix($0) }
            return !isPlace && !(word.contains { $0.isNumber } && word.contains { "T.:-".contains($0) })
                && !["s", "ms", "s,"].contains(word)
                && Double(word) == nil
        }.joined(separator: " ")
    }
}
