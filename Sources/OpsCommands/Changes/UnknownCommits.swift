internal import JSONKit
internal import Journal
internal import Mesh
internal import Operations

extension JournalAccess {
    /// The waiting events of which an earlier retry of this Jarvis may have asked for a commit, with nobody knowing what became of it.
    func unknownCommits(_ session: RetrySession, directory: String) -> Set<String> {
        let events = Set(session.items.map(\.name).filter(session.commits))
        guard !events.isEmpty, let runs = try? journal?.runs() else { return [] }
        var knowledge: [String: CommitKnowledge] = [:]
        // The newest run comes first; what was said last counts.
        for run in runs.reversed() where run.directory == directory {
            for step in run.steps where step.id.hasPrefix(prefix) {
                let event = String(step.id.dropFirst(prefix.count))
                guard events.contains(event) else { continue }
                for row in step.history { knowledge[event, default: CommitKnowledge()].take(row) }
            }
        }
        return Set(knowledge.filter(\.value.mayBeDone).keys)
    }

    private var prefix: String { "mesh/retry." }
}

/// What the journal tells of one event's commits.
private struct CommitKnowledge {
    /// It was begun or asked for, and how it ended is not known.
    var mayBeDone = false
    private var before = false

    mutating func take(_ row: JournalRow) {
        if row.event == "intended" {
            before = mayBeDone
            mayBeDone = mayBeDone || row.body["commits"]?.bool == true
            return
        }
        // Without a word about a commit it was not come to, and what was known before still is.
        switch row.body["evidence"]?.array?.first?["commit"]?.text {
        case "unknown"?: mayBeDone = true
        case nil: mayBeDone = before
        default: mayBeDone = false
        }
    }
}
