internal import JSONKit
internal import Journal
internal import Planning
internal import Runbook

/// What the journal knows of a resolution that was interrupted.
struct ResumedResolution: Sendable {
    let steps: ResumedRun
    /// What it has kept, and nothing has overwritten since.
    let kept: Set<Loss>
    let servicesAreStopped: Bool
    /// The keys that a person chose to remove instead of all: the name that confirms it is the same, so that it must not be forgotten.
    let unlinkPattern: String?

    init(_ steps: ResumedRun, rows: [JournalRow]) {
        self.steps = steps
        var kept: Set<Loss> = []
        var areStopped = false
        var operations: [String: String] = [:]
        for row in rows {
            guard let step = row.step else { continue }
            if row.table == .observations, step.hasPrefix("capture/"), ["ok", "unhealthy"].contains(row.body["state"]?.text ?? "") {
                if let loss = Loss(rawValue: String(step.dropFirst("capture/".count))) { kept.insert(loss) }
            }
            guard row.table == .steps else { continue }
            if row.event == "intended" { operations[step] = ResumedResolution.word(row.body) }
            let isBegun = row.event == "intended" || row.event == "done" || row.body["may_have_changed"]?.bool == true
            switch operations[step] {
            case "stop"?: if isBegun { areStopped = true }
            case "start-services"?:
                guard row.event == "done" else { break }
                areStopped = false
                // What was kept is of processes that are gone: the new ones have something to lose again.
                kept.subtract([.logs, .memory, .rateLimits])
            case "backup-database"?: if row.event == "done" { kept.insert(.database) }
            case "restore-database"?: if isBegun { kept.remove(.database) }
            default: break
            }
        }
        self.kept = kept
        unlinkPattern = rows.last { $0.body["operation"]?["operation"]?.text == "unlink-keys" }?.body["operation"]?["pattern"]?.text
        servicesAreStopped = areStopped
    }

    private static func word(_ body: JSONObject) -> String? {
        // The undo of a stop is a start: that is how a stop is known again.
        body["undo"]?["operation"]?.text == "start-services" ? "stop" : body["operation"]?["operation"]?.text
    }

    /// Done, or left out by a person: it is not taken again. What was only begun is looked at.
    func isSettled(_ item: ResolutionItem) -> Bool {
        guard item.kind == .runbook else { return false }
        // They were started again since.
        if item.stopsServices, !servicesAreStopped { return false }
        let own = steps.lastEvents.filter { $0.key == item.id || $0.key.hasPrefix(item.id + ".") || item.steps.map(\.id).contains($0.key) }
        return !own.isEmpty && own.values.allSatisfy { $0 == "done" }
    }
}
