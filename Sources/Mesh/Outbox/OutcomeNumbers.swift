internal import JSONKit

/// What becomes of events, as small numbers: a status, and for invalid envelopes the reason.
struct OutcomeNumbers: Sendable {
    struct Outcome: Sendable, Hashable {
        let status: OutboxStatus
        /// Only for invalid envelopes; nil when the record gives none.
        var reason: String?
        /// There are too many reasons to keep: this one is read again from its record.
        var isReasonInRecord = false
    }

    /// The first five are Jarvis's own statuses, in the order of the facts.
    private(set) var all: [Outcome] = [
        Outcome(status: .pendingPublish), Outcome(status: .pendingCommit), Outcome(status: .published), Outcome(status: .committed),
        Outcome(status: .invalidEnvelope), Outcome(status: .invalidEnvelope, isReasonInRecord: true),
    ]
    private var numbers: [Outcome: UInt32] = [:]
    private var reasons: [String: UInt32] = [:]

    init() {}

    /// From `all` of earlier numbers; nil when they are not such.
    init?(_ outcomes: [Outcome?]) {
        let own = all.count
        guard outcomes.count >= own, Array(outcomes[..<own]) == all.map(Optional.some) else { return nil }
        for outcome in outcomes[own...] {
            guard let outcome, number(outcome) == UInt32(all.count - 1) else { return nil }
        }
        guard all.count == outcomes.count else { return nil }
    }

    static let invalid: UInt32 = 4
    private static let invalidWithReasonInRecord: UInt32 = 5
    /// Reasons are a dozen words, unless a library's own texts are among them.
    private static let mostReasons = 1000

    static func isPending(_ number: UInt32) -> Bool { number < 2 }

    subscript(_ number: UInt32) -> Outcome { all[Int(number)] }

    mutating func number(_ status: OutboxStatus, reason: String?) -> UInt32 {
        switch status {
        case .pendingPublish: 0
        case .pendingCommit: 1
        case .published: 2
        case .committed: 3
        case .invalidEnvelope: reason.map { number(invalidBecause: $0) } ?? OutcomeNumbers.invalid
        case .other: number(Outcome(status: status))
        }
    }

    /// The number that another table's outcome has here.
    mutating func number(_ outcome: Outcome) -> UInt32 {
        if outcome.status == .invalidEnvelope {
            return outcome.isReasonInRecord ? OutcomeNumbers.invalidWithReasonInRecord : number(.invalidEnvelope, reason: outcome.reason)
        }
        guard case .other = outcome.status else { return number(outcome.status, reason: nil) }
        if let number = numbers[outcome] { return number }
        numbers[outcome] = UInt32(all.count)
        all.append(outcome)
        return UInt32(all.count - 1)
    }

    mutating func number(invalidBecause reason: String) -> UInt32 {
        if let number = reasons[reason] { return number }
        guard reasons.count < OutcomeNumbers.mostReasons, reason.utf8.count < 1000 else { return OutcomeNumbers.invalidWithReasonInRecord }
        reasons[reason] = UInt32(all.count)
        all.append(Outcome(status: .invalidEnvelope, reason: reason))
        return UInt32(all.count - 1)
    }
}
