/// A command with the default place in it looks at the wrong thing as soon as somebody moved it.
struct HardCodedPath: LintRule {
    let id = "hard-coded-path"
    let level = Finding.Level.warning
    let summary = "A default path or address in a command, without a word about the variable that overrides it."
    let explanation = """
        Where the variable is set, the default path names an old file, or none, and the answer is about something else. This program \
        replaces these places by the variable's value, but somebody who copies the line does not know that. The variable's name in the \
        step's comment or words is enough; inside a container `localhost` is the container itself and is not found.
        """
    let example = """
        **Diagnosis:**
        ```bash
        # Last records
        tail -n 50 data/mesh/outbox.jsonl
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        # Last records (JARVIS_MESH_OUTBOX_PATH, where set, names another file)
        tail -n 50 data/mesh/outbox.jsonl
        ```
        """

    /// Defaults and the variables that override them.
    private static let places: [(place: String, variable: String, isAddress: Bool)] = [
        ("data/mesh/outbox.jsonl", "JARVIS_MESH_OUTBOX_PATH", false),
        ("data/jarvis.db", "JARVIS_OPS_DATABASE", false),
        ("http://localhost", "JARVIS_API_URL", true),
        ("http://127.0.0.1", "JARVIS_API_URL", true),
    ]

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.flatMap { step -> [Finding] in
            guard let command = text(step) else { return [] }
            return HardCodedPath.places.compactMap { place, variable, isAddress in
                guard HardCodedPath.names(command, place), ![step.title, step.text, command].contains(where: { $0.contains(variable) }),
                    !(isAddress && step.writtenCommands.contains(where: \.isInContainer))
                else { return nil }
                return finding(
                    "`\(place)` is only the default: `\(variable)` overrides it.", at: step.span,
                    suggestion: "Name `\(variable)` in the step's comment or words.", cause: place)
            }
        }
    }

    private func text(_ step: Step) -> String? {
        if case .file(let path) = step.action { return path }
        return step.command
    }

    /// Whether `text` has the place itself in it, and not a longer path such as `old/data/jarvis.db.bak`.
    private static func names(_ text: String, _ place: String) -> Bool {
        text.ranges(of: place).contains { range in
            let before = text[..<range.lowerBound]
            let isStart = before.last.map { !isPathCharacter($0) } ?? true || before.hasSuffix("./") && !before.hasSuffix("../")
            return isStart && text[range.upperBound...].first.map { !isPathCharacter($0) || $0 == "/" } ?? true
        }
    }

    private static func isPathCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "/._-".contains(character)
    }
}
