public import Configuration
public import Mesh
internal import Probes

/// Everything of a configuration that a retry needs.
public struct RetrySettings: Sendable {
    public var outboxPath: String
    public var identity: MeshIdentity
    public var natsURL: String
    /// Whether JetStream is to be used; core NATS otherwise.
    public var usesJetStream: Bool
    public var reseals: Bool
    public var isAttesting: Bool

    /// As Jarvis reads them.
    public init(_ configuration: Configuration, reseals: Bool, isAttesting: Bool) {
        outboxPath = configuration.absolute(configuration.outbox.value)
        identity = MeshIdentity { configuration.variable($0)?.value }
        natsURL = configuration.natsURL.value
        usesJetStream = configuration.usesJetStream
        self.reseals = reseals
        self.isAttesting = isAttesting
    }
}
