internal import Glibc
internal import Synchronization

/// The children this program started itself, so that an adopted orphan can be told from them.
///
/// One for the whole process, because the kernel's list of children is one for the whole process.
final class ChildRegistry: Sendable {
    static let shared = ChildRegistry()

    private struct State {
        /// Every child that is not reaped yet.
        var children: Set<Int32> = []
        /// Those whose run is not about to end.
        var active: Set<Int32> = []
        var starting = 0
    }

    private let state = Mutex(State())

    /// Starts a child and notes its number. Starts may overlap.
    func start(_ spawn: () -> Int32?) {
        state.withLock { $0.starting += 1 }
        let pid = spawn()
        state.withLock { state in
            state.starting -= 1
            if let pid {
                state.children.insert(pid)
                state.active.insert(pid)
            }
        }
    }

    /// The child's run is about to end, and looks for what it leaves behind.
    func retire(_ pid: Int32) { state.withLock { _ = $0.active.remove(pid) } }

    /// The child is being reaped: its number may go to another process.
    func forget(_ pid: Int32) {
        state.withLock { state in
            state.children.remove(pid)
            state.active.remove(pid)
        }
    }

    func contains(_ pid: Int32) -> Bool { state.withLock { $0.children.contains(pid) } }

    /// The first processes of all runs that go on.
    var active: Set<Int32> { state.withLock { $0.active } }

    /// Whether a process that was seen before this call is certainly none that was started here.
    ///
    /// A child that is just being started is not noted yet, so the starts under way (0.7 ms each) are waited for; with starts
    /// all the time the answer is no.
    func isStranger(_ pid: Int32) -> Bool {
        for _ in 0..<100 {
            let answer: Bool? = state.withLock { state in
                if state.children.contains(pid) { return false }
                return state.starting == 0 ? true : nil
            }
            if let answer { return answer }
            _ = poll(nil, 0, 1)
        }
        return false
    }
}
