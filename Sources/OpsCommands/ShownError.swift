internal import CommandLineKit
internal import SystemKit

/// Any error in the four parts that people and machines are shown.
struct ShownError {
    var code: String
    var message: String
    var hint: String?
    var exitCode: Int32

    /// For a note beside other output.
    var line: String { message + (hint.map { "\n  \($0)" } ?? "") }

    init(_ error: any Error) {
        switch error {
        case let error as OpsError: (code, message, hint, exitCode) = (error.code, error.message, error.hint, error.exitCode)
        case let error as UsageError:
            (code, message, exitCode) = ("usage", error.message, ExitCodes.usage)
            hint = [error.didYouMean, error.helpPointer].compactMap { $0 }.joined(separator: " ")
        case let error as SystemError: (code, message, hint, exitCode) = ("system", error.description, nil, ExitCodes.inputOutput)
        default:
            let status = GlobalOptions.exitCode(for: error).rawValue
            let text = GlobalOptions.message(for: error)
            (code, message, hint, exitCode) = (status == ExitCodes.usage ? "usage" : "error", text, nil, status)
        }
    }
}
