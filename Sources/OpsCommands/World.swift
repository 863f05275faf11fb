internal import Execution
internal import Journal
internal import Probes
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// Everything a command touches outside itself, as one value that a test can replace.
struct World: Sendable {
    var environment: [String: String]
    var workingDirectory: String
    var standardOutput: OutputStream
    var standardError: OutputStream
    /// Raised by the first signal that asks the program to end.
    var cancellation: Cancellation
    /// The signal that raised the first, or nil: SIGINT, SIGTERM or SIGHUP.
    var receivedSignal: @Sendable () -> Int32?
    /// Who runs this, and where.
    var identity: ProcessIdentity
    /// What is known to be secret; it grows with the files that are read.
    var secrets = SharedRedactor()
    /// What an engine has, listed once for all who ask where a Jarvis runs.
    var containers = ContainerList()
    /// Raised when the act in hand is not waited for any longer either (`SignalWatch`); nil: it always is.
    var insistence: Cancellation?

    /// Under every sink: both streams pass it, and so does what is written down.
    var redactor: Redactor { secrets.redactor }

    /// The real one. Throws: `SystemError` when no descriptor can be had.
    ///
    /// - Parameter arguments: the command line without the program's name.
    static func live(_ arguments: [String] = ProcessEnvironment.arguments()) throws(SystemError) -> World {
        let environment = ProcessEnvironment.snapshot()
        let directory = Files.workingDirectory()
        return try live(
            environment: environment, workingDirectory: directory,
            secrets: KnownSecrets.gather(arguments, environment: environment, workingDirectory: directory))
    }

    ///
    /// - Parameters:
    ///   - pasted: what commands to paste need for this Jarvis, at the caller's prompt and elsewhere; nil: nothing.
    ///   - isDocument: whether standard output is for machines.
    static func live(
        environment: [String: String], workingDirectory: String, secrets: SharedRedactor,
        pasted: (_ atPrompt: Bool) -> PastedCommands? = { _ in nil },
        isDocument: Bool = false
    ) throws(SystemError) -> World {
        let cancellation = try Cancellation()
        func stream(_ stream: OutputStream, isDocument: Bool) -> OutputStream {
            let commands = pasted(stream.columns != nil)
            return stream.notWaiting(after: cancellation).shown(without: secrets) {
                commands?.placed($0, inJSON: isDocument, width: stream.columns) ?? $0
            }
        }
        return World(
            environment: environment, workingDirectory: workingDirectory,
            standardOutput: stream(.standardOutput, isDocument: isDocument),
            standardError: stream(.standardError, isDocument: false), cancellation: cancellation,
            receivedSignal: { Signals.received }, identity: try .current(), secrets: secrets, insistence: try Cancellation())
    }

    /// Colours for one of the two streams.
    func palette(for stream: OutputStream, _ options: GlobalOptions) -> Palette {
        Palette(for: stream, environment: environment, isAllowed: !options.noColor).sealed
    }

    /// Whoever sits at the terminal; nil where nobody can be asked.
    func prompt(_ options: GlobalOptions) -> Prompt? {
        let prompt = Prompt(cancellation: cancellation, output: standardError)
        return !options.noInput && options.output == .text && prompt.isPossible ? prompt : nil
    }

    /// A line beside the results, for people; wrapped on a terminal, and without secrets before it is: a piece of one is not always known.
    func note(_ text: String) {
        // Made visible before it is wrapped: then it has its width.
        let line = Sanitizer.multiline(redactor.redact("jarvis-ops: \(text)"))
        try? standardError.write((standardError.columns.map { Layout.fitted(line, to: $0) } ?? line) + "\n")
    }

    /// The Jarvis at a path, as it is now.
    func jarvis(at path: String) -> JarvisDirectory { JarvisDirectory(at: path, host: identity.host) }

    /// What a command ends with when a signal has come, with the shell's exit code for it; nil while none has.
    func interruption(_ message: String) -> OpsError? {
        receivedSignal().map { OpsError("interrupted", message, exitCode: 128 + $0, ground: .interrupted) }
    }
}
