internal import Diagnosis
internal import Execution
internal import Journal
internal import TerminalKit

/// What the journal's words look like: it keeps words, also of versions that are to come.
enum RunWords {
    /// How a run stands, in a word or two.
    static func standing(_ run: RunHistory) -> (text: String, style: Style?) {
        switch run.state {
        case .running:
            if let process = RunningProcess(run) { return ("running (\(process.words))", .good) }
            // Its process was killed, or it is another machine's.
            return ("not ended", .warning)
        case .interrupted: return ("interrupted", .warning)
        case .abandoned: return (run.isTakenBack ? "taken back" : "abandoned", .dim)
        case .ended: break
        }
        // What was done counts there, and not what was seen on the way.
        if run.kind == .change, let outcome = run.outcome { return (outcome, RunResult.Outcome(rawValue: outcome).map(Marks.style)) }
        let confirmed = run.verdicts.filter { $0.verdict == Verdict.confirmed.rawValue }.count
        if let only = run.verdicts.first, run.verdicts.count == 1 { return (only.verdict, style(verdict: only.verdict)) }
        if confirmed > 0 { return ("\(confirmed)/\(run.verdicts.count) confirmed", .bad) }
        if run.verdicts.contains(where: { $0.verdict == Verdict.unknown.rawValue }) { return ("unknown", .unknown) }
        if !run.verdicts.isEmpty { return ("clear", .good) }
        let outcome = run.outcome ?? "ended"
        return (outcome, RunResult.Outcome(rawValue: outcome).map(Marks.style))
    }

    static func style(verdict: String) -> Style? { Verdict(rawValue: verdict).map(Marks.style) }

    static func mark(probe: String) -> (text: String, style: Style) { ProbeState(rawValue: probe).map(Marks.mark) ?? unknown }

    static func mark(symptom: String) -> (text: String, style: Style) { SymptomFinding.State(rawValue: symptom).map(Marks.mark) ?? unknown }

    static func mark(step: RecordedStep) -> (text: String, style: Style) {
        if step.isStartedWithoutResult { return unknown }
        if step.state == "undone" { return ("↶", .warning) }
        return StepResult.State(rawValue: step.state).map(Marks.mark) ?? unknown
    }

    private static let unknown = ("?", Style.unknown)
}
