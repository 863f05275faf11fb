internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import SystemKit

extension JournalAccess {
    /// The waiting events of which an earlier retry of this Jarvis may have asked for a commit, with nobody knowing what became of it.
    func unknownCommits(_ session: RetrySession, of jarvis: JarvisDirectory) -> Set<String> {
        let events = session.items.map(\.name).filter(session.commits)
        guard !events.isEmpty else { return [] }
        // What was said last counts, and a journal that was adopted as damaged comes before the present one.
        let relied = relied
        let journals =
            damaged.reversed().map { (journal: $0, relied: ReliedJournal?.none) } + (journal.map { [(journal: $0, relied: relied)] } ?? [])
        return Set(events.filter { CommitKnowledge(of: $0, in: journals, jarvis).mayBeDone })
    }
}

/// What the journal tells of one event's commits.
private struct CommitKnowledge {
    /// It was begun or asked for, and how it ended is not known.
    private(set) var mayBeDone = false
    private var before = false

    init(of event: String, in journals: [(journal: Journal, relied: ReliedJournal?)], _ jarvis: JarvisDirectory) {
        for (journal, relied) in journals {
            for row in (try? journal.rows(step: SendPlanner.step(of: event))) ?? []
            where (try? journal.beginning(of: row.run)).flatMap({ $0 }).flatMap({ JarvisDirectory($0.body) })?.isSame(as: jarvis) ?? true {
                take(row.said, isRelied: relied?.counts(row) == true)
            }
        }
    }

    /// - Parameter isRelied: false for a damaged journal, or one that others may write: what it says raises the question, and answers none.
    private mutating func take(_ said: RunEvent, isRelied: Bool) {
        switch said {
        case .intended(let intent):
            before = mayBeDone
            mayBeDone = mayBeDone || intent.commits
        case .settled(let ending) where isRelied:
            // Without a word about a commit it was not come to, and what was known before still is.
            switch ending.event?.commit {
            case .unknown?: mayBeDone = true
            case nil: mayBeDone = before
            case .committed?, .disabled?, .failed?: mayBeDone = false
            }
        default: break
        }
    }
}

extension StepEnding {
    /// What became of the event that the step sent; nil where it sent none.
    var event: EventOutcome? { evidence.first.flatMap { EventOutcome($0) } }
}
