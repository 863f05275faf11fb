public import Mesh
public import SystemKit

/// An outbox as it was at one moment, counted: large files in two halves side by side.
public struct OutboxScan: Sendable {
    public enum LastLine: String, Sendable {
        /// Ended by a newline; or there is no line.
        case complete
        /// Without a newline, and still growing when the patience ended.
        case unfinished
        /// Without a newline, and the file stood still: whoever wrote it stopped in the middle.
        case torn
    }

    public let tally: OutboxTally
    public let lastLine: LastLine
    /// Bytes that were read.
    public let size: Int
    /// The file became shorter while it was read, again and again; what was read may be of two times.
    public let wasCut: Bool
    public let file: RegularFile
    private let cache: OutboxCache?
    /// What was counted up to the last line's end.
    private let whole: (tally: OutboxTally, position: Int)
    /// Bytes that were counted by an earlier look.
    public let counted: Int

    /// Reads the file up to the size it has now; a last line that is being written is waited for.
    ///
    /// - Parameter cache: where an earlier look left what it counted; nil reads everything.
    /// - Throws: `SystemError`; `ECANCELED` when the cancellation was raised.
    public init(_ path: String, cache: OutboxCache? = nil, cancellation: Cancellation) throws(SystemError) {
        let file = try RegularFile(path)
        var attempt = 1
        while true {
            var part = (attempt == 1 ? cache?.load(for: file) : nil) ?? OutboxPart(from: 0)
            let counted = part.position
            try OutboxScan.read(&part, file, cancellation)
            let lastLine = try OutboxScan.settle(&part, file, cancellation)
            let size = try file.size()
            let isCut = part.isCut || size < part.position
            if isCut && attempt < 3 {
                attempt += 1
                continue
            }
            whole = (part.scanner.tally, part.scanner.offset)
            part.finish()
            tally = part.scanner.tally
            self.size = part.position
            self.lastLine = lastLine
            wasCut = isCut
            self.file = file
            self.cache = isCut ? nil : cache
            self.counted = counted
            return
        }
    }

    /// Keeps what was counted for the next look, when that is worth it.
    public func keep() { cache?.save(whole.tally, at: whole.position, of: file, earlier: counted) }

    /// How long a file must stand still before its last line counts as torn, in milliseconds.
    static let stillness: Double = 250
    /// The longest wait for a last line that never ends, in milliseconds.
    static let patience: Double = 2000
    /// Below this, a second thread would cost more than it saves.
    private static let smallest = 8 << 20

    /// Reads on up to the size that the file has now.
    private static func read(_ first: inout OutboxPart, _ file: RegularFile, _ cancellation: Cancellation) throws(SystemError) {
        let size = try file.size()
        let start = first.position
        guard size - start >= smallest, let middle = try lineStart(after: start + (size - start) / 2, file, size) else {
            return try first.read(file, to: size, cancellation)
        }
        let later = try BlockingThread<Result<OutboxPart, SystemError>> {
            var part = OutboxPart(from: middle)
            do throws(SystemError) {
                try part.read(file, to: size, cancellation)
                return .success(part)
            } catch {
                return .failure(error)
            }
        }
        do throws(SystemError) {
            try first.read(file, to: middle, cancellation)
        } catch {
            // The thread reads the same file and ends by itself.
            _ = later.value()
            throw error
        }
        first.append(try later.value().get())
    }

    /// The first byte behind the first line end from there on; nil when no line ends there.
    private static func lineStart(after offset: Int, _ file: RegularFile, _ size: Int) throws(SystemError) -> Int? {
        var at = offset
        while at < size {
            let bytes = try file.bytes(from: at, count: min(64 << 10, size - at))
            if bytes.isEmpty { return nil }
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return at + end + 1 < size ? at + end + 1 : nil }
            at += bytes.count
        }
        return nil
    }

    /// Waits for the end of the last line as long as the file grows. What follows that line is of a later time, and left alone.
    private static func settle(
        _ part: inout OutboxPart, _ file: RegularFile, _ cancellation: Cancellation
    ) throws(SystemError) -> LastLine {
        let end = Deadline.after(milliseconds: patience)
        var still = Deadline.after(milliseconds: stillness)
        let lineStart = part.scanner.offset
        while !part.rest.isEmpty && !part.isCut {
            let size = try file.size()
            if size > part.position {
                try part.read(file, to: size, cancellation)
                still = .after(milliseconds: stillness)
            }
            if part.scanner.offset > lineStart {
                part.leaveRest()
                return .complete
            }
            if still.hasPassed { return .torn }
            if end.hasPassed { return .unfinished }
            _ = cancellation.wait(until: .after(milliseconds: 10))
            if cancellation.isCancelled { throw .cancelled(file.path) }
        }
        return .complete
    }
}

extension SystemError {
    static func cancelled(_ path: String) -> SystemError { SystemError("read", path, code: SystemError.cancelledCode) }
}
