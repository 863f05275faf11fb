internal import SystemKit

/// One line as Jarvis writes it: ASCII, no spaces between tokens, the fields that matter each once and without escapes.
///
/// It says yes only to lines for which nothing else can be meant; about all others it says nothing, not even that they are wrong.
/// It walks from one special byte to the next, so that long texts cost no more than short ones.
struct CanonicalLine: Sendable {
    /// Where the id stands in the bytes, without its quotes.
    private(set) var eventID = 0..<0
    /// As `OutcomeNumbers` numbers Jarvis's own.
    private(set) var status: UInt32 = 0
    /// Where the reason stands, without its quotes; empty when there is none.
    private(set) var reason = 0..<0
    /// Where the time stands, without its quotes; empty when there is none.
    private(set) var timestamp = 0..<0
    /// Where the line's newline stands.
    private(set) var end = 0
    /// The number of the first special byte behind it.
    private(set) var nextPlace = 0

    private enum Field { case other, eventID, status, reason, timestamp }
    /// Names of fields and statuses, end to end, for comparing in one go.
    private let words = Array("event_idtimestampstatuspending_publishpending_commitpublishedcommittedinvalid_envelopereason".utf8)
    private var at = 0
    private var place = 0
    private var sawEscape = false

    /// - Parameters:
    ///   - start: where the line begins.
    ///   - places: of the special bytes (`ByteSearch.indexSpecial`), the last of them a newline.
    ///   - first: the number of the line's first special byte.
    /// - Returns: whether it is canonical. Only then the fields say something.
    mutating func read(_ bytes: Span<UInt8>, from start: Int, _ places: Span<UInt32>, _ first: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "{") else { return false }
        eventID = 0..<0
        timestamp = 0..<0
        reason = 0..<0
        var hasStatus = false
        at = start + 1
        place = first
        // One bit for each open bracket, the innermost lowest: 1 is an object.
        var open: UInt64 = 1
        var depth = 1
        var expectsKey = true
        // No index below leaves the bytes: each step goes on only from a byte that is no newline, and the last byte is one.
        while true {
            var field = Field.other
            if expectsKey {
                let from = at + 1
                guard string(bytes, places) else { return false }
                if depth == 1 {
                    if sawEscape { return false }
                    field = name(bytes, from..<at - 1)
                }
                guard bytes[at] == UInt8(ascii: ":") else { return false }
                at += 1
            }
            let first = bytes[at]
            if first == UInt8(ascii: "\"") {
                let from = at + 1
                guard string(bytes, places) else { return false }
                if field != .other {
                    if sawEscape { return false }
                    let inner = from..<at - 1
                    switch field {
                    case .eventID:
                        // White space around it would be trimmed; the only kind that is not special is the space.
                        guard eventID.isEmpty, !inner.isEmpty, bytes[from] != 0x20, bytes[at - 2] != 0x20 else { return false }
                        eventID = inner
                    case .status:
                        guard !hasStatus, known(bytes, inner) else { return false }
                        hasStatus = true
                    case .reason:
                        guard reason.isEmpty, !inner.isEmpty else { return false }
                        reason = inner
                    default:
                        guard timestamp.isEmpty, !inner.isEmpty else { return false }
                        timestamp = inner
                    }
                }
            } else {
                if field != .other { return false }
                if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                    let isObject = first == UInt8(ascii: "{")
                    at += 1
                    // "[" is 0x5B and "]" 0x5D, "{" 0x7B and "}" 0x7D.
                    if bytes[at] == first + 2 {
                        at += 1
                    } else {
                        guard depth < 64 else { return false }
                        open = open << 1 | (isObject ? 1 : 0)
                        depth += 1
                        expectsKey = isObject
                        continue
                    }
                } else if !scalar(bytes) {
                    return false
                }
            }
            // Behind a value.
            while true {
                let byte = bytes[at]
                if byte == UInt8(ascii: ",") {
                    at += 1
                    expectsKey = open & 1 == 1
                    break
                }
                guard byte == (open & 1 == 1 ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
                at += 1
                open >>= 1
                depth -= 1
                if depth == 0 {
                    guard bytes[at] == UInt8(ascii: "\n"), !eventID.isEmpty, hasStatus else { return false }
                    end = at
                    nextPlace = place + 1
                    return true
                }
            }
        }
    }

    /// Passes over a string, `at` on its first quote.
    private mutating func string(_ bytes: Span<UInt8>, _ places: Span<UInt32>) -> Bool {
        // The next special byte is this quote, or there is none here.
        guard Int(places[place]) == at, bytes[at] == UInt8(ascii: "\"") else { return false }
        let close = Int(places[place + 1])
        if bytes[close] == UInt8(ascii: "\"") {
            sawEscape = false
            at = close + 1
            place += 2
            return true
        }
        sawEscape = true
        place += 1
        while true {
            let special = Int(places[place])
            switch bytes[special] {
            case UInt8(ascii: "\""):
                at = special + 1
                place += 1
                return true
            case UInt8(ascii: "\\"):
                switch bytes[special + 1] {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): place += 2
                case UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                    place += 1
                case UInt8(ascii: "u"):
                    for digit in special + 2..<special + 6 where !isHex(bytes[digit]) { return false }
                    place += 1
                default: return false
                }
            default: return false
            }
        }
    }

    /// Passes over a number or a literal.
    private mutating func scalar(_ bytes: Span<UInt8>) -> Bool {
        switch bytes[at] {
        case UInt8(ascii: "t"): return literal(bytes, 0x7472_7565, 4)
        case UInt8(ascii: "n"): return literal(bytes, 0x6E75_6C6C, 4)
        case UInt8(ascii: "f"): return literal(bytes, 0x66_616C_7365, 5)
        default: break
        }
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        if bytes[at] == UInt8(ascii: "0") {
            at += 1
        } else if !digits(bytes) {
            return false
        }
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            guard digits(bytes) else { return false }
        }
        if bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard digits(bytes) else { return false }
        }
        // Python refuses integers of more than 4,300 digits.
        return at - start < 4000
    }

    /// At least one digit.
    private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
        let start = at
        while bytes[at] &- 0x30 < 10 { at += 1 }
        return at > start
    }

    /// - Parameter letters: one byte each, the first highest.
    private mutating func literal(_ bytes: Span<UInt8>, _ letters: UInt64, _ count: Int) -> Bool {
        for index in 0..<count {
            guard bytes[at] == UInt8(truncatingIfNeeded: letters >> UInt64(8 * (count - 1 - index))) else { return false }
            at += 1
        }
        return true
    }

    private func name(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Field {
        switch (key.count, bytes[key.lowerBound]) {
        case (8, UInt8(ascii: "e")): ByteSearch.areEqual(words.span, 0..<8, bytes, key) ? .eventID : .other
        case (9, UInt8(ascii: "t")): ByteSearch.areEqual(words.span, 8..<17, bytes, key) ? .timestamp : .other
        case (6, UInt8(ascii: "s")): ByteSearch.areEqual(words.span, 17..<23, bytes, key) ? .status : .other
        case (6, UInt8(ascii: "r")): ByteSearch.areEqual(words.span, 86..<92, bytes, key) ? .reason : .other
        default: .other
        }
    }

    /// Whether the status is one of Jarvis's own; sets it.
    private mutating func known(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
        func matches(_ word: Range<Int>, _ number: UInt32) -> UInt32? {
            ByteSearch.areEqual(words.span, word, bytes, value) ? number : nil
        }
        let found: UInt32? =
            switch value.count {
            case 15: matches(23..<38, 0)
            case 14: matches(38..<52, 1)
            case 9: matches(52..<61, 2) ?? matches(61..<70, 3)
            case 16: matches(70..<86, 4)
            default: nil
            }
        guard let found else { return false }
        status = found
        return true
    }
}

private func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6 }
