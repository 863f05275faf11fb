internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import SystemKit
internal import TerminalKit

/// `mesh smoke` for people and machines.
struct SmokeOutput {
    let run: SmokeRun
    /// nil when the result was not kept.
    let head: JournalHead?
    let isDry: Bool
    let isVerbose: Bool

    static func words(_ flags: Set<MeshFlag>) -> JSONValue { flags.map(\.word).sorted(by: >).json }

    var json: JSONValue {
        let checks = run.verdict.checks.map { check -> JSONValue in
            [
                "id": check.id.json, "title": check.title.json, "flags": SmokeOutput.words(check.flags),
                "state": check.state.rawValue.json, "because": check.because.json,
                "duration_ms": ((check.durationMilliseconds * 10).rounded() / 10).json, "evidence": .object(check.evidence),
            ]
        }
        return [
            "schema": "jarvis-ops/mesh-smoke/v1", "run": run.reading.id.json, "directory": run.directory.path.json,
            "started_at": run.reading.startedAt.rfc3339.json, "duration_ms": ((run.reading.durationMilliseconds * 10).rounded() / 10).json,
            "asked": SmokeOutput.words(run.verdict.asked), "passed": run.verdict.passed.json, "result": run.verdict.result.rawValue.json,
            "covered": SmokeOutput.words(run.verdict.covered), "fingerprint": run.fingerprint.json, "kept": (head != nil).json,
            "checks": .array(checks), "audit": AuditLine.json(head),
        ]
    }

    func text(_ page: Page) -> String {
        let verdict = run.verdict
        var text = page.paint("Smoke checks", .emphasis) + "  "
        let (word, tone) = SmokeOutput.words(verdict.result)
        text += page.paint(word, tone)
        text +=
            page.paint("  \(run.reading.startedAt.rfc3339), \(DurationText.of(milliseconds: run.reading.durationMilliseconds))", .dim)
            + "\n\n"
        var table = TextTable([.init(), .init("", limit: 16), .init("", .right), .init()])
        table.indent = 2
        for check in verdict.checks {
            let (mark, style) = SmokeOutput.mark(check.state)
            let time = check.state == .skipped ? "" : DurationText.of(milliseconds: check.durationMilliseconds)
            let name = check.id.split(separator: "/").last.map(String.init) ?? check.id
            table.add([.init(mark, style), .init(name), .init(time, .dim), .init(check.because)])
            guard isVerbose, !check.evidence.isEmpty else { continue }
            table.add([.init(""), .init(""), .init(""), .init(JSONWriter.compact.text(.object(check.evidence)), .dim)])
        }
        text += page.render(table) + "\n"
        for line in ending { for part in page.wrapped(line, to: page.width ?? 400) { text += part + "\n" } }
        return text
    }

    /// What the result is good for.
    private var ending: [String] {
        let covered = run.verdict.covered.map(\.word).sorted(by: >).joined(separator: " and ")
        if isDry { return ["A dry run sends nothing and keeps nothing: no flag goes on after it."] }
        guard run.verdict.passed || run.verdict.result == .firstEnable else { return ["In production no mesh flag goes on after this."] }
        guard head != nil else { return ["The result could not be kept: in production no mesh flag goes on after it."] }
        guard run.verdict.passed else {
            return [
                "The mesh was never on here. For 15 minutes, and while this configuration stays, sync may go on for the first time; it goes "
                    + "off again unless its listener comes up: jarvis-ops mesh enable sync --confirm \(SmokeFacts.firstEnable)"
            ]
        }
        return ["For 15 minutes, and while this configuration stays: \(covered) may go on."]
    }

    private static func words(_ result: SmokeVerdict.Result) -> (String, Style) {
        switch result {
        case .passed: ("passed", .good)
        case .firstEnable: ("first enabling", .warning)
        case .incomplete: ("NOT COMPLETE", .bad)
        case .failed: ("FAILED", .bad)
        }
    }

    private static func mark(_ state: SmokeVerdict.State) -> (String, Style) {
        switch state {
        case .passed, .firstEnable: ("✓", .good)
        case .failed: ("✗", .bad)
        case .skipped: ("–", .dim)
        }
    }
}
