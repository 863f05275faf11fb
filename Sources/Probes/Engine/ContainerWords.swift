public import Execution

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

    private var restarted: String { "restarted \(Words.count(restarts, "time"))" }

    /// `, limit 256.0 MiB`.
    var limit: String { memoryLimit.map { ", limit \(Words.mebibytes($0))" } ?? "" }

    /// What whoever looks for anything should know of it; nil where all is as usual.
    public var remark: String? {
        if isUp, !isRestarting, !wasKilledForMemory { return nil }
        if hasFinished { return nil }
        let kills = (memoryKills ?? 0) > 0 && !isOutOfMemory ? "; killed for want of memory \(Words.count(memoryKills ?? 0, "time"))\(limit)" : ""
        return "container \(name) is \(words)\(kills)"
    }
}
