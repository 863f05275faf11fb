/// Any error as it is shown at the end of the process.
struct ErrorReport {
    let message: String
    let fullMessage: String
    let exitCode: ExitCode

    init(_ error: any Error, root: any ParsableArguments.Type, columns: Int?) {
        switch error {
        case let code as ExitCode:
            (message, fullMessage, exitCode) = ("", "", code)
        case let request as HelpRequest:
            let text = HelpText(CommandInfo(types: request.types, levels: 1), includeHidden: false, columns: columns).text
            (message, fullMessage, exitCode) = (text, text, .success)
        case CleanExit.helpRequest(let type):
            let info = type.flatMap { CommandInfo(of: $0, below: root) } ?? CommandInfo(root: type ?? root, levels: 1)
            let text = HelpText(info, includeHidden: false, columns: columns).text
            (message, fullMessage, exitCode) = (text, text, .success)
        case CleanExit.message(let text):
            (message, fullMessage, exitCode) = (text, text, .success)
        case let usage as UsageError:
            let suggestion = usage.didYouMean.map { " " + $0 } ?? ""
            message = usage.message
            fullMessage = "Error: \(usage.message)\(suggestion)\n\(usage.helpPointer)"
            exitCode = usage.exitCode
        case let validation as ValidationError:
            let usage = UsageError(.validation, validation.message, command: [Frame(root).name])
            (message, fullMessage) = (validation.message, "Error: \(usage.message)\n\(usage.helpPointer)")
            exitCode = .validationFailure
        default:
            (message, fullMessage, exitCode) = ("\(error)", "Error: \(error)", .failure)
        }
    }
}
