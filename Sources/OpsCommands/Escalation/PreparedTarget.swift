internal import Escalation
internal import HTTPKit
internal import Runbook

/// A target, and what would be sent to it.
struct PreparedTarget {
    private(set) var target: EscalationTarget
    let delivery: Result<Delivery, TargetProblem>
    /// Filled in when it was tried.
    var result: SendResult?

    /// - Returns: one for each address: whoever is reached by the same webhook is told once.
    static func all(
        _ targets: [EscalationTarget], _ settings: EscalationSettings, _ notice: IncidentNotice, dedupKey: String?
    ) -> [PreparedTarget] {
        var prepared: [PreparedTarget] = []
        for target in targets {
            let delivery = Result { () throws(TargetProblem) in try settings.delivery(target, notice, dedupKey: dedupKey) }
            if case .success(let new) = delivery,
                let index = prepared.firstIndex(where: { (try? $0.delivery.get())?.isSamePlace(as: new) == true })
            {
                prepared[index].target.merge(target)
            } else {
                prepared.append(PreparedTarget(target: target, delivery: delivery))
            }
        }
        return prepared
    }

    var problem: TargetProblem? { if case .failure(let problem) = delivery { problem } else { nil } }

    /// As it stands now, in one of the document's words.
    var state: String {
        if let result { return result.state.rawValue }
        guard let problem else { return "planned" }
        return problem.variable == nil ? "not-open" : "not-configured"
    }

    var because: String { result?.because ?? problem?.message ?? target.because.joined(separator: "; ") }
}

extension Delivery {
    fileprivate func isSamePlace(as other: Delivery) -> Bool {
        guard case .http(let own, _) = way, case .http(let others, _) = other.way else { return false }
        return own.url == others.url
    }
}
