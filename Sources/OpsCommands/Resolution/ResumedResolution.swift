internal import Journal
internal import Planning
internal import Runbook

/// What the journal knows of a resolution that was interrupted.
struct ResumedResolution: Sendable {
    let run: RunHistory
    /// What it has kept, and nothing has overwritten since.
    private(set) var kept: Set<Loss> = []
    private(set) var servicesAreStopped = false
    /// The keys that a person chose to remove instead of all: the name that confirms it is the same, so that it must not be forgotten.
    private(set) var unlinkPattern: String?

    init(_ run: RunHistory) {
        self.run = run
        var begun: [String: StepIntent] = [:]
        for row in run.rows {
            switch row.said {
            case .looked(let look):
                if let loss = look.captured, ["ok", "unhealthy"].contains(look.state) { kept.insert(loss) }
            case .intended(let intent):
                begun[intent.step] = intent
                if intent.act?.word == .unlinkKeys { unlinkPattern = intent.act?.pattern }
                take(intent, isDone: false)
            case .settled(let ending):
                guard let intent = begun[ending.step], ending.isDone || ending.mayHaveChanged == true else { continue }
                take(intent, isDone: ending.isDone)
            default: break
            }
        }
    }

    /// What a step that was begun, or came to its end, took away or gave back.
    private mutating func take(_ intent: StepIntent, isDone: Bool) {
        // The undo of a stop is a start: that is how a stop is known again.
        if intent.undoes?.word == .startServices { servicesAreStopped = true }
        switch intent.act?.word {
        case .startServices? where isDone:
            servicesAreStopped = false
            // What was kept is of processes that are gone: the new ones have something to lose again.
            kept.subtract([.logs, .memory, .rateLimits])
        case .backupDatabase? where isDone: kept.insert(.database)
        case .restoreDatabase?: kept.remove(.database)
        default: break
        }
    }

    /// Done, or left out by a person: it is not taken again. What was only begun is looked at.
    func isSettled(_ item: ResolutionItem) -> Bool {
        guard item.kind == .runbook else { return false }
        // They were started again since.
        if item.stopsServices, !servicesAreStopped { return false }
        let ids = item.steps.map(\.id)
        let own = run.steps.filter { $0.id == item.id || $0.id.hasPrefix(item.id + ".") || ids.contains($0.id) }
        return !own.isEmpty && own.allSatisfy { $0.state == "done" }
    }
}
