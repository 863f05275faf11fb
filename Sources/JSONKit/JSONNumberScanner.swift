/// The end of a number that starts where the range starts (at `-` or a digit).
enum JSONNumberScanner {
    /// - Parameter digitLimit: for integers alone; Python does not limit the digits of a float.
    static func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, digitLimit: Int?) throws(JSONFault) -> Range<Int> {
        let end = range.upperBound
        var at = range.lowerBound
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let integerStart = at
        try digits(bytes, &at, end)
        if bytes[integerStart] == UInt8(ascii: "0") && at > integerStart + 1 { throw JSONFault(.invalidNumber, at: integerStart + 1) }
        let integerDigits = at - integerStart
        var isInteger = true
        if at < end && bytes[at] == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            try digits(bytes, &at, end)
        }
        if at < end && (bytes[at] | 0x20) == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if at < end && (bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-")) { at += 1 }
            try digits(bytes, &at, end)
        }
        if isInteger, let digitLimit, integerDigits > digitLimit {
            throw JSONFault(.tooManyDigits(limit: digitLimit), at: range.lowerBound)
        }
        return range.lowerBound..<at
    }

    /// Passes over at least one digit.
    private static func digits(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) throws(JSONFault) {
        guard at < end else { throw JSONFault(.unexpectedEnd, at: at) }
        guard bytes[at] &- 0x30 < 10 else { throw JSONFault(.invalidNumber, at: at) }
        repeat { at += 1 } while at < end && bytes[at] &- 0x30 < 10
    }
}
