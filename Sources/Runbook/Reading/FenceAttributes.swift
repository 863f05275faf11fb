/// The words after an opening fence: `bash {name=logs timeout=5s container="jarvis-api"}`.
struct FenceInfo: Equatable {
    var language: String
    var attributes = StepAttributes()
    /// Names that are not known, or whose value could not be read.
    var unknown: [String] = []

    init(_ info: String) {
        let open = info.firstIndex(of: "{")
        language = info[..<(open ?? info.endIndex)].trimmedSpaces.lowercased()
        if let space = language.firstIndex(where: \.isWhitespace) { language = String(language[..<space]) }
        guard let open else { return }
        for (name, value) in FenceInfo.pairs(info[info.index(after: open)...]) { set(name, value) }
    }

    private mutating func set(_ name: String, _ value: String) {
        switch name {
        case "name": attributes.name = value
        case "container": attributes.container = value
        case "expect": attributes.expect = value
        case "timeout":
            attributes.timeoutMilliseconds = Durations.milliseconds(value)
            if attributes.timeoutMilliseconds == nil { unknown.append("timeout=\(value)") }
        case "action":
            attributes.action = NamedAction(rawValue: value)
            if attributes.action == nil { unknown.append("action=\(value)") }
        default: unknown.append(name)
        }
    }

    /// `name=value` and `name="some value"` up to the closing brace.
    private static func pairs(_ text: Substring) -> [(String, String)] {
        var result: [(String, String)] = []
        var rest = text
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard let first = rest.first, first != "}" else { return result }
            let name = String(rest.prefix { $0 != "=" && $0 != "}" && !$0.isWhitespace })
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else {
                result.append((name, ""))
                // A stray character that is no name must still move on.
                if name.isEmpty { rest = rest.dropFirst() }
                continue
            }
            rest = rest.dropFirst()
            let value: Substring
            if rest.first == "\"" {
                rest = rest.dropFirst()
                value = rest.prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count).dropFirst()
            } else {
                value = rest.prefix { $0 != "}" && !$0.isWhitespace }
                rest = rest.dropFirst(value.count)
            }
            result.append((name, String(value)))
        }
    }
}
