/// How one attempt to send came out.
public enum AttemptOutcome: Sendable, Equatable {
    /// - Parameters:
    ///   - id: what the service calls it: a dedup key, an issue's address, a queue id.
    ///   - status: its reply code.
    case delivered(id: String?, status: Int?)
    /// Said no, and will say no again.
    case refused(String, status: Int?)
    /// Not sent, and another attempt may go well; the wait that was asked for, in milliseconds.
    case passing(String, status: Int?, retryAfter: Double?)
    /// It may have arrived; nobody said so.
    case uncertain(String)

    /// What went wrong; nil when nothing did.
    public var problem: String? {
        switch self {
        case .delivered: nil
        case .refused(let why, _), .passing(let why, _, _), .uncertain(let why): why
        }
    }

    public var status: Int? {
        switch self {
        case .delivered(_, let status), .refused(_, let status), .passing(_, let status, _): status
        case .uncertain: nil
        }
    }
}
