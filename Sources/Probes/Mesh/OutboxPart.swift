internal import Mesh
internal import SystemKit

/// A part of an outbox while it is read, block by block. One buffer is all it holds beside the tally.
struct OutboxPart: Sendable {
    var scanner: OutboxScanner
    /// The start of a line whose end has not come yet.
    private(set) var rest: [UInt8] = []
    /// Bytes of the outbox up to here were read.
    private(set) var position: Int
    /// The file ended before it should have.
    private(set) var isCut = false

    /// A block and the places of its special bytes fit into a core's own cache.
    private static let blockSize = 256 << 10

    init(from offset: Int) {
        scanner = OutboxScanner(from: offset)
        position = offset
    }

    /// Behind what was counted earlier, up to the end of a line.
    init(continuing tally: OutboxTally, at offset: Int) {
        scanner = OutboxScanner(continuing: tally, at: offset)
        position = offset
    }

    /// Reads on.
    ///
    /// - Parameter end: bytes of the outbox that are read in all.
    mutating func read(_ file: RegularFile, to end: Int, _ cancellation: Cancellation) throws(SystemError) {
        var filled = rest.count
        // Most outboxes are shorter than a block.
        var buffer = rest + [UInt8](repeating: 0, count: max(min(OutboxPart.blockSize, end - position), filled))
        rest = []
        while position < end {
            if cancellation.isCancelled { throw .cancelled(file.path) }
            let count = min(buffer.count - filled, end - position)
            let got = try file.read(into: &buffer, filled..<filled + count, from: position)
            filled += got
            position += got
            let used = scanner.take(buffer.span.extracting(0..<filled))
            if used > 0 {
                for at in used..<filled { buffer[at - used] = buffer[at] }
                filled -= used
            }
            if got < count {
                isCut = true
                break
            }
            // A line longer than half a block: room for twice as much, so that its bytes are not looked at again and again.
            if position < end, filled * 2 > buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
        }
        rest = Array(buffer[..<filled])
    }

    /// Goes back to the end of the last whole line.
    mutating func leaveRest() {
        rest = []
        position = scanner.offset
    }

    /// Takes the unfinished last line as a line, as Jarvis does.
    mutating func finish() {
        let last = rest
        rest = []
        scanner.finish(last.span)
    }

    /// Adds the part that follows. Where this one was cut, there is none.
    mutating func append(_ later: OutboxPart) {
        isCut = isCut || later.isCut
        scanner.append(later.scanner)
        rest = later.rest
        position = later.position
    }
}
