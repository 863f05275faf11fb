import MarkdownKit
import Mesh
import Planning
import TestSupport
import Testing

@testable import Runbook

/// What a resolution of other runbooks than ours becomes.
@Suite(.ownThread) struct ResolutionItemTests {
    private static func incident(_ steps: [Step]) -> Incident {
        var incident = Incident(id: "trouble", title: "Trouble", span: SourceSpan(line: 1, column: 1, endLine: 1))
        incident.resolution = steps
        return incident
    }

    private static func plan(_ steps: [Step], _ facts: Facts = OwnRunbook.facts()) -> [PlannedStep] {
        ResolutionPlanner.plan(incident(steps), facts, ResolutionChoices()).steps
    }

    private static let stop = Action.compose(argv: ["docker-compose", "stop"])

    @Test("Steps of one number are one item, of two numbers two")
    func items() {
        let steps = [
            runbookStep("1a", .manual, .none), runbookStep("1b", .manual, .none), runbookStep("2", .manual, .none, number: 2),
        ]
        #expect(ResolutionItem.all(of: Self.incident(steps)).map { $0.steps.map(\.id) } == [["1a", "1b"], ["2"]])
    }

    @Test("An item is conditional when one of its steps is only taken while the trouble persists")
    func conditional() {
        var second = runbookStep("1b", .manual, .none)
        #expect(ResolutionItem.all(of: Self.incident([runbookStep("1a", .manual, .none), second])).map(\.isConditional) == [false])
        second.condition = .stillFailing
        #expect(ResolutionItem.all(of: Self.incident([runbookStep("1a", .manual, .none), second])).map(\.isConditional) == [true])
        second.condition = .ifNeeded
        #expect(ResolutionItem.all(of: Self.incident([second])).map(\.isConditional) == [false])
    }

    @Test("Services that a step stops, or that the program offers to stop for one, are started again in the end")
    func stopped() {
        let prose = runbookStep("1", .manual, .none, suggestion: Suggestion(action: Self.stop, effect: .destroy, target: nil))
        for step in [runbookStep("1", Self.stop, .destroy), prose] {
            let items = ResolutionItem.all(of: Self.incident([step, runbookStep("2", .manual, .none, number: 2)]))
            #expect(items.map(\.id) == ["1", "2", "trouble/start"])
            #expect(items.map(\.stopsServices) == [true, false, false])
            // A Redis of the compose file keeps nothing on disk.
            #expect(Self.plan([step]).map(\.id) == ["capture/memory", "capture/rate-limits", "1", "trouble/start"])
        }
        #expect(ResolutionItem.all(of: Self.incident([composeStep("1", "docker-compose restart api")])).map(\.id) == ["1"])
    }

    @Test("A flag that one item turns off is kept off by the recreation of the next")
    func turnedOff() {
        let off = runbookStep("1", .flag(name: MeshFlag.sync.variable, value: "0"), .change)
        var up = composeStep("2", "docker-compose up -d api")
        up.number = 2
        let facts = OwnRunbook.facts {
            $0.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "1", MeshFlag.attestation.variable: "1"]])
        }
        #expect(Self.plan([up], facts).last?.change?.operation == .recreate(service: "api", pinnedOff: []))
        #expect(Self.plan([off, up], facts).last?.change?.operation == .recreate(service: "api", pinnedOff: [.sync]))
    }

    @Test("An integrity check has all the time that it needs, another question the usual")
    func integrity() throws {
        func look(_ sql: String) throws -> PlannedStep {
            try #require(Self.plan([runbookStep("1", .sqlite(database: "data/jarvis.db", sql: sql), .read)]).first)
        }
        for sql in ["PRAGMA integrity_check", "pragma INTEGRITY_CHECK;"] {
            let step = try look(sql)
            #expect(step.probe == .integrity(database: "data/jarvis.db") && step.timeoutMilliseconds == 600_000)
        }
        for sql in ["SELECT 1", "PRAGMA quick_check"] {
            let step = try look(sql)
            #expect(step.probe == .sqlite(database: "data/jarvis.db", sql: sql) && step.timeoutMilliseconds == nil)
        }
    }

    @Test(
        "What the program has no hand for is a person's, with the text to copy",
        arguments: [
            Action.sqlite(database: "x.db", sql: "DELETE FROM x"), .http(HTTPAction(url: "http://127.0.0.1/x")), .python(code: "x()"),
            .file(path: "/x"),
        ])
    func noHand(action: Action) throws {
        let planned = try #require(Self.plan([runbookStep("1", action, .change)]).last)
        #expect(planned.isAsked && planned.change == nil && planned.probe == nil)
    }

    @Test("What cannot be kept is not planned to be kept")
    func notCapturable() {
        let facts = OwnRunbook.facts { $0.capturable = [.logs] }
        #expect(Self.plan([composeStep("1", "docker-compose up -d api")], facts).map(\.id) == ["capture/logs", "1"])
    }

    @Test("The memory monitor needs an engine and the service; else a person looks")
    func monitor() throws {
        let step = runbookStep("1", .named(.monitorMemory), .change)
        #expect(Self.plan([step]).last?.change?.operation == .monitorMemory)
        for adjust in [
            { (facts: inout Facts) in facts.service.engineAnswers = false },
            { (facts: inout Facts) in facts.service.composeService = nil },
        ] {
            let planned = try #require(Self.plan([step], OwnRunbook.facts(adjust)).last)
            #expect(planned.isAsked && planned.change == nil)
        }
    }

    @Test("A restored database is seen to be the backup, and so is a backup to be one")
    func verified() throws {
        let restore = try #require(Self.plan([runbookStep("1", .named(.restoreDatabase), .destroy)]).last?.change)
        #expect(restore.postchecks == [Verification(.databaseIs(from: "data/backups/jarvis.db", sha256: "good"))])
        #expect(restore.settledBy == .databaseIs(from: "data/backups/jarvis.db", sha256: "good"))
        let backup = try #require(Self.plan([runbookStep("1", .named(.backupDatabase), .change)]).last?.change)
        #expect(backup.postchecks == [Verification(.backupIs(path: "data/backups/now.db"))])
    }
}
