internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// `runs diff` for people and machines.
enum RunDiffOutput {
    static func json(_ diff: RunDiff, _ owner: HistoryOwner?) -> JSONValue {
        [
            "schema": "jarvis-ops/runs-diff/v1", "before": run(diff.before), "after": run(diff.after), "same": diff.isSame.json,
            "verdicts": .array(diff.verdicts.map(change)), "symptoms": .array(diff.symptoms.map(change)),
            "probes": .array(diff.probes.map(change)),
            "unchanged": [
                "verdicts": diff.unchanged.verdicts.json, "symptoms": diff.unchanged.symptoms.json, "probes": diff.unchanged.probes.json,
            ], "history": owner?.json ?? .null,
        ]
    }

    private static func run(_ run: RunHistory) -> JSONValue {
        ["run": run.id.json, "command": run.command.json, "started_at": run.startedAt.rfc3339.json]
    }

    private static func change(_ change: RunDiff.Change) -> JSONValue {
        [
            "id": change.id.json, "text": change.text.json, "was": change.was.json, "now": change.now.json,
            "was_because": change.wasBecause.json, "now_because": change.nowBecause.json,
        ]
    }

    static func text(_ diff: RunDiff, _ page: Page, verbose: Bool) -> String {
        var runs = TextTable([.init(), .init(), .init()])
        for (name, run) in [("from", diff.before), ("to", diff.after)] {
            runs.add([.init(name, .dim), .init(run.id, .emphasis), .init("\(run.command), \(run.startedAt.rfc3339)")])
        }
        var text = runs.render(palette: page.palette, width: page.width)
        if [diff.before, diff.after].allSatisfy({ $0.verdicts.isEmpty && $0.observations.isEmpty }) {
            return text + "\nNeither run looked at anything: there is nothing to compare.\n"
        }
        text += turns("Verdicts", diff.verdicts, page) { RunWords.style(verdict: $0) }
        text += turns("Symptoms", diff.symptoms, page) { RunWords.mark(symptom: $0).style }
        text += turns("Probes", diff.probes, page) { RunWords.mark(probe: $0).style }
        if diff.isSame { text += "\nNothing turned.\n" }
        // Judgements repeat what the probes measured.
        let measures = (verbose ? diff.verdicts + diff.symptoms : []) + diff.probes
        text += section("Measured otherwise", measures.filter { !$0.isTurn }, page) { _ in nil }
        return text + "\n" + page.paint(same(diff), .dim) + "\n"
    }

    private static func same(_ diff: RunDiff) -> String {
        let all = [
            (diff.unchanged.verdicts + diff.verdicts.count { !$0.isTurn }, "verdict"),
            (diff.unchanged.symptoms + diff.symptoms.count { !$0.isTurn }, "symptom"),
            (diff.unchanged.probes + diff.probes.count { !$0.isTurn }, "probe"),
        ]
        return "As before: " + all.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ") + "."
    }

    private static func turns(_ title: String, _ changes: [RunDiff.Change], _ page: Page, _ style: @escaping (String) -> Style?) -> String {
        section(title, changes.filter(\.isTurn), page) { change in
            let state = change.now ?? "not looked at"
            return "\(change.was ?? "not looked at") → " + page.paint(Sanitizer.line(state), style(state))
        }
    }

    /// Each change has a line of its own, and below it what it was and what it is, over the whole width.
    private static func section(
        _ title: String, _ changes: [RunDiff.Change], _ page: Page, _ turn: (RunDiff.Change) -> String?
    ) -> String {
        guard !changes.isEmpty else { return "" }
        var text = "\n" + page.paint(title, .emphasis) + "\n"
        for change in changes {
            text += "  " + page.paint(Sanitizer.line(change.id), .emphasis)
            text += (turn(change).map { "  " + $0 } ?? "") + "\n"
            var reasons = TextTable([.init(), .init()])
            reasons.indent = 4
            if !change.text.isEmpty { reasons.add([.init(""), .init(change.text)]) }
            if let was = change.wasBecause, !was.isEmpty { reasons.add([.init("was", .dim), .init(was)]) }
            if let now = change.nowBecause, !now.isEmpty { reasons.add([.init("now", .dim), .init(now)]) }
            text += reasons.render(palette: page.palette, width: page.width)
        }
        return text
    }
}
