/// What is odd about a file's bytes: found here, before a parser replaces it silently.
enum ByteFindings {
    static let maximumPerRule = 20

    static func findings(_ bytes: [UInt8]) -> [Finding] {
        var result: [Finding] = []
        if bytes.isEmpty {
            return [Finding(rule: "empty-runbook", level: .error, message: "The file is empty.", line: 1, column: 1)]
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            result.append(
                Finding(
                    rule: "byte-order-mark", level: .note, message: "The file begins with a byte order mark; it was skipped.", line: 1,
                    column: 1,
                    suggestion: "Save the file as UTF-8 without a byte order mark."))
        }
        // Most files are clean, and the standard library's check is fast; only an odd one is walked byte by byte.
        let isClean = !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
        if isClean { return result }
        var line = 1
        var lineStart = 0
        var counts: [String: Int] = [:]
        func report(_ rule: String, _ message: String, at offset: Int) {
            counts[rule, default: 0] += 1
            guard counts[rule, default: 0] <= maximumPerRule else { return }
            result.append(Finding(rule: rule, level: .warning, message: message, line: line, column: offset - lineStart + 1))
        }
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0 { report("nul-byte", "A NUL byte was read as U+FFFD.", at: at) }
            if byte == 0x0A || (byte == 0x0D && (at + 1 >= bytes.count || bytes[at + 1] != 0x0A)) {
                line += 1
                lineStart = at + 1
            }
            let length = sequenceLength(bytes, at)
            if length == 0 { report("invalid-utf8", "Bytes that are not UTF-8 were read as U+FFFD.", at: at) }
            at += max(length, 1)
        }
        for (rule, count) in counts.sorted(by: { $0.key < $1.key }) where count > maximumPerRule {
            result.append(
                Finding(rule: rule, level: .note, message: "\(count - maximumPerRule) more places like these.", line: line, column: 1))
        }
        return result
    }

    /// The length of the valid UTF-8 sequence that begins at `at`, or 0.
    private static func sequenceLength(_ bytes: [UInt8], _ at: Int) -> Int {
        let first = bytes[at]
        if first < 0x80 { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
        guard length > 0, at + length <= bytes.count else { return 0 }
        return String(validating: bytes[at..<(at + length)], as: UTF8.self) == nil ? 0 : length
    }
}
