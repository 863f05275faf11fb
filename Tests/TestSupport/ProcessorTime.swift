internal import Glibc

/// For tests of how work grows with its input. A busy machine takes time away from a thread, and gives it no more work for that.
public enum ProcessorTime {
    /// What this thread has used so far.
    public static func ofThread() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// What `work` takes of it.
    public static func measure(_ work: () -> Void) -> Duration {
        let start = ofThread()
        work()
        return ofThread() - start
    }
}
