internal import CProcess
internal import Glibc
internal import Synchronization
public import SystemKit

/// Orphaned descendants come to this program instead of to process 1, so that none is out of sight.
public enum Subreaper {
    private static let installed = Atomic<Bool>(false)

    /// Called once at the start of the program, before anything is run. May be called again.
    ///
    /// From then on children in a session other than this program's are taken for orphans, unless they were started here:
    /// ended ones are reaped, and those without an environment are ended with the command they came from. Other code of the
    /// program must not start children in a session of their own.
    /// Throws: `SystemError` when the system does not know subreapers (Linux has them since 3.4).
    public static func install() throws(SystemError) {
        guard cprocess_become_subreaper() == 0 else { throw SystemError("become subreaper") }
        installed.store(true, ordering: .releasing)
    }

    public static var isInstalled: Bool { installed.load(ordering: .acquiring) }

    /// Whether something of a command whose first process has ended may still run. Cheap: most commands leave nothing, and
    /// then the process table need not be read.
    ///
    /// Whoever is left has an ancestor that was orphaned, and that one is our child now. Without a subreaper, or without the
    /// kernel's list of children, nobody knows, and the answer is yes.
    static func mayHaveOrphans(of kinship: Kinship) -> Bool {
        guard isInstalled, let children = ProcessTable.ownChildren() else { return true }
        var found = false
        for pid in children where !ChildRegistry.shared.contains(pid) {
            guard let row = ProcessRow(pid: pid) else { continue }
            if row.isZombie { reapOrphan(row) }
            if !row.isZombie, !found, kinship.answer(for: row) != .foreign { found = true }
        }
        return found
    }

    /// Only what nobody else waits for: everything run here has a session of its own, so whoever ended in ours was started
    /// by other code of this program.
    private static func reapOrphan(_ row: ProcessRow) {
        guard row.session != getsid(0), let handle = try? ProcessHandle(pid: row.pid), let now = ProcessRow(pid: row.pid),
            now.startTime == row.startTime, ChildRegistry.shared.isStranger(row.pid)
        else { return }
        _ = handle.reap()
    }
}
