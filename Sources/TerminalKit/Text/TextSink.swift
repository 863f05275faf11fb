/// The one way out for text: whatever was put together above, no control character of anybody else passes here.
///
/// Foreign text cannot be told from ours once both are one text. So our own sequences (colours, and the moves of live lines) carry a seal,
/// a number that is another one in every process. A sealed sequence leaves here as the terminal wants it; everything else is made visible
/// as `Sanitizer.multiline` does it. A call site that forgets to clean a text can therefore not let it steer the terminal.
public enum TextSink {
    /// Ten digits: a parameter that terminals would ignore, should a sealed sequence ever reach one.
    static let seal: String = String(UInt64.random(in: 1_000_000_000...9_999_999_999))

    /// Stands for a carriage return of ours, which has no room for a seal.
    private static let lineStart = "\u{1B}[1G"

    /// What may be written. Bytes that are no UTF-8 become U+FFFD.
    public static func shown(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return bytes }
        return Array(shown(String(decoding: bytes, as: UTF8.self)).utf8)
    }

    static func shown(_ text: String) -> String { passing(text) { $0 == lineStart ? "\r" : $0 } }

    /// Cleaned as what is written is, while our own sequences keep their seals: for text that is drawn with more of them around it.
    static func keepingSeals(_ text: String) -> String { passing(text) { sealed($0) } }

    /// Our own drawing, with a seal on every sequence that has none, and on the carriage returns. Never for text that holds anybody
    /// else's.
    static func sealing(_ text: String) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\r" {
                result += sealed(lineStart)
            } else if scalar == "\u{1B}", let end = sequenceEnd(rest) {
                let sequence = String(rest[..<end])
                result += unsealed(sequence) == nil ? sealed(sequence) : sequence
                rest = rest[end...]
                continue
            } else {
                result.unicodeScalars.append(scalar)
            }
            rest = rest.dropFirst()
        }
        return result
    }

    /// The sequence with the seal behind its parameters.
    static func sealed(_ sequence: String) -> String { "\(sequence.dropLast());\(seal)\(sequence.suffix(1))" }

    private static func passing(_ text: String, _ pass: (String) -> String) -> String {
        if !text.utf8.contains(0x1B) { return Sanitizer.multiline(text) }
        var result = ""
        var foreign = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}", let end = sequenceEnd(rest), let own = unsealed(String(rest[..<end])) {
                result += Sanitizer.multiline(String(foreign)) + pass(own)
                foreign = String.UnicodeScalarView()
                rest = rest[end...]
            } else {
                foreign.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return result + Sanitizer.multiline(String(foreign))
    }

    /// Behind a control sequence as ours are: `ESC [`, digits, semicolons or `?`, and a letter.
    private static func sequenceEnd(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView.Index? {
        let body = text.dropFirst()
        guard body.first == "[" else { return nil }
        let parameters = body.dropFirst().prefix(40).prefix { ("0"..."9").contains($0) || $0 == ";" || $0 == "?" }
        guard parameters.endIndex < text.endIndex,
            ("A"..."Z").contains(text[parameters.endIndex]) || ("a"..."z").contains(text[parameters.endIndex])
        else { return nil }
        return text.index(after: parameters.endIndex)
    }

    /// The sequence without its seal; nil when it has none.
    private static func unsealed(_ sequence: String) -> String? {
        let mark = ";\(seal)"
        guard sequence.dropLast().hasSuffix(mark) else { return nil }
        return String(sequence.dropLast(mark.count + 1)) + sequence.suffix(1)
    }
}
