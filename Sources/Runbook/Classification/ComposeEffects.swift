/// What the subcommands of docker-compose and docker do. The two share names, but not always meanings: `docker config` keeps secrets,
/// `docker-compose config` prints a file.
enum ComposeEffects {
    static func effect(_ name: String, _ arguments: [String], isCompose: Bool) -> Effect {
        if (isCompose ? composeReads : dockerReads).contains(name) { return isBounded(name, arguments) ? .read : .unknown }
        if (isCompose ? composeChanges : dockerChanges).contains(name) { return change(name, arguments) }
        return destroys.contains(name) ? .destroy : .unknown
    }

    private static let composeReads: Set<String> = ["ps", "logs", "top", "images", "config", "port", "version", "ls", "stats"]
    /// Without `inspect`, which shows every secret of a container's environment.
    private static let dockerReads: Set<String> = ["ps", "logs", "top", "images", "port", "version", "info", "stats", "events"]
    private static let composeChanges: Set<String> = ["restart", "up", "start", "scale", "build", "pull", "unpause", "create"]
    private static let dockerChanges: Set<String> = ["restart", "start", "pull", "unpause", "create", "update"]
    /// They take the service away, or what it holds.
    private static let destroys: Set<String> = ["stop", "down", "kill", "rm", "pause", "prune", "rmi"]

    /// Whether a reading subcommand ends by itself and writes nothing with these arguments.
    private static func isBounded(_ name: String, _ arguments: [String]) -> Bool {
        switch name {
        // Not -o, which writes a file.
        case "config":
            KnownOptions(flags: "q", long: ["--quiet", "--services", "--volumes", "--images", "--profiles"]).operands(arguments) == []
        // `--no-stream=false` is an answer to --no-stream that wins over it.
        case "stats": !arguments.contains { $0.hasPrefix("--no-stream=") }
        case "events": arguments.contains { $0.hasPrefix("--until=") } || arguments.dropLast().contains("--until")
        default: true
        }
    }

    private static func change(_ name: String, _ arguments: [String]) -> Effect {
        guard name == "up" || name == "scale" else { return .change }
        // Scaling to nothing stops the service. `=` also stands in options, whose values are no counts: they are judged as counts too.
        let counts = arguments.filter { $0.contains("=") && (!$0.hasPrefix("-") || $0.hasPrefix("--scale=")) }.map {
            $0.split(separator: "=").last
        }
        if counts.contains(where: { (Int($0 ?? "") ?? 0) < 1 }) { return .destroy }
        let losing = ["--remove-orphans", "--renew-anon-volumes"].contains(where: arguments.contains)
        let isRenewing = arguments.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("V") }
        return losing || isRenewing ? .destroy : .change
    }
}
