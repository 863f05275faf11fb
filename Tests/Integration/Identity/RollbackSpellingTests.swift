import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A rollback finds what an earlier run replaced, however the directory is called this time.
@Suite(.ownThread) struct RollbackSpellingTests {
    private static let path = "lifeos/config/jarvis.json"

    enum Spelling: String, CaseIterable {
        case slash = "/"
        case dots = "/./"
        case both = "/.//"
        case link = "a link"
        case linkAndSlash = "a link and a slash"
    }

    private func spelled(_ home: String, _ spelling: Spelling, in fixture: Fixture) throws -> String {
        switch spelling {
        case .slash, .dots, .both: return home + spelling.rawValue
        case .link, .linkAndSlash:
            let link = fixture.path("link")
            if Files.linkTarget(link) == nil { try #require(symlink(home, link) == 0) }
            return spelling == .link ? link : link + "/"
        }
    }

    @Test("The configuration goes back to what the run replaced, by every spelling of the directory's path")
    func rollback() throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .providersFailing, faultSize: 2), in: bench.world)
            defer { practice.stop() }
            let home = try #require(practice.variables["JARVIS_HOME"])
            let state = try bench.fixture.makeDirectory("state")
            let environment = practice.variables.merging(["XDG_STATE_HOME": state]) { $1 }
            func run(_ arguments: [String], at directory: String) throws -> Run {
                try Run(["-C", directory] + arguments, environment: environment, directory: home)
            }
            func configuration() throws -> [UInt8] { try Files.read(home + "/" + Self.path) }

            let before = try configuration()
            let switched = try run(
                ["resolve", "provider-failures", "--provider", "ollama", "--skip", "provider-failures/resolution.1", "--yes"], at: home)
            #expect(switched.code == 0, "\(switched.output) \(switched.errors)")
            let after = try configuration()
            try #require(after != before)

            for spelling in Spelling.allCases {
                let directory = try spelled(home, spelling, in: bench.fixture)
                let dry = try run(["rollback", "mesh", "-n"], at: directory)
                #expect(dry.output.contains("Put \(Self.path) back to what run"), "\(spelling.rawValue): \(dry.output) \(dry.errors)")
                _ = try run(["rollback", "mesh", "--confirm", "mesh", "--no-input"], at: directory)
                #expect(try configuration() == before, "\(spelling.rawValue)")
                try bench.fixture.write(after, to: String((home + "/" + Self.path).dropFirst(bench.fixture.directory.count + 1)))
            }
        }
    }
}
