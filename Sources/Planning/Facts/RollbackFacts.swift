/// What a rollback of the mesh needs to know beyond the flags.
public struct RollbackFacts: Sendable, Hashable {
    /// What the runbook's configuration file goes back to; nil when it stays as it is.
    public var configuration: Revert?
    /// Why the configuration stays, or what it is compared with; for people.
    public var configurationWords = "it was not looked at"
    public var image = ImageFacts()

    /// A file that goes back to an earlier content.
    public struct Revert: Sendable, Hashable {
        /// Within the Jarvis directory.
        public let path: String
        /// Of the file as it is now; nil when it is not there.
        public let sha256: String?
        public let content: FileContent
        /// Where that content comes from, for people: `git 1a2b3c4`, `run …`.
        public let source: String
        public let diff: String

        public init(path: String, sha256: String?, content: FileContent, source: String, diff: String) {
            self.path = path
            self.sha256 = sha256
            self.content = content
            self.source = source
            self.diff = diff
        }
    }

    public init() {}
}

/// The image that the service is made from.
public struct ImageFacts: Sendable, Hashable {
    /// The tag that a container made now would have; nil when the compose file names none.
    public var configured: String?
    /// The tag that the present container was made from; nil when nobody can tell.
    public var running: String?
    /// The tag to go back to; nil when nobody named one and no healthy run recorded one.
    public var wanted: String?
    /// Where that tag comes from, for people: `--tag`, `run …`.
    public var source: String?
    /// Where the compose file takes the tag from; nil when the program cannot write it there.
    public var place: Place?
    /// Why the program cannot write it; nil when it can.
    public var obstacle: String?
    /// Whether a container could be made from the wanted tag.
    public var availability = Availability.unknown("nobody looked")
    /// The image without its tag; nil when the compose file names none.
    public var name: String?
    /// Tags that somebody could go back to, each with where it is known from; for people.
    public var known: [Known] = []

    public enum Availability: Sendable, Hashable {
        case here
        /// Nobody could look now, but a run found it well.
        case ran
        /// Its registry says that it has it.
        case pullable
        /// It is not here, and cannot be pulled: why.
        case missing(String)
        /// Nobody could look: any word could be its name.
        case unknown(String)
    }

    public struct Known: Sendable, Hashable {
        public let tag: String
        /// `here`, `healthy in run …`.
        public let source: String

        public init(tag: String, source: String) {
            self.tag = tag
            self.source = source
        }
    }

    public enum Place: Sendable, Hashable {
        /// A variable of `.env`, with its value there; nil: it is not set there.
        case variable(name: String, value: String?)
        /// The compose file itself, with what it would hold.
        case file(path: String, sha256: String, content: FileContent, diff: String)
    }

    public init() {}
}
