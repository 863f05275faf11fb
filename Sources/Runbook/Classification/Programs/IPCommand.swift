/// `ip …`: read when it shows one kind of thing. Everything else (`set`, `del`, `flush`, `netns exec`, `-batch`, `monitor`) is unknown.
enum IPCommand {
    static func onlyLooks(_ arguments: [String]) -> Bool {
        let flags: Set<String> = ["-4", "-6", "-s", "-d", "-o", "-br", "-brief", "-j", "-json", "-p"]
        let words = Array(arguments.drop(while: flags.contains))
        guard let object = words.first, objects.contains(object) else { return false }
        switch words.count {
        case 1: return true
        case 2: return shows.contains(words[1])
        case 4: return shows.contains(words[1]) && words[2] == "dev" && !words[3].hasPrefix("-")
        default: return false
        }
    }

    private static let objects: Set<String> = ["a", "addr", "address", "l", "link", "r", "route", "n", "neigh", "rule"]
    private static let shows: Set<String> = ["show", "list", "ls"]
}

extension ReadingProgram {
    static let ip = ReadingProgram(
        names: ["ip"], reads: "`show` of one kind of thing: addresses, links, routes, neighbours, rules.",
        refuses: "`set`, `add`, `del`, `flush`, `netns exec`, `-batch`, `monitor`.",
        accepted: ["ip addr", "ip -s link", "ip route show"],
        refused: ["ip link set eth0 down", "ip netns exec x ls", "ip -batch f", "ip monitor"], isReading: IPCommand.onlyLooks)
}
