internal import CSodium

/// libsodium, set up once before anything asks it for memory or randomness.
enum Sodium {
    /// Never negative in practice: it fails only where the system has no source of randomness at all.
    static let isReady: Bool = sodium_init() >= 0

    static func start() { precondition(isReady, "libsodium has no source of randomness") }
}
