internal import JSONKit

/// What JetStream says when it has stored a message.
public struct PublishAcknowledgement: Sendable, Equatable {
    public let stream: String
    /// The message's number in the stream, from 1; of a duplicate, the first one's.
    public let sequence: Int
    /// The stream had a message with this id already and did not store this one.
    public let isDuplicate: Bool

    public init(stream: String, sequence: Int, isDuplicate: Bool) {
        self.stream = stream
        self.sequence = sequence
        self.isDuplicate = isDuplicate
    }
}

/// What became of one message given to a `JetStreamPublisher`.
public enum PublishOutcome: Sendable, Equatable {
    /// JetStream has stored it.
    case acknowledged(PublishAcknowledgement)
    /// The server said that it was not stored.
    case refused(NATSError)
    /// It never left this process.
    case notSent(NATSError)
    /// It was sent, and nobody knows whether it was stored: the connection ended, or the acknowledgement did not come in time.
    case unknown(NATSError)

    /// nil when it is stored.
    public var error: NATSError? {
        switch self {
        case .acknowledged: nil
        case .refused(let error), .notSent(let error), .unknown(let error): error
        }
    }
}

extension PublishOutcome {
    /// Reads the answer to a publication.
    init(_ answer: NATSMessage, subject: String, server: NATSAddress.Server) {
        if answer.saysNoResponders {
            self = .refused(NATSError(.noStream, "no stream on \(server) takes \(subject), or JetStream is off"))
            return
        }
        let value = try? JSONReader().read(answer.body)
        if let fault = value?["error"], !fault.isNull {
            self = .refused(NATSError(jetStream: fault, server: server))
        } else if let stream = value?["stream"]?.text, let sequence = value?["seq"]?.int, sequence > 0 {
            self = .acknowledged(
                PublishAcknowledgement(stream: stream, sequence: sequence, isDuplicate: value?["duplicate"]?.bool ?? false))
        } else {
            self = .unknown(NATSError(.protocolError, "what answered to \(subject) on \(server) is not JetStream"))
        }
    }
}

extension NATSError {
    /// An error object of JetStream: `{"code": 503, "err_code": 10039, "description": "…"}`.
    init(jetStream fault: JSONValue, server: NATSAddress.Server) {
        let code = fault["code"]?.int ?? 0
        let text = fault["description"]?.text ?? "error \(code)"
        // nats-server errors.json: JetStream not enabled, … for account, … for this server.
        let isOff = [10076, 10039, 10012].contains(fault["err_code"]?.int ?? 0)
        self.init(isOff ? .noJetStream : code == 503 ? .unavailable : .rejected, "JetStream on \(server): \(text)")
    }
}
