internal import Mesh

/// `docker-compose up -d`, as a runbook types it, in the form in which flags can be kept off.
public enum ComposeUp {
    /// nil for every other command, and where no compose file names Jarvis's service.
    public static func operation(_ argv: [String], _ facts: Facts) -> Operation? {
        guard let service = facts.service.composeService else { return nil }
        let words = argv.first == "docker" && argv.dropFirst().first == "compose" ? argv.dropFirst(2) : argv.dropFirst()
        guard argv.first == "docker-compose" || argv.first == "docker" && argv.dropFirst().first == "compose" else { return nil }
        guard words.first == "up", words.dropFirst().first.map({ ["-d", "--detach"].contains($0) }) == true else { return nil }
        let names = Array(words.dropFirst(2))
        if names.isEmpty { return .bringUp(service: service, pinnedOff: facts.leftOpen) }
        return names == [service] ? .recreate(service: service, pinnedOff: facts.leftOpen) : nil
    }
}
