internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Runbook

/// What a run did → the steps that take it back, the last one first. They are changes like any others: every rule looks at them.
enum UndoPlanner {
    static func plan(_ rows: [JournalRow], subject: String, _ facts: Facts, _ present: PresentState = .nothing) -> Plan {
        let changed = changed(rows)
        let others = OtherUndo.steps(changed, rows, facts, present)
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
        let made = rows.lazy.filter { $0.table == .steps && $0.event == "intended" }.compactMap { $0.body["operation"]?["operation"]?.text }
        let wasBroughtUp = made.contains("bring-up")
        if wasBroughtUp || made.contains("recreate"), !isDone, let service = facts.service.composeService {
            steps = FlagPlanner.captures(facts) + steps + [recreate(service, writes, written, facts, all: wasBroughtUp)]
        }
        if !writes.isEmpty { steps.append(verify(writes, written)) }
        if writes.count < all.count { steps.append(later) }
        return Plan(subject: subject, steps: steps)
    }

    /// A variable that was written and written back goes to what it was before the first of both, in one step.
    private static func oldest(_ rows: [JournalRow]) -> [JournalRow] {
        func place(_ row: JournalRow) -> String { "\(row.body["undo"]?["name"]?.text ?? "") \(row.body["undo"]?["file"]?.text ?? ".env")" }
        var known: Set<String> = []
        return rows.reversed().filter { row in
            row.body["undo"]?["operation"]?.text == "set-variable" && known.insert(place(row)).inserted
        }.reversed()
    }

    /// Whether something is left that a second undo must take back, once the service runs with sync.
    static func isPartial(_ plan: Plan) -> Bool { plan.steps.contains { $0.id == later.id } }

    private static let later = PlannedStep(
        id: "undo/later", title: "Attestation goes on again once the service runs with sync: give the same command again then", step: nil,
        kind: .manual, effect: .none, probe: nil)

    /// One variable that goes back.
    private struct Write {
        let name: String
        let flag: MeshFlag
        let file: String
        let now: String?
        let value: String?
        let turnsOn: Bool

        /// nil for what cannot be taken back, and where nothing would mean anything else than now.
        init?(_ row: JournalRow, _ facts: Facts, _ present: PresentState) {
            guard let undo = row.body["undo"], undo["operation"]?.text == "set-variable", let name = undo["name"]?.text,
                let flag = MeshFlag(variable: name)
            else { return nil }
            self.name = name
            self.flag = flag
            file = undo["file"]?.text ?? ".env"
            let counting = name == flag.variable ? facts.flags[flag].fileValue : facts.flags[flag].legacyFileValue
            now = file == facts.flags[flag].place.file ? counting : present.variable(name, file)
            let old = undo["value"]?.text
            turnsOn = facts.writing(name, old).flags[flag].configured
            if old == nil, !turnsOn {
                // A line that was added goes only where its going matters: off, written out, is as good.
                guard facts.flags[flag].configured else { return nil }
                value = "0"
            } else {
                value = old
            }
        }

        var step: PlannedStep {
            let holds = Probe.fileVariable(name: name, value: value, file: file)
            let change = Change(
                .setVariable(name: name, value: value, file: file), before: now, after: value,
                precheck: .fileVariable(name: name, value: now, file: file), postchecks: [Verification(holds)], settledBy: holds,
                undo: .setVariable(name: name, value: now, file: file))
            return PlannedStep(
                id: "undo/\(flag.word)", title: value.map { "Set \(name)=\($0) again" } ?? "Take \(name) out of \(file) again", step: nil,
                kind: .flag, effect: .change, probe: nil, change: change)
        }
    }

    /// Steps that may have changed something, the last one first, each with the intent that tells how to take it back.
    private static func changed(_ rows: [JournalRow]) -> [JournalRow] {
        var intents: [String: JournalRow] = [:]
        var order: [String] = []
        for row in rows where row.table == .steps {
            guard let step = row.step else { continue }
            if row.event == "intended" {
                // A step that was done twice goes back to what was there before the first time.
                if intents[step] == nil { order.append(step) }
                intents[step] = intents[step] ?? row
            } else if row.event == "not-run" || row.event == "failed" && row.body["may_have_changed"]?.bool != true {
                intents[step] = nil
                order.removeAll { $0 == step }
            }
        }
        return order.reversed().compactMap { intents[$0] }
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
            postchecks: [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)],
            settledBy: writes.isEmpty ? nil : running(writes, written))
        return PlannedStep(
            id: "undo/recreate",
            title: all ? "Bring the services up with the old values" : "Recreate service \(service) with the old values", step: nil,
            kind: .compose, effect: .change,
            probe: nil, change: change, timeoutMilliseconds: 120_000)
    }

    private static func verify(_ writes: [Write], _ written: Facts) -> PlannedStep {
        PlannedStep(
            id: "undo/verify", title: "See that the service runs with it", step: nil, kind: .capability, effect: .read,
            probe: running(writes, written))
    }

    private static func running(_ writes: [Write], _ written: Facts) -> Probe {
        let flags = Set(writes.map(\.flag))
        return .runningFlags(
            sync: flags.contains(.sync) ? written.flags.sync.configured : nil,
            attestation: flags.contains(.attestation) ? written.flags.attestation.configured : nil)
    }
}
