internal import JSONKit
public import SystemKit

/// What this user may do here, found out without doing it.
extension JetStream {
    /// That a stream of this name may be made: proved by asking for it with another name in the body. Who has no right to ask is told so
    /// by the connection; to everybody else the server objects to the two names, before it makes anything (nats-server errors.json).
    ///
    /// - Throws: `NATSError` `.authorization` without the right, and those of `NATSConnection.request`.
    public func checkMayMake(stream name: String, deadline: Deadline, cancellation: Cancellation) throws(NATSError) {
        try checkName(name)
        try requireMismatch("STREAM.CREATE.\(name)", ["name": mismatched.json], deadline, cancellation)
    }

    /// The same for a durable consumer.
    ///
    /// - Throws: as for a stream.
    public func checkMayMake(
        consumer name: String, of stream: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) {
        try checkName(stream)
        try checkName(name)
        let question: JSONValue = ["stream_name": mismatched.json, "config": ["durable_name": name.json, "ack_policy": "explicit"]]
        try requireMismatch("CONSUMER.DURABLE.CREATE.\(stream).\(name)", question, deadline, cancellation)
    }

    /// Why the account has no room for one more stream; nil when it has.
    ///
    /// - Throws: `NATSError` `.noJetStream`, and those of `NATSConnection.request`.
    public func fullness(deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> String? {
        let account = try answer(to: "INFO", [], deadline, cancellation)
        if let fault = account["error"] { throw NATSError(jetStream: fault, server: connection.server) }
        let limits = account["limits"]
        // Below zero: no limit. An account in tiers tells its limits elsewhere.
        if let most = limits?["max_streams"]?.int, most > 0, let count = account["streams"]?.int, count >= most {
            return "the account has \(count) of \(most) streams"
        }
        if let most = limits?["max_storage"]?.int, most >= 0, let bytes = account["storage"]?.int, bytes >= most {
            return "the account has used \(bytes) of \(most) bytes for files"
        }
        return nil
    }

    /// No stream can have it: a name holds no dot.
    private var mismatched: String { "jarvis-ops.asks" }

    private func requireMismatch(
        _ what: String, _ question: JSONValue, _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(NATSError) {
        let answer = try answer(to: what, JSONWriter.compact.bytes(question), deadline, cancellation)
        guard let fault = answer["error"] else { throw notUnderstood(what) }
        // "stream name in subject does not match request"
        guard fault["err_code"]?.int == 10056 else { throw NATSError(jetStream: fault, server: connection.server) }
    }
}
