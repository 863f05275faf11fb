public import JSONKit
internal import SystemKit

/// What became of the work on one host.
public struct HostAnswer: Sendable {
    public enum State: Sendable, Hashable {
        /// All commands ended and each of them gave a document of ours.
        case answered
        /// There is no way to it.
        case unreachable
        case timedOut
        /// It has no jarvis-ops.
        case missing
        /// It answers something that is no document of ours.
        case invalid
        /// The connection ended before the answer did, or this program was stopped: what was begun there may go on.
        case unknown
        /// It was stopped before it was this host's turn.
        case notBegun
    }

    public struct Answer: Sendable {
        public let document: JSONValue
        public let exitCode: Int32

        /// `jarvis-ops/diagnosis/v1`.
        public var schema: String { document["schema"]?.text ?? "" }
    }

    public let host: String
    public let state: State
    /// Foreign words, for a person; nil where there is nothing to say.
    public let because: String?
    /// One for each command; fewer where the state is not `answered`.
    public let answers: [Answer]

    public init(host: String, state: State, because: String? = nil, answers: [Answer] = []) {
        (self.host, self.state, self.because, self.answers) = (host, state, because, answers)
    }

    /// What the control host's own file says of a host; nothing in it is trusted but its form.
    init(host: String, file: JSONValue) {
        let because = file["because"]?.text
        guard file["host"]?.text == host, let word = file["state"]?.text else {
            self.init(host: host, state: .invalid, because: "its answer was not kept")
            return
        }
        let pieces = file["answers"]?.array ?? []
        let answers = pieces.compactMap { HostAnswer.answer($0) }
        switch word {
        case "answered" where answers.count == pieces.count && !pieces.isEmpty: self.init(host: host, state: .answered, answers: answers)
        case "answered": self.init(host: host, state: .invalid, because: "it answers something that is no document of jarvis-ops")
        case "unreachable": self.init(host: host, state: .unreachable, because: because)
        case "timed-out": self.init(host: host, state: .timedOut, because: because, answers: answers)
        case "missing": self.init(host: host, state: .missing, because: because)
        case "unknown": self.init(host: host, state: .unknown, because: because, answers: answers)
        default: self.init(host: host, state: .invalid, because: because)
        }
    }

    /// - Returns: nil where it is no document with a schema of this program.
    private static func answer(_ piece: JSONValue) -> Answer? {
        guard let text = piece["text"]?.text, let code = piece["exit_code"]?.int, let exitCode = Int32(exactly: code) else { return nil }
        guard let document = try? JSONReader(.strict, maximumDepth: 64).read(text), let schema = document["schema"]?.text,
            schema.hasPrefix("jarvis-ops/"), schema.utf8.count < 64
        else { return nil }
        return Answer(document: document, exitCode: exitCode)
    }
}
