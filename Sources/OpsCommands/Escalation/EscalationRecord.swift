internal import Escalation
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// An escalation in the journal: its intents before the act, its results after it. The run's kind is `read`: there is nothing to resume,
/// whoever wants to tell people again escalates again.
struct EscalationRecord {
    let log: LooseLog
    let request: EscalationRequest
    let notice: IncidentNotice
    let jarvis: JarvisDirectory
    let world: World

    /// - Parameter means: who approved it: `option` or `prompt`.
    func begin(_ prepared: [PreparedTarget], _ key: String?, means: String) {
        log.append([beginning(approvedBy: means)] + prepared.map { intent($0, key) })
    }

    /// Not approved: nobody was told.
    func refused(because: String, code: Int32) {
        log.append([beginning(approvedBy: nil), .ended(RunEnding("refused", exitCode: Int(code), because: because))])
    }

    func finish(_ target: PreparedTarget, _ key: String?) {
        guard let result = target.result else { return }
        var ending = StepEnding(target.target.step, result.state.rawValue, title: title(target), because: result.because)
        ending.telling = telling(target, key)
        ending.telling?.answer = ["attempts": result.attempts.json, "status": result.status.json, "answer": result.answer.json]
        log.append([.settled(ending)])
    }

    /// - Returns: the journal's head; nil when nothing could be written.
    func end(_ outcome: String, code: Int32) -> JournalHead? {
        log.append([.ended(RunEnding(outcome, exitCode: Int(code)))])
        return log.head
    }

    /// What cannot be sent is no intent: it ended before it began.
    private func intent(_ target: PreparedTarget, _ key: String?) -> RunEvent {
        guard let problem = target.problem else {
            return .intended(StepIntent(target.target.step, title: title(target), telling: telling(target, key)))
        }
        let state = target.target.isRequired ? "failed" : "skipped"
        var ending = StepEnding(target.target.step, state, title: title(target), because: problem.message)
        ending.telling = telling(target, key)
        return .settled(ending)
    }

    private func title(_ target: PreparedTarget) -> String { "tell \(target.target.channel.rawValue)" }

    private func telling(_ target: PreparedTarget, _ key: String?) -> Telling {
        Telling(
            action: request.action.rawValue, incident: notice.incident, target: (try? target.delivery.get())?.target.json ?? .null,
            dedupKey: target.target.channel == .page ? .some(key) : nil, because: target.target.because.joined(separator: "; "), in: jarvis)
    }

    private func beginning(approvedBy means: String?) -> RunEvent {
        var opening = RunOpening(looking: request.command, subject: notice.incident, in: jarvis, world)
        opening.startedAt = notice.at
        opening.telling = OpenedTelling(
            action: request.action.rawValue, message: notice.message, diagnosisRun: notice.diagnosis?.run, approvedBy: means)
        return .began(opening)
    }
}
