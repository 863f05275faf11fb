/// Puts the scanned words into the command's values.
struct Binding {
    let scanner: Scanner

    init(_ scanner: Scanner) { self.scanner = scanner }

    private var set: ArgumentSet { scanner.set }

    /// Throws: `UsageError` for the first value that is none, word that has no place, or thing that is missing.
    func fill() throws(UsageError) {
        for (definitions, occurrence) in scanner.given {
            for index in definitions { try give(occurrence, to: set.definitions[index]) }
        }
        try fillPositionals()
        try requireTheRest()
    }

    private func fillPositionals() throws(UsageError) {
        var words = scanner.words[...]
        var afterTerminator: ArraySlice<Scanner.Word> = []
        if set.positionals(.postTerminator) != nil, let first = words.firstIndex(where: { $0.followsTerminator }) {
            afterTerminator = words[first...]
            words = words[..<first]
        }
        for index in set.positionals {
            let definition = set.definitions[index]
            guard case .positional(let strategy) = definition.kind else { continue }
            switch strategy?.form {
            case nil:
                if let word = words.popFirst() { try give(Occurrence(name: "", value: word.text), to: definition) }
            case .postTerminator:
                for word in afterTerminator { try give(Occurrence(name: "", value: word.text), to: definition) }
            case .remaining, .allUnrecognized, .captureForPassthrough:
                while let word = words.popFirst() { try give(Occurrence(name: "", value: word.text), to: definition) }
            }
        }
        guard let stray = words.first else { return }
        let others = words.count > 1 ? " and \(words.count - 1) more" : ""
        throw UsageError(.unexpectedArgument, "Unexpected argument \(quoted(stray.text))\(others).", command: scanner.command)
    }

    private func give(_ occurrence: Occurrence, to definition: ArgumentDefinition) throws(UsageError) {
        // A script's variable that is not set: it must not mean the working directory, or whatever else "nothing" may mean.
        if definition.takesValue, occurrence.value.isEmpty, !definition.isForAnotherProgram {
            throw UsageError(
                .invalidValue, "The value of '\(definition.synopsis)' is empty: is a variable not set?", command: scanner.command)
        }
        do {
            try definition.accept(occurrence)
        } catch {
            switch error {
            case .invalid(let reason): throw invalid(occurrence.value, definition, reason)
            case .conflict(let other):
                throw UsageError(
                    .conflictingFlags, "The flags '\(other)' and '\(occurrence.name)' exclude each other.", command: scanner.command)
            }
        }
    }

    private func invalid(_ value: String, _ definition: ArgumentDefinition, _ reason: String) -> UsageError {
        let allowed = definition.describe().allValues
        var message = "The value \(quoted(value)) is invalid for '\(definition.synopsis)'"
        if !reason.isEmpty {
            message += ": \(reason)"
        } else if !allowed.isEmpty {
            message += ": it must be one of " + allowed.map { "'\($0)'" }.joined(separator: ", ")
        }
        if message.last != "." { message += "." }
        return UsageError(.invalidValue, message, suggestions: suggestions(for: value, among: allowed), command: scanner.command)
    }

    private func requireTheRest() throws(UsageError) {
        for index in 0..<set.ownCount {
            let definition = set.definitions[index]
            guard !definition.isOptional, !definition.isGiven() else { continue }
            let what = definition.isPositional ? "argument" : definition.takesValue ? "option" : "flag"
            throw UsageError(.missingArgument, "Missing \(what) '\(definition.synopsis)'.", command: scanner.command)
        }
    }
}
