import CommandLineKit
import TestSupport
import Testing

/// What is offered at each place of a command line.
@Suite(.ownThread) struct CompleterTests {
    private func words(_ line: [String]) -> [String] { Completer(line, in: Shop.commandInfo()).offers.map(\.word) }

    @Test(
        "Commands, options and listed values are offered where they may stand, and nothing else",
        arguments: [
            ([""], ["buy", "help"]), (["b"], ["buy"]), (["x"], []), (["buy", "--si"], ["--size"]),
            (["buy", "--size", ""], ["small", "large"]),
            (["buy", "--size", "l"], ["large"]), (["buy", "--size=s"], ["small"]), (["buy", "--size", "="], ["small", "large"]),
            (["buy", "--size", "=", "l"], ["large"]), (["buy", "-s", "s"], ["small"]), (["buy", "--", "-"], []),
            (["buy", "red", "a", "gre"], ["green"]), (["buy", "--hidden"], []), ([], ["buy", "help"]),
        ] as [([String], [String])])
    func offers(line: [String], offered: [String]) { #expect(words(line) == offered) }

    @Test("What only the program can list, and files, are asked for by their kind; values typed before are known")
    func kinds() {
        let run = Completer(["buy", "--file", "/x", "red", "--shop=here", "--run", "ab"], in: Shop.commandInfo())
        #expect(run.kind == .known("runs") && run.begun == "ab" && run.offers == [])
        #expect(run.values == ["--file": "/x", "--shop": "here"])
        #expect(Completer(["buy", "--file="], in: Shop.commandInfo()).kind == .file())
        #expect(Completer(["buy", "--file="], in: Shop.commandInfo()).before == "--file=")
        #expect(Completer(["buy", "--shop", ""], in: Shop.commandInfo()).kind == .directory)
    }
}

private enum Size: String, CaseIterable, ExpressibleByArgument { case small, large }

private struct Shop: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "shop", subcommands: [Buy.self, Secret.self])

    struct Secret: ParsableCommand { static let configuration = CommandConfiguration(shouldDisplay: false) }

    struct Buy: ParsableCommand {
        @Option(name: .shortAndLong) var size: Size = .small
        @Option(completion: .file()) var file: String?
        @Option(completion: .directory) var shop: String?
        @Option(completion: .known("runs")) var run: String?
        @Option(help: .hidden) var hidden: String?
        @Argument(completion: .list(["red", "green"])) var colours: [String] = []
    }
}
