internal import Journal
internal import Locking
internal import SystemKit
internal import TerminalKit

extension OpsError {
    init(_ error: JournalError) {
        let code: Int32 =
            switch error.kind {
            case .cannotCreate: ExitCodes.cannotCreate
            case .exposed: ExitCodes.configuration
            case .readOnly, .diskFull, .inputOutput: ExitCodes.inputOutput
            case .tampered, .newerFormat: ExitCodes.malformedInput
            case .locked: ExitCodes.locked
            case .noSuchRun: ExitCodes.missingInput
            case .ambiguousRun: ExitCodes.usage
            case .spentBefore: ExitCodes.refused
            }
        self.init("journal", error.message, hint: error.hint, exitCode: code)
    }

    /// What wants a sound journal and has none: whatever it is, a person adopts the damaged one first.
    ///
    /// - Parameter why: what is wrong with it.
    init(damagedJournal why: String) {
        self.init(
            "journal-damaged", Sanitizer.line("the journal does not verify: \(why)"),
            hint: "Nothing was changed. What is wrong: jarvis-ops audit verify. A new chain after it, which keeps what is there: "
                + JournalError.adoption,
            exitCode: ExitCodes.refused)
    }

    /// What relies on rows that others may have written.
    init(exposed error: JournalError) {
        self.init(
            "journal-exposed", Sanitizer.line(error.message),
            hint: [error.hint, "Nothing was changed."].compactMap(\.self).joined(separator: "\n  "), exitCode: ExitCodes.refused)
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

extension World {
    /// The journal for rows that are nobody's change: people's words.
    ///
    /// Throws: `OpsError` 73 or 74 where it cannot be written, 77 where it does not verify: what is said there would count for nothing.
    func openJournal() throws(OpsError) -> Journal {
        do throws(JournalError) { return try wholeJournal() } catch {
            guard error.kind == .tampered else { throw OpsError(error) }
            throw OpsError(damagedJournal: error.message)
        }
    }

    /// Throws: also where it does not verify.
    func wholeJournal() throws(JournalError) -> Journal {
        let journal = try Journal.open(environment, deadline: .after(milliseconds: JournalAccess.patience))
        try journal.requireWhole()
        return journal
    }
}
