/// Places in a command that its author left to be filled in: `<tenant>`, `{tenant}`, `[name]`, `{{service}}`, `YOUR_APP`, `…`.
struct Placeholders: Equatable {
    struct Place: Equatable {
        var name: String
        /// In bytes of the line.
        var range: Range<Int>
        var quoting: ShellQuoting.Place
    }

    let line: String
    private(set) var places: [Place] = []

    static func all(in statement: ShellStatement, _ context: CommandContext = .none) -> Placeholders {
        var result = Placeholders(line: statement.text)
        result.find(statement, context)
        return result
    }

    /// Each name once, in the order of the line.
    var names: [String] { places.reduce(into: []) { names, place in if !names.contains(place.name) { names.append(place.name) } } }

    /// The line so that the shell's grammar takes every placeholder for a word and nothing else.
    var quoted: String { replaced { ShellQuoting.quoted($0.text, in: $0.place.quoting) } }

    /// The line with values in their places, each of them one word; places without a value stay.
    func filled(_ values: [String: String]) -> String {
        replaced { ShellQuoting.quoted(values[$0.place.name] ?? $0.text, in: $0.place.quoting) }
    }

    private func replaced(_ text: ((place: Place, text: String)) -> String) -> String {
        let bytes = Array(line.utf8)
        var result: [UInt8] = []
        var at = 0
        for place in places {
            result += bytes[at..<place.range.lowerBound]
            result += Array(text((place, String(decoding: bytes[place.range], as: UTF8.self))).utf8)
            at = place.range.upperBound
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }

    // MARK: Finding

    private mutating func find(_ statement: ShellStatement, _ context: CommandContext) {
        let bytes = Array(line.utf8)
        var at = 0
        while at < bytes.count {
            if let (name, end) = PlaceholderShape.bracketed(bytes, at) ?? PlaceholderShape.dots(bytes, at) {
                let place = ShellQuoting.place(at: at, in: bytes)
                // Braces and brackets in quotes are a program's own: a template, a pattern, JSON. An ellipsis there is only text.
                if place == .bare || bytes[at] == UInt8(ascii: "<") || bytes[at] == UInt8(ascii: ".") {
                    places.append(Place(name: name, range: at..<end, quoting: place))
                    at = end
                    continue
                }
            }
            if let (name, end) = PlaceholderShape.capitals(bytes, at), PlaceholderShape.isMeant(name, at..<end, statement, context) {
                places.append(Place(name: name, range: at..<end, quoting: ShellQuoting.place(at: at, in: bytes)))
                at = end
                continue
            }
            at += 1
        }
    }
}
