internal import SQLiteKit
internal import SystemKit

/// Why the journal could not be used.
public struct JournalError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// The directory or a file cannot be made.
        case cannotCreate
        case readOnly
        case diskFull
        case inputOutput
        /// It was changed by something else.
        case tampered
        /// Another process held it for too long.
        case locked
        /// A later version wrote it.
        case newerFormat
        case noSuchRun(String)
        case ambiguousRun
        /// An approval was spent before.
        case spentBefore
    }

    public let kind: Kind
    /// One sentence without a full stop: what and where.
    public let message: String
    /// What to do; nil when there is nothing.
    public let hint: String?

    public init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    public var description: String { message }
}

extension JournalError {
    init(_ error: SQLiteError) {
        switch error.kind {
        case .diskFull: self.init(.diskFull, error.message, hint: "Make room, then try again.")
        case .notWritable, .notReadable: self.init(.readOnly, error.message, hint: "Name a directory you may write with XDG_STATE_HOME.")
        case .missing: self.init(.cannotCreate, error.message, hint: "Name a directory you may write with XDG_STATE_HOME.")
        case .locked: self.init(.locked, error.message, hint: "Another jarvis-ops is writing; try again.")
        case .corrupt, .notADatabase:
            self.init(.tampered, error.message, hint: "See what is wrong: jarvis-ops audit verify")
        default: self.init(.inputOutput, error.message)
        }
    }

    init(_ error: SystemError) {
        switch error.code {
        case noSpace, overQuota: self.init(.diskFull, error.description, hint: "Make room, then try again.")
        case readOnlyFileSystem, accessDenied:
            self.init(.cannotCreate, error.description, hint: "Name a directory you may write with XDG_STATE_HOME.")
        default: self.init(.inputOutput, error.description)
        }
    }

    init(_ error: AtomicFileError) {
        if let system = error.systemError { self.init(system) } else { self.init(.inputOutput, error.description) }
    }
}

// The values of errno on Linux: this room imports no C.
private let accessDenied: Int32 = 13
private let noSpace: Int32 = 28
private let readOnlyFileSystem: Int32 = 30
private let overQuota: Int32 = 122
