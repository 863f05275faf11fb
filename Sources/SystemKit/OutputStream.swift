internal import Glibc

/// A file descriptor that text is written to, whole and unbuffered.
public struct OutputStream: Sendable {
    public let fileDescriptor: Int32
    private let sink: StreamSink
    private let filter: (@Sendable ([UInt8]) -> [UInt8])?

    public init(fileDescriptor: Int32) { self.init(fileDescriptor, StreamSink(fileDescriptor, nil), filter: nil) }

    private init(_ fileDescriptor: Int32, _ sink: StreamSink, filter: (@Sendable ([UInt8]) -> [UInt8])?) {
        self.fileDescriptor = fileDescriptor
        self.sink = sink
        self.filter = filter
    }

    /// The same descriptor; what is written passes the filter first, one whole text at a time.
    public func filtered(by filter: @escaping @Sendable ([UInt8]) -> [UInt8]) -> OutputStream {
        OutputStream(fileDescriptor, sink, filter: filter)
    }

    /// The same, without any filter: for what was made safe already.
    public var unfiltered: OutputStream { OutputStream(fileDescriptor, sink, filter: nil) }

    /// The same descriptor; after the cancellation a reader who takes nothing is waited for no longer than a second in all.
    public func notWaiting(after cancellation: Cancellation) -> OutputStream {
        OutputStream(fileDescriptor, StreamSink(fileDescriptor, cancellation), filter: filter)
    }

    /// Whether anything was written through it.
    public var hasTaken: Bool { sink.hasTaken }

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
    public func write(_ bytes: [UInt8]) throws(SystemError) { try sink.write(filter?(bytes) ?? bytes) }

    public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }
}
