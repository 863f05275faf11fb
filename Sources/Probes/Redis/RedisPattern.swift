/// Patterns as SCAN MATCH reads them.
public enum RedisPattern {
    /// The bytes before the first `*`, `?` or `[`; a backslash takes the meaning from what follows.
    static func literalStart(_ pattern: String) -> [UInt8] {
        var result: [UInt8] = []
        var bytes = pattern.utf8.makeIterator()
        while let byte = bytes.next() {
            if byte == UInt8(ascii: "\\") {
                if let next = bytes.next() { result.append(next) }
                continue
            }
            if "*?[".utf8.contains(byte) { break }
            result.append(byte)
        }
        return result
    }

    /// Why keys are not removed by it; nil when nothing speaks against it.
    public static func objection(to pattern: String, includingRateLimits: Bool = false) -> String? {
        if !isSpecific(pattern) { return "the pattern \"\(pattern)\" fits nearly every key" }
        return !includingRateLimits && RateLimitPrefix.isAsked(by: pattern)
            ? "\(pattern) asks for rate-limit keys, which are evidence" : nil
    }

    /// Whether it names anything at all: a pattern of special characters and signs alone fits nearly every key.
    public static func isSpecific(_ pattern: String) -> Bool {
        var isInSet = false
        var isEscaped = false
        for byte in pattern.utf8 {
            let isWord = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == UInt8(ascii: "[") {
                isInSet = true
                continue
            } else if byte == UInt8(ascii: "]") {
                isInSet = false
                continue
            }
            if isWord, !isInSet { return true }
        }
        return false
    }
}
