import JSONKit
import Redaction
import SystemKit
import TerminalKit
import TestSupport
import Testing

@testable import OpsCommands

/// Secrets in every input, every reading command in every format: none comes out, in no form, and none is kept.
@Suite(.ownThread) struct RedactionEndToEndTests {
    @Test("No sink holds a secret in any form", arguments: [UInt64.random(in: 0...UInt64.max)])
    func everySink(seed: UInt64) throws {
        print("redaction end to end: seed \(seed)")
        try LeakBench.with(seed: seed) { bench in
            for (name, arguments) in Self.commands(bench) {
                for format in ["text", "json", "jsonl"] {
                    for verbose in [[], ["-v"]] {
                        let run = try Run(arguments + ["-o", format] + verbose, environment: bench.environment)
                        try bench.keep(run, "\(name)-\(format)\(verbose.joined())")
                        if format != "text" {
                            #expect(isJSON(run.output), "seed \(seed), \(name): \(run.output.prefix(300))")
                        }
                        if Self.showing.contains(name) {
                            #expect(run.output.contains("[redacted]"), "seed \(seed): \(name) shows nothing that could leak")
                        }
                    }
                }
            }
            let broken = try bench.broken()
            for name in ["triage", "doctor", "diagnose"] {
                let arguments =
                    (name == "diagnose" ? [name, "things-leak"] : [name]) + ["--runbook", bench.runbook, "--timeout", "5s", "-v"]
                try bench.keep(try Run(arguments, environment: broken), "broken-\(name)")
                try bench.keep(try Run(arguments + ["-o", "json"], environment: broken), "broken-\(name)-json")
            }
            #expect(Files.exists(bench.fixture.path("state/jarvis-ops/journal.db")), "the runs were kept, and the judge saw them")
            let leaks = try bench.leaks()
            #expect(leaks.isEmpty, "seed \(seed): \(leaks.count) leaks:\n\(leaks.prefix(20).joined(separator: "\n"))")
        }
    }

    @Test("A page is redacted before it is cut and wrapped, so that no piece of a secret stays on any line", arguments: [20, 40, 200])
    func wrapped(width: Int) {
        let page = Page(palette: .plain, width: width, redactor: Redactor(secrets: ["one two three four five", "a\tb-c\u{7}d-e"]))
        var table = TextTable([.init(), .init()])
        table.add([.init("x"), .init("said one two three four five, and a\tb-c\u{7}d-e")])
        #expect(page.render(table).split(whereSeparator: \.isWhitespace).joined(separator: " ") == "x said [redacted], and [redacted]")
        #expect(page.wrapped("one two three four five", to: 8).joined() == "[redacted]".prefix(8) + "[redacted]".dropFirst(8))
    }

    /// Commands whose result is sure to speak of something secret.
    private static let showing: Set<String> = ["show", "explain-1", "lint", "diagnose"]

    /// One document, or one a line.
    private func isJSON(_ text: String) -> Bool {
        func isDocument(_ text: Substring) -> Bool { (try? JSONReader().read(String(text))) != nil }
        return text.isEmpty || isDocument(text[...]) || text.split(separator: "\n").allSatisfy(isDocument)
    }

    private static func commands(_ bench: LeakBench) -> [(String, [String])] {
        let secrets = bench.secrets
        let book = ["--runbook", bench.runbook]
        let misuse: [[String]] = [
            ["show", secrets["api"]] + book, ["explain", "things-leak/" + secrets["mesh"]] + book, [secrets["api"]],
            ["list", "--" + secrets["api"]],
            ["list", "--timeout", secrets["bot"]], ["list", "--runbook", "/nowhere/" + secrets["nats"]], ["list", secrets["wallet"]],
            ["diagnose", "--token", secrets["header"]], ["list", "--password=" + secrets["quoted"]], ["lint", secrets["webhook"]],
            ["drill", secrets["database"]], ["drill", "--list"], ["-C", "/nowhere/" + secrets["api"], "doctor"],
            ["mesh", secrets["line1"]],
        ]
        return [
            ("list", ["list"] + book), ("show", ["show", "things-leak"] + book), ("lint", ["lint", bench.runbook]),
            ("diagnose", ["diagnose", "things-leak", "--timeout", "10s"] + book), ("triage", ["triage", "--timeout", "10s"] + book),
            ("doctor", ["doctor"] + book), ("flags", ["mesh", "flags"] + book),
            ("disable", ["mesh", "disable", "all", "--dry-run"] + book),
        ] + (1...20).map { ("explain-\($0)", ["explain", "things-leak/diagnosis.\($0)"] + book) }
            + (1...3).map { ("remedy-\($0)", ["explain", "things-leak/resolution.\($0)"] + book) }
            + misuse.enumerated().map { ("misuse-\($0)", $1) }
    }
}
