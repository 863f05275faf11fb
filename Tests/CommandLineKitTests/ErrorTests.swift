import CommandLineKit
import TestSupport
import Testing

@Suite(.ownThread) struct ErrorTests {
    @Test(
        "Misuse says what, what was meant, and where to read on",
        arguments: [
            (["diagnos", "x"], "Error: Unknown command 'diagnos'. Did you mean 'diagnose'?\nSee 'ops --help'."),
            (["diagnos", "list"], "Error: Unknown command 'diagnos'. Did you mean 'diagnose'?\nSee 'ops --help'."),
            (["-o", "json", "dignose"], "Error: Unknown command 'dignose'. Did you mean 'diagnose'?\nSee 'ops --help'."),
            (["retry"], "Error: Unknown command 'retry'. Did you mean 'mesh retry'?\nSee 'ops --help'."),
            (["mesh", "rety", "status"], "Error: Unknown command 'rety'. Did you mean 'retry'?\nSee 'ops help mesh'."),
            (["mesh", "retry", "--limt", "5"], "Error: Unknown option '--limt'. Did you mean '--limit'?\nSee 'ops help mesh retry'."),
            (["--limt", "5", "mesh", "retry"], "Error: Unknown option '--limt'. Did you mean '--limit'?\nSee 'ops --help'."),
            (["--limit", "5", "list"], "Error: Unknown option '--limit'.\nSee 'ops --help'."),
            (["list", "-limit"], "Error: Unknown option '-limit'.\nSee 'ops help list'."),
            (["list", "-quiet"], "Error: Unknown option '-u'.\nSee 'ops help list'."),
            (["mesh", "retry", "--limit"], "Error: Missing value for '--limit <limit>'.\nSee 'ops help mesh retry'."),
            (["mesh", "retry", "--limit", "-n"], "Error: Missing value for '--limit <limit>'.\nSee 'ops help mesh retry'."),
            (["mesh", "retry"], "Error: Missing option '--limit <limit>'.\nSee 'ops help mesh retry'."),
            (
                ["mesh", "retry", "--limit", "many"],
                "Error: The value 'many' is invalid for '--limit <limit>'.\nSee 'ops help mesh retry'."
            ),
            (["mesh", "retry", "--limit", "0"], "Error: --limit must be at least 1.\nSee 'ops help mesh retry'."),
            (["list", "-qv"], "Error: --quiet and --verbose contradict each other.\nSee 'ops help list'."),
            (
                ["list", "-o", "jsn"],
                "Error: The value 'jsn' is invalid for '--output <format>': it must be one of 'text', 'json', 'jsonl'. "
                    + "Did you mean 'json'?\nSee 'ops help list'."
            ),
            (
                ["diagnose", "x", "-t", "soon"],
                "Error: The value 'soon' is invalid for '--timeout <seconds>': a duration is a number and 's', such as 10s.\n"
                    + "See 'ops help diagnose'."
            ),
            (["diagnose"], "Error: Missing argument '<id>'.\nSee 'ops help diagnose'."),
            (["list", "a", "b"], "Error: Unexpected argument 'a' and 1 more.\nSee 'ops help list'."),
            (["list", "--quiet=1"], "Error: The option '--quiet' takes no value, but '1' was given.\nSee 'ops help list'."),
            (["list", "-q=1"], "Error: The option '-q' takes no value, but '1' was given.\nSee 'ops help list'."),
            (["tune", "--low", "--high"], "Error: The flags '--low' and '--high' exclude each other.\nSee 'ops help tune'."),
            (["-o", "json"], "Error: No command was given for the option '-o'.\nSee 'ops --help'."),
            (["mesh", "-q"], "Error: No command was given for the option '-q'.\nSee 'ops help mesh'."),
            (["mesh", "-n", "tail"], "Error: No command was given: 'tail' was read as the value of '-n'.\nSee 'ops help mesh'."),
            (["help", "mesh", "rtry"], "Error: Unknown command 'mesh rtry'. Did you mean 'retry'?\nSee 'ops help mesh'."),
            (["--="], "Error: Unknown option '--='.\nSee 'ops --help'."),
            (["list", "--=x"], "Error: Unknown option '--=x'.\nSee 'ops help list'."),
            (["list", "\u{1B}[31mred"], "Error: Unexpected argument '\\u{1B}[31mred'.\nSee 'ops help list'."),
            ([""], "Error: Unknown command ''.\nSee 'ops --help'."),
            (["list", "--bogus", "--help"], "Error: Unknown option '--bogus'.\nSee 'ops help list'."),
            (["diagnos", "--help"], "Error: Unknown command 'diagnos'. Did you mean 'diagnose'?\nSee 'ops --help'."),
        ] as [([String], String)])
    func misuse(_ words: [String], _ expected: String) throws {
        let error = try #require(failure(words))
        #expect(Ops.fullMessage(for: error) == expected)
        #expect(Ops.exitCode(for: error) == ExitCode(64))
    }

    @Test("A caller can print the error in its own way")
    func parts() throws {
        let error = try #require(failure(["mesh", "retry", "--limt", "5"]) as? UsageError)
        #expect(error.kind == .unknownOption)
        #expect(error.message == "Unknown option '--limt'.")
        #expect(error.hint == "Did you mean '--limit'? See 'ops help mesh retry'.")
        #expect(error.suggestions == ["--limit"])
        #expect(error.commandPath == ["ops", "mesh", "retry"])
        #expect(error.exitCode.rawValue == 64)
    }

    @Test("What was typed is cut at 80 characters")
    func longWord() throws {
        let error = try #require(failure(["list", String(repeating: "x", count: 5000)]) as? UsageError)
        #expect(error.message == "Unexpected argument '\(String(repeating: "x", count: 80))…'.")
    }

    @Test("Errors of other kinds keep their own codes")
    func otherErrors() {
        #expect(Ops.exitCode(for: ExitCode(77)).rawValue == 77)
        #expect(Ops.fullMessage(for: ExitCode(77)) == "")
        #expect(Ops.exitCode(for: TransformError(description: "x")) == .failure)
        #expect(Ops.fullMessage(for: TransformError(description: "out of disk")) == "Error: out of disk")
        #expect(Ops.exitCode(for: CleanExit.message("done")) == .success)
        #expect(Ops.message(for: CleanExit.message("done")) == "done")
    }

    @Test(
        "Suggestions: slips of the finger and beginnings, nothing far-fetched",
        arguments: [
            ("statsu", ["status"]), ("stat", ["status"]), ("STATUS", ["status"]), ("staus", ["status"]), ("statuss", ["status"]),
            ("tial", ["tail"]), ("re-try", ["retry"]), ("resolve", []), ("x", []), ("", []), (String(repeating: "status", count: 99), []),
        ] as [(String, [String])])
    func suggesting(_ typed: String, _ expected: [String]) throws {
        let error = try #require(failure(["mesh", typed]) as? UsageError)
        #expect(error.suggestions == expected)
    }
}
