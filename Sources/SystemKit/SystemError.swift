public import Glibc

/// A system call that failed: which one, on what, and the system's own reason.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The call or the action, as a person would name it: `open`, `read`, `make directory`.
    public let operation: String
    /// The file, address or program it was about; empty when there is none.
    public let subject: String
    /// The `errno` value.
    public let code: Int32

    public init(_ operation: String, _ subject: String = "", code: Int32 = errno) {
        self.operation = operation
        self.subject = subject
        self.code = code
    }

    /// The system's sentence for the code: `No such file or directory`.
    public var reason: String {
        // The system says "Illegal seek", which nobody asked for.
        if code == ESPIPE { return "it is a pipe" }
        if code == SystemError.movedCode { return "it was replaced or cut meanwhile" }
        var buffer = [CChar](repeating: 0, count: 256)
        // The GNU variant is not exposed to Swift; the POSIX one fills the buffer and always ends it with NUL.
        let result = unsafe strerror_r(code, &buffer, buffer.count)
        guard result == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public var description: String { subject.isEmpty ? "\(operation): \(reason)" : "\(operation) \(subject): \(reason)" }
}

extension SystemError {
    /// Whether the path itself is not there.
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// The code for work that was cancelled.
    public static let cancelledCode: Int32 = ECANCELED
    /// The code for what is no regular file, where one is needed.
    public static let notRegular: Int32 = EINVAL

    /// The code for a file that is not any more what was read of it.
    public static let movedCode: Int32 = ESTALE
    /// The code for a lock that somebody else has.
    public static let lockedCode: Int32 = EWOULDBLOCK

    /// The code for what is no terminal.
    public static let notATerminal: Int32 = ENOTTY
}
