/// What the subcommands of docker-compose and docker do. The two share names, but not always meanings: `docker config` keeps secrets,
/// `docker-compose config` prints a file.
enum ComposeEffects {
    static func effect(_ name: String, _ arguments: [String], isCompose: Bool) -> Effect {
        guard let known = (isCompose ? ComposeSubcommands.compose : ComposeSubcommands.docker)[name] else {
            return destroys.contains(name) ? .destroy : .unknown
        }
        if known.loses(arguments) { return .destroy }
        guard let parsed = known.parse(arguments) else { return .unknown }
        switch name {
        // What runs in the foreground ends with the program that started it.
        case "up": return parsed.has("-d", "--detach") ? scaled(parsed.values(of: "--scale"), known) : .destroy
        case "scale": return scaled(parsed.operands, known)
        // A container that is made anew is not started: the service is away.
        case "create" where !parsed.has("--no-recreate"): return .destroy
        case "events": return isOver(parsed.values(of: "--until")) ? .read : .unknown
        default: return known.effect
        }
    }

    /// They take the service away, or what it holds, whatever their options say. `docker update` takes memory and processors.
    private static let destroys: Set<String> = ["stop", "down", "kill", "rm", "pause", "prune", "rmi", "update"]

    /// Scaling to nothing stops the service.
    private static func scaled(_ counts: [String], _ known: KnownSubcommand) -> Effect {
        counts.contains { (Int($0.split(separator: "=").last ?? "") ?? 0) < 1 } ? .destroy : known.effect
    }

    /// `--until 5m` is five minutes ago; a date may be one that is still to come.
    private static func isOver(_ moments: [String]) -> Bool { !moments.isEmpty && moments.allSatisfy { Durations.milliseconds($0) != nil } }
}
