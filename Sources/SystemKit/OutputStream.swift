internal import Glibc

/// A file descriptor that text is written to, whole and unbuffered.
public struct OutputStream: Sendable {
    public let fileDescriptor: Int32
    private let filter: (@Sendable ([UInt8]) -> [UInt8])?

    public init(fileDescriptor: Int32) { self.init(fileDescriptor: fileDescriptor, filter: nil) }

    private init(fileDescriptor: Int32, filter: (@Sendable ([UInt8]) -> [UInt8])?) {
        self.fileDescriptor = fileDescriptor
        self.filter = filter
    }

    /// The same descriptor; what is written passes the filter first, one whole text at a time.
    public func filtered(by filter: @escaping @Sendable ([UInt8]) -> [UInt8]) -> OutputStream {
        OutputStream(fileDescriptor: fileDescriptor, filter: filter)
    }

    public static let standardOutput = OutputStream(fileDescriptor: 1)
    public static let standardError = OutputStream(fileDescriptor: 2)

    public var isTerminal: Bool { isatty(fileDescriptor) == 1 }

    /// Columns of the terminal behind it; nil when it is none.
    public var columns: Int? { windowSize.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } }

    /// Lines of the terminal behind it; nil when it is none.
    public var rows: Int? { windowSize.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

    private var windowSize: winsize? {
        var size = winsize()
        guard unsafe ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return size
    }

    /// Writes everything. Throws: `SystemError`, for example `EPIPE` or `ENOSPC`.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        var rest = (filter?(bytes) ?? bytes)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(fileDescriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&descriptor, 1, -1)
                continue
            }
            guard count >= 0 else { throw SystemError("write") }
            rest = rest.dropFirst(count)
        }
    }

    public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }
}
