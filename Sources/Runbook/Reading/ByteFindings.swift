/// What is odd about a file's bytes: found here, before a parser replaces it silently.
enum ByteFindings {
    static let maximumPerRule = 20

    static func findings(_ bytes: [UInt8]) -> [Finding] {
        if bytes.isEmpty {
            return [Finding(rule: "empty-runbook", level: .error, message: "The file is empty.", line: 1, column: 1)]
        }
        var result: [Finding] = []
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            result.append(
                Finding(
                    rule: "byte-order-mark", level: .note, message: "The file begins with a byte order mark; it was skipped.", line: 1,
                    column: 1,
                    suggestion: "Save the file as UTF-8 without a byte order mark."))
        }
        // Most files are clean, and the standard library's check is fast; only an odd one is walked byte by byte.
        if !bytes.contains(0), (try? UTF8Span(validating: bytes.span)) != nil { return result }
        var nul = OddBytes(rule: "nul-byte", message: "A NUL byte was read as U+FFFD.")
        var invalid = OddBytes(rule: "invalid-utf8", message: "Bytes that are not UTF-8 were read as U+FFFD.")
        var line = 1
        var lineStart = 0
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0 { nul.report(line: line, column: at - lineStart + 1) }
            if byte == 0x0A || (byte == 0x0D && (at + 1 >= bytes.count || bytes[at + 1] != 0x0A)) {
                line += 1
                lineStart = at + 1
            }
            let length = sequenceLength(bytes, at)
            if length == 0 { invalid.report(line: line, column: at - lineStart + 1) }
            at += max(length, 1)
        }
        return result + invalid.findings + nul.findings
    }

    /// The length of the valid UTF-8 sequence that begins at `at`, or 0 (RFC 3629, section 4).
    private static func sequenceLength(_ bytes: [UInt8], _ at: Int) -> Int {
        func byte(_ offset: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            at + offset < bytes.count && range.contains(bytes[at + offset])
        }
        switch bytes[at] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return byte(1) ? 2 : 0
        case 0xE0: return byte(1, in: 0xA0...0xBF) && byte(2) ? 3 : 0
        // Surrogates are no characters.
        case 0xED: return byte(1, in: 0x80...0x9F) && byte(2) ? 3 : 0
        case 0xE1...0xEF: return byte(1) && byte(2) ? 3 : 0
        case 0xF0: return byte(1, in: 0x90...0xBF) && byte(2) && byte(3) ? 4 : 0
        case 0xF1...0xF3: return byte(1) && byte(2) && byte(3) ? 4 : 0
        case 0xF4: return byte(1, in: 0x80...0x8F) && byte(2) && byte(3) ? 4 : 0
        default: return 0
        }
    }
}

/// Findings of one rule, of which the first ones are kept and the others counted.
private struct OddBytes {
    let rule: String
    let message: String
    private var kept: [Finding] = []
    private var more = 0
    private var firstLeftOut = 1

    init(rule: String, message: String) {
        self.rule = rule
        self.message = message
    }

    mutating func report(line: Int, column: Int) {
        if kept.count < ByteFindings.maximumPerRule {
            kept.append(Finding(rule: rule, level: .warning, message: message, line: line, column: column))
        } else {
            if more == 0 { firstLeftOut = line }
            more += 1
        }
    }

    var findings: [Finding] {
        guard more > 0 else { return kept }
        let message = more == 1 ? "1 more place like these." : "\(more) more places like these."
        return kept + [Finding(rule: rule, level: .note, message: message, line: firstLeftOut, column: 1)]
    }
}
