/// What the steps of a resolution need to know of the Jarvis they act on.
public struct ResolutionFacts: Sendable, Hashable {
    public var provider: ProviderFacts?
    public var database: DatabaseFacts?
    /// Milliseconds until the last rate limit that is known ends; nil when none is.
    public var rateLimitHorizon: Double?
    /// The keys of Redis that a step would remove; nil where none does, or they could not be counted.
    public var keys: KeyFacts?

    public init() {}
}

/// The providers, as the configuration file and the service's own health report name them.
public struct ProviderFacts: Sendable, Hashable {
    /// Within the Jarvis directory.
    public var path: String
    /// SHA-256 of the file as it is; nil when it is not there.
    public var sha256: String?
    /// The one in use; nil when the file does not say.
    public var primary: String?
    /// The one that a switch would go to, and the file that says so; nil when there is none.
    public var backup: Switch?
    /// Why a switch is called for now: what the service says of its provider; nil when nothing calls for it.
    public var need: String?
    /// Why the program cannot switch; nil when it can.
    public var obstacle: String?

    public struct Switch: Sendable, Hashable {
        public let name: String
        /// Providers that are not used any more.
        public let disabled: [String]
        public let content: FileContent
        /// The change as a unified diff, for people.
        public let diff: String
        /// What the service says of that provider, where it calls it down: then somebody must mean it by name.
        public let trouble: String?

        public init(name: String, disabled: [String], content: FileContent, diff: String, trouble: String? = nil) {
            self.trouble = trouble
            self.name = name
            self.disabled = disabled
            self.content = content
            self.diff = diff
        }
    }

    public init(path: String) { self.path = path }
}

/// Keys of Redis that are to go, as they were counted. They come and go, so that a plan is no other one when a count is.
public struct KeyFacts: Sendable, Hashable {
    /// Of all keys there.
    public var total = 0
    /// Of those that would go.
    public var matching = 0
    /// Limiters' keys that the pattern matches too, and which stay.
    public var spared = 0
    /// A few of those that would go, by name.
    public var examples: [String] = []
    /// Whether all keys were looked through; else there may be more.
    public var isWhole = true
    /// The server, without a password.
    public var address = ""

    public init() {}

    /// `20 of 23 keys`.
    public var count: String {
        let all = total == 1 ? "1 key" : "\(total) keys"
        return (isWhole ? "" : "at least ") + (matching == total ? "all \(all)" : "\(matching) of \(all)")
    }
}

/// The database, and what it could be restored from.
public struct DatabaseFacts: Sendable, Hashable {
    /// Where a backup made now would go.
    public var destination: String
    /// The newest backup that passed the integrity check; nil when none did.
    public var source: Source?
    /// Backups that were passed over, each with the reason.
    public var passedOver: [String] = []
    /// Whether the last integrity check of this run found damage; nil when there was none.
    public var isDamaged: Bool?

    public struct Source: Sendable, Hashable {
        public let path: String
        public let sha256: String
        /// Its age, its size, its soundness, and what is lost since; for people.
        public let words: [String]

        public init(path: String, sha256: String, words: [String] = []) {
            self.path = path
            self.sha256 = sha256
            self.words = words
        }
    }

    public init(destination: String) { self.destination = destination }
}
