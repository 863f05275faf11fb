internal import Escalation
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// An escalation in the journal: its intents before the act, its results after it. The run's kind is `read`: there is nothing to resume,
/// whoever wants to tell people again escalates again.
struct EscalationRecord {
    let journal: EscalationJournal
    let request: EscalationRequest
    let notice: IncidentNotice
    let jarvis: JarvisDirectory
    let identity: ProcessIdentity

    /// - Parameter means: who approved it: `option` or `prompt`.
    func begin(_ prepared: [PreparedTarget], _ key: String?, means: String) {
        journal.append([began(["approved_by": means.json])] + prepared.map { intent($0, key) })
    }

    /// Not approved: nobody was told.
    func refused(_ prepared: [PreparedTarget], _ key: String?, because: String, code: Int32) {
        journal.append([began([:]), ended("refused", code, ["because": because.json])])
    }

    func finish(_ target: PreparedTarget, _ key: String?) {
        guard let result = target.result else { return }
        var body = self.body(target, key)
        body["because"] = result.because.json
        body["attempts"] = result.attempts.json
        body["status"] = result.status.json
        body["answer"] = result.answer.json
        journal.append([entry(.steps, result.state.rawValue, body, step: target.target.step)])
    }

    /// - Returns: the journal's head; nil when nothing could be written.
    func end(_ outcome: String, code: Int32) -> JournalHead? {
        journal.append([ended(outcome, code, [:])])
        return journal.head
    }

    /// What cannot be sent is no intent: it ended before it began.
    private func intent(_ target: PreparedTarget, _ key: String?) -> JournalEntry {
        guard let problem = target.problem else { return entry(.steps, "intended", body(target, key), step: target.target.step) }
        var body = self.body(target, key)
        body["because"] = problem.message.json
        return entry(.steps, target.target.isRequired ? "failed" : "skipped", body, step: target.target.step)
    }

    private func body(_ target: PreparedTarget, _ key: String?) -> JSONObject {
        var body: JSONObject = [
            "title": "tell \(target.target.channel.rawValue)".json, "because": target.target.because.joined(separator: "; ").json,
            "action": request.action.rawValue.json, "incident": notice.incident.json,
            "target": (try? target.delivery.get())?.target.json ?? .null,
        ]
        if target.target.channel == .page { body["dedup_key"] = key.json }
        return body.adding(jarvis.document)
    }

    private func began(_ more: JSONObject) -> JournalEntry {
        let body: JSONObject = [
            "command": request.command.json, "subject": notice.incident.json, "kind": "read",
            "started_at": notice.at.rfc3339.json, "by": identity.document, "action": request.action.rawValue.json,
            "message": notice.message.json, "diagnosis_run": (notice.diagnosis?.run).json,
        ]
        return entry(.runs, "began", body.adding(jarvis.document).adding(more))
    }

    private func ended(_ outcome: String, _ code: Int32, _ more: JSONObject) -> JournalEntry {
        let body: JSONObject = ["outcome": outcome.json, "exit_code": code.json]
        return entry(.runs, "ended", JSONObject(body.members + more.members))
    }

    private func entry(_ table: JournalEntry.Table, _ event: String, _ body: JSONObject, step: String? = nil) -> JournalEntry {
        JournalEntry(table, run: notice.run, step: step, event: event, body: body)
    }
}
