import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

@Suite(.ownThread) struct DrillFilesTests {
    static let files = [
        ("runbooks/incident-response.md", BuiltInFiles.runbook), ("runbooks/curl-format.txt", BuiltInFiles.curlFormat),
        ("drills/practice_jarvis.py", BuiltInFiles.practiceJarvis), ("drills/seed_practice.py", BuiltInFiles.seedPractice),
        ("drills/docker-compose.yml", BuiltInFiles.composeFile), ("drills/engine.sh", BuiltInFiles.engine),
    ]

    @Test("The files inside the program are those of the checkout, byte for byte (else: make generate)", arguments: files)
    func current(path: String, text: String) throws {
        let root = Paths.parent(Paths.parent(Paths.parent(#filePath)))
        #expect(try Files.read(Paths.resolve(path, in: root)) == Array(text.utf8))
    }

    @Test("Every scenario of the practice service can be chosen, and no other")
    func scenarios() throws {
        // Of the first table, which has four columns.
        let rows = BuiltInFiles.practiceJarvis.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.count { $0 == "|" } == 4 }
        let names = rows.compactMap { $0.dropFirst(2).split(separator: " ").first.map(String.init) }.filter {
            $0 != "scenario" && $0 != "|"
        }
        #expect(names == Scenario.allCases.map(\.rawValue))
    }

    @Test("The scenarios that a start heals are the same to the program and to the service")
    func healedByStarts() {
        let line = BuiltInFiles.practiceJarvis.split(separator: "\n").first { $0.hasPrefix("HEALED_BY_STARTS = ") }
        let names = (line ?? "").split(separator: "\"").filter { !$0.contains { "=(), ".contains($0) } }
        #expect(Set(names.map(String.init)) == Set(Scenario.allCases.filter(\.isHealedByStarts).map(\.rawValue)))
    }
}
