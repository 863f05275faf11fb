import Safety
import SystemKit

/// What people may have said.
enum Word: String, CaseIterable {
    case nothing
    case yesAlone = "yes alone"
    case namesAlone = "names alone"
    case forAnOlderPlan = "everything, for an older plan"
    case everything
    case oneForAnOlderPlan = "everything, and a word for an older plan"

    func approvals(for hash: String, _ demands: [ApprovalDemand]) -> [Approval] {
        switch self {
        case .nothing: []
        case .yesAlone: [approval(hash, .changes)]
        case .namesAlone: demands.filter { $0 != .changes }.map { approval(hash, $0) }
        case .forAnOlderPlan: demands.map { approval("older", $0) }
        case .everything: demands.map { approval(hash, $0) }
        case .oneForAnOlderPlan: demands.map { approval(hash, $0) } + [approval("older", .changes)]
        }
    }

    func suffices(for demands: [ApprovalDemand]) -> Bool {
        switch self {
        case .nothing: demands.isEmpty
        case .yesAlone: demands.allSatisfy { $0 == .changes }
        case .namesAlone: !demands.contains(.changes)
        case .forAnOlderPlan: demands.isEmpty
        case .everything: true
        case .oneForAnOlderPlan: false
        }
    }

    private func approval(_ hash: String, _ answers: ApprovalDemand) -> Approval {
        Approval(
            id: "\(hash) \(answers)", planHash: hash, answers: answers, means: .option, by: Approver(user: "ada", host: "web-1", tty: nil),
            at: Timestamp(milliseconds: 0))
    }
}
