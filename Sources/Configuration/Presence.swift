internal import SystemKit

/// Whether there is a Jarvis to look at. In a place where there is none every probe would fail or succeed for the wrong reason, and
/// neither an alarm nor an all-clear would mean anything.
public enum Presence: Sendable, Equatable {
    /// The directory shows it: an environment file, a compose file, or `data/`.
    case directory
    /// The directory shows nothing, and something of a Jarvis was named by an option or in the environment.
    case named
    /// A container of a Jarvis is there, and no file of it.
    case container
    /// Several may be meant: each with the setting that names it.
    case several([String])
    /// Neither.
    case nothing
    /// There is no such directory.
    case missing

    /// Variables that name a part of a Jarvis outright.
    private static let names = [
        "JARVIS_API_URL", "JARVIS_OPS_REDIS_URL", "JARVIS_OPS_DATABASE", "JARVIS_OPS_SUPERVISOR_URL", "JARVIS_OPS_SERVICE",
        "JARVIS_OPS_UNIT", "JARVIS_OPS_COMPOSE_FILE", "JARVIS_MESH_OUTBOX_PATH",
    ]

    init(directory: String, _ deployment: Deployment, _ environment: [String: String], _ inputs: Configuration.Inputs) {
        let isNamed =
            inputs.outboxOption != nil || inputs.urlOption != nil || inputs.databaseOption != nil
            || Presence.names.contains { environment[$0].map { !$0.isEmpty } ?? false }
        // A file that may not be read, or that cannot be, is there all the same.
        let dotEnv = Paths.resolve(".env", in: directory)
        let shows =
            deployment.isThere || Files.kind(Paths.resolve("data", in: directory)) == .directory
            || Files.kind(dotEnv) != nil || Files.linkTarget(dotEnv) != nil
        self =
            if !deployment.choices.isEmpty { .several(deployment.choices) } else if shows {
                .directory
            } else if Files.kind(directory) != .directory { .missing } else if isNamed { .named } else if deployment.container != nil {
                .container
            } else { .nothing }
    }
}
