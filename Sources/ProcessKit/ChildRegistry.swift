internal import Synchronization

/// The children this program started itself, so that an adopted orphan can be told from them.
///
/// One for the whole process, because the kernel's list of children is one for the whole process.
final class ChildRegistry: Sendable {
    static let shared = ChildRegistry()

    private struct State {
        var running: Set<Int32> = []
        var starting = 0
    }

    private let state = Mutex(State())

    /// Starts a child and notes its number. Starts may overlap; while one is under way nothing unknown is reaped.
    func start(_ spawn: () -> Int32?) {
        state.withLock { $0.starting += 1 }
        let pid = spawn()
        state.withLock { state in
            state.starting -= 1
            if let pid { state.running.insert(pid) }
        }
    }

    /// The child is being reaped: its number may go to another process.
    func forget(_ pid: Int32) { state.withLock { _ = $0.running.remove(pid) } }

    func contains(_ pid: Int32) -> Bool { state.withLock { $0.running.contains(pid) } }

    /// Does `body` if the child is certainly not one that was started here; none can be started or noted meanwhile.
    func ifStranger(_ pid: Int32, _ body: () -> Void) {
        state.withLock { state in
            if state.starting == 0, !state.running.contains(pid) { body() }
        }
    }
}
