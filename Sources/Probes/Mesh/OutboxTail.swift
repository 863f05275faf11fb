public import Mesh
public import SystemKit

/// The end of an outbox, in a time that does not depend on its size, and what is appended to it.
public struct OutboxTail: Sendable {
    /// A line that is not blank.
    public struct Entry: Sendable {
        public let line: OutboxLine
        /// Its text, without white space around it.
        public let text: [UInt8]
    }

    /// What happened to the file itself.
    public enum Change: Sendable {
        /// It became shorter: it is read from its start.
        case cut
        /// Another file has its name: that one is read from its start.
        case replaced
    }

    /// The last lines, at most as many as were asked for.
    public private(set) var entries: [Entry]
    public private(set) var lastLine: OutboxScan.LastLine = .complete
    /// Whether earlier lines were left out.
    public let isPartial: Bool
    private var file: RegularFile
    /// Bytes of the file that were read.
    private var position: Int
    /// The start of a line whose end has not come yet.
    private var rest: [UInt8]

    /// - Parameter count: of lines that are not blank; an unfinished last line is not among them until `settle`.
    /// - Throws: `SystemError`.
    public init(_ path: String, count: Int) throws(SystemError) {
        let file = try RegularFile(path)
        let size = try file.size()
        var window = 64 << 10
        while true {
            let start = max(0, size - window)
            let bytes = try file.bytes(from: start, count: size - start)
            // Somewhere inside a line, unless it is the file's start.
            let from = start == 0 ? 0 : bytes.firstIndex(of: newline).map { $0 + 1 }
            let end = (bytes.lastIndex(of: newline) ?? -1) + 1
            let found = from.map { OutboxTail.entries(bytes, min($0, end)..<end, offset: start) } ?? []
            if found.count < count, start > 0 {
                window *= 4
                continue
            }
            self.file = file
            entries = found.suffix(count)
            isPartial = start > 0 || found.count > count
            position = start + bytes.count
            rest = Array(bytes[end...])
            return
        }
    }

    /// Nothing yet: `next` gives all of the file, piece by piece.
    public init(fromStartOf path: String) throws(SystemError) {
        file = try RegularFile(path)
        entries = []
        isPartial = false
        position = 0
        rest = []
    }

    /// Waits for the end of a last line that is being written; where none comes, takes what is there as a line, as Jarvis does.
    public mutating func settle(count: Int, cancellation: Cancellation) throws(SystemError) {
        let end = Deadline.after(milliseconds: OutboxScan.patience)
        var still = Deadline.after(milliseconds: OutboxScan.stillness)
        let lineStart = position - rest.count
        while !rest.isEmpty {
            let before = position
            entries = (entries + (try readOn())).suffix(count)
            if position - rest.count > lineStart {
                // It ended; what follows it is of a later time.
                rest = []
                return
            }
            if position > before { still = .after(milliseconds: OutboxScan.stillness) }
            if still.hasPassed || end.hasPassed { break }
            _ = cancellation.wait(until: .after(milliseconds: 10))
            if cancellation.isCancelled { throw .cancelled(file.path) }
        }
        guard !rest.isEmpty else { return }
        lastLine = still.hasPassed ? .torn : .unfinished
        entries = (entries + OutboxTail.entries(rest, 0..<rest.count, offset: position - rest.count)).suffix(count)
        rest = []
    }

    /// Looks once for what was appended.
    ///
    /// - Returns: new lines that ended, and what happened to the file; both may be nothing.
    /// - Throws: `SystemError`. A name that leads nowhere for a while is no error: the file may be about to be replaced.
    public mutating func next() throws(SystemError) -> (entries: [Entry], change: Change?) {
        if try file.size() < position {
            position = 0
            rest = []
            return (try readOn(), .cut)
        }
        let entries = try readOn()
        guard entries.isEmpty, let identity = try? Files.identity(file.path), identity != file.identity else { return (entries, nil) }
        file = try RegularFile(file.path)
        position = 0
        rest = []
        return (try readOn(), .replaced)
    }

    /// A piece of what was appended.
    private mutating func readOn() throws(SystemError) -> [Entry] {
        let more = try file.bytes(from: position, count: min(4 << 20, max(0, try file.size() - position)))
        guard !more.isEmpty else { return [] }
        position += more.count
        rest += more
        guard more.contains(newline), let last = rest.lastIndex(of: newline) else { return [] }
        let entries = OutboxTail.entries(rest, 0..<last + 1, offset: position - rest.count)
        rest.removeFirst(last + 1)
        return entries
    }

    /// - Parameter offset: bytes of the outbox before `bytes`.
    private static func entries(_ bytes: [UInt8], _ range: Range<Int>, offset: Int) -> [Entry] {
        var reader = OutboxLineReader()
        var lines = Lines()
        for line in bytes[range].split(separator: newline) {
            reader.read(bytes.span, line.startIndex..<line.endIndex, number: 0, offset: offset, into: &lines)
        }
        return lines.all.map { line in
            let place = line.place
            return Entry(line: line, text: Array(bytes[place.offset - offset..<place.offset - offset + place.length]))
        }
    }
}

extension OutboxLine {
    public var place: OutboxPlace {
        switch self {
        case .record(let record): record.place
        case .unreadable(let line): line.place
        }
    }
}

private struct Lines: OutboxSink {
    var all: [OutboxLine] = []

    mutating func add(_ line: OutboxLine) { all.append(line) }
}

private let newline = UInt8(ascii: "\n")
