/// Whether bytes are UTF-8, and where they are not.
enum UTF8Check {
    static func check(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONFault) {
        do {
            _ = try UTF8Span(validating: bytes.extracting(range))
        } catch {
            throw JSONFault(.invalidUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
        }
    }
}
