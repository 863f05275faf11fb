/// One line of a list in the help: what to type, and what it is for.
struct Row {
    let label: String
    let text: String

    /// Longer labels stand on a line of their own.
    static let widestLabel = 30

    /// - Parameters:
    ///   - column: where the explanations begin.
    ///   - width: where they end.
    func text(column: Int, width: Int) -> String {
        let head = "  " + label
        guard !text.isEmpty else { return head }
        // On a narrow terminal the explanations move left rather than become a ribbon.
        let column = min(column, max(8, width / 2))
        let indent = String(repeating: " ", count: column)
        let lines = wrapped(text, width: width - column).split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
        return head.count + 2 > column ? head + "\n" + body : head + body.dropFirst(head.count)
    }
}

extension Row {
    /// Rows for arguments, options and flags; the two sides of an inverted flag share one.
    static func rows(_ arguments: [ArgumentInfo]) -> [Row] {
        var rows: [Row] = []
        for (index, argument) in arguments.enumerated() where !argument.isInverse {
            let inverse = index + 1 < arguments.count && arguments[index + 1].isInverse ? arguments[index + 1].names : []
            rows.append(Row(label: label(argument, inverse: inverse), text: explanation(argument)))
        }
        return rows
    }

    private static func label(_ argument: ArgumentInfo, inverse: [String]) -> String {
        let names = argument.names.joined(separator: ", ") + (inverse.isEmpty ? "" : "/" + inverse.joined(separator: ", "))
        switch argument.kind {
        case .argument: return "<\(argument.valueName)>"
        case .option: return "\(names) <\(argument.valueName)>"
        case .flag: return names
        }
    }

    private static func explanation(_ argument: ArgumentInfo) -> String {
        var facts: [String] = []
        if !argument.allValues.isEmpty { facts.append("values: " + argument.allValues.joined(separator: ", ")) }
        if let value = argument.defaultValue { facts.append(value.isEmpty ? "default" : "default: \(value)") }
        let summary = [argument.abstract, facts.isEmpty ? "" : "(\(facts.joined(separator: "; ")))"].filter { !$0.isEmpty }
        return ([summary.joined(separator: " ")] + [argument.discussion]).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
