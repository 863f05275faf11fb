import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Whatever stands in whatever column of the journal: no command dies of it.
@Suite(.ownThread) struct EveryColumnTests {
    private static let tables = JournalEntry.Table.allCases.map(\.rawValue)
    /// SQL, put into every row of one column; a place is moved by it.
    private static let values = ["-9223372036854775808", "9223372036854775807", "9e999", "x'ff00fe'", "''"]

    private func expectNoCrash(_ bench: ChangeBench, _ id: String, _ what: String) throws {
        let commands = [
            ["runs", "--all", "-o", "json"], ["runs"], ["runs", "show", id], ["report", id], ["escalate", "mesh", "-n", "--via", "ticket"],
            ["audit", "verify"],
        ]
        // Whatever they answer: `Run` fails where the program died of a signal.
        for command in commands {
            let run = try bench.run(command)
            #expect([0, 1, 2, 64, 65, 66, 74, 77, 78].contains(run.code), "\(what): \(command): \(run.code) \(run.errors)")
        }
    }

    /// Runs `body` for each statement with the journal as it was and that statement carried out.
    private func each(_ statements: [String], _ body: (ChangeBench, String, String) throws -> Void) throws {
        try ChangeBench.with { (bench) throws in
            _ = try bench.run(["diagnose", "mesh"])
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            #expect(try bench.run(["runs", "note", "by hand"]).code == 0)
            let id = try #require(try bench.runs().dropFirst().first?.id)
            let whole = try Files.read(bench.state + "/jarvis-ops/journal.db")
            for statement in statements {
                try bench.fixture.write(whole, to: "state/jarvis-ops/journal.db")
                try bench.fixture.sql(statement, bench.state)
                try body(bench, id, statement)
            }
        }
    }

    @Test(
        "Every column with every extreme value, in all tables at once",
        arguments: ["seq", "run", "step", "event", "at", "body", "evidence", "previous", "hash"])
    func columns(column: String) throws {
        let values = column == "seq" ? ["-9223372036854775000 + seq", "9223372036854775000 + seq", "-1 + seq"] : Self.values
        try each(
            values.map { value in Self.tables.map { "update \($0) set \(column) = \(value)" }.joined(separator: "; ") }, expectNoCrash)
    }

    @Test("Every column of the evidence")
    func evidence() throws {
        try each(
            [
                "insert into evidence values (9223372036854775807, 'x', x'00')",
                "insert into evidence values (-9223372036854775808, 7, 9e999)",
                "insert into evidence values (0, x'ff', '')", "update evidence set bytes = 9e999", "update evidence set bytes = ''",
                "update evidence set id = -id",
            ], expectNoCrash)
    }

    @Test(
        "Every number and every text inside the documents",
        arguments: [
            "-9223372036854775808", "9223372036854775807", "1e308", "-1e999", "\"-9999-99-99T99:99:99Z\"", "\"9999-12-31T23:59:59.999Z\"",
            "\"18446744073709551615\"", "null", "[]", "{}",
        ])
    func documents(value: String) throws {
        let script = """
            import json, sqlite3, sys
            value = sys.argv[2]
            def change(part, depth=0):
                if isinstance(part, dict): return {k: change(v, depth + 1) for k, v in part.items()}
                if isinstance(part, list): return [change(v, depth + 1) for v in part]
                if isinstance(part, str) and not value.startswith('"') and depth < 2: return part
                return "@@"
            c = sqlite3.connect(sys.argv[1])
            for table in ['runs', 'steps', 'observations', 'decisions', 'approvals']:
                for seq, body, evidence in c.execute(f'select seq, body, evidence from {table}').fetchall():
                    texts = [json.dumps(change(json.loads(t))).replace('"@@"', value) for t in (body, evidence)]
                    c.execute(f'update {table} set body = ?, evidence = ? where seq = ?', texts + [seq])
            c.commit()
            """
        try each([""]) { bench, id, _ in
            try PythonServer.run(
                script, in: bench.fixture, name: "documents", arguments: [bench.state + "/jarvis-ops/journal.db", value])
            try expectNoCrash(bench, id, value)
        }
    }
}
