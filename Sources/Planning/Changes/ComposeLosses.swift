internal import Runbook

extension ComposeLine {
    /// Whether containers are made, replaced, stopped, started or entered, or may be.
    var touchesContainers: Bool { effect != .read && !["pull", "build", "rmi"].contains(subcommand) }

    /// What is gone for good afterwards. What is not understood may lose anything.
    var loses: Set<Loss> {
        switch effect {
        case .read, .none: return []
        case .unknown: return Set(Loss.allCases)
        case .change, .destroy: break
        }
        if takesVolumes { return Set(Loss.allCases) }
        switch subcommand {
        case "start", "unpause", "pause", "pull", "build", "rmi": return []
        // The container stays, and with it its log.
        case "restart", "stop", "update": return [.memory]
        default: return [.logs, .memory]
        }
    }

    /// Databases and Redis keep their files in volumes.
    private var takesVolumes: Bool {
        if subcommand == "prune" { return true }
        guard effect == .destroy, subcommand != "stop", subcommand != "kill" else { return false }
        return has("--volumes", or: "v") || has("--renew-anon-volumes", or: "V")
    }
}
