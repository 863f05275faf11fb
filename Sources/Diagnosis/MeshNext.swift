public import Execution

/// What to do next about the mesh: by what is wrong with it, and not by what the runbook names first.
public struct MeshNext: Sendable {
    /// Invalid events that no person has looked at.
    public var unacknowledged = 0
    /// Events that wait.
    public var pending = 0
    /// Whether the mesh's server answers; nil where that is not known.
    public var isAnswering: Bool?
    /// Why nothing can be sent; nil where that was not seen.
    public var failure: String?

    public init() {}

    /// - Parameters:
    ///   - unacknowledged: invalid events that no person has looked at.
    ///   - pending: events that wait.
    ///   - transport: the mesh's server, as it was seen; nil where nobody looked.
    public init(unacknowledged: Int, pending: Int, transport: TransportLook?) {
        self.unacknowledged = unacknowledged
        self.pending = pending
        guard let transport, transport.isConfigured || transport.isAnswering else { return }
        failure = transport.failure.map { Wording.line($0) }
        isAnswering = transport.isAnswering ? true : transport.failure == nil ? nil : false
    }

    /// Lines for people, the most urgent first; empty where nothing of this is wrong.
    public var lines: [String] {
        var lines: [String] = []
        if unacknowledged > 0 {
            let count = unacknowledged == 1 ? "an event is" : "\(unacknowledged) events are"
            lines.append("\(count) invalid, and nobody looked at \(unacknowledged == 1 ? "it" : "them"): jarvis-ops escalate mesh")
            lines.append("Once somebody did: jarvis-ops mesh acknowledge EVENT --reason TEXT")
        }
        if isAnswering == false {
            let why = failure.map { " (\($0))" } ?? ""
            lines.append("Bring the mesh's server up\(why)" + (pending > 0 ? ", then: jarvis-ops mesh retry" : ""))
        } else if pending > 0 {
            let doubt = isAnswering == nil ? ", which finds out whether the mesh's server answers" : ""
            lines.append("Send what waits: jarvis-ops mesh retry\(doubt)")
        }
        return lines
    }
}

extension MeshNext {
    init(_ seen: Observations) {
        self.init(
            unacknowledged: seen.backlog?.unacknowledged.count ?? 0, pending: seen.backlog?.second ?? 0, transport: seen.transport)
    }
}
