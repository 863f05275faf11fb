internal import Glibc

/// Whether a process belongs to a command.
struct Kinship: Sendable {
    /// The command's first process. It is not reaped yet, so its number means it alone.
    let leader: Int32
    let marker: Marker

    enum Answer {
        case belongs
        /// Nobody can say whose it is, and it falls to this command to end it.
        case unclaimed
        case foreign
    }

    /// By the command's group and session, or by the marker. What descends from such a process belongs to it too.
    func answer(for row: ProcessRow) -> Answer {
        if row.session == leader || row.group == leader { return .belongs }
        if row.isZombie { return .foreign }
        switch marker.evidence(of: row.pid) {
        case .carried: return .belongs
        case .absent: return .foreign
        case .noVariables: return isUnclaimed(row) ? .unclaimed : .foreign
        }
    }

    /// A daemon that left the session and wrote its title over its environment (redis-server, nginx) shows nothing of where it
    /// came from. It is an orphan that came to us, so some command of ours left it: the last to end of those that ran when
    /// it was born takes it along.
    private func isUnclaimed(_ row: ProcessRow) -> Bool {
        guard Subreaper.isInstalled, row.parent == getpid(), row.session != getsid(0), ChildRegistry.shared.isStranger(row.pid),
            let own = ProcessRow(pid: leader), own.startTime <= row.startTime
        else { return false }
        return !ChildRegistry.shared.active.contains { other in
            guard let other = ProcessRow(pid: other) else { return false }
            return other.startTime <= row.startTime
        }
    }
}
