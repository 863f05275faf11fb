/// What a line of the outbox turned out to be. Blank lines are nothing at all.
public enum OutboxLine: Sendable, Hashable {
    case record(OutboxRecord)
    case unreadable(UnreadableLine)
}

/// What takes the lines of an outbox one by one.
public protocol OutboxSink {
    mutating func add(_ line: OutboxLine)
}

/// A line that Jarvis's reader passes over, or that ours does.
public struct UnreadableLine: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// Ours alone: Jarvis then reads nothing of the whole file.
        case invalidUTF8
        /// `json.loads` refuses it; the text says why.
        case notJSON(String)
        case notAnObject
        /// `event_id` is absent or blank.
        case noEventID

        public var text: String {
            switch self {
            case .invalidUTF8: "not UTF-8"
            case .notJSON(let why): why
            case .notAnObject: "not a JSON object"
            case .noEventID: "no event_id"
            }
        }
    }

    public let place: OutboxPlace
    public let reason: Reason

    public init(place: OutboxPlace, reason: Reason) {
        self.place = place
        self.reason = reason
    }
}
