internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Runbook
internal import SystemKit

/// What a run did → the steps that take it back, the last one first. They are changes like any others: every rule looks at them.
enum UndoPlanner {
    /// - Parameter run: nil where it cannot be read.
    static func plan(_ run: RunHistory?, subject: String, _ facts: Facts, _ present: PresentState = .nothing) -> Plan {
        guard let run else { return Plan(subject: subject, steps: []) }
        let changed = run.changed
        let others = OtherUndo.steps(changed, run, facts, present)
        let all = oldest(changed).compactMap { Write($0, facts, present) }
        // Attestation goes on only in a service that is seen to run with sync: not in the plan that turns sync on.
        let isWaiting = facts.flags.sync.running != true && all.contains { $0.flag == .sync && $0.turnsOn }
        let writes = all.filter { !(isWaiting && $0.flag == .attestation && $0.turnsOn) }
        let written = writes.reduce(facts) { $0.writing($1.name, $1.value) }
        var steps = others + writes.map(\.step)
        let isDone =
            others.allSatisfy { $0.change?.isAlreadySo == true }
            && writes.allSatisfy { $0.now == $0.value && facts.flags[$0.flag].running == written.flags[$0.flag].configured }
        // The new container runs with what was written: it needs another one, also when nobody knows how making it ended.
        let made = run.rows.compactMap { if case .intended(let intent) = $0.said { intent.act?.word } else { nil } }
        let wasBroughtUp = made.contains(.bringUp)
        if wasBroughtUp || made.contains(.recreate), !isDone, let service = facts.service.composeService {
            steps = FlagPlanner.captures(facts) + steps + [recreate(service, writes, written, facts, all: wasBroughtUp)]
        }
        if !writes.isEmpty { steps.append(verify(writes, written)) }
        if writes.count < all.count { steps.append(later) }
        return Plan(subject: subject, steps: steps)
    }

    /// A variable that was written and written back goes to what it was before the first of both, in one step.
    private static func oldest(_ changed: [(intent: StepIntent, at: Timestamp)]) -> [Operation] {
        var known: Set<[String]> = []
        return changed.reversed().compactMap { $0.intent.undoes?.operation }.filter { undo in
            if case .setVariable(let name, _, let file) = undo { known.insert([name, file]).inserted } else { false }
        }.reversed()
    }

    /// Whether something is left that a second undo must take back, once the service runs with sync.
    static func isPartial(_ plan: Plan) -> Bool { plan.steps.contains { $0.id == later.id } }

    private static let later = PlannedStep.manual(
        "undo/later", "Attestation goes on again once the service runs with sync: give the same command again then")

    /// One variable that goes back.
    private struct Write {
        let name: String
        let flag: MeshFlag
        let file: String
        let now: String?
        let value: String?
        let turnsOn: Bool

        /// nil for what cannot be taken back, and where nothing would mean anything else than now.
        init?(_ undo: Operation, _ facts: Facts, _ present: PresentState) {
            guard case .setVariable(let name, let old, let file) = undo, let flag = MeshFlag(variable: name) else { return nil }
            (self.name, self.flag, self.file) = (name, flag, file)
            let counting = name == flag.variable ? facts.flags[flag].fileValue : facts.flags[flag].legacyFileValue
            now = file == facts.flags[flag].place.file ? counting : present.variable(name, file)
            turnsOn = facts.writing(name, old).flags[flag].configured
            if old == nil, !turnsOn {
                // A line that was added goes only where its going matters: off, written out, is as good.
                guard facts.flags[flag].configured else { return nil }
                value = "0"
            } else {
                value = old
            }
        }

        var step: PlannedStep { UndoPlanner.setting(name, value, file, now: now, id: "undo/\(flag.word)") }
    }

    /// One variable that goes back, or is taken out again.
    static func setting(_ name: String, _ value: String?, _ file: String, now: String?, id: String) -> PlannedStep {
        .act(
            id, value.map { "Set \(name)=\($0) again" } ?? "Take \(name) out of \(file) again",
            .variable(name, to: value, in: file, found: now))
    }

    /// It turns on what is taken back to on, and nothing else that does not run now.
    private static func recreate(
        _ service: String, _ writes: [Write], _ written: Facts, _ facts: Facts, all: Bool
    ) -> PlannedStep {
        let pinned = MeshFlag.allCases.filter { flag in
            if let write = writes.last(where: { $0.flag == flag }) { return !write.turnsOn }
            return facts.newContainerRuns(flag) != false && facts.flags[flag].running != true
        }
        let change = Change(
            all ? .bringUp(service: service, pinnedOff: pinned) : .recreate(service: service, pinnedOff: pinned),
            postchecks: Verification.serving,
            settledBy: writes.isEmpty ? nil : running(writes, written))
        return PlannedStep.act(
            "undo/recreate", all ? "Bring the services up with the old values" : "Recreate service \(service) with the old values", change,
            timeoutMilliseconds: 120_000)
    }

    private static func verify(_ writes: [Write], _ written: Facts) -> PlannedStep {
        PlannedStep.check("undo/verify", "See that the service runs with it", running(writes, written))
    }

    private static func running(_ writes: [Write], _ written: Facts) -> Probe {
        let flags = Set(writes.map(\.flag))
        return .runningFlags(
            sync: flags.contains(.sync) ? written.flags.sync.configured : nil,
            attestation: flags.contains(.attestation) ? written.flags.attestation.configured : nil)
    }
}
