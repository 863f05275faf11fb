public import Configuration
public import Mesh

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
    ///
    /// - Parameter trustsShell: whether this program's own environment may say that no stream is wanted. In production it may not: the
    ///   service knows nothing of it.
    public init(_ configuration: Configuration, reseals: Bool, isAttesting: Bool, trustsShell: Bool = true) {
        outboxPath = configuration.absolute(configuration.outbox.value)
        identity = MeshIdentity { configuration.variable($0)?.value }
        let urls = ["JARVIS_NATS_URL", "NATS_URL"].lazy.compactMap { configuration.variable($0)?.value }
        natsURL = urls.first { !$0.isEmpty } ?? "nats://127.0.0.1:4222"
        let name = "JARVIS_MESH_USE_JETSTREAM"
        let jetStream = trustsShell ? configuration.variable(name)?.value : configuration.dotEnv?[name]
        usesJetStream = jetStream.map(MeshFlags.isTrue) ?? true
        self.reseals = reseals
        self.isAttesting = isAttesting
    }
}
