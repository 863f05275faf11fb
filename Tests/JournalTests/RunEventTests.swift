import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Journal

/// The stored form of events is the journal's own: it is compared with what lies in `Tests/Fixtures/journal`, byte by byte.
@Suite(.ownThread) struct RunEventTests {
    private static let jarvis = JarvisDirectory(path: "/srv/jarvis", host: "box", file: FileIdentity(device: 42, inode: 4711))
    private static let at = Timestamp(milliseconds: 1_795_572_000_000)
    private static let by: JSONObject = ["user": "ops", "host": "box", "pid": 7, "tty": "/dev/pts/1"]

    private static func opening() -> RunOpening {
        var opening = RunOpening("resolve mesh --limit 5", subject: "mesh", kind: .change, in: jarvis, by: by.json)
        opening.environment = "production"
        opening.request = ["kind": "resolve-mesh", "limit": 5, "reseal": false]
        opening.runbook = RunbookOrigin(path: "/srv/runbook.md", sha256: "ab")
        opening.plan = RecordedPlan(sha256: "cd", steps: .null, count: 500)
        opening.lock = LockPast(owner: ["user": "ann"], ended: ["4711 sleep"])
        return opening
    }

    private static func looked() -> RunOpening {
        var opening = RunOpening("diagnose mesh", subject: "mesh", kind: .read, in: jarvis, by: by.json)
        (opening.startedAt, opening.imageTag) = (at, "1.4.2")
        opening.incidentBegan = IncidentBeginning(at: at, .alert, detail: "ApiDown")
        return opening
    }

    private static func told() -> RunOpening {
        var opening = RunOpening("escalate mesh", subject: "mesh", kind: .read, in: jarvis, by: by.json)
        opening.startedAt = at
        opening.telling = OpenedTelling(action: "trigger", message: nil, diagnosisRun: "r-0", approvedBy: "prompt")
        return opening
    }

    private static func telling(_ answer: JSONObject = [:]) -> Telling {
        var telling = Telling(
            action: "trigger", incident: "mesh", target: "https://events.example/v2", dedupKey: .some("k"), because: "severity", in: jarvis)
        telling.answer = answer
        return telling
    }

    private static func ending(_ change: (inout RunEnding) -> Void) -> RunEvent {
        var ending = RunEnding("done", exitCode: 0)
        change(&ending)
        return .ended(ending)
    }

    private static func settled(_ state: String, _ change: (inout StepEnding) -> Void) -> RunEvent {
        var ending = StepEnding("mesh/retry.e-1", state, title: "Send event e-1", because: "published")
        change(&ending)
        return .settled(ending)
    }

    private static let verdict = RecordedVerdict(
        incident: "mesh", verdict: "confirmed", because: "2 wait",
        symptoms: [
            RecordedSymptom(
                id: "mesh/symptom.1", text: "events wait", state: "present", because: "2 wait", evidence: ["check/outbox"],
                explainedBy: .null)
        ])

    /// One of each.
    private static let events: [RunEvent] = [
        .began(opening()), .began(looked()), .began(told()), .resumed(opening()),
        .interrupted(RunEnding("interrupted", exitCode: 130)), ending { $0.resolution = ("mesh/resolution.1", "clear") },
        ending { $0.watch = ("healthy", 12) }, ending { $0.because = "refused by rule x" },
        .abandoned(because: "abandoned", user: "ops"), .adopted(["reason": "disk"]),
        .intended(
            StepIntent(
                "mesh/disable.sync", title: "Turn sync off", effect: "change", present: ["value": "1"],
                operation: ["operation": "set-variable", "name": "X", "value": "0"],
                undo: ["operation": "set-variable", "name": "X", "value": "1"])),
        .intended(
            StepIntent(
                "mesh/retry.e-1", title: "Send event e-1", effect: "change", operation: ["operation": "send", "event_id": "e-1"],
                commits: true)),
        .intended(StepIntent("escalate/page", title: "tell page", telling: telling())),
        settled("done") {
            $0.evidence = [["now": "published"]]
            $0.mayHaveChanged = false
        },
        settled("skipped") {
            ($0.word, $0.by, $0.mayHaveChanged, $0.reason) = (
                "skip", ["person": true, "user": "ops", "host": "box"], false, "not at night"
            )
            $0.alarm = ["state": "on"]
        },
        settled("done") { $0.telling = telling(["attempts": 2, "status": 202, "answer": .null]) },
        .looked(
            RecordedObservation(
                id: "check/outbox", step: nil, kind: "outbox", state: "unhealthy", durationMilliseconds: 12.5, summary: "2 wait",
                evidence: ["pending": 2])),
        .judged(verdict), .turned(VerdictTurn(verdict, was: "clear", look: 3, startedAt: at)),
        .smoke(
            SmokeWord(
                passed: true, result: "passed", covered: ["sync"], fingerprint: "ef", checks: [("smoke/seal", "ok", "opened again")],
                in: jarvis)),
        .acknowledged(
            AcknowledgedWord(
                "e-2", eventSHA256: "aa", recordSHA256: "bb", reason: "seen", invalidReason: "bad_signature", recordedAt: at.rfc3339,
                offset: 120, by: by.json, in: jarvis)),
        .noted(NotedWord("restarted the proxy", by: by, in: jarvis)), .lock(LockPast(owner: nil, ended: ["7 sh"])),
        .decided(
            StepJudgement(
                "mesh/disable.sync", .one("refused", because: "no", rules: [("one-responder", nil), ("attest-before-sync", "no")]))),
        .decided(StepJudgement(nil, .summary(steps: 500, counts: [("allowed", 499), ("refused", 1)]))),
        .given(
            GivenApproval(
                id: "a-1", planHash: "cd", name: "mesh", means: "prompt", user: "ops", host: "box", terminal: "/dev/pts/1", at: at)),
        .spent("a-1"),
    ]

