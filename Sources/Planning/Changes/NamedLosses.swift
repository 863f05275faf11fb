internal import Runbook

extension Operation {
    /// What it loses by what it says itself. Code that was not understood may lose anything, and all that can be kept is kept before it;
    /// but it is refused for what cannot be kept only where it names that: `rm -rf old` takes no container's log with it.
    public var namedLosses: Set<Loss> {
        guard case .runbook(let action) = self else { return loses }
        switch action {
        case .shell(let shell): return Self.losses(named: shell.words)
        case .python(let code): return Self.losses(named: code)
        case .compose(let argv) where ComposeLine(argv).effect == .unknown: return Self.losses(named: argv.joined(separator: " "))
        default: return loses
        }
    }

    private static func losses(named text: String) -> Set<Loss> {
        let text = text.lowercased()
        func names(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        var losses: Set<Loss> = []
        if names("docker", "podman", "nerdctl", "crictl", "kubectl", "container", "compose") { losses.formUnion([.logs, .memory]) }
        if names("systemctl", "supervisorctl", "service ", "kill", "reboot", "shutdown", "poweroff", "halt") { losses.insert(.memory) }
        if names("journalctl", ".log", "/logs", "/log/") { losses.insert(.logs) }
        if names("redis", "ratelimit", "flushdb", "flushall") { losses.insert(.rateLimits) }
        if names("sqlite", ".db", "database") { losses.insert(.database) }
        if names("volume") { losses.formUnion([.rateLimits, .database]) }
        return losses
    }
}
