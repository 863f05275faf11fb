internal import JSONKit
internal import Journal
internal import Mesh
internal import Operations
internal import SystemKit

extension JournalAccess {
    /// The waiting events of which an earlier retry of this Jarvis may have asked for a commit, with nobody knowing what became of it.
    func unknownCommits(_ session: RetrySession, of jarvis: JarvisDirectory) -> Set<String> {
        let events = Set(session.items.map(\.name).filter(session.commits))
        guard !events.isEmpty else { return [] }
        var knowledge: [String: CommitKnowledge] = [:]
        // What was said last counts, and a journal that was adopted as damaged comes before the present one.
        for damaged in Journal.putAside(directory: directory, deadline: .after(milliseconds: 5000)).reversed() {
            for row in rows(of: damaged, jarvis, events) { knowledge[row.event, default: CommitKnowledge()].take(row.row, isRelied: false) }
        }
        let relied = relied
        for row in journal.map({ rows(of: $0, jarvis, events) }) ?? [] {
            knowledge[row.event, default: CommitKnowledge()].take(row.row, isRelied: relied?.counts(row.row) == true)
        }
        return Set(knowledge.filter(\.value.mayBeDone).keys)
    }

    private func rows(
        of journal: Journal, _ jarvis: JarvisDirectory, _ events: Set<String>
    ) -> [(event: String, row: JournalRow)] {
        let prefix = "mesh/retry."
        // The newest run comes first.
        return ((try? journal.runs()) ?? []).reversed().filter { $0.isOf(jarvis) }.flatMap(\.steps).flatMap { step in
            let event = String(step.id.dropFirst(prefix.count))
            guard step.id.hasPrefix(prefix), events.contains(event) else { return [(event: String, row: JournalRow)]() }
            return step.history.map { (event, $0) }
        }
    }
}

/// What the journal tells of one event's commits.
private struct CommitKnowledge {
    /// It was begun or asked for, and how it ended is not known.
    var mayBeDone = false
    private var before = false

    /// - Parameter isRelied: false for a damaged journal, or one that others may write: what it says raises the question, and answers none.
    mutating func take(_ row: JournalRow, isRelied: Bool) {
        if row.event == "intended" {
            before = mayBeDone
            mayBeDone = mayBeDone || row.body["commits"]?.bool == true
            return
        }
        guard isRelied else { return }
        // Without a word about a commit it was not come to, and what was known before still is.
        switch row.body["evidence"]?.array?.first?["commit"]?.text {
        case "unknown"?: mayBeDone = true
        case nil: mayBeDone = before
        default: mayBeDone = false
        }
    }
}
