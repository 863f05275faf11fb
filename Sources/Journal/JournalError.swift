internal import Glibc
internal import SQLiteKit
internal import SystemKit

/// Why the journal could not be opened, written or read.
public struct JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The directory or the file cannot be made.
        case cannotCreate
        case inputOutput
        /// It is there and may not be written.
        case readOnly
        /// Others than the group that shares it may use it, or not all of that group.
        case exposed
        case diskFull
        /// It is not what it was when it was written.
        case tampered
        /// Another process held it until the deadline.
        case locked
        /// A later version of this program wrote it.
        case newerFormat
        case noSuchRun(String)
        case ambiguousRun
        /// An approval counts once, and this one has counted.
        case spentBefore
    }

    public let kind: Kind
    /// One sentence without a full stop: what happened, and where.
    public let message: String
    /// The next thing to try.
    public let hint: String?

    public init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    public var description: String { message }
}

extension JournalError {
    /// What begins a new chain after a damaged one, as it is typed; a person writes the reason.
    public static let adoption = "jarvis-ops audit adopt --reason TEXT --confirm adopt"

    static func tampered(_ message: String) -> JournalError {
        JournalError(
            .tampered, message,
            hint: "Look with `jarvis-ops audit verify`. To go on with a new chain after it: \(adoption)")
    }

    /// A system call that failed. - Parameter creating: whether something was to be made that was not there.
    init(_ error: SystemError, creating: Bool = false) {
        switch error.code {
        case ENOSPC, EDQUOT, EFBIG: self.init(.diskFull, "no room for the journal: \(error)", hint: "Free some space, then try again.")
        case EROFS, EACCES, EPERM:
            self.init(creating ? .cannotCreate : .readOnly, "the journal may not be written: \(error)", hint: Self.placeHint)
        default: self.init(creating ? .cannotCreate : .inputOutput, "the journal: \(error)", hint: creating ? Self.placeHint : nil)
        }
    }

    init(_ error: SQLiteError) { self.init(error, creating: false) }

    init(_ error: SQLiteError, creating: Bool) {
        switch error.kind {
        case .readOnly where creating, .inputOutput where creating: self.init(.cannotCreate, "the journal: \(error)", hint: Self.placeHint)
        case .diskFull: self.init(.diskFull, "no room for the journal: \(error)", hint: "Free some space, then try again.")
        case .readOnly: self.init(.readOnly, "the journal may not be written: \(error)", hint: Self.placeHint)
        case .locked, .timedOut: self.init(.locked, "the journal is in use: \(error)", hint: "Try again in a moment.")
        case .notADatabase, .corrupt, .missing: self = .tampered("the journal is damaged: \(error)")
        case .noSuchTable(let name): self = .tampered("the journal has no table \(name)")
        default: self.init(.inputOutput, "the journal cannot be used: \(error)")
        }
    }

    private static let placeHint = "Set XDG_STATE_HOME, or JARVIS_OPS_STATE, to a directory that you may write."
}
