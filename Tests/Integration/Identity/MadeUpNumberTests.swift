import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A journal into which somebody wrote numbers that nobody could have meant.
@Suite(.ownThread) struct MadeUpNumberTests {
    private static let statements = [
        "update runs set at = -9223372036854775807", "update runs set at = 9223372036854775807",
        "update steps set at = -9223372036854775808; update runs set at = 9223372036854775807; update approvals set at = 0",
        "update runs set seq = seq + 9223372036854775000", "update steps set seq = -9223372036854775807 + seq",
        "insert into evidence values (9223372036854775807, 'x', x'00')",
    ]

    @Test("No command dies of it", arguments: Self.statements)
    func looking(statement: String) throws {
        try ChangeBench.with { (bench) throws in
            _ = try bench.run(["diagnose", "mesh"])
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let id = try #require(try bench.runs().first?.id)
            try bench.fixture.sql(statement, bench.state)
            let reports = ["markdown", "html", "json", "junit"].map { ["report", id, "--format", $0] }
            let looks = [
                ["runs"], ["runs", "--all", "-o", "json"], ["runs", "show", id], ["runs", "show", id, "-o", "json"],
                ["runs", "diff", id, id], ["audit", "verify"], ["escalate", "mesh", "-n", "--via", "ticket"],
                ["runs", "resume", id, "-n"], ["runs", "abandon", id, "--yes"],
            ]
            // Whatever they answer: `Run` fails where the program died of a signal.
            for arguments in looks + reports + [ChangeBench.disableAll + ["--yes"], ["mesh", "smoke", "sync"]] {
                let run = try bench.run(arguments)
                #expect([0, 1, 2, 64, 65, 66, 74, 77, 78].contains(run.code), "\(arguments): \(run.code) \(run.errors)")
            }
        }
    }

    @Test("A page is sent whatever the journal holds, and is said not to be recorded", arguments: Self.statements.prefix(4))
    func page(statement: String) throws {
        try EscalationBench.with { bench in
            #expect(try bench.run(["database-corruption", "--yes", "--via", "page"]).code == 0)
            try bench.fixture.sql(statement, bench.state)
            let run = try bench.run(["database-corruption", "--yes", "--via", "page"])
            #expect(run.code == 0 && run.errors.contains("NOT RECORDED"), "\(run.code) \(run.errors)")
            #expect(try bench.pages.count == 2)
        }
    }
}
