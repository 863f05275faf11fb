public import JSONKit

/// JSON values as Python's `str` shows what `json.loads` made of them.
public enum PythonText {
    /// `str(value)`: texts as they are, `5`, `1e+22`, `True`, `None`, `nan`, `[1, 'a']`, `{'a': 1}`.
    public static func str(_ value: JSONValue) -> JSONString {
        switch value {
        case .string(let text): text
        default: JSONString(repr(value))
        }
    }

    /// `str.strip()`: without Unicode white space at either end.
    public static func strip(_ text: JSONString) -> JSONString {
        let bytes = text.bytes
        let kept = PythonSpace.strip(bytes.span, 0..<bytes.count)
        guard kept.count < bytes.count else { return text }
        // Cutting white space off either end leaves whole code points.
        let before = text.codePoints
        let start = before.prefix { PythonSpace.isSpace($0) }.count
        let end = before.count - before.reversed().prefix { PythonSpace.isSpace($0) }.count
        return JSONString(codePoints: before[start..<max(start, end)]) ?? ""
    }

    /// `repr(value)`. Escapes keep it ASCII where Python's would hold a lone surrogate.
    static func repr(_ value: JSONValue) -> String {
        switch value {
        case .null: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .number(let number):
            if number.isInteger { return number.spelling == "-0" ? "0" : number.spelling }
            return PythonFloat.repr(number.double)
        case .string(let text): return quoted(text)
        case .array(let elements): return "[" + elements.map(repr).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.withoutRepeats.members.map { quoted($0.key) + ": " + repr($0.value) }
            return "{" + members.joined(separator: ", ") + "}"
        }
    }

    /// A Python string literal: in single quotes, or in double ones where that saves escapes.
    private static func quoted(_ text: JSONString) -> String {
        let points = text.codePoints
        let single = UInt32(UInt8(ascii: "'"))
        let quote: Unicode.Scalar = points.contains(single) && !points.contains(UInt32(UInt8(ascii: "\""))) ? "\"" : "'"
        var out = String.UnicodeScalarView()
        out.append(quote)
        for point in points { out.append(contentsOf: shown(point, quote).unicodeScalars) }
        out.append(quote)
        return String(out)
    }

    private static func shown(_ point: UInt32, _ quote: Unicode.Scalar) -> String {
        switch point {
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x5C: return "\\\\"
        case quote.value: return "\\" + String(quote)
        default:
            if let scalar = Unicode.Scalar(point), isPrintable(scalar) { return String(Character(scalar)) }
            let (letter, width) = point < 0x100 ? ("x", 2) : point < 0x10000 ? ("u", 4) : ("U", 8)
            let digits = String(point, radix: 16)
            return "\\" + letter + String(repeating: "0", count: width - digits.utf8.count) + digits
        }
    }

    /// `str.isprintable()`: no control, format, private, unassigned character and no separator but the space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
