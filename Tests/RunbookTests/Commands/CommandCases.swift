@testable import Runbook

/// Command lines with what they do: `R` reads, `C` changes, `D` destroys, `U` cannot be told. One a line; `\x0A` and `\u{A0}` stand for
/// characters that cannot be seen.
struct CommandCases {
    struct Case {
        let line: String
        let effect: Effect
        var typed: Effect { CommandClassifier.classify(line).effect }
        /// As written in the table, for messages.
        let written: String
    }

    let cases: [Case]

    init(_ table: String) {
        cases = table.split(separator: "\n").compactMap { row in
            guard let label = row.first, let effect = CommandCases.effects[label] else { return nil }
            let written = String(row.dropFirst(2))
            return Case(line: CommandCases.decode(written), effect: effect, written: written)
        }
    }

    static let all: [(name: String, table: CommandCases)] = [
        ("compose", compose), ("docker", docker), ("curl", curl), ("sqlite3", sqlite), ("redis-cli", redis), ("system", service),
        ("programs", program), ("languages", language), ("other programs", other), ("shell", shell),
    ]

    private static let effects: [Character: Effect] = ["R": .read, "C": .change, "D": .destroy, "U": .unknown]

    private static func decode(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            let digits: Substring
            let length: Int
            if rest.hasPrefix("\\x") {
                digits = rest.dropFirst(2).prefix(2)
                length = 4
            } else if rest.hasPrefix("\\u{") {
                digits = rest.dropFirst(3).prefix { $0 != "}" }
                length = digits.count + 4
            } else {
                (digits, length) = ("", 1)
            }
            if length > 1, let value = UInt32(digits, radix: 16), let scalar = UnicodeScalar(value) {
                result.unicodeScalars.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                result.append(character)
                rest.removeFirst()
            }
        }
        return result
    }
}
