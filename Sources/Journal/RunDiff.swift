/// What changed from one diagnosis to another.
public struct RunDiff: Sendable {
    /// Something that both runs may have judged.
    public struct Change: Sendable, Hashable {
        /// Of an incident, a symptom or a probe.
        public let id: String
        /// In words, where it has any: a symptom's text.
        public let text: String
        /// Its state in the first run and in the second; nil where that run did not look.
        public let was: String?
        public let now: String?
        /// Why it was so, or what was measured.
        public let wasBecause: String?
        public let nowBecause: String?

        /// Another state, not only another measure.
        public var isTurn: Bool { was != now }
    }

    public let before: RunHistory
    public let after: RunHistory
    /// One list each: what turned, and what was measured otherwise with the same outcome. What is the same in both is left out.
    public let verdicts: [Change]
    public let symptoms: [Change]
    public let probes: [Change]
    /// How many verdicts, symptoms and probes are the same in both.
    public let unchanged: (verdicts: Int, symptoms: Int, probes: Int)

    /// Nothing turned. What was measured may differ.
    public var isSame: Bool { !(verdicts + symptoms + probes).contains(where: \.isTurn) }

    public init(_ before: RunHistory, _ after: RunHistory) {
        self.before = before
        self.after = after
        let verdicts = Self.compare(Self.verdicts(before), Self.verdicts(after))
        let symptoms = Self.compare(Self.symptoms(before), Self.symptoms(after))
        let probes = Self.compare(Self.probes(before), Self.probes(after))
        self.verdicts = verdicts.changes
        self.symptoms = symptoms.changes
        self.probes = probes.changes
        unchanged = (verdicts.same, symptoms.same, probes.same)
    }
}

extension RunDiff {
    private struct Judged {
        let id: String
        let text: String
        let state: String
        let because: String
    }

    private static func verdicts(_ run: RunHistory) -> [Judged] {
        run.verdicts.map { Judged(id: $0.incident, text: "", state: $0.verdict, because: $0.because) }
    }

    private static func symptoms(_ run: RunHistory) -> [Judged] {
        run.verdicts.flatMap(\.symptoms).map { Judged(id: $0.id, text: $0.text, state: $0.state, because: $0.because) }
    }

    private static func probes(_ run: RunHistory) -> [Judged] {
        run.observations.map { Judged(id: $0.id, text: "", state: $0.state, because: $0.summary) }
    }

    /// In the order of the first run; what only the second one has comes last. Of repeated ids the last word counts.
    private static func compare(_ before: [Judged], _ after: [Judged]) -> (changes: [Change], same: Int) {
        let was = Dictionary(before.map { ($0.id, $0) }) { $1 }
        let now = Dictionary(after.map { ($0.id, $0) }) { $1 }
        var seen: Set<String> = []
        var changes: [Change] = []
        for id in (before + after).map(\.id) where seen.insert(id).inserted {
            let (a, b) = (was[id], now[id])
            if let a, let b, a.state == b.state, a.because == b.because { continue }
            changes.append(
                Change(
                    id: id, text: b?.text ?? a?.text ?? "", was: a?.state, now: b?.state, wasBecause: a?.because, nowBecause: b?.because))
        }
        // What turned comes first; the order is kept otherwise.
        return (changes.filter(\.isTurn) + changes.filter { !$0.isTurn }, seen.count - changes.count)
    }
}
