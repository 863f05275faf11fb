import CommandLineKit
import TestSupport
import Testing

@Suite(.ownThread) struct ParsingTests {
    @Test(
        "Options mean the same before the command, between its names, and after its arguments",
        arguments: [
            ["mesh", "retry", "--limit", "5", "-o", "json", "-n"],
            ["-o", "json", "-n", "mesh", "retry", "--limit", "5"],
            ["--limit=5", "mesh", "-n", "-ojson", "retry"],
            ["-no", "json", "mesh", "--limit", "5", "retry"],
            ["mesh", "-o=json", "retry", "-n", "--limit", "5"],
        ])
    func optionsAnywhere(_ words: [String]) throws {
        let command = try #require(try Ops.parseAsRoot(words) as? Retry)
        #expect(command.limit == 5)
        #expect(command.global.output == .json)
        #expect(command.global.dryRun)
        #expect(!command.global.quiet)
    }

    @Test("A value that is also a command's name stays a value")
    func valueNamedLikeACommand() throws {
        let list: List = try ops("--runbook", "mesh", "list")
        #expect(list.global.runbook == "mesh")
        let same: List = try ops("--runbook", "list", "list")
        #expect(same.global.runbook == "list")
        let diagnose: Diagnose = try ops("diagnose", "list")
        #expect(diagnose.id == ["list"])
    }

    @Test("A command's own name wins over its group's, wherever the option stands")
    func ownNamesWin() throws {
        let after: Tail = try ops("mesh", "tail", "-n", "5")
        #expect(after.n == 5 && !after.global.dryRun)
        let before: Tail = try ops("-n", "5", "mesh", "tail", "--dry-run")
        #expect(before.n == 5 && before.global.dryRun)
    }

    @Test("Aliases, joined flags, counts and repeats")
    func shapes() throws {
        let list: List = try ops("ls", "-nvv", "--confirm", "a", "-v", "--confirm=b")
        #expect(list.global.dryRun)
        #expect(list.global.verbose == 3)
        #expect(list.global.confirm == ["a", "b"])
    }

    @Test("A single option given twice: the last wins, but every value must be one")
    func lastWins() throws {
        let list: List = try ops("list", "-o", "json", "-o", "jsonl")
        #expect(list.global.output == .jsonl)
        #expect(failure(["list", "-o", "nonsense", "-o", "json"]) is UsageError)
    }

    @Test("-- ends the options, and - is a word")
    func terminator() throws {
        let diagnose: Diagnose = try ops("diagnose", "-", "--", "-o", "--", " ")
        #expect(diagnose.id == ["-", "-o", "--", " "])
        let tune: Tune = try ops("tune", "--", "-x", "y")
        #expect(tune.command == ["-x", "y"] && tune.first == nil)
    }

    @Test("Negative numbers are values")
    func negativeNumbers() throws {
        let tune: Tune = try ops("tune", "-5", "--ratio", "-.5", "--no-color")
        #expect(tune.first == -5 && tune.ratio == -0.5)
        let tail: Tail = try ops("mesh", "tail", "-n", "-5")
        #expect(tail.n == -5)
    }

    @Test("Flags with two sides, choices, many values, transforms")
    func richFlags() throws {
        let plain: Tune = try ops("tune")
        #expect(plain.color && plain.cache == nil && plain.level == .low && plain.first == nil)
        let tune: Tune = try ops(
            "tune", "--color", "--no-color", "--disable-cache", "--high", "--hosts", "a", "b", "--raw", "--x", "1", "z")
        #expect(!tune.color && tune.cache == false && tune.level == .high)
        #expect(tune.hosts == ["a", "b"] && tune.raw == "--x" && tune.first == 1 && tune.second == "z")
        let tags: Tune = try ops("tune", "--tags", "a,b")
        #expect(tags.tags == ["a", "b"])
    }

    @Test("A passthrough argument takes everything from its first word on, as it stands")
    func passthrough() throws {
        let wrap = try Wrap.parse(["--fast", "sh", "run", "-c", "--", "--fast", "-"])
        #expect(wrap.fast && wrap.name == "sh" && wrap.rest == ["run", "-c", "--", "--fast", "-"])
        let inner = try Wrap.parse(["sh", "run", "--fast", "--", "-h"])
        #expect(!inner.fast && inner.rest == ["run", "--fast", "--", "-h"])
    }

    @Test(
        "An empty value is refused, as an option, after its =, and as an argument",
        arguments: [
            ["list", "--runbook", ""], ["list", "--runbook="], ["list", "--confirm", "a", "--confirm", ""], ["diagnose", "--", ""],
        ])
    func emptyValue(line: [String]) {
        let error = failure(line) as? UsageError
        #expect(error?.kind == .invalidValue && error?.message.contains("is empty") == true, "\(String(describing: error))")
    }

    @Test("Blank values and values with = in them")
    func oddValues() throws {
        let list: List = try ops("list", "--runbook==", "--confirm", "a=b", "--confirm==", "--confirm", " ")
        #expect(list.global.runbook == "=")
        #expect(list.global.confirm == ["a=b", "=", " "])
    }

    @Test("Copies of a parsed command are independent, and so are two parses")
    func valueSemantics() throws {
        let first: Tail = try ops("mesh", "tail", "-n", "1")
        var second = first
        second.n = 2
        second.global.quiet = true
        let third: Tail = try ops("mesh", "tail", "-n", "3")
        #expect(first.n == 1 && second.n == 2 && third.n == 3)
        #expect(!first.global.quiet && second.global.quiet)
    }

    @Test("A program with subcommands and no words of its own asks for its help", arguments: [[], ["mesh"]])
    func groupAlone(_ words: [String]) throws {
        var command = try Ops.parseAsRoot(words)
        let error = #expect(throws: CleanExit.self) { try command.run() }
        #expect(error.map { Ops.exitCode(for: $0) } == .success)
    }

    @Test("A default subcommand runs when none is named")
    func defaultSubcommand() throws {
        struct Runs: ParsableCommand {
            static let configuration = CommandConfiguration(subcommands: [List.self, Tail.self], defaultSubcommand: List.self)
        }
        #expect(try Runs.parseAsRoot(["-q"]) is List)
        #expect(try Runs.parseAsRoot([]) is List)
        #expect(try Runs.parseAsRoot(["-n", "2", "tail"]) is Tail)
        #expect(throws: UsageError.self) { try Runs.parseAsRoot(["tial"]) }
    }
}
