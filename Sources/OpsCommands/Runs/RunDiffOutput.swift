internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// `runs diff` for people and machines.
enum RunDiffOutput {
    static func json(_ diff: RunDiff) -> JSONValue {
        [
            "schema": "jarvis-ops/runs-diff/v1", "before": run(diff.before), "after": run(diff.after), "same": diff.isSame.json,
            "verdicts": .array(diff.verdicts.map(change)), "symptoms": .array(diff.symptoms.map(change)),
            "probes": .array(diff.probes.map(change)),
            "unchanged": [
                "verdicts": diff.unchanged.verdicts.json, "symptoms": diff.unchanged.symptoms.json, "probes": diff.unchanged.probes.json,
            ],
        ]
    }

    private static func run(_ run: RecordedRun) -> JSONValue {
        ["run": run.id.json, "command": run.command.json, "started_at": run.startedAt.rfc3339.json]
    }

    private static func change(_ change: RunDiff.Change) -> JSONValue {
        [
            "id": change.id.json, "text": change.text.json, "was": change.was.json, "now": change.now.json,
            "was_because": change.wasBecause.json, "now_because": change.nowBecause.json,
        ]
    }

    static func text(_ diff: RunDiff, _ page: Page) -> String {
        var runs = TextTable([.init(), .init(), .init()])
        for (name, run) in [("from", diff.before), ("to", diff.after)] {
            runs.add([.init(name, .dim), .init(run.id, .emphasis), .init("\(run.command), \(run.startedAt.rfc3339)")])
        }
        var text = runs.render(palette: page.palette, width: page.width)
        text += section("Verdicts", diff.verdicts, page) { RunWords.style(verdict: $0) }
        text += section("Symptoms", diff.symptoms, page) { RunWords.mark(symptom: $0).style }
        text += section("Probes", diff.probes, page) { RunWords.mark(probe: $0).style }
        let same = diff.unchanged
        let counts = [(same.verdicts, "verdict"), (same.symptoms, "symptom"), (same.probes, "probe")].filter { $0.0 > 0 }
        let words = counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
        if counts.isEmpty, diff.verdicts.isEmpty, diff.symptoms.isEmpty, diff.probes.isEmpty {
            return text + "\nNeither run looked at anything: there is nothing to compare.\n"
        }
        if diff.isSame { text += "\nNothing turned." + (words.isEmpty ? "\n" : " The same in both: \(words).\n") }
        return diff.isSame || words.isEmpty ? text : text + "\n" + page.paint("The same in both: \(words).", .dim) + "\n"
    }

    /// What turned has an arrow between two states; what was only measured otherwise has one between two measures.
    private static func section(_ title: String, _ changes: [RunDiff.Change], _ page: Page, _ style: (String) -> Style?) -> String {
        guard !changes.isEmpty else { return "" }
        var table = TextTable([.init("", limit: 34), .init(), .init()])
        table.indent = 2
        for change in changes {
            let state = change.now ?? change.was ?? ""
            let turn = change.isTurn ? "\(change.was ?? "not looked at") → \(change.now ?? "not looked at")" : state
            table.add([
                .init(change.text.isEmpty ? change.id : change.text), .init(turn, change.isTurn ? style(state) : .dim), .init(why(change)),
            ])
        }
        return "\n" + page.paint(title, .emphasis) + "\n" + table.render(palette: page.palette, width: page.width)
    }

    private static func why(_ change: RunDiff.Change) -> String {
        let was = change.wasBecause ?? ""
        let now = change.nowBecause ?? ""
        if was.isEmpty || now.isEmpty || was == now { return now.isEmpty ? was : now }
        return "\(was) → \(now)"
    }
}
