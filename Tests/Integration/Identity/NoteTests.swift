import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// What people did by hand, in their words.
@Suite(.ownThread) struct NoteTests {
    private static let text = "restarted the service by hand; it's up"

    @Test("A note is kept with who, when, host and directory, and shown by runs, runs show and reports")
    func shown() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let changed = try #require(try bench.runs().first?.id)
            let note = try bench.run(["runs", "note", Self.text, "-o", "json"])
            #expect(note.code == 0, "\(note.errors)")
            try Schema.check(note.output, "run-note")
            let id = try #require(try note.json()["run"]?.text)
            let rows = try bench.lastRows()
            try #require(rows.map(\.event) == ["began", "noted", "ended"])
            let me = try ProcessIdentity.current()
            #expect(rows[1].body["text"]?.text == Self.text && rows[1].body["directory"]?.text == bench.directory)
            #expect(rows[1].body["by"]?["user"]?.text == me.user && rows[1].body["by"]?["host"]?.text == me.host)
            #expect(try bench.run(["runs"]).output.contains("runs note 'restarted the service by hand"))
            let show = try bench.run(["runs", "show", id, "-o", "json"])
            try Schema.check(show.output, "run-record")
            #expect(try show.json()["notes"]?.array?.first?["text"]?.text == Self.text)
            #expect(try bench.run(["runs", "show", id]).output.contains(Self.text))
            // The report of the run that it is about, and one of its own.
            for run in [changed, id] {
                let report = try bench.run(["report", run, "--format", "json"])
                try Schema.check(report.output, "report")
                #expect(try report.json()["notes"]?.array?.first?["text"]?.text == Self.text, "\(run)")
                for format in ["markdown", "html"] {
                    let text = try bench.run(["report", run, "--format", format]).output
                    #expect(text.contains("restarted the service by hand"), "\(format)")
                }
            }
            try bench.expectWholeJournal()
        }
    }

    @Test("A note about another directory, and one from days later, is none of a run's report")
    func others() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let changed = try #require(try bench.runs().first?.id)
            let other = try bench.fixture.makeDirectory("other")
            #expect(try bench.run(["runs", "note", "elsewhere", "-C", other]).code == 0)
            #expect(try bench.run(["report", changed, "--format", "json"]).json()["notes"]?.array?.isEmpty == true)
            #expect(try bench.run(["runs"]).output.contains("1 of other directories"))
        }
    }

    @Test("What says nothing is 64, and a dry run keeps nothing", arguments: ["", " ", "\t\n"])
    func empty(text: String) throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(["runs", "note", text]).code == 64)
            #expect(try bench.run(["runs", "note"]).code == 64)
            #expect(try bench.run(["runs", "note", "x", "-n"]).code == 0)
            #expect(try Files.list(bench.state) == [])
        }
    }

    @Test("It is no evidence: after it everything is measured as before")
    func noEvidence() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            let enable = ["mesh", "enable", "sync", "--yes"]
            let before = try bench.run(enable)
            #expect(before.code == 77 && before.errors.contains("flags-off-unless-smoke"))
            for text in ["ran the smoke checks by hand: passed", "mesh smoke all"] {
                #expect(try bench.run(["runs", "note", text]).code == 0)
            }
            let after = try bench.run(enable)
            #expect(after.code == before.code && after.errors == before.errors, "\(after.errors)")
            #expect(try bench.dotEnv == "X=1\n")
            // The flag that a person turned off by hand is read, and not believed of a note.
            #expect(try bench.run(["runs", "note", "turned both flags on"]).code == 0)
            #expect(try bench.run(["mesh", "flags", "-o", "json"]).output.contains("\"configured\":true") == false)
        }
    }
}
