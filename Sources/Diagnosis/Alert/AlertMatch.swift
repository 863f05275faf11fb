public import Runbook

/// Which incident of the runbook an alert is about, and what of the alert says so.
public struct AlertMatch: Sendable {
    public let alert: Alert
    public let incident: String
    /// `its runbook address leads to #api-unresponsive`.
    public let because: String

    /// By the anchor of a runbook address, else by a name, else by a label, else by the words of a symptom; nil where nothing fits, or several
    /// fit alike.
    public init?(_ alert: Alert, in runbook: Runbook) {
        guard let found = AlertMatch.find(alert, runbook) else { return nil }
        self.alert = alert
        (incident, because) = found
    }

    private static func find(_ alert: Alert, _ runbook: Runbook) -> (incident: String, because: String)? {
        for link in alert.links {
            guard let hash = link.lastIndex(of: "#"), case let anchor = words(link[link.index(after: hash)...]) else { continue }
            if let id = named(in: anchor, runbook) { return (id, "its runbook address leads to #\(link[link.index(after: hash)...])") }
        }
        if let id = named(in: words(alert.name[...]), runbook) { return (id, "its name is \(alert.name)") }
        for label in alert.labels {
            if let id = named(in: words(label.value[...]), runbook) { return (id, "its label \(label.name) is \(label.value)") }
        }
        return bySymptom(alert, runbook)
    }

    /// The incident whose id, alias or title stands in the words, whole; of several the longest.
    private static func named(in words: [String], _ runbook: Runbook) -> String? {
        let names = runbook.incidents.flatMap { incident in
            ([incident.id, incident.title] + incident.aliases).map { (id: incident.id, words: AlertMatch.words($0[...])) }
        }
        let fitting = names.filter { !$0.words.isEmpty && contains(words, $0.words) }
        guard let longest = fitting.map(\.words.count).max() else { return nil }
        let ids = Set(fitting.filter { $0.words.count == longest }.map(\.id))
        return ids.count == 1 ? ids.first : nil
    }

    private static func contains(_ words: [String], _ part: [String]) -> Bool {
        guard part.count <= words.count else { return false }
        return (0...words.count - part.count).contains { words[$0..<$0 + part.count].elementsEqual(part) }
    }

    /// The symptom that shares the most words with the alert: at least two of its own, and more than half.
    private static func bySymptom(_ alert: Alert, _ runbook: Runbook) -> (incident: String, because: String)? {
        let said = Set((alert.texts + [alert.name]).flatMap { words($0[...]) }.map(stem))
        var best: [(id: String, text: String, share: Int, shared: Int)] = []
        for incident in runbook.incidents {
            for symptom in incident.symptoms {
                let own = Set(words(symptom.text[...]).filter { !smallWords.contains($0) }.map(stem))
                let shared = own.intersection(said).count
                guard shared >= 2, shared * 2 > own.count else { continue }
                best.append((incident.id, symptom.text, shared * 100 / own.count, shared))
            }
        }
        guard let top = best.max(by: { ($0.share, $0.shared) < ($1.share, $1.shared) }) else { return nil }
        let ids = Set(best.filter { ($0.share, $0.shared) == (top.share, top.shared) }.map(\.id))
        return ids.count == 1 ? (top.id, "its words are those of the symptom \"\(top.text)\"") : nil
    }

    private static let smallWords: Set<String> = [
        "a", "an", "and", "are", "at", "by", "end", "for", "goes", "in", "is", "it", "its", "of", "on", "or", "that", "the", "to", "with",
    ]

    /// `p95LatencyHigh` and `p95-latency_high` are the same three words.
    static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for character in text {
            let isPart = character.isLetter || character.isNumber
            let begins = character.isUppercase && (previous.isLowercase || previous.isNumber)
            if !isPart || begins, !word.isEmpty {
                words.append(word)
                word = ""
            }
            if isPart { word += character.lowercased() }
            previous = character
        }
        return word.isEmpty ? words : words + [word]
    }

    /// `failing` and `failed` begin alike.
    private static func stem(_ word: String) -> String {
        for ending in ["ing", "ed", "es", "s"] where word.count > ending.count + 3 && word.hasSuffix(ending) {
            return String(word.dropLast(ending.count))
        }
        return word
    }
}
