/// `${NAME}`, `$NAME`, `${NAME:-default}`, `${NAME-default}` and `$$` in a compose file's values.
enum ComposeInterpolation {
    static func resolve(_ text: String, _ lookup: (String) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "{", let close = rest.firstIndex(of: "}") {
                result += braced(rest[rest.index(after: rest.startIndex)..<close], lookup)
                rest = rest[rest.index(after: close)...]
            } else {
                let name = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
                result += name.isEmpty ? "$" : lookup(String(name)) ?? ""
                rest = rest.dropFirst(name.count)
            }
        }
        return result + rest
    }

    private static func braced(_ body: Substring, _ lookup: (String) -> String?) -> String {
        let name = body.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
        let value = lookup(String(name))
        let operation = body.dropFirst(name.count)
        if operation.hasPrefix(":-") { return value.flatMap { $0.isEmpty ? nil : $0 } ?? String(operation.dropFirst(2)) }
        if operation.hasPrefix("-") { return value ?? String(operation.dropFirst()) }
        return value ?? ""
    }
}
