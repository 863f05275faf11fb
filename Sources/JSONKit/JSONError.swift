/// Why a text was refused, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// The text ended inside a value, or held none.
        case unexpectedEnd
        /// A byte that cannot stand here; `expected` names what could.
        case unexpected(expected: String)
        /// A value was complete, and more followed.
        case trailing
        case invalidUTF8
        /// A raw control character (below U+0020) in a string.
        case controlCharacter
        case invalidEscape
        case invalidNumber
        /// Deeper than the reader's limit, which is given.
        case tooDeep(limit: Int)
        /// An integer of more digits than the dialect takes.
        case tooManyDigits(limit: Int)
    }

    public let reason: Reason
    /// Bytes before the fault, from 0, counted from the start of all the bytes.
    public let offset: Int
    /// From 1, counted from the start of the text that was read; lines end at LF.
    public let line: Int
    /// In bytes, from 1.
    public let column: Int

    init(_ fault: JSONFault, in bytes: Span<UInt8>, from start: Int) {
        reason = fault.reason
        offset = fault.offset
        var line = 1
        var lineStart = start
        for at in start..<max(start, min(fault.offset, bytes.count)) where bytes[at] == UInt8(ascii: "\n") {
            line += 1
            lineStart = at + 1
        }
        self.line = line
        column = fault.offset - lineStart + 1
    }

    public var description: String { "\(line):\(column): \(reason.text)" }
}

extension JSONError.Reason {
    /// The reason alone, in words.
    public var text: String {
        switch self {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpected(let expected): "expected \(expected)"
        case .trailing: "something follows the JSON value"
        case .invalidUTF8: "not UTF-8"
        case .controlCharacter: "a raw control character in a string"
        case .invalidEscape: "an escape that JSON does not know"
        case .invalidNumber: "a number that JSON does not allow"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .tooManyDigits(let limit): "an integer of more than \(limit) digits"
        }
    }
}

/// A fault as the tokenizer sees it: lines are counted only when somebody will read them.
struct JSONFault: Error {
    let reason: JSONError.Reason
    let offset: Int

    init(_ reason: JSONError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
