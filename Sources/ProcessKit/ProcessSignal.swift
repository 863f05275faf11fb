internal import Glibc

/// A signal by its number, with the name people use for it.
public struct ProcessSignal: Sendable, Hashable, CustomStringConvertible {
    public let number: Int32

    public init(number: Int32) { self.number = number }

    public static let hangup = ProcessSignal(number: SIGHUP)
    public static let interrupt = ProcessSignal(number: SIGINT)
    public static let quit = ProcessSignal(number: SIGQUIT)
    public static let terminate = ProcessSignal(number: SIGTERM)
    public static let kill = ProcessSignal(number: SIGKILL)

    /// `SIGTERM`; `signal 42` for one without a name here.
    public var description: String { Self.names[number] ?? "signal \(number)" }

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT",
        SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1", SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2",
        SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
}
