/// Why a database could not be read or written.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// There is no file at the path.
        case missing
        /// There is a file, but it cannot be read as it is: permissions, a directory, a log that only a writer could repair.
        case notReadable
        /// The file does not begin like a SQLite database.
        case notADatabase
        /// SQLite met a page that contradicts itself.
        case corrupt
        /// Another connection held its lock until the deadline.
        case locked
        /// The statement could change something, or there is more than one statement.
        case notReadOnly
        case noSuchTable(String)
        /// Anything else SQLite says about the statement: its syntax, an unknown column, a value that is too large.
        case statement
        /// Only of a writer: the file or its directory does not let itself be written.
        case readOnly
        /// Only of a writer: no room on the disk, in the quota, or under the process's limit for files.
        case diskFull
        /// Only of a writer: the system failed in reading or writing.
        case inputOutput
        /// Only of a writer: a table does not allow the value.
        case constraint
        case timedOut
        case cancelled
    }

    public let kind: Kind
    /// SQLite's extended result code (sqlite.org/rescode.html); 0 when SQLite was not the one who objected.
    public let code: Int32
    /// One sentence without a full stop.
    public let message: String

    public init(_ kind: Kind, _ message: String, code: Int32 = 0) {
        self.kind = kind
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
