import CommandLineKit
import TestSupport
import Testing

@Suite(.ownThread) struct HelpTests {
    private func output(_ words: String..., columns: Int? = nil) throws -> String {
        let error = try #require(failure(words))
        #expect(Ops.exitCode(for: error) == .success)
        return Ops.fullMessage(for: error, columns: columns)
    }

    @Test("The program's help lists its commands in groups")
    func program() throws {
        let expected = """
            OVERVIEW: Runs an incident runbook.

            USAGE: ops <command>

            OPTIONS:
              --version   Show the version.
              -h, --help  Show help information.

            SUBCOMMANDS:
              list, ls    Lists the incidents.
              help        Show help for a command.

            INCIDENT SUBCOMMANDS:
              diagnose    Measures the symptoms of an incident and says whether it is
                          confirmed.

            MESH SUBCOMMANDS:
              mesh        Looks after the outbox.

            See 'ops help <command>' for the help of one command.
            """
        #expect(try output("--help") == expected)
        #expect(try output("help") == expected)
        #expect(try output("-o", "json", "-h") == expected)
        #expect(Ops.helpMessage() == expected)
    }

    @Test("A command's help, by every way of asking for it")
    func command() throws {
        let expected = """
            OVERVIEW: Measures the symptoms of an incident and says whether it is confirmed.

            USAGE: ops diagnose [--timeout <seconds>] [--output <format>] [--runbook <file>]
                   [--dry-run] [--quiet] [--verbose ...] [--confirm <name> ...] <id> ...

            ARGUMENTS:
              <id>                     The incidents.

            OPTIONS:
              -t, --timeout <seconds>  Longest time for one probe. (default: 10.0)
              --version                Show the version.
              -h, --help               Show help information.

            GLOBAL OPTIONS:
              -o, --output <format>    How to print the result. (values: text, json, jsonl;
                                       default: text)
              --runbook <file>         The runbook to read.
              -n, --dry-run            Change nothing.
              -q, --quiet              Say less.
              -v, --verbose            Say more.
              --confirm <name>         Names what is confirmed.
            """
        #expect(try output("help", "diagnose") == expected)
        #expect(try output("diagnose", "--help") == expected)
        #expect(try output("-h", "diagnose") == expected)
        #expect(try output("diagnose", "x", "-o", "nonsense", "-h") == expected)
        #expect(Ops.helpMessage(for: Diagnose.self) == expected)
    }

    @Test("Nested commands, required options, names taken by the command")
    func nested() throws {
        #expect(try output("help", "mesh", "retry").contains("USAGE: ops mesh retry"))
        #expect(try output("help", "mesh", "retry").contains("--limit <limit>"))
        #expect(try output("mesh", "--help").contains("See 'ops help mesh <command>'"))
        let tail = try output("mesh", "tail", "-h")
        #expect(tail.contains("  -n, --n <n> "))
        #expect(tail.contains("  --dry-run ") && !tail.contains("-n, --dry-run"))
    }

    @Test("No line is longer than the columns given", arguments: [40, 50, 80, 132])
    func width(_ columns: Int) throws {
        for words in [["help"], ["help", "diagnose"], ["help", "mesh", "retry"], ["help", "tune"]] {
            let error = try #require(failure(words))
            for line in Ops.fullMessage(for: error, columns: columns).split(separator: "\n") where !line.contains("See 'ops") {
                #expect(line.count <= columns, "\(line)")
            }
        }
    }

    @Test("Flags with two sides and choices in the help; hidden commands only on request")
    func shapes() throws {
        let tune = try output("help", "tune")
        #expect(tune.contains("  --color/--no-color              Colours. (default: --color)"))
        #expect(tune.contains("--enable-cache/--disable-cache"))
        #expect(tune.contains("  --low                           (default)"))
        #expect(!Ops.helpMessage().contains("tune"))
        #expect(Ops.helpMessage(includeHidden: true).contains("tune"))
    }

    @Test("--version prints the program's version anywhere")
    func version() throws {
        #expect(try output("--version") == "1.2.3")
        #expect(try output("mesh", "retry", "--version") == "1.2.3")
    }

    @Test("The tree as data")
    func tree() throws {
        let info = Ops.commandInfo()
        #expect(info.path == ["ops"])
        #expect(info.subcommands.map(\.name) == ["list", "tune", "diagnose", "mesh", "help"])
        #expect(info.subcommands.map(\.group) == ["", "", "Incident", "Mesh", ""])
        #expect(info.subcommands[0].aliases == ["ls"] && info.subcommands[1].isHidden)
        let retry = info.subcommands[3].subcommands[1]
        #expect(retry.path == ["ops", "mesh", "retry"])
        #expect(retry.arguments.first?.names == ["--limit"] && retry.arguments.first?.isOptional == false)
        let output = try #require(retry.arguments.first { $0.names.contains("-o") })
        #expect(output.names == ["-o", "--output"] && output.kind == .option && output.section == "Global options")
        #expect(output.allValues == ["text", "json", "jsonl"] && output.defaultValue == "text")
        #expect(output.completion.form == .list(["text", "json", "jsonl"]))
        let runbook = try #require(retry.arguments.first { $0.names.contains("--runbook") })
        #expect(runbook.completion.form == .file(extensions: ["md"]))
        #expect(info.subcommands[2].arguments.first?.completion.form == .known("ops list"))
    }
}
