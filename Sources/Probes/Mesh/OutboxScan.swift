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

    /// Reads the file up to the size it has now; a last line that is being written is waited for.
    ///
    /// - Throws: `SystemError`; `ECANCELED` when the cancellation was raised.
    public init(_ path: String, cancellation: Cancellation) throws(SystemError) {
        let file = try RegularFile(path)
        var attempt = 1
        while true {
            var part = try OutboxScan.parts(file, cancellation)
            let lastLine = try OutboxScan.settle(&part, file, cancellation)
            let size = try file.size()
            let isCut = part.isCut || size < part.position
            if isCut && attempt < 3 {
                attempt += 1
                continue
            }
            part.finish()
            tally = part.scanner.tally
            self.size = part.position
            self.lastLine = lastLine
            wasCut = isCut
            self.file = file
            return
        }
    }

    /// How long a file must stand still before its last line counts as torn, in milliseconds.
    static let stillness: Double = 250
    /// The longest wait for a last line that never ends, in milliseconds.
    static let patience: Double = 2000
    /// Below this, a second thread would cost more than it saves.
    private static let smallest = 8 << 20

    private static func parts(_ file: RegularFile, _ cancellation: Cancellation) throws(SystemError) -> OutboxPart {
        let size = try file.size()
        guard size >= smallest, let middle = try lineStart(after: size / 2, file, size) else {
            var part = OutboxPart(from: 0)
            try part.read(file, to: size, cancellation)
            return part
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
        var first = OutboxPart(from: 0)
        do throws(SystemError) {
            try first.read(file, to: middle, cancellation)
        } catch {
            // The thread reads the same file and ends by itself.
            _ = later.value()
            throw error
        }
        let second = try later.value().get()
        first.append(second)
        return first
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

    /// Waits for the end of the last line as long as the file grows.
    private static func settle(
        _ part: inout OutboxPart, _ file: RegularFile, _ cancellation: Cancellation
    ) throws(SystemError) -> LastLine {
        let end = Deadline.after(milliseconds: patience)
        var still = Deadline.after(milliseconds: stillness)
        while !part.rest.isEmpty && !part.isCut {
            let size = try file.size()
            if size > part.position {
                try part.read(file, to: size, cancellation)
                still = .after(milliseconds: stillness)
                continue
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
