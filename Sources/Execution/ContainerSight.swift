/// How one container of the Jarvis stands, as its engine tells (`docker inspect`): never by the words of a table.
public struct ContainerSight: Sendable, Equatable {
    public enum Status: String, Sendable {
        case created, running, paused, restarting, removing, exited, dead
        /// A word that this program does not know.
        case other
    }

    public var name: String
    /// The compose service it belongs to; nil without compose.
    public var service: String?
    public var status = Status.other
    /// Whether its health check says well; nil where it has none, or has not said yet.
    public var isHealthy: Bool?
    /// Of its last end.
    public var exitCode = 0
    /// Whether the kernel ended it, or something in it, for want of memory.
    public var isOutOfMemory = false
    /// Kills for want of memory that the engine remembers, also of earlier lives; nil where it was not asked.
    public var memoryKills: Int?
    /// How often the engine started it anew because it had ended.
    public var restarts = 0
    /// Whether the engine starts it again when it ends by itself: `always`, `unless-stopped`.
    public var isKeptUp = false
    /// RFC 3339, as the engine tells; nil when it never ran, or never ended.
    public var startedAt: String?
    public var finishedAt: String?
    /// Milliseconds since it was started last; nil when it does not run.
    public var upMilliseconds: Double?
    /// Bytes; nil without a limit.
    public var memoryLimit: Double?
    /// Why the engine could not start it, in its own words; empty otherwise.
    public var error = ""

    public init(name: String) { self.name = name }

    public var isUp: Bool { status == .running && isHealthy != false }

    /// One that was made for a task, and did it.
    public var hasFinished: Bool { status == .exited && exitCode == 0 && !isKeptUp && !isOutOfMemory }

    /// Restarts are news while the last one is: a container keeps their number as long as it lives.
    public var isRestarting: Bool { restarts > 0 && (status == .restarting || (upMilliseconds.map { $0 < Self.news } ?? false)) }
    private static let news = 10 * 60_000.0

    /// Whether the kernel killed it for want of memory, as far as anybody remembers.
    public var wasKilledForMemory: Bool { isOutOfMemory || (memoryKills ?? 0) > 0 }
}
