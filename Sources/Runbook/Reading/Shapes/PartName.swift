/// The parts of an incident's section. The raw value of a part with steps stands in their ids.
enum PartName: String, CaseIterable, Sendable {
    case symptoms, rules, diagnosis, resolution, recovery, rollback, verification
    /// Known, and nothing of it is run: what it means, what it harms, why it happened, whom to tell.
    case aside
    /// What is owed afterwards.
    case post = "post-incident"

    var hasSteps: Bool { [.diagnosis, .resolution, .recovery, .rollback, .verification].contains(self) }

    /// Reads a label or heading: "Symptoms:", "🛠 2) Immediate Actions (5 minutes)", "Causes & Resolutions".
    ///
    /// What stands in brackets is a remark: whoever asks must see whether it forbids.
    init?(label: String) {
        guard let entry = PartNames.entry(label), !entry.isHeading else { return nil }
        self = entry.part
    }
}

/// A name of a part.
struct PartEntry: Equatable, Sendable {
    let part: PartName
    /// Whether a section with no other part than this may be something else than an incident: "Checklist", "Rollback".
    let isWeak: Bool
    /// Whether only a heading of that name is one.
    var isHeading = false
}

/// Looks names up in the table, without what stands around them.
enum PartNames {
    static func entry(_ label: String) -> PartEntry? {
        // A label is a few words; a sentence that begins with one of them is not.
        guard label.utf8.count <= 60 else { return nil }
        let words = words(HeadingText(label).title)
        guard !words.isEmpty, words.count <= 8 else { return nil }
        return entry(words[...]) ?? joined(words) ?? component(words) ?? limited(words)
    }

    private static func words(_ text: String) -> [String] {
        var text = text.lowercased()
        if text.hasSuffix(")"), let open = text.lastIndex(of: "(") { text = String(text[..<open]) }
        return text.split { !($0.isWordPart || "&/-'’".contains($0)) }.flatMap { word -> [String] in
            let parts = word.split(separator: "-").map(String.init)
            return word == "&" || word == "/" ? ["and"] : word.contains("/") ? word.split(separator: "/").map(String.init) : parts
        }
    }

    /// "Common Causes & Resolutions": the part that has most to say.
    private static func joined(_ words: [String]) -> PartEntry? {
        let sides = words.split { $0 == "and" || $0 == "or" }
        guard sides.count == 2 else { return nil }
        let entries = sides.compactMap { entry($0) }
        guard entries.count == 2 else { return nil }
        return entries.last { $0.part.hasSteps } ?? entries.first { $0.part != .aside } ?? entries.first
    }

    /// "Docker Container Recovery": what is mended stands in front, and nothing that could take it back.
    private static func component(_ words: [String]) -> PartEntry? {
        guard words.count < 5, let last = words.last, let found = known[last], found.part != .aside, found.part != .post, !found.isWeak
        else {
            return nil
        }
        let tokens = words.dropLast().map { Token(kind: .word, text: $0) }
        let senses = tokens.indices.map { Lexicon.standard.matches(tokens, at: $0).map(\.sense) }
        let isPlain =
            senses.allSatisfy { $0.allSatisfy { $0 == .machine } } && !words.contains { $0.hasPrefix("auto") || $0.hasPrefix("plan") }
        return isPlain && senses.contains { $0.contains(.machine) } ? found : nil
    }

    /// "Diagnosis for the web server", "Rollback by platform": a part, and where it applies.
    private static func limited(_ words: [String]) -> PartEntry? {
        guard let place = words.firstIndex(where: { ["for", "by"].contains($0) }), place > 0, words.count - place < 6,
            let found = entry(words[..<place]), found.part.hasSteps
        else { return nil }
        let rest = words[(place + 1)...].filter { $0 != "the" }
        let tokens = rest.map { Token(kind: .word, text: $0) }
        let isPlain = tokens.indices.allSatisfy { at in
            let word = Substring(tokens[at].text)
            return Lexicon.standard.matches(tokens, at: at).allSatisfy { $0.sense == .machine }
                && !StepWords.vague.contains(word) && !StepWords.trials.contains(word) && word.first?.isNumber == false
        }
        return isPlain && !rest.isEmpty ? found : nil
    }

    private static func entry(_ words: ArraySlice<String>) -> PartEntry? {
        if let exact = known[words.joined(separator: " ")] { return exact }
        guard let first = words.first, words.count > 1 else { return nil }
        if let last = words.last, PartTable.after.contains(last), let found = entry(words.dropLast()) { return found }
        return PartTable.before.contains(first) ? entry(words.dropFirst()) : nil
    }

    private static let known: [String: PartEntry] = PartTable.rows.reduce(into: [:]) { result, row in
        for name in row.names { result[name] = PartEntry(part: row.part, isWeak: row.isWeak, isHeading: row.isHeading) }
    }
}
