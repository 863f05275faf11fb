public import SystemKit

/// A connection to one NATS server. It never reconnects by itself: a fault is reported and the caller decides. A server that vanishes
/// without a word is noticed by the deadlines of what waits for it, and by nothing else.
///
/// May be used from several threads. It is closed when the last reference, its subscriptions and publishers included, goes away.
public final class NATSConnection: Sendable {
    let link: Link

    /// Connects to the first server of the address that accepts.
    ///
    /// - Parameter name: shown in the server's list of connections.
    /// - Throws: `NATSError`: `.libraryMissing`, `.refused`, `.unreachable`, `.timedOut`, `.cancelled`, `.authorization`, `.rejected`,
    ///   `.protocolError`, `.closed`; of several servers the last one's.
    public static func connect(
        _ address: NATSAddress, name: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) -> NATSConnection {
        var last = NATSError(.timedOut, "connecting to \(address) took longer than its deadline allows")
        for (index, server) in address.servers.enumerated() {
            // One server that does not answer must not use up the time of the others.
            let share = deadline.remainingMilliseconds / Double(address.servers.count - index)
            do {
                let link = try Link.open(
                    server, name: name, deadline: deadline.orEarlier(.after(milliseconds: share)), cancellation: cancellation)
                return NATSConnection(link)
            } catch {
                guard error.isTransport || error.kind == .protocolError else { throw error }
                last = error
            }
        }
        throw last
    }

    private init(_ link: Link) { self.link = link }

    deinit { link.stop() }

    /// The server that accepted, with its credentials; its description masks them.
    public var server: NATSAddress.Server { link.server }

    /// Why nothing more can be sent or received; nil while the connection is open.
    public var end: NATSError? { link.end }

    /// Ends the connection. What was published and not flushed may be lost; nothing waits for it.
    public func close() {
        link.stop()
        link.join()
    }

    /// Hands a message to the connection. That it was sent is known after `flush`, and that it was kept only from JetStream.
    ///
    /// - Throws: `NATSError` `.rejected`, `.authorization`, `.closed`; `.unavailable` while 16 MiB wait to be sent.
    public func publish(_ subject: String, _ body: [UInt8]) throws(NATSError) { try link.publish(subject, body) }

    /// Waits until the server has processed everything published before.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`, `.closed`; `.authorization` when one of them was to a subject that the user may not
    ///   publish to, and was dropped.
    public func flush(deadline: Deadline, cancellation: Cancellation) throws(NATSError) {
        // The server takes a connection's messages in order, so one to ourselves comes back after all others were taken.
        let box = try ReplyBox(self)
        // Its last use is before the end of the wait; the box must stay registered until then.
        defer { withExtendedLifetime(box) {} }
        try link.publish(box.address(0), [])
        let doing = "waiting for \(link.server) to take what was published"
        while try box.take(deadline, cancellation, doing).isEmpty { try link.checkDenied() }
        link.noteDenials()
        try link.reportDenied()
    }

    /// Begins to receive what is published to a subject, which may contain wildcards. Only what the server gets after the next
    /// `flush` is sure to come.
    ///
    /// - Throws: `NATSError` `.rejected`, `.closed`.
    public func subscribe(_ subject: String) throws(NATSError) -> NATSSubscription { try NATSSubscription(self, subject) }

    /// Sends a message and waits for one answer.
    ///
    /// - Throws: `NATSError` `.noResponders` when nobody listens, and those of `publish` and `flush`.
    public func request(
        _ subject: String, _ body: [UInt8] = [], deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) -> NATSMessage {
        let box = try ReplyBox(self)
        // Its last use is before the end of the wait; the box must stay registered until then.
        defer { withExtendedLifetime(box) {} }
        try link.publish(subject, reply: box.address(0), body)
        while true {
            if let answer = try box.take(deadline, cancellation, "waiting for an answer to \(subject)").first?.message {
                if answer.saysNoResponders { throw NATSError(.noResponders, "nobody listens to \(subject) on \(link.server)") }
                return answer
            }
            try link.checkDenied(publishing: subject)
        }
    }
}