    private static func fixture(_ name: String, source: String = #filePath) -> String {
        Paths.parent(Paths.parent(source)) + "/Fixtures/" + name
    }

    private static func text(_ entry: JournalEntry) -> String {
        let row: JSONValue = [
            "table": entry.table.rawValue.json, "event": entry.event.json, "step": entry.step.json, "body": .object(entry.body),
        ]
        return JSONWriter.compact.text(row)
    }

    @Test("Each event is stored as it always was, and is told again from that")
    func golden() throws {
        let lines = Self.events.compactMap { $0.entry(of: "r").map(Self.text) }
        let path = Self.fixture("journal/events.jsonl")
        if ProcessEnvironment.snapshot()["RENEW"] == "1" {
            try AtomicFile.put(path, with: Array((lines.joined(separator: "\n") + "\n").utf8), mode: 0o644)
        }
        let golden = String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(golden.count == Self.events.count)
        for (line, known) in zip(lines, golden) { #expect(line == known) }
        for line in golden {
            let row = try JSONReader().read(line)
            let table = try #require(row["table"]?.text.flatMap(JournalEntry.Table.init))
            let read = JournalRow(
                seq: 1, table: table, run: "r", step: row["step"]?.text, event: try #require(row["event"]?.text), at: Self.at,
                body: try #require(row["body"]?.object))
            #expect(read.said.entry(of: "r").map(Self.text) == line)
        }
    }

    @Test("A row of a later version, or of an unknown event, is shown and told as nothing that this one knows")
    func later() throws {
        func row(_ event: String, _ body: JSONObject) -> JournalRow {
            JournalRow(seq: 1, table: .runs, run: "r", event: event, at: Self.at, body: body)
        }
        for one in [row("ended", ["v": 2, "outcome": "done"]), row("paused", [:])] {
            guard case .other = one.said else {
                Issue.record("\(one.event) is told as \(one.said)")
                continue
            }
        }
        let run = try #require(RunHistory([row("began", ["command": "x"]), row("ended", ["v": 2, "outcome": "done"])]))
        #expect(run.isOpen && run.others.count == 1)
    }

    /// A journal that version 0.1.0 wrote, in a directory of its own.
    private func old(_ body: (Fixture) throws -> Void) throws {
        try Fixture.with { fixture in
            for directory in ["state", "state/jarvis-ops"] { try fixture.makeDirectory(directory) }
            for name in ["journal.db", "journal.anchor"] {
                try fixture.write(try Files.read(Self.fixture("journal/0.1.0/\(name)")), to: "state/jarvis-ops/\(name)", mode: 0o600)
            }
            try body(fixture)
        }
    }

    @Test("A journal of 0.1.0 verifies, is read where it is, and is gone on with")
    func ofTheFirstRelease() throws {
        try old { fixture in
            let check = try fixture.verify()
            #expect(check.findings == [] && check.head.rows > 80)
            let reading = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            #expect(reading.warning == nil)
            let page = try reading.newestRuns(50)
            let all = try reading.runs().map(\.id)
            #expect(page.total == 13 && page.runs.map(\.id) == all)
            try reading.requireWhole()
            let journal = try fixture.journal()
            try journal.requireWhole()
            #expect(try journal.newestRuns(50).runs.map(\.outcome) == page.runs.map(\.outcome))
            try journal.append(sampleRun("later"))
            #expect(try fixture.verify().findings == [])
            #expect(try journal.newestRuns(1).runs.map(\.id) == ["later"])
        }
    }

    @Test("What 0.1.0 wrote is told as what it was: each of its rows by an event that is known, and stored again the same")
    func everyOldRow() throws {
        try old { fixture in
            let journal = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            for run in try journal.runs() {
                for row in try journal.rows(run: run.id) {
                    guard let entry = row.said.entry(of: row.run) else {
                        Issue.record("row \(row.seq), \(row.event), is not known")
                        continue
                    }
                    #expect(entry.table == row.table && entry.event == row.event && entry.step == row.step)
                    // Long output is kept as bytes of its own, and every row of a run says its moment.
                    let left = Set(["steady"])
                    for member in row.body.members where !member.value.isNull && !left.contains(member.key.text) {
                        #expect(entry.body[member.key] == member.value, "row \(row.seq): \(member.key.text)")
                    }
                }
            }
        }
    }
}
