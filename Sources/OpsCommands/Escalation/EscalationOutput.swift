internal import Escalation
internal import JSONKit
internal import Journal
internal import Runbook
internal import TerminalKit

/// What was sent, or would be, for people and machines (`escalation/v1`).
struct EscalationOutput {
    enum Outcome: String {
        case planned, done, failed
    }

    private let options: GlobalOptions
    private let world: World
    private let request: EscalationRequest
    private let notice: IncidentNotice

    init(_ options: GlobalOptions, _ world: World, _ request: EscalationRequest, _ notice: IncidentNotice) {
        self.options = options
        self.world = world
        self.request = request
        self.notice = notice
    }

    /// - Parameters:
    ///   - dedupKey: of the page; nil when none is open.
    ///   - head: nil in a dry run, and without a journal.
    func print(_ prepared: [PreparedTarget], dedupKey: String?, outcome: Outcome, code: Int32, head: JournalHead?) throws(OpsError) {
        let isPage = prepared.contains { $0.target.channel == .page }
        let document: JSONValue = [
            "schema": "jarvis-ops/escalation/v1", "run": outcome == .planned ? .null : notice.run.json, "incident": notice.incident.json,
            "action": notice.action.rawValue.json, "outcome": outcome.rawValue.json, "exit_code": code.json,
            "dedup_key": isPage ? dedupKey.json : .null, "notice": notice.json, "targets": .array(prepared.map(target)),
            "audit": AuditLine.json(head),
        ]
        try Output(options, world).print(json: document, Heading(options, world)) { page in
            outcome == .planned ? requests(prepared) + "Nothing was sent.\n" : text(prepared, isPage ? dedupKey : nil, outcome, head, page)
        }
    }

    /// Each request as it is sent, with what is secret masked.
    func requests(_ prepared: [PreparedTarget]) -> String {
        var text = ""
        for one in prepared {
            text += "\(one.target.step)  (\(one.target.because.joined(separator: "; ")))\n"
            switch one.delivery {
            case .success(let delivery): text += indented(delivery.shown.text)
            case .failure(let problem): text += "    not sent: \(problem.message)\n"
            }
            text += "\n"
        }
        return Sanitizer.multiline(text)
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    }

    private func target(_ one: PreparedTarget) -> JSONValue {
        let delivery = try? one.delivery.get()
        return [
            "step": one.target.step.json, "channel": one.target.channel.rawValue.json, "role": one.target.role.json,
            "why": one.target.because.json, "required": one.target.isRequired.json, "state": one.state.json, "because": one.because.json,
            "target": (delivery?.target).json, "missing": (one.problem?.variable).json, "attempts": (one.result?.attempts).json,
            "status": (one.result?.status).json, "answer": (one.result?.answer).json,
            "request": delivery.map(\.shown.json) ?? .null,
        ]
    }

    private func text(_ prepared: [PreparedTarget], _ dedupKey: String?, _ outcome: Outcome, _ head: JournalHead?, _ page: Page) -> String {
        let style: Style = outcome == .done ? .good : .bad
        let title = page.paint(request.command, .emphasis) + "  " + page.paint(outcome == .done ? "done" : "FAILED", style) + "\n\n"
        var table = TextTable([.init(), .init(), .init(), .init(), .init()])
        table.indent = 2
        for one in prepared {
            let (mark, style) = mark(one)
            table.add([
                .init(mark, style), .init(one.target.step), .init(one.state, style), .init((try? one.delivery.get())?.target ?? "–"),
                .init([one.because, one.result?.answer].compactMap { $0 }.joined(separator: ": ")),
            ])
        }
        // Without a journal this is the only place that keeps it.
        let key = dedupKey.map { page.paint("dedup key \($0)\n", .dim) } ?? ""
        return title + page.render(table) + "\n" + key + page.paint(AuditLine.text(run: notice.run, head), .dim) + "\n"
    }

    private func mark(_ one: PreparedTarget) -> (String, Style) {
        switch one.result?.state {
        case .done: ("✓", .good)
        case .failed: ("✗", .bad)
        case .unknown: ("?", .unknown)
        case .notRun: ("–", .dim)
        case nil: one.target.isRequired ? ("✗", .bad) : ("–", .dim)
        }
    }
}
