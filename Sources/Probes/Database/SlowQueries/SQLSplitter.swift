/// Takes a text of SQL apart at the semicolons that end statements, and at no other.
enum SQLSplitter {
    /// The statements without comments around them and without their semicolons.
    static func statements(_ text: String) -> [String] {
        var result: [String] = []
        var current = ""
        var rest = Substring(text)
        func finish(_ text: String) -> String { String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
        while let character = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { $0 != "\n" && $0 != "\r\n" }
                current += " "
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.hasPrefix("*/") { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
                current += " "
            } else if let close = quotes[character] {
                let body = rest.dropFirst().prefix { $0 != close }
                // A doubled quote ends one text and begins the next, which comes to the same here.
                current += String(character) + body + String(close)
                rest = rest.dropFirst(body.count + 2)
            } else if character == ";" {
                result.append(finish(current))
                current = ""
                rest = rest.dropFirst()
            } else {
                current.append(character)
                rest = rest.dropFirst()
            }
        }
        result.append(finish(current))
        return result.filter { !$0.isEmpty }
    }

    private static let quotes: [Character: Character] = ["'": "'", "\"": "\"", "`": "`", "[": "]"]
}
