/// curl's `--write-out` format, from a response (curl(1), "-w").
public enum HTTPWriteOut {
    public struct Rendered: Sendable, Equatable {
        public var text: String
        /// Variables nobody knows; they give no text, as with curl.
        public var unknown: [String]
    }

    /// Renders a format: `%{variable}`, `%header{name}`, `%%`, `\n`, `\r`, `\t`; everything else stands for itself.
    public static func render(_ format: String, _ response: HTTPResponse) -> Rendered {
        var result = Rendered(text: "", unknown: [])
        var rest = format[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\": result.text += escape(&rest)
            case "%": result.text += variable(&rest, response, &result.unknown)
            default: result.text.append(character)
            }
        }
        return result
    }
}

private func escape(_ rest: inout Substring) -> String {
    guard let letter = rest.popFirst() else { return "\\" }
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    default: return "\\" + String(letter)
    }
}

/// What stands after a `%`.
private func variable(_ rest: inout Substring, _ response: HTTPResponse, _ unknown: inout [String]) -> String {
    if rest.first == "%" {
        rest.removeFirst()
        return "%"
    }
    let isHeader = rest.hasPrefix("header{")
    let opening = isHeader ? "header{" : "{"
    guard rest.hasPrefix(opening), let close = rest.firstIndex(of: "}") else { return "%" }
    let name = String(rest[..<close].dropFirst(opening.count))
    rest = rest[rest.index(after: close)...]
    if isHeader { return response.header(name) ?? "" }
    if let value = HTTPWriteOut.value(name, response) { return value }
    unknown.append(name)
    return ""
}
