/// What a person chose before a resolution begins.
public struct ResolutionChoices: Sendable, Hashable {
    /// Steps that are left out, by id, each with the reason that was given; empty for none.
    public var skipped: [String: String]
    /// Keys that are removed instead of emptying Redis; nil: all of them.
    public var unlinkPattern: String?
    /// The provider to use, by its name; nil: the configured backup.
    public var provider: String?
    /// The backup to restore; nil: the newest sound one.
    public var backup: String?

    public init(skipped: [String: String] = [:], unlinkPattern: String? = nil, provider: String? = nil, backup: String? = nil) {
        self.skipped = skipped
        self.unlinkPattern = unlinkPattern
        self.provider = provider
        self.backup = backup
    }
}
