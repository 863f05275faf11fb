internal import Configuration
internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Planning
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// What became of a run, for people and machines (`run/v1`).
struct RunOutput {
    let target: JarvisTarget

    private var options: GlobalOptions { target.options }
    private var world: World { target.world }

    init(_ target: JarvisTarget) { self.target = target }

    func print(
        _ result: RunResult, run: String, head: JournalHead?, _ request: ChangeRequest, _ ending: ResolutionEnding? = nil
    ) throws(OpsError) {
        if options.output != .text {
            // Who reads the document with a program sees it all the same.
            for alarm in result.steps.compactMap(\.alarm) { world.note("ALARM: \(alarm.because)\n  To turn it off:  \(alarm.turnsOff)") }
        }
        try Output(options, world).print(json: RunOutput.json(result, run: run, head: head, ending), target.heading) { page in
            text(result, run: run, head: head, request, ending, page)
        }
    }

    static func json(_ result: RunResult, run: String, head: JournalHead?, _ ending: ResolutionEnding?) -> JSONValue {
        [
            "schema": "jarvis-ops/run/v1", "run": run.json, "outcome": result.outcome.rawValue.json,
            "steps": .array(result.steps.map(step)), "audit": AuditLine.json(head), "journal_error": result.recordingFailure.json,
            "alarms": .array(result.steps.compactMap(\.alarm).map(\.json)),
            "verdict": (ending?.verdict?.rawValue).json, "because": (ending?.because).json, "healed_by": (ending?.healedBy).json,
        ]
    }

    static func step(_ step: StepResult) -> JSONValue {
        [
            "id": step.id.json, "title": step.title.json, "state": step.state.rawValue.json, "because": step.because.json,
            "evidence": .array(step.evidence), "word": step.word.json, "alarm": step.alarm?.json ?? .null,
        ]
    }

    private func text(
        _ result: RunResult, run: String, head: JournalHead?, _ request: ChangeRequest, _ ending: ResolutionEnding?, _ page: Page
    ) -> String {
        var text = page.paint(request.command, .emphasis) + "  " + page.paint(result.outcome.words, Marks.style(result.outcome)) + "\n\n"
        var table = TextTable([.init(), .init(), .init(), .init()])
        table.indent = 2
        for step in result.steps {
            let (mark, style) = Marks.mark(step)
            let word = step.isFinding ? "found" : step.state.rawValue
            table.add([.init(mark, style), .init(step.id), .init(word, style), .init(step.because)])
        }
        text += result.steps.isEmpty ? "There was nothing to do.\n" : page.render(table)
        for alarm in result.steps.compactMap(\.alarm) { text += words(alarm, page) }
        if let ending { text += words(ending, page) }
        if wantsRestart(result), let why = target.configuration.serviceTrouble {
            text += "\n" + "Nobody recreated the service: \(why). Start it anew, then resume this run.\n"
        }
        if let line = result.recordingFailure { text += "\nThe journal could not be written: \(line)\n" }
        if result.outcome != .done || result.recordingFailure != nil {
            let resume = "jarvis-ops runs resume \(run)"
            text += "\nTo finish it:  \(resume)\n"
            if result.steps.contains(where: { $0.mayHaveChanged && $0.word == nil }) { text += "To go back:    \(resume) --undo\n" }
        }
        return text + "\n" + page.paint(AuditLine.text(run: run, head), .dim) + "\n"
    }

    /// Nothing that comes after it is read before it.
    private func words(_ alarm: FlagAlarm, _ page: Page) -> String {
        let lead = alarm.isCertain ? "ALARM: a mesh flag went on. " : "A mesh flag may be on. "
        let said = Sanitizer.line(world.redactor.redact(alarm.because))
        let line = page.paint("! \(lead)\(said).", alarm.isCertain ? .bad : .warning)
        return "\n\(line)\n  To turn it off:  \(alarm.turnsOff)\n"
    }

    /// What the diagnosis says in the end.
    private func words(_ ending: ResolutionEnding, _ page: Page) -> String {
        if ending.servicesAreStopped { return "\n" + page.paint("! The services are stopped.", .bad) + "\n" }
        guard let verdict = ending.verdict else { return "" }
        let healer = ending.healedBy.map { ", healed by \($0)" } ?? ""
        let rest = verdict == .clear ? "." : ": \(Sanitizer.line(world.redactor.redact(ending.because)))"
        let lead = "The diagnosis is now "
        return "\n" + lead + page.paint(verdict.rawValue, Marks.style(verdict)) + healer + rest + "\n"
    }

    /// Whether the service does not run with what was written, and this program had no means to recreate it.
    private func wantsRestart(_ result: RunResult) -> Bool {
        let verification = result.steps.last { if case .runningFlags? = $0.planned?.probe { true } else { false } }
        guard let verification, verification.state == .failed || verification.state == .unknown else { return false }
        return !result.steps.contains { $0.planned?.change?.operation.recreates == true }
    }
}
