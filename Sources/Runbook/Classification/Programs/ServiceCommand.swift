/// `systemctl` and `service`.
enum ServiceCommand {
    static func systemctl(_ arguments: [String]) -> Effect {
        // Not -H and -M, which ask another machine; not --root, --now, --force, --job-mode, which do more than the verb says.
        if let operands = looking.operands(arguments), let verb = operands.first, reads.contains(verb) { return .read }
        guard let verb = acting.operands(arguments)?.first ?? arguments.first else { return .unknown }
        if destroys.contains(verb) { return .destroy }
        guard changes.contains(verb), let units = acting.operands(arguments)?.dropFirst(), !units.isEmpty else { return .unknown }
        return units.allSatisfy(isService) ? .change : .unknown
    }

    /// `service NAME VERB` runs the program NAME of /etc/init.d: a path in the name runs any other.
    static func service(_ arguments: [String]) -> Effect {
        guard arguments.count == 2, isService(arguments[0]) else { return .unknown }
        switch arguments[1] {
        case "status": return .read
        case "restart", "start", "reload": return .change
        case "stop": return .destroy
        default: return .unknown
        }
    }

    private static let looking = KnownOptions(
        flags: "alq", valued: "pnto",
        long: ["--no-pager", "--no-legend", "--plain", "--all", "--full", "--quiet", "--user", "--system", "--failed", "--value"],
        longValued: ["--property", "--lines", "--type", "--state", "--output"])
    private static let acting = KnownOptions(flags: "lq", long: ["--no-pager", "--quiet", "--full", "--user", "--system"])

    private static let reads: Set<String> = [
        "status", "is-active", "is-enabled", "is-failed", "show", "list-units", "list-timers", "list-sockets", "list-unit-files",
        "list-dependencies",
        "cat",
    ]
    private static let changes: Set<String> = ["restart", "start", "reload", "enable"]
    private static let destroys: Set<String> = ["stop", "disable", "mask", "kill"]

    /// A service's plain name: no path, no pattern, no unit of another kind (starting a target may end everything else), none of
    /// systemd's own.
    private static func isService(_ name: String) -> Bool {
        let stem = name.hasSuffix(".service") ? String(name.dropLast(".service".count)) : name
        guard let first = stem.utf8.first, !"-.".utf8.contains(first), !stem.hasPrefix("systemd-"), !ending.contains(stem) else {
            return false
        }
        if let kind = stem.split(separator: ".").dropFirst().last, otherKinds.contains(kind) { return false }
        return stem.utf8.allSatisfy { byte in
            (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || "_-@.".utf8.contains(byte)
        }
    }

    private static let otherKinds: Set<Substring> = [
        "target", "mount", "automount", "swap", "device", "slice", "scope", "socket", "timer", "path", "snapshot",
    ]
    private static let ending: Set<String> = [
        "emergency", "rescue", "halt", "poweroff", "reboot", "shutdown", "kexec", "killprocs", "sendsigs", "single", "umountfs",
        "umountroot",
        "umountnfs",
    ]
}

extension ReadingProgram {
    static let systemctl = ReadingProgram(
        names: ["systemctl"], reads: "`status`, `is-active`, `is-enabled`, `is-failed`, `show`, `cat` and the lists.",
        refuses:
            "`-H` and `-M`, which ask another machine, and `--root`, `--now`, `--force`. `restart`, `start`, `reload` and `enable` of a service are changes; `stop`, `disable`, `mask` and `kill` destroy.",
        accepted: ["systemctl status nginx", "systemctl is-active x", "systemctl list-dependencies x"],
        refused: [
            "systemctl restart nginx", "systemctl stop nginx", "systemctl -H host status x", "systemctl daemon-reload", "systemctl edit x",
        ])
}
