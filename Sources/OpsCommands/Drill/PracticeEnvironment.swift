internal import SystemKit

/// Environments in which nothing points at a real Jarvis: a drill must never be fought against one.
enum PracticeEnvironment {
    /// The responder's own environment without what could lead to a real Jarvis, its databases or its Docker project; for the
    /// parts of a practice Jarvis, and with its variables added for the command that is run against it.
    static func clean(_ environment: [String: String]) -> [String: String] { environment.filter { !isMisleading($0.key) } }

    /// Names set in `environment` that a shell must forget before the practice Jarvis is looked at from it, sorted.
    static func misleading(_ environment: [String: String]) -> [String] { environment.keys.filter(isMisleading).sorted() }

    /// These choose no Jarvis: where the work is done, with which interpreter, and which run a process belongs to.
    private static let harmless: Set<String> = ["JARVIS_OPS_ENVIRONMENT", "JARVIS_OPS_PYTHON", "JARVIS_OPS_STEP"]

    /// For docker-compose the environment outranks `.env`, so a port set there would replace the practice's own.
    private static let names: Set<String> = [
        "REDIS_URL", "DATABASE_URL", "API_PORT", "REDIS_PORT", "TREASURY_WALLET_PATH", "DOCKER_CONTEXT", "NATS_URL",
        "NATS_SUBJECT_MESH_SYNC",
        // A responder's own keys would replace the practice's, and are wrong there.
        "GROQ_API_KEY", "OPENROUTER_API_KEY",
    ]

    private static func isMisleading(_ name: String) -> Bool {
        if harmless.contains(name) { return false }
        return names.contains(name) || ["JARVIS_", "PRACTICE_", "COMPOSE_"].contains { name.hasPrefix($0) }
    }

    /// The interpreter for the practice programs: a name for `PATH`, or a path.
    static func python(_ environment: [String: String]) -> String {
        environment["JARVIS_OPS_PYTHON"].flatMap { $0.isEmpty ? nil : $0 } ?? "python3"
    }
}
