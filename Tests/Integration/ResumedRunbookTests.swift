import JSONKit
import SystemKit
import TestSupport
import Testing

/// A run goes on with the runbook that it began with.
@Suite(.ownThread) struct ResumedRunbookTests {
    private static func runbook(_ step: String) -> String {
        """
        # Own

        ## Incidents

        ### 1. Odd Noise (High)

        **Symptoms:**
        - The fan sings in a low voice

        **Resolution:**
        1. \(step)

        """
    }

    @Test("Without --runbook it is the one of the beginning, if it still holds that; another one must be named, and is said to be one")
    func recorded() throws {
        try ChangeBench.with { (bench) throws in
            let path = try bench.fixture.write(Self.runbook("Ask the caretaker"), to: "own.md")
            let first = try bench.run(["resolve", "odd-noise", "--runbook", path, "--yes", "-o", "json"])
            #expect(first.code == 1, "\(first.output) \(first.errors)")
            let id = try first.json()["run"]?.text ?? ""
            let again = try bench.run(["runs", "resume", id, "--yes", "-o", "json"])
            #expect(again.code == 1, "\(again.output) \(again.errors)")
            #expect(again.output.contains("Ask the caretaker"))

            try bench.fixture.write(Self.runbook("Ask the gardener"), to: "own.md")
            let changed = try bench.run(["runs", "resume", id, "--yes"])
            #expect(changed.code == 78, "\(changed.output) \(changed.errors)")
            #expect(changed.errors.contains("has changed since"))
            #expect(changed.errors.contains("--runbook FILE"))
            let named = try bench.run(["runs", "resume", id, "--yes", "--runbook", path])
            #expect(named.code == 1, "\(named.output) \(named.errors)")
            #expect(named.errors.contains("began with another runbook"))
            #expect(named.output.contains("Ask the gardener"))
            // It was named: from now on it is this run's.
            #expect(try bench.run(["runs", "resume", id, "--yes"]).code == 1)

            try Files.remove(path)
            let gone = try bench.run(["runs", "resume", id, "--yes"])
            #expect(gone.code == 78)
            #expect(gone.errors.contains("cannot be read any more"), "\(gone.errors)")
            // What it did is taken back by the journal.
            #expect(try bench.run(["runs", "resume", id, "--undo", "--yes"]).code == 0)
        }
    }
}
