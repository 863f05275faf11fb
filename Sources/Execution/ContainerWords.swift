extension ContainerSight {
    /// Its state, what it means, and what to do where one thing is to be done: `paused: docker unpause jarvis-api`.
    public var words: String { state + (restarts > 0 && status != .restarting ? ", \(restarted)" : "") }

    private var state: String {
        switch status {
        case .running: isHealthy == false ? "up, and its health check fails" : "up"
        case .paused: "paused: docker unpause \(name)"
        case .restarting: "in a restart loop (\(restarted), \(end))"
        case .created: "made, not started\(error.isEmpty ? "" : ": \(error.prefix(160))")"
        case .removing: "being removed"
        case .dead: "dead: its engine could not remove it"
        case .exited: hasFinished ? "ended, its task done" : end
        case .other: "in a state that is not known"
        }
    }

    /// How its last life ended.
    private var end: String {
        let time = finishedAt.map { " at \($0.prefix(19))Z" } ?? ""
        if isOutOfMemory { return "killed for want of memory (exit \(exitCode)\(limit))\(time)" }
        if exitCode == 137 { return "killed (exit 137; whether for memory is not recorded)\(time)" }
        return "ended with \(exitCode)\(time)\(error.isEmpty ? "" : ": \(error.prefix(160))")"
    }

    private var restarted: String { "restarted \(times(restarts))" }

    /// `, limit 256.0 MiB`.
    var limit: String { memoryLimit.map { ", limit \(mebibytes($0))" } ?? "" }

    /// What a person gives by hand first; nil where no one command is it.
    public var remedy: String? { status == .paused ? "docker unpause \(name)" : nil }

    /// What whoever looks for anything should know of it; nil where all is as usual.
    public var remark: String? {
        if isUp, !isRestarting, !wasKilledForMemory { return nil }
        if hasFinished { return nil }
        // Of one that is not up its own words tell it.
        let isTold = isOutOfMemory && status != .running
        let often = (memoryKills ?? 0) > 0 ? " \(times(memoryKills ?? 0))" : ""
        let kills = wasKilledForMemory && !isTold ? "; killed for want of memory\(often)\(limit)" : ""
        return "container \(name): \(words)\(kills)"
    }
}

private func times(_ count: Int) -> String { count == 1 ? "1 time" : "\(count) times" }

/// `256.0 MiB`.
private func mebibytes(_ bytes: Double) -> String {
    let tenths = Int((min(max(bytes, 0), 1e15) / 104_857.6).rounded())
    return "\(tenths / 10).\(tenths % 10) MiB"
}
