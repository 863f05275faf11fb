/// How one request of a sample went. None is ever dropped: a percentile without the slowest ones would be too good.
public enum HTTPSample: Sendable, Equatable {
    case response(status: Int, milliseconds: Double)
    case failed(HTTPError, milliseconds: Double)
    /// Still running at the deadline or the cancellation: it takes at least this long.
    case unfinished(milliseconds: Double)
    /// Its turn did not come.
    case notStarted

    /// The time it took, or has taken so far; nil when it was not started.
    public var milliseconds: Double? {
        switch self {
        case .response(_, let time), .failed(_, let time), .unfinished(let time): time
        case .notStarted: nil
        }
    }
}
