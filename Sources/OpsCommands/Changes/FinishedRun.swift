internal import Execution
internal import Journal
internal import Synchronization

/// The result of a run that is said by somebody else than the run itself.
final class FinishedRun: Sendable {
    struct Value: Sendable {
        let result: RunResult
        let run: String
        let head: JournalHead?
    }

    private let held = Mutex<Value?>(nil)

    /// nil until it has ended, and when it never began.
    var value: Value? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
