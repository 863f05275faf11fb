/// A `.env` file with one variable set, and how to go back.
public struct DotEnvEdit: Sendable, Equatable {
    /// The new file.
    public let bytes: [UInt8]
    /// The line that sets the variable now, from 1.
    public let line: Int
    /// What the file gave it before; nil when it did not.
    public let oldValue: String?
    /// The line before, without its line end; nil when it is a new one.
    public let oldLine: [UInt8]?
    /// Other lines that set the same variable. They stay, and do not count, because the last one does.
    public let duplicates: [Int]
    public let undo: DotEnvUndo

    /// False when the file gave the variable this value already, in the same words.
    public var isChange: Bool { undo.removed != undo.inserted }
}

/// What takes one edit back, to be kept across runs: at `offset`, `inserted` stands in the place of `removed`.
public struct DotEnvUndo: Sendable, Equatable {
    /// In bytes; the beginning of a line, or the end of the file.
    public let offset: Int
    /// The whole line before the edit, without its end; empty for a line that was added.
    public let removed: [UInt8]
    /// The whole line after the edit; an added one with its line ends.
    public let inserted: [UInt8]

    public init(offset: Int, removed: [UInt8], inserted: [UInt8]) {
        self.offset = offset
        self.removed = removed
        self.inserted = inserted
    }

    /// The file as it was before the edit, byte for byte, apart from what others changed behind that place since.
    ///
    /// Throws: `DotEnvEditError.changedSince` when the line is no longer there.
    public func apply(to bytes: [UInt8]) throws(DotEnvEditError) -> [UInt8] {
        var inserted = inserted
        var offset = offset
        let end = offset + inserted.count
        let isAddition = removed.isEmpty && (inserted.last == 0x0A || inserted.last == 0x0D)
        guard offset >= 0, end <= bytes.count, Array(bytes[offset..<end]) == inserted,
            // A longer line that begins the same way is another one.
            isAddition || ((end == bytes.count || isLineEnd(bytes[end])) && (offset == 0 || isLineEnd(bytes[offset - 1]) || isMark(bytes)))
        else { throw .changedSince }
        // The line before was ended when this one was added. Others have written behind it, so that end is needed now.
        while isAddition, end < bytes.count, let first = inserted.first, isLineEnd(first) {
            inserted.removeFirst()
            offset += 1
        }
        return bytes[..<offset] + removed + bytes[end...]
    }

    private func isMark(_ bytes: [UInt8]) -> Bool { offset == 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) }
    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

/// Why a variable was not set. Nothing is guessed: a file that two readers take differently is left to a person.
public enum DotEnvEditError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No name of a variable.
    case name(String)
    /// A value that would need quotes.
    case value(String)
    /// A line that cannot be edited with certainty, and why.
    case line(Int, String)
    /// No UTF-8 text.
    case encoding
    /// Undoing: the line is no longer what the edit made of it.
    case changedSince

    public var description: String {
        switch self {
        case .name(let name): "\(name) is no name of a variable"
        case .value(let value): "\(value) holds characters other than letters, digits and _.:/@-"
        case .line(let line, let reason): "line \(line) \(reason): edit it by hand"
        case .encoding: "the file is not UTF-8 text: edit it by hand"
        case .changedSince: "the line was changed since"
        }
    }
}
