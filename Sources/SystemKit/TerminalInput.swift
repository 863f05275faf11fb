internal import Glibc

/// A terminal that a person types lines into.
public struct TerminalInput: Sendable {
    public enum Line: Sendable, Equatable {
        /// What was typed, without the line end.
        case text([UInt8])
        /// The end-of-file key, or a terminal that went away. What was typed without a line end is not an answer.
        case end
        case cancelled
    }

    public let fileDescriptor: Int32

    public init(fileDescriptor: Int32) { self.fileDescriptor = fileDescriptor }

    public static let standardInput = TerminalInput(fileDescriptor: 0)

    public var isTerminal: Bool { isatty(fileDescriptor) == 1 }

    /// Forgets what was typed and not read yet. Throws: `SystemError`, `ENOTTY` when it is no terminal.
    public func discardTypeAhead() throws(SystemError) {
        while tcflush(fileDescriptor, TCIFLUSH) != 0 {
            guard errno == EINTR else { throw SystemError("read from the terminal") }
        }
    }

    /// Runs `body` with a terminal that edits lines, shows what is typed and turns its keys into signals, whatever a program before
    /// made of it; gives it back as it was. Throws: `SystemError`, and what `body` throws.
    public func inLineMode<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError) -> Result {
        var found = termios()
        guard unsafe tcgetattr(fileDescriptor, &found) == 0 else { throw SystemError("read from the terminal") }
        var wanted = found
        wanted.c_lflag |= tcflag_t(ICANON | ECHO | ISIG)
        wanted.c_iflag |= tcflag_t(ICRNL)
        guard wanted.c_lflag != found.c_lflag || wanted.c_iflag != found.c_iflag else { return try body() }
        guard unsafe tcsetattr(fileDescriptor, TCSANOW, &wanted) == 0 else { throw SystemError("set the terminal") }
        defer { _ = unsafe tcsetattr(fileDescriptor, TCSANOW, &found) }
        return try body()
    }

    /// Waits for one line. Throws: `SystemError`.
    public func readLine(_ cancellation: Cancellation) throws(SystemError) -> Line {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var descriptors = [
                pollfd(fd: cancellation.fileDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&descriptors, 2, -1) >= 0 || errno == EINTR else { throw SystemError("wait for the terminal") }
            if cancellation.isCancelled { return .cancelled }
            guard descriptors[1].revents != 0 else { continue }
            // In line mode a read gives at most one line.
            let count = unsafe read(fileDescriptor, &buffer, buffer.count)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            // EIO: the terminal went away.
            if count == 0 || (count < 0 && errno == EIO) { return .end }
            guard count > 0 else { throw SystemError("read from the terminal") }
            line += buffer[..<count]
            if let end = line.firstIndex(of: 0x0A) { return .text(Array(line[..<end])) }
        }
    }
}
