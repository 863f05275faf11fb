import Execution
import Operations
import Planning
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct UnfinishedRestoreTests {
    private static let compose = "services:\n  api:\n    image: jarvis:1\n"

    @Test(
        "While a restore is unfinished no service is started, which would make an empty database",
        arguments: [Operation.startServices, .bringUp(service: "api", pinnedOff: []), .recreate(service: "api", pinnedOff: [])])
    func startsNothing(_ operation: Operation) throws {
        try DatabaseBench.with { bench in
            try bench.fixture.write(UnfinishedRestoreTests.compose, to: "jarvis/docker-compose.yml")
            try bench.fixture.write("whole", to: "jarvis/data/jarvis.db.bad-20260101-000000")
            let result = try bench.operations.perform(operation, limits: try bench.limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("nothing was started"))
            #expect(result.summary.contains("jarvis.db.bad-20260101-000000"))
            #expect(!Files.exists(bench.path))
        }
    }

    @Test("A database in its place beside what was put aside earlier, and none at all, are no unfinished restore")
    func takesFinishedOnes() throws {
        try DatabaseBench.with { bench in
            #expect(DatabaseBackups.missing(in: bench.configuration) == nil)
            try bench.fixture.write("whole", to: "jarvis/data/jarvis.db.bad-20260101-000000")
            #expect(DatabaseBackups.missing(in: bench.configuration) != nil)
            try bench.fixture.write("new", to: "jarvis/data/jarvis.db")
            #expect(DatabaseBackups.missing(in: bench.configuration) == nil)
        }
    }
}
