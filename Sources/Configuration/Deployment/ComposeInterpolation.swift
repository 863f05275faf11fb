/// `${NAME}`, `$NAME`, `$$`, and the operators `:-`, `-`, `:+`, `+`, `:?`, `?` in a compose file's values. A default may itself
/// hold variables: `${A:-${B:-8766}}`.
enum ComposeInterpolation {
    /// Nobody nests defaults deeper; what lies below stays as it is written.
    private static let maximumDepth = 8

    static func resolve(_ text: String, _ lookup: (String) -> String?) -> String { resolve(text[...], depth: 0, lookup) }

    private static func resolve(_ text: Substring, depth: Int, _ lookup: (String) -> String?) -> String {
        guard depth < maximumDepth else { return String(text) }
        var result = ""
        var rest = text
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "{", let close = closingBrace(rest) {
                result += braced(rest[rest.index(after: rest.startIndex)..<close], depth: depth, lookup)
                rest = rest[rest.index(after: close)...]
            } else {
                let name = rest.prefix(while: isName)
                result += name.isEmpty ? "$" : lookup(String(name)) ?? ""
                rest = rest[name.endIndex...]
            }
        }
        return result + rest
    }

    /// The brace that closes the one at the start; braces inside a default come in pairs.
    private static func closingBrace(_ text: Substring) -> Substring.Index? {
        var open = 0
        for index in text.indices {
            if text[index] == "{" { open += 1 }
            if text[index] == "}" { open -= 1 }
            if open == 0 { return index }
        }
        return nil
    }

    private static func braced(_ body: Substring, depth: Int, _ lookup: (String) -> String?) -> String {
        let name = body.prefix(while: isName)
        var operation = body[name.endIndex...]
        let value = lookup(String(name))
        // With a colon an empty value counts as not set.
        let emptyIsUnset = operation.first == ":"
        if emptyIsUnset { operation = operation.dropFirst() }
        let isSet = value.map { !$0.isEmpty || !emptyIsUnset } ?? false
        func word() -> String { resolve(operation.dropFirst(), depth: depth + 1, lookup) }
        switch operation.first {
        case "-": return isSet ? value ?? "" : word()
        case "+": return isSet ? word() : ""
        default: return value ?? ""
        }
    }

    private static func isName(_ character: Character) -> Bool {
        character == "_" || character.isASCII && (character.isLetter || character.isNumber)
    }
}
