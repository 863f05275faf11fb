/// Which names an option or flag goes by.
public struct NameSpecification: Sendable, ExpressibleByArrayLiteral {
    /// One name, fixed or made from the property's name.
    public struct Element: Sendable, Hashable {
        enum Form: Hashable {
            case long
            case customLong(String)
            case short
            case customShort(Character)
        }
        let form: Form

        /// `--dry-run` for a property `dryRun`.
        public static var long: Element { Element(form: .long) }
        /// `-d` for a property `dryRun`.
        public static var short: Element { Element(form: .short) }
        /// `--name`.
        public static func customLong(_ name: String) -> Element { Element(form: .customLong(name)) }
        /// `-c`.
        public static func customShort(_ character: Character) -> Element { Element(form: .customShort(character)) }
    }

    let elements: [Element]

    public init(_ elements: [Element]) { self.elements = elements }
    public init(arrayLiteral elements: Element...) { self.elements = elements }

    public static var long: NameSpecification { [.long] }
    public static var short: NameSpecification { [.short] }
    public static var shortAndLong: NameSpecification { [.long, .short] }
    public static func customLong(_ name: String) -> NameSpecification { [.customLong(name)] }
    public static func customShort(_ character: Character) -> NameSpecification { [.customShort(character)] }

    /// The names for a property called `key`, each once, in the order given.
    func names(forKey key: String) -> [Name] {
        var names: [Name] = []
        for element in elements {
            let name: Name? =
                switch element.form {
                case .long: .long(kebabCase(key))
                case .customLong(let text): .long(text)
                case .short: key.first.map { .short($0) }
                case .customShort(let character): .short(character)
                }
            if let name, !names.contains(name) { names.append(name) }
        }
        return names
    }
}

/// A name as it is looked up.
enum Name: Hashable, Sendable {
    case long(String)
    case short(Character)

    /// As it is typed: `--output`, `-o`.
    var spelling: String {
        switch self {
        case .long(let name): "--" + name
        case .short(let character): "-" + String(character)
        }
    }

    var isShort: Bool { if case .short = self { true } else { false } }
}

/// `dryRun` → `dry-run`, `useHTTPServer` → `use-http-server`, `MeshRetry` → `mesh-retry`.
func kebabCase(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    for (index, character) in characters.enumerated() {
        if character == "_" {
            result += "-"
            continue
        }
        if character.isUppercase, index > 0, characters[index - 1] != "_" {
            let startsWord = !characters[index - 1].isUppercase
            let endsAcronym = index + 1 < characters.count && characters[index + 1].isLowercase
            if startsWord || endsAcronym { result += "-" }
        }
        result += character.lowercased()
    }
    return result
}
