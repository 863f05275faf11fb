internal import MarkdownKit

/// Ids that documents and scripts rely on where the slug of the title would be another.
enum KnownIDs {
    private static let ids = ["mesh-sync-and-attestation-degraded-mode": "mesh"]

    static func id(_ slug: String) -> String { ids[slug] ?? slug }
    static func isKnown(_ id: String) -> Bool { ids.values.contains(id) }
}

extension Runbook {
    /// What can be told only when all was read: severities by the file's own table, ids that tell incidents apart, suggestions.
    ///
    /// - Parameter slots: the incidents by the places of their headings.
    mutating func settle(_ places: [Int: Outline.Place], _ slots: [Int: Int], _ front: FrontMatter) {
        rankTable()
        if incidents.count == 1, incidents[0].severityWord == nil { incidents[0].severityWord = front.severity }
        let slugs = incidents.map { HeadingText.slug($0.title) }
        let counts = slugs.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        for (index, slot) in slots where counts[slugs[slot], default: 0] > 1 { rename(slot, places[index]?.above ?? []) }
        // Suggestions need names that may stand further down. So do the words of a step about what is not to be done beside it.
        let context = RunbookContext(incidents)
        for index in incidents.indices {
            incidents[index].rate(severities)
            StepBuilder.addSuggestions(to: &incidents[index].diagnosis, context)
            StepBuilder.addSuggestions(to: &incidents[index].resolution, context)
            StepBuilder.addSuggestions(to: &incidents[index].rollback, context)
            incidents[index].context.sort { $0.span.line < $1.span.line }
            incidents[index].addWarnings()
        }
    }

    /// Rows that are called by levels stand from the worst to the mildest: `P0`, `P1`, `P2`, `P3`.
    private mutating func rankTable() {
        guard severities.contains(where: { SeverityWord.own($0.name) == nil }), severities.allSatisfy({ SeverityWord.isLevel($0.name) })
        else { return }
        for (rank, index) in severities.indices.enumerated() {
            severities[index].severity = Severity.allCases[min(rank, Severity.allCases.count - 1)]
        }
    }

    /// An incident whose title stands elsewhere too is called by the heading above it as well, wherever either of them stands.
    private mutating func rename(_ slot: Int, _ above: [String]) {
        guard let group = above.last.map(HeadingText.slug), !group.isEmpty else { return }
        incidents[slot].rename("\(group)-\(HeadingText.slug(incidents[slot].title))")
    }
}

extension Incident {
    /// The severity of its word, by the table of the file or else by convention.
    fileprivate mutating func rate(_ table: [SeverityPolicy]) {
        guard let word = severityWord else { return }
        severity = table.first { $0.name.lowercased() == word.lowercased() }?.severity
        if severity != nil { return }
        severity = SeverityWord.byConvention(word)
        severityIsByConvention = severity != nil && SeverityWord.own(word) == nil
    }

    /// Gives it another id, and its parts with it.
    mutating func rename(_ new: String) {
        let old = id
        id = new
        func renamed(_ text: String) -> String { text.hasPrefix(old + "/") ? new + text.dropFirst(old.count) : text }
        for index in symptoms.indices { symptoms[index].id = renamed(symptoms[index].id) }
        for index in safetyRules.indices { safetyRules[index].id = renamed(safetyRules[index].id) }
        for index in diagnosis.indices { diagnosis[index].id = renamed(diagnosis[index].id) }
        for index in resolution.indices { resolution[index].id = renamed(resolution[index].id) }
        for index in rollback.indices { rollback[index].id = renamed(rollback[index].id) }
        for index in context.indices { context[index].concerns = context[index].concerns.map(renamed) }
    }

    mutating func add(symptom: Symptom) {
        var symptom = symptom
        symptom.id = "\(id)/symptom.\(symptoms.count + 1)"
        symptoms.append(symptom)
    }

    /// Each step says what its author forbids beside it.
    fileprivate mutating func addWarnings() {
        func warn(_ steps: inout [Step]) {
            for note in context where note.kind == .prohibition {
                guard let index = steps.firstIndex(where: { $0.id == note.concerns }) else { continue }
                steps[index].notes.append("The runbook forbids here: \(note.text)")
            }
        }
        warn(&diagnosis)
        warn(&resolution)
        warn(&rollback)
    }
}
