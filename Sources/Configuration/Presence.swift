internal import SystemKit

/// Whether there is a Jarvis to look at. In a place where there is none every probe would fail or succeed for the wrong reason, and
/// neither an alarm nor an all-clear would mean anything.
public enum Presence: Sendable, Equatable {
    /// The directory shows it: an environment file, a compose file, or `data/`.
    case directory
    /// The directory shows nothing, and something of a Jarvis was named by an option or in the environment.
    case named
    /// Neither.
    case nothing
    /// There is no such directory.
    case missing

    /// Variables that name a part of a Jarvis outright.
    private static let names = [
        "JARVIS_API_URL", "JARVIS_OPS_REDIS_URL", "JARVIS_OPS_DATABASE", "JARVIS_OPS_SUPERVISOR_URL", "JARVIS_OPS_SERVICE",
        "JARVIS_OPS_UNIT", "JARVIS_OPS_COMPOSE_FILE", "JARVIS_MESH_OUTBOX_PATH",
    ]

    init(directory: String, compose: ComposeFile?, _ environment: [String: String], _ inputs: Configuration.Inputs) {
        let isNamed =
            inputs.outboxOption != nil || inputs.urlOption != nil || inputs.databaseOption != nil
            || Presence.names.contains { environment[$0].map { !$0.isEmpty } ?? false }
        // A file that may not be read, or that cannot be, is there all the same.
        let files = [".env"] + Configuration.composeNames
        let shows =
            compose != nil || Files.kind(Paths.resolve("data", in: directory)) == .directory
            || files.map { Paths.resolve($0, in: directory) }.contains { Files.kind($0) != nil || Files.linkTarget($0) != nil }
        self = shows ? .directory : Files.kind(directory) != .directory ? .missing : isNamed ? .named : .nothing
    }
}
