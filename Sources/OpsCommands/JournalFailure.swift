internal import Journal
internal import Locking
internal import SystemKit
internal import TerminalKit

extension OpsError {
    init(_ error: JournalError) {
        let code: Int32 =
            switch error.kind {
            case .cannotCreate: ExitCodes.cannotCreate
            case .readOnly, .diskFull, .inputOutput: ExitCodes.inputOutput
            case .tampered, .newerFormat: ExitCodes.malformedInput
            case .locked: ExitCodes.locked
            case .noSuchRun: ExitCodes.missingInput
            case .ambiguousRun: ExitCodes.usage
            case .spentBefore: ExitCodes.refused
            }
        self.init("journal", error.message, hint: error.hint, exitCode: code)
    }

    init(_ error: LockError) {
        switch error {
        case .held, .heldByUnknown:
            self.init(
                "locked", Sanitizer.line(error.description),
                hint: ["Speak to them, or try again later.", error.remedy, "Nothing was changed."].compactMap(\.self).joined(
                    separator: " "),
                exitCode: ExitCodes.locked)
        case .leftBehind:
            self.init(
                "left-behind", Sanitizer.line(error.description),
                hint: "Nothing was changed. Try again when they have ended, or end them: --confirm \(LeftBehindDesk.name)",
                exitCode: ExitCodes.locked)
        case .directory:
            self.init("no-jarvis", error.description, hint: "Name the Jarvis directory with -C DIR.", exitCode: ExitCodes.configuration)
        case .cannotLock, .record: self.init("lock", error.description, hint: "Nothing was changed.", exitCode: ExitCodes.cannotCreate)
        }
    }
}
