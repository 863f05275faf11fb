internal import Execution
internal import Redaction
internal import SystemKit

/// Everything a command touches outside itself, as one value that a test can replace.
struct World: Sendable {
    var environment: [String: String]
    var workingDirectory: String
    var standardOutput: OutputStream
    var standardError: OutputStream
    /// Raised by SIGINT, SIGTERM and SIGHUP.
    var cancellation: Cancellation
    /// The signal that raised it, or nil.
    var receivedSignal: @Sendable () -> Int32?
    /// Who runs this, and where.
    var identity: ProcessIdentity
    /// Under every sink.
    var redactor: Redactor

    /// The real one. Throws: `SystemError` when no descriptor can be had.
    static func live() throws(SystemError) -> World {
        World(
            environment: ProcessEnvironment.snapshot(), workingDirectory: Files.workingDirectory(), standardOutput: .standardOutput,
            standardError: .standardError, cancellation: try Cancellation(), receivedSignal: { Signals.received },
            identity: try .current(), redactor: .none)
    }

    /// A line beside the results, for people.
    func note(_ text: String) { try? standardError.write("jarvis-ops: \(text)\n") }
}
