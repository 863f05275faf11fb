/// `1. API Unresponsive (Critical)`, taken apart.
struct IncidentHeading: Equatable {
    var number: Int?
    var title: String
    var severityWord: String?

    init(_ text: String) {
        var rest = text.trimmedSpaces[...]
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, let value = Int(digits), rest.dropFirst(digits.count).first == "." {
            number = value
            rest = rest.dropFirst(digits.count + 1)
        }
        if rest.last == ")", let open = rest.lastIndex(of: "(") {
            let word = rest[rest.index(after: open)...].dropLast().trimmedSpaces
            // "Foo (see below)" is a title; a severity is one word.
            if !word.isEmpty, !word.contains(" ") {
                severityWord = word
                rest = rest[..<open]
            }
        }
        title = rest.trimmedSpaces
    }

    /// `API Unresponsive` → `api-unresponsive`.
    static func slug(_ title: String) -> String {
        var result = ""
        for character in title.lowercased() {
            if character.isLetter || character.isNumber {
                result.append(character)
            } else if !result.isEmpty, result.last != "-" {
                result.append("-")
            }
        }
        while result.last == "-" { result.removeLast() }
        return result
    }
}
