internal import CSystem
internal import Glibc

/// Signals that ask the program to end, as events: it hears of them, stops what it started, and then ends with 128 + number.
///
/// SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM and whatever else would end a program by default count as SIGTERM: none of them may leave
/// children behind.
public enum Signals {
    /// Starts watching; returns a descriptor that becomes readable at the first signal. May be called again.
    public static func watch() throws(SystemError) -> Int32 {
        let descriptor = csystem_watch_signals()
        guard descriptor >= 0 else { throw SystemError("watch signals") }
        return descriptor
    }

    /// Becomes readable when somebody insists: at another signal, at least a second after the first. -1 before `watch`.
    public static var insisting: Int32 { csystem_insisting_event() }

    /// The first signal that arrived, or nil: SIGINT, SIGHUP or SIGTERM.
    public static var received: Int32? {
        let number = csystem_received_signal()
        return number == 0 ? nil : number
    }
}
