internal import JSONKit
public import SystemKit

/// Questions to JetStream over a connection, in its JSON API (docs.nats.io, "JetStream wire API").
public struct JetStream: Sendable {
    public struct Stream: Sendable, Equatable {
        public let name: String
        /// With wildcards.
        public let subjects: [String]
        /// Within this time a second message with the same id is recognised as a duplicate.
        public let duplicateWindowSeconds: Double
        public let messages: Int

        public init(name: String, subjects: [String], duplicateWindowSeconds: Double, messages: Int) {
            self.name = name
            self.subjects = subjects
            self.duplicateWindowSeconds = duplicateWindowSeconds
            self.messages = messages
        }
    }

    public struct Consumer: Sendable, Equatable {
        public let stream: String
        public let name: String
        /// Delivered to nobody yet.
        public let pending: Int
        /// Delivered and not acknowledged.
        public let unacknowledged: Int
        public let filterSubject: String?
        /// Whether somebody listens now: to what is pushed, or with a request for more.
        public let isAttended: Bool

        public init(
            stream: String, name: String, pending: Int, unacknowledged: Int, filterSubject: String?, isAttended: Bool = false
        ) {
            self.isAttended = isAttended
            self.stream = stream
            self.name = name
            self.pending = pending
            self.unacknowledged = unacknowledged
            self.filterSubject = filterSubject
        }
    }

    public let connection: NATSConnection

    public init(_ connection: NATSConnection) { self.connection = connection }

    /// Whether the server and the account have JetStream switched on.
    public func isOn(deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> Bool {
        do {
            _ = try ask("INFO", deadline, cancellation)
            return true
        } catch {
            guard error.kind == .noJetStream else { throw error }
            return false
        }
    }

    /// nil when there is no such stream.
    ///
    /// - Throws: `NATSError` `.noJetStream`, `.rejected` for a name that cannot be one, and those of `NATSConnection.request`.
    public func stream(_ name: String, deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> Stream? {
        try checkName(name)
        guard let info = try ask("STREAM.INFO.\(name)", deadline, cancellation) else { return nil }
        guard let config = info["config"] else { throw notUnderstood("STREAM.INFO") }
        return Stream(
            name: config["name"]?.text ?? name, subjects: (config["subjects"]?.array ?? []).compactMap(\.text),
            duplicateWindowSeconds: (config["duplicate_window"]?.double ?? 0) / 1e9, messages: info["state"]?["messages"]?.int ?? 0)
    }

    /// The stream that stores what is published to a subject; nil when none does.
    ///
    /// - Throws: as `stream`.
    public func stream(taking subject: String, deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> Stream? {
        let question: JSONValue = ["subject": subject.json]
        let answer = try ask("STREAM.NAMES", asking: JSONWriter.compact.bytes(question), deadline, cancellation)
        guard let name = answer?["streams"]?.array?.first?.text else { return nil }
        return try stream(name, deadline: deadline, cancellation: cancellation)
    }

    /// nil when there is no such stream or it has no such consumer.
    ///
    /// - Throws: as `stream`.
    public func consumer(
        _ name: String, of stream: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) -> Consumer? {
        try checkName(stream)
        try checkName(name)
        guard let info = try ask("CONSUMER.INFO.\(stream).\(name)", deadline, cancellation) else { return nil }
        guard let config = info["config"] else { throw notUnderstood("CONSUMER.INFO") }
        return Consumer(
            stream: info["stream_name"]?.text ?? stream, name: info["name"]?.text ?? name, pending: info["num_pending"]?.int ?? 0,
            unacknowledged: info["num_ack_pending"]?.int ?? 0, filterSubject: config["filter_subject"]?.text,
            isAttended: info["push_bound"]?.bool == true || (info["num_waiting"]?.int ?? 0) > 0)
    }

    /// Publishes one message and waits until JetStream has stored it.
    ///
    /// - Parameter messageID: goes into `Nats-Msg-Id`, by which the stream recognises duplicates.
    /// - Throws: `NATSError` `.noStream` or `.noJetStream` when nothing stored it, and those of `NATSConnection.request`.
    public func publish(
        _ subject: String, _ body: [UInt8], messageID: String?, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) -> PublishAcknowledgement {
        let publisher = try JetStreamPublisher<Void>(connection, window: 1)
        let results =
            publisher.submit((), subject, body, messageID: messageID, deadline: deadline, cancellation: cancellation)
            + publisher.finish(deadline: deadline, cancellation: cancellation)
        switch results.first?.outcome {
        case .acknowledged(let acknowledgement): return acknowledgement
        case .refused(let error) where error.kind == .noStream:
            guard try isOn(deadline: deadline, cancellation: cancellation) else { throw off }
            throw error
        case .refused(let error), .notSent(let error), .unknown(let error): throw error
        case nil: throw NATSError(.closed, "the connection ended")
        }
    }

    /// nil for 404: there is no such thing.
    func ask(
        _ what: String, asking question: [UInt8] = [], _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(NATSError) -> JSONValue? {
        let value = try answer(to: what, question, deadline, cancellation)
        guard let fault = value["error"] else { return value }
        if fault["code"]?.int == 404 { return nil }
        throw NATSError(jetStream: fault, server: connection.server)
    }

    /// What JetStream says, an objection included.
    func answer(
        to what: String, _ question: [UInt8], _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(NATSError) -> JSONValue {
        let answer: NATSMessage
        do { answer = try connection.request("$JS.API.\(what)", question, deadline: deadline, cancellation: cancellation) } catch {
            throw error.kind == .noResponders ? off : error
        }
        guard let value = try? JSONReader().read(answer.body), value.object != nil else { throw notUnderstood(what) }
        return value
    }

    private var off: NATSError { NATSError(.noJetStream, "JetStream is off on \(connection.server)") }

    func notUnderstood(_ what: String) -> NATSError {
        NATSError(.protocolError, "the answer to \(what) of \(connection.server) is not JetStream's")
    }

    func checkName(_ name: String) throws(NATSError) {
        try Subject.check(name)
        guard !name.contains(where: { ".*>/\\".contains($0) }) else {
            throw NATSError(.rejected, "\(name) is no name of a stream or consumer")
        }
    }
}
