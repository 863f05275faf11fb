public import Runbook

/// One smoke check that no other probe makes: what it looks at, and what it must be told.
///
/// All of them read, or act on a subject of their own.
public enum SmokeCheck: Sendable, Hashable {
    /// Key, node key and NATS address, each present and well-formed.
    ///
    /// - doubt: why nobody can tell whether the service works with them; nil where that is known.
    case configuration(doubt: String?)
    /// The key seals an envelope and opens it again.
    case seal
    /// A NATS server accepts us.
    case nats
    /// The mesh's stream and its durable consumer are there.
    case jetStream
    /// A message over core NATS to the run's own subject, and back.
    case canary(run: String)
    /// Evidence that users' memory writes reach the disk.
    ///
    /// - run: names the run to the canary request, if one is configured; nil sends none.
    case memoryWrites(run: String?)
    /// The outbox can be read whole, and every invalid event was looked at by a person.
    case outbox(acknowledged: [Acknowledgement])
    case programID
    /// The keypair file is readable for its owner alone, and is a keypair.
    case keypair
    /// The Solana RPC says that it is healthy.
    case solanaRPC

    public var kind: ActionKind {
        switch self {
        case .configuration, .seal, .programID: .variable
        case .nats, .jetStream, .canary, .outbox: .outbox
        case .memoryWrites: .sqlite
        case .keypair: .file
        case .solanaRPC: .http
        }
    }
}

/// A person's word that an invalid event was looked at.
public struct Acknowledgement: Sendable, Hashable {
    /// SHA-256 of the event id, in hexadecimal: the journal redacts what it keeps, and a hash is the same before and after.
    public let eventSHA256: String
    /// Milliseconds since 1970 UTC.
    public let at: Int64
    /// Bytes of the outbox before the invalid record that was looked at; nil when nobody wrote that down.
    public let offset: Int?
    /// Who did, for people, and what they said; nil where nobody wrote that down.
    public var by: String?
    public var reason: String?

    public init(eventSHA256: String, at: Int64, offset: Int?) {
        self.eventSHA256 = eventSHA256
        self.at = at
        self.offset = offset
    }
}
