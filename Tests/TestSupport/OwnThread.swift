internal import SystemKit
public import Testing

/// Runs every test of a suite on a thread of its own.
///
/// Test functions here wait for processes, servers and locks. In Swift's cooperative pool, which is as wide as the machine has
/// cores, two waiting tests would hold up all others; how many run at once is the runner's choice (`Tests/run.py`), not the pool's.
public struct OwnThreadTrait: SuiteTrait, TestTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func scopeProvider(for test: Test, testCase: Test.Case?) -> OwnThreadTrait? { testCase == nil ? nil : self }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadPerJob()) {
            let watch = TestWatch.start()
            defer { watch?.stop(test) }
            try await function()
        }
    }
}

extension Trait where Self == OwnThreadTrait {
    /// For suites whose tests block: every one gets a thread of its own.
    public static var ownThread: Self { OwnThreadTrait() }
}

/// A new thread for each job; a test is one or two of them.
private final class ThreadPerJob: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        do {
            _ = try BlockingThread { unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
        } catch {
            // A job that is dropped would hang the whole run.
            fatalError("no thread for a test: \(error)")
        }
    }
}
