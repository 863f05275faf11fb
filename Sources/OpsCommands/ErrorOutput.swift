internal import JSONKit
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// How an error is said, where the contract wants it: a document on standard output for machines, a line on standard error for people.
struct ErrorOutput {
    /// nil where people read.
    private let form: JSONForm?
    private let standardOutput: OutputStream
    private let standardError: OutputStream
    private let secrets: SharedRedactor

    init(_ form: JSONForm?, _ standardOutput: OutputStream, _ standardError: OutputStream, _ secrets: SharedRedactor) {
        self.secrets = secrets
        self.form = form
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Gives the exit code.
    func report(_ error: any Error) -> Int32 {
        let shown = ShownError(error)
        // Help and version are results, and codes alone have nothing to say.
        if shown.exitCode == 0 {
            try? standardOutput.write(shown.message + "\n")
            return 0
        }
        if shown.message.isEmpty { return shown.exitCode }
        if !write(document: shown.code, shown.message, shown.hint) {
            let text = "jarvis-ops: \(shown.message)\n" + (shown.hint.map { "  \($0)\n" } ?? "")
            // Without secrets and made visible before it is laid out: a piece of one is not always known.
            let shown = Sanitizer.multiline(secrets.redactor.redact(text))
            try? standardError.write(standardError.columns.map { Layout.fitted(shown, to: $0) } ?? text)
        }
        return shown.exitCode
    }

    /// The end of a command that a signal stopped. People sent it, or see the code; machines get one document, as always: that of the
    /// command, if it came to that, else this error.
    ///
    /// - Parameter error: what the command ended with; nil when it returned.
    func reportInterruption(by signal: Int32, _ error: (any Error)?) -> Int32 {
        let code = 128 + signal
        // The events of a command that returned are complete; those of one that threw want their end.
        if standardOutput.hasTaken, form == .json || error == nil { return code }
        let shown = error.map { ShownError($0) }
        let message =
            switch shown {
            case let shown? where shown.code == "interrupted": shown.message
            case let shown? where !shown.message.isEmpty: "stopped by a signal: \(shown.message)"
            default: "stopped by a signal"
            }
        _ = write(document: "interrupted", message, shown?.hint)
        return code
    }

    /// False where documents are not wanted.
    private func write(document code: String, _ message: String, _ hint: String?) -> Bool {
        let document: JSONValue = [
            "schema": "jarvis-ops/error/v1", "error": .object(["code": code.json, "message": message.json, "hint": hint.json]),
        ]
        form?.write(document, to: standardOutput)
        return form != nil
    }
}
