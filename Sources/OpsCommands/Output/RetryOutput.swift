internal import Execution
internal import JSONKit
internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Safety
internal import TerminalKit

/// What became of a retry, for people and machines (`mesh-retry/v1`).
struct RetryOutput {
    let target: JarvisTarget

    private var options: GlobalOptions { target.options }
    private var world: World { target.world }

    init(_ target: JarvisTarget) { self.target = target }

    /// - Parameter result: nil when nothing was sent: a dry run, a refusal, or nothing to do.
    /// - Returns: the exit code.
    func print(
        _ session: RetrySession, _ decision: Decision, _ request: ChangeRequest, result: RunResult?, run: String?, head: JournalHead?
    ) throws(OpsError) -> Int32 {
        let report = RetryReport(session, decision, request, result)
        try Output(options, world).print(json: json(report, run: run, head), target.heading) { text(report, request, run: run, head, $0) }
        return report.exitCode
    }

    private func json(_ report: RetryReport, run: String?, _ head: JournalHead?) -> JSONValue {
        [
            "schema": "jarvis-ops/mesh-retry/v1", "run": run.json, "limit": report.limit.json,
            "decision": ["allowed": report.isAllowed.json, "rules": .array(report.rules)],
            "sync": ["enabled": report.sync.isOn.json, "source": report.sync.source.json],
            "transport": transport(report), "stream": report.stream.json, "clock_behind_seconds": report.secondsBehind.json,
            "outbox_failure": report.outboxFailure.json,
            "events": .array(
                report.events.map { event in
                    [
                        "event_id": event.id.json, "was": event.was.json, "disposition": event.disposition.json,
                        "reason": event.reason.json, "now": (event.now?.text.text).json, "because": event.because.json,
                        "acknowledged": (event.acknowledged?.rawValue).json,
                    ]
                }),
            "summary": [
                "retried": report.retried.json, "published": report.published.json, "committed": report.count(.committed).json,
                "still_pending": report.stillPending.json, "quarantined": report.quarantined.json, "held": report.held.json,
                "remaining": report.remaining.json, "unconfirmed": report.flushed.json,
                "errors": .array(report.errors.map { ["event_id": $0.id.json, "reason": $0.reason.json] }),
            ],
            "escalation": report.escalation.json, "next": .array(report.next.map(\.json)), "audit": AuditLine.json(head),
        ]
    }

    private func transport(_ report: RetryReport) -> JSONValue {
        let failure = report.transportFailure.json
        return switch report.delivery {
        case .jetStream(let stream, let window)?:
            [
                "kind": "jetstream", "acknowledged": true, "stream": stream.json, "duplicate_window_ms": window.json, "because": nil,
                "failure": failure,
            ]
        case .core(let because)?:
            [
                "kind": "core", "acknowledged": false, "stream": nil, "duplicate_window_ms": nil, "because": because.json,
                "failure": failure,
            ]
        case nil: report.transportFailure == nil ? .null : ["kind": nil, "acknowledged": false, "failure": failure]
        }
    }

    private func transportWords(_ report: RetryReport) -> String? {
        switch report.delivery {
        case .jetStream(let stream, let window)?:
            guard report.published + report.count(.committed) > 0, let stream, let window else { return nil }
            return "Stored in stream \(stream); it recognises a repeat for \(Int(window / 1000)) s."
        case .core(let because)?: return "! WEAKER: sent over core NATS (\(because)); that anybody has them is not known."
        case nil: return nil
        }
    }

    private func text(_ report: RetryReport, _ request: ChangeRequest, run: String?, _ head: JournalHead?, _ page: Page) -> String {
        var text = page.paint(request.command, .emphasis) + "  " + page.paint(report.words, report.exitCode == 0 ? .good : .warning) + "\n"
        guard !report.events.isEmpty else { return text + "Nothing waits in the outbox.\n" }
        var table = TextTable([.init("EVENT"), .init("WAS"), .init(report.wasSent ? "NOW" : "WOULD"), .init("WHY")])
        table.indent = 2
        for event in report.events.prefix(options.verbose ? .max : 40) {
            table.add([
                .init(event.id, .emphasis), .init(event.was), .init(event.now?.text.text ?? event.disposition, event.style),
                .init(event.because ?? event.reason),
            ])
        }
        text += "\n" + page.render(table)
        if report.events.count > 40, !options.verbose { text += "  … \(report.events.count - 40) more; -v shows all\n" }
        if let words = transportWords(report) { text += "\n" + page.paint(words, report.flushed > 0 ? .warning : .dim) + "\n" }
        if let seconds = report.secondsBehind {
            let words = "! This clock is \(seconds) s behind the newest record of the outbox: see which of them is wrong"
            text += "\n" + page.paint(words, .warning) + "\n"
        }
        if let words = report.escalation { text += "\n" + page.paint("! " + words, .bad) + "\n" }
        if let words = report.outboxFailure { text += "\n" + page.paint("! Stopped: \(words)", .bad) + "\n" }
        if let words = report.transportFailure { text += "\n" + page.paint("! Stopped: \(words)", .bad) + "\n" }
        for line in report.next { text += "\n\(line)\n" }
        if !report.sync.isOn || report.sync.source != "running" {
            text += page.paint("\nSync is \(report.sync.isOn ? "on" : "off") (\(report.sync.source)).\n", .dim)
        }
        return run.map { text + "\n" + page.paint(AuditLine.text(run: $0, head), .dim) + "\n" } ?? text
    }
}
