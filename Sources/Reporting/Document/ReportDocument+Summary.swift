internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit
internal import TerminalKit

extension ReportDocument {
    init(_ report: IncidentReport) {
        title = "Incident report: \(report.subject)"
        notice = .text(
            "A draft, written at \(report.writtenAt.local) from the journal of jarvis-ops. What the journal does not know is left to a person."
        )
        severity = report.severity.severity?.rawValue
        let parts = ReportSections(report)
        let all = [
            parts.summary, parts.symptoms, parts.open, parts.timeline, parts.figures, parts.probes, parts.steps, parts.decisions,
            parts.approvals,
            parts.notifications, parts.notes, parts.evidence, parts.checklist, parts.audit,
        ]
        sections = all.compactMap { $0 }
    }
}

/// The sections of a report; nil for one that has nothing to say.
struct ReportSections {
    typealias Block = ReportDocument.Block
    typealias Section = ReportDocument.Section
    typealias Table = ReportDocument.Table
    typealias Words = ReportDocument.Words

    let report: IncidentReport
    /// Rows of a table of steps or decisions that are written out; JSON holds all of them.
    static let mostRows = 100

    init(_ report: IncidentReport) { self.report = report }

    var summary: Section {
        let run = report.run
        var facts: [(name: String, value: Words)] = []
        func add(_ name: String, _ value: Words?) { if let value { facts.append((name, value)) } }
        for incident in report.incidents.prefix(6) { add(incident.title, standing(incident)) }
        if report.incidents.count > 6 { add("More", .text("\(report.incidents.count - 6) more incidents, under Symptoms")) }
        add("Severity", severity)
        add("Response time", response)
        add("Postmortem", postmortem)
        add("Escalation", report.severity.escalation.map { Words.text("\($0), by the runbook") })
        add("Run", Words(.code(run.id), .text(run.kind == .change ? "– it makes changes" : "– it only looked")))
        add("Command", run.command.isEmpty ? nil : .code(run.command))
        add("Outcome", outcome)
        add("Healed by", run.healedBy.map(healer))
        add("Began", .text(run.startedAt.local))
        add(
            "Ended",
            run.endedAt.map {
                .text($0.local + (run.durationMilliseconds.map { ", after \(length($0))" } ?? ", by a clock that was set back"))
            })
        add("By", People.name(run.by).map { name in .text(run.by?["tty"]?.text.map { "\(name), on \($0)" } ?? name) })
        add("Jarvis", run.directory.map { .code($0) })
        add("Environment", run.environment.map { .text($0) })
        add("Runbook", Words(.code(report.source.path), .text("SHA-256"), .code(report.source.sha256)))
        return Section(id: "summary", title: "Summary", blocks: [.facts(facts)])
    }

    private func healer(_ id: String) -> Words {
        let title = report.steps.first { $0.id == id }?.title
        return Words([.code(id)] + (title.map { [.text("– \($0)")] } ?? []))
    }

    private func standing(_ incident: ReportedIncident) -> Words? {
        guard let before = incident.before else { return nil }
        guard let after = incident.after else {
            return Words([.state(before.verdict, Tone(before.verdict))] + because(before.because))
        }
        let states: [ReportDocument.Piece] = [
            .state(before.verdict, Tone(before.verdict)), .text("→"), .state(after.verdict, Tone(after.verdict)),
        ]
        return Words(states + because(after.because))
    }

    private func because(_ text: String) -> [ReportDocument.Piece] { text.isEmpty ? [] : [.text("– \(text)")] }

    private var postmortem: Words {
        let isDue = report.postmortem.isDue
        return Words([.state(isDue ? "postmortem due" : "not due", isDue ? .warning : .neutral)] + because(report.postmortem.because))
    }

    private var severity: Words {
        guard let severity = report.severity.severity else { return .text("none: \(report.severity.because)") }
        return Words([.strong(severity.rawValue.capitalized)] + because(report.severity.because))
    }

    private var response: Words {
        let response = report.response
        let act: String =
            switch response.act {
            case .approval: "the first approval"
            case .step: "the first step"
            case .diagnosis: "the diagnosis, since the run only looked"
            case .run: "the run itself, which did not even look"
            }
        guard let beginning = response.beginning, let elapsed = response.elapsedMilliseconds else {
            let allowed = response.limitSeconds.map { " of \(length(Int64(min($0, 1 << 40)) * 1000)) allowed" } ?? ""
            return Words(
                .state("unknown", .neutral),
                .text(
                    "\(allowed.dropFirst()): nobody knows when it began; \(act) was at \(response.actedAt.local). Say it with --began TIME")
            )
        }
        let figures =
            "\(length(elapsed)) from its beginning (\(beginning.at.local), \(beginning.words)), to \(act) (\(response.actedAt.local))"
        let limit = response.limitSeconds.map { length(Int64(min($0, 1 << 40)) * 1000) } ?? ""
        switch response.verdict {
        case .kept: return Words(.state("kept", .good), .text("of \(limit) allowed: \(figures)"))
        case .missed: return Words(.state("missed", .bad), .text("of \(limit) allowed: \(figures)"))
        case .noLimit: return Words(.state("no limit", .neutral), .text("given by the runbook: \(figures)"))
        case .unknown, .contradictory:
            return Words(.state("contradictory", .warning), .text("its beginning lies after the act: \(figures)"))
        }
    }

    private var outcome: Words {
        let run = report.run
        let code = run.exitCode.map { ", exit code \($0)" } ?? ""
        switch run.state {
        case .running: return Words(.state("not ended", .warning), .text("– the journal has no end of it"))
        case .interrupted: return Words(.state("interrupted", .warning), .text("– by a signal\(code)"))
        case .abandoned where run.isTakenBack: return Words(.state("taken back", .warning), .text("– another run took back what it did"))
        case .abandoned: return Words(.state(run.outcome ?? "abandoned", .warning), .text("– nobody will finish it"))
        case .ended:
            let word = run.outcome ?? "ended"
            return Words([.state(word, Tone(word))] + (code.isEmpty ? [] : [.text("– \(code.dropFirst(2))")]))
        }
    }

    func length(_ milliseconds: Int64) -> String { DurationText.of(milliseconds: Double(milliseconds)) }
}
