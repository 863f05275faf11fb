internal import CSystem
internal import Glibc

/// SIGINT, SIGTERM and SIGHUP as an event: the program hears of them, stops what it started, and then ends with 128 + number.
public enum Signals {
    /// Starts watching; returns a descriptor that becomes readable at the first signal. May be called again.
    public static func watch() throws(SystemError) -> Int32 {
        let descriptor = csystem_watch_signals()
        guard descriptor >= 0 else { throw SystemError("watch signals") }
        return descriptor
    }

    /// The first signal that arrived, or nil.
    public static var received: Int32? {
        let number = csystem_received_signal()
        return number == 0 ? nil : number
    }
}
