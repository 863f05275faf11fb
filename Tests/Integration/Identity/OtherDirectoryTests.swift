import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Two Jarvis directories and one journal: what was done in one is not taken up, taken back or given up in the other.
@Suite(.ownThread) struct OtherDirectoryTests {
    private static let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]

    /// A second Jarvis beside the bench's.
    private func other(_ bench: ChangeBench) throws -> String {
        let other = try bench.fixture.makeDirectory("other")
        try bench.fixture.write(ChangeBench.neither, to: "other/.env")
        return other
    }

    @Test(
        "`last` and the beginning of an id name a run of this directory only",
        arguments: [["resume", "RUN"], ["resume", "RUN", "--undo"], ["abandon", "RUN"]], ["last", "20"])
    func notByName(arguments: [String], name: String) throws {
        try ChangeBench.with { bench in
            try bench.cutOff()
            let before = try bench.dotEnv
            let other = try other(bench)
            let words = arguments.map { $0 == "RUN" ? name : $0 }
            let run = try bench.run(["runs"] + words + ["--yes", "-C", other], Self.staging)
            #expect(run.code == 66, "\(run.output) \(run.errors)")
            #expect(run.errors.contains(other) && run.errors.contains("runs --all"), "\(run.errors)")
            #expect(try bench.dotEnv == before)
            #expect(try bench.runs().map(\.state) == [.running])
        }
    }

    @Test("By its whole id it is refused with both paths, until its own directory is named, however that is spelled")
    func byWholeID() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let id = try #require(try bench.runs().first?.id)
            let other = try other(bench)
            for action in [["runs", "resume", id, "--undo"], ["runs", "abandon", id]] {
                let run = try bench.run(action + ["--yes", "-C", other], Self.staging)
                #expect(run.code == 64, "\(run.output) \(run.errors)")
                #expect(run.errors.contains("belongs to \(bench.directory), and this is \(other)"), "\(run.errors)")
            }
            #expect(try bench.dotEnv == ChangeBench.neither)
            try #require(symlink("jarvis", bench.fixture.path("link")) == 0)
            let back = try bench.run(
                ["runs", "resume", id, "--undo", "--yes", "-C", bench.fixture.path("link")],
                Self.staging.merging(["JARVIS_HOME": other]) { $1 })
            #expect([0, 1].contains(back.code), "\(back.errors)")
            #expect(try bench.dotEnv.contains("SYNC=1"))
        }
    }

    @Test("A directory that was renamed keeps its runs; another one that took its name has none of them")
    func renamed() throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let moved = bench.fixture.path("moved")
            try #require(rename(bench.directory, moved) == 0)
            try bench.fixture.makeDirectory("jarvis")
            try bench.fixture.write(ChangeBench.neither, to: "jarvis/.env")
            let undo = ["runs", "resume", "last", "--undo", "--yes"]
            #expect(try bench.run(undo, Self.staging).code == 66)
            #expect(try bench.dotEnv == ChangeBench.neither)
            #expect([0, 1].contains(try bench.run(undo + ["-C", moved], Self.staging).code))
            #expect(String(decoding: try Files.read(moved + "/.env"), as: UTF8.self).contains("SYNC=1"))
        }
    }

    @Test("`runs` lists those of this directory, --all those of every one, with where")
    func listed() throws {
        try ChangeBench.with { bench in
            let other = try other(bench)
            _ = try bench.run(["diagnose", "mesh"])
            _ = try bench.run(["diagnose", "mesh", "-C", other])
            let here = try bench.run(["runs", "-o", "json"]).json()
            #expect(here["runs"]?.array?.compactMap { $0["directory"]?.text } == [bench.directory])
            #expect(here["total"]?.int == 1 && here["directory"]?.text == bench.directory)
            let all = try bench.run(["runs", "--all", "-o", "json"])
            try Schema.check(all.output, "runs")
            #expect(try all.json()["runs"]?.array?.compactMap { $0["directory"]?.text } == [other, bench.directory])
            let text = try bench.run(["runs", "-C", other + "/."]).output
            #expect(text.contains("1 of other directories: --all") && !text.contains("DIRECTORY"), "\(text)")
            #expect(try bench.run(["runs", "--all"]).output.contains("DIRECTORY"))
            let none = try bench.run(["runs", "-C", bench.state]).output
            #expect(none.contains("No runs of \(bench.state) yet.") && none.contains("2 of other directories"), "\(none)")
            // To look at one needs only its whole id.
            let id = try #require(try bench.runs().first?.id)
            #expect(try bench.run(["runs", "show", id]).code == 0)
            #expect(try bench.run(["runs", "show", "last", "-o", "json"]).json()["directory"]?.text == bench.directory)
        }
    }

    @Test("Fifty are listed unless another number is asked for")
    func fifty() throws {
        try ChangeBench.with { bench in
            let journal = try Journal.open(directory: bench.state + "/jarvis-ops", deadline: .generous)
            for number in 100..<160 {
                try journal.append([
                    JournalEntry(.runs, run: "20261124-030\(number)-aaaa", event: "began", body: ["directory": bench.directory.json])
                ])
            }
            journal.close()
            #expect(try bench.run(["runs", "-o", "json"]).json()["runs"]?.array?.count == 50)
            #expect(try bench.run(["runs"]).output.contains("10 older"))
        }
    }

    @Test("One problem is one page, whatever the directory is called, and a resolution from another spelling closes it")
    func onePage() throws {
        try EscalationBench.with { bench in
            try #require(symlink("jarvis", bench.fixture.path("link")) == 0)
            let spellings = [bench.directory, bench.directory + "/", bench.fixture.path("./jarvis"), bench.fixture.path("link")]
            for spelling in spellings {
                let run = try bench.run(["database-corruption", "--yes", "--via", "page", "-C", spelling])
                #expect(run.code == 0, "\(run.errors)")
            }
            let closed = try bench.run(["database-corruption", "--yes", "--via", "page", "--resolve", "-C", bench.fixture.path("link/")])
            #expect(closed.code == 0, "\(closed.errors)")
            let pages = try bench.pages
            #expect(pages.count == 5 && Set(pages.map { $0["dedup_key"]?.text ?? "" }).count == 1)
            #expect(pages.last?["event_action"]?.text == "resolve")
        }
    }

    @Test("Without a journal too the key is the directory's, and not its name's")
    func onePageUnrecorded() throws {
        try EscalationBench.with { bench in
            try bench.fixture.write("in the way", to: "state/jarvis-ops")
            for spelling in [bench.directory, bench.directory + "/."] {
                #expect(try bench.run(["database-corruption", "--yes", "--via", "page", "-C", spelling]).code == 0)
            }
            let keys = try bench.pages.map { $0["dedup_key"]?.text ?? "" }
            #expect(keys.count == 2 && Set(keys).count == 1)
        }
    }
}
