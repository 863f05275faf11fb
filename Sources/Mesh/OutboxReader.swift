public import SystemKit

/// Bytes of an outbox, in pieces of any size, to a fold.
public struct OutboxReader: Sendable {
    /// The lines that have ended so far.
    public private(set) var fold: OutboxFold
    private var lineReader: OutboxLineReader
    /// The start of a line whose end has not come yet.
    private var carry: [UInt8] = []
    private var lines = 0
    /// Bytes of the outbox before `carry`.
    private var offset = 0

    /// - Parameter keepsHistory: for those who send: the latest record of an event does not tell all that counts.
    public init(unreadableKept: Int = 20, keepsHistory: Bool = false) {
        fold = OutboxFold(unreadableKept: unreadableKept, keepsHistory: keepsHistory)
        lineReader = OutboxLineReader(readsMessageIDs: keepsHistory)
    }

    /// Bytes taken, those of an unfinished line included: where a growing file is read on.
    public var bytesRead: Int { offset + carry.count }

    public mutating func feed(_ bytes: Span<UInt8>) {
        var start = 0
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\n") else {
                at += 1
                continue
            }
            if carry.isEmpty {
                line(bytes, start..<at, offset: offset - start)
            } else {
                append(bytes, start..<at)
                let whole = carry
                carry.removeAll(keepingCapacity: true)
                line(whole.span, 0..<whole.count, offset: offset)
                offset += whole.count - (at - start)
            }
            offset += at + 1 - start
            at += 1
            start = at
        }
        append(bytes, start..<bytes.count)
    }

    public mutating func feed(_ bytes: [UInt8]) { feed(bytes.span) }

    /// The fold with the unfinished last line taken as a line, as Jarvis takes it. More may be fed afterwards.
    public var result: OutboxFold {
        guard !carry.isEmpty else { return fold }
        var ended = self
        ended.line(carry.span, 0..<carry.count, offset: offset)
        ended.fold.endsWithoutNewline = true
        return ended.fold
    }

    /// - Parameter offset: of the outbox before `bytes`.
    private mutating func line(_ bytes: Span<UInt8>, _ range: Range<Int>, offset: Int) {
        lines += 1
        lineReader.read(bytes, range, number: lines, offset: offset, into: &fold)
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for at in range { carry.append(bytes[at]) }
    }
}

extension OutboxFold {
    /// The outbox at a path, whole.
    public static func read(_ path: String) throws(SystemError) -> OutboxFold {
        var reader = OutboxReader()
        try Files.readChunks(path) { reader.feed($0) }
        return reader.result
    }
}
