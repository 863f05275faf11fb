/// A value put into a shell line so that it stays one word, whatever it holds.
enum ShellQuoting {
    enum Place {
        case bare, doubleQuoted, singleQuoted
        /// Inside a substitution, an expansion or a here-document: read by more than one rule.
        case nested
    }

    static func quoted(_ value: String, in place: Place) -> String {
        switch place {
        case .bare, .nested:
            isPlain(value) ? value : "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        case .doubleQuoted:
            value.reduce(into: "") { result, character in
                if "\\\"$`".contains(character) { result.append("\\") }
                result.append(character)
            }
        case .singleQuoted: value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        }
    }

    /// Nothing in it means anything to a shell, wherever in a word it stands.
    static func isPlain(_ value: String) -> Bool {
        !value.isEmpty
            && value.utf8.allSatisfy { byte in
                (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || "_./:@%+,-".utf8.contains(byte)
            }
    }

    /// How the bytes of a line are quoted, one after the other.
    struct Walk {
        private(set) var place = Place.bare
        /// The quote that is open inside of a nested place.
        private var inner: UInt8?
        /// Open substitutions and expansions, by what closes each.
        private var open: [UInt8] = []
        private var outer: [Place] = []

        /// Whether words end at white space here.
        var isBare: Bool { place == .bare || place == .nested && inner == nil }

        /// Past the byte, or the escaped pair, at an offset.
        mutating func step(_ line: [UInt8], _ at: inout Int) {
            let byte = line[at]
            let next = at + 1 < line.count ? line[at + 1] : 0
            at += 1
            if place == .singleQuoted {
                if byte == UInt8(ascii: "'") { place = .bare }
                return
            }
            if place == .nested, let quote = inner, quote == UInt8(ascii: "'") {
                if byte == quote { inner = nil }
                return
            }
            switch byte {
            case UInt8(ascii: "\\"): at = min(at + 1, line.count)
            case UInt8(ascii: "$") where next == UInt8(ascii: "(") || next == UInt8(ascii: "{"):
                enter(next == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"))
                at += 1
            case UInt8(ascii: "(") where open.last == UInt8(ascii: ")"), UInt8(ascii: "{") where open.last == UInt8(ascii: "}"):
                enter(byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"))
            case UInt8(ascii: "`"): if open.last == byte { leave() } else { enter(byte) }
            case _ where byte == open.last && inner == nil: leave()
            case UInt8(ascii: "<") where next == byte && place == .bare && !(at + 1 < line.count && line[at + 1] == byte):
                // What a here-document holds, and what stands behind it, is left to the careful.
                enter(0)
                at += 1
            case UInt8(ascii: "'") where place == .nested && inner == nil: inner = byte
            case UInt8(ascii: "\"") where place == .nested: inner = inner == nil ? byte : nil
            case UInt8(ascii: "'") where place == .bare: place = .singleQuoted
            case UInt8(ascii: "\"") where place == .bare: place = .doubleQuoted
            case UInt8(ascii: "\"") where place == .doubleQuoted: place = .bare
            default: break
            }
        }

        private mutating func enter(_ end: UInt8) {
            open.append(end)
            outer.append(place)
            place = .nested
            inner = nil
        }

        private mutating func leave() {
            open.removeLast()
            place = outer.popLast() ?? .bare
            inner = nil
        }
    }
}
