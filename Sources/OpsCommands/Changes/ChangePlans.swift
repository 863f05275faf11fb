internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Runbook

extension ChangeRequest {
    /// The plan for it among these facts.
    ///
    /// - Parameter journal: where an undo finds what was done.
    func plan(_ facts: Facts, _ journal: Journal?) -> Plan {
        switch kind {
        case .flags(let goal): FlagPlanner.plan(goal, facts)
        case .undo(let run): UndoPlanner.plan((try? journal?.rows(run: run)) ?? [], subject: subject, facts)
        }
    }
}

/// What a run did → the steps that take it back, the last one first. They are changes like any others: every rule looks at them.
enum UndoPlanner {
    static func plan(_ rows: [JournalRow], subject: String, _ facts: Facts) -> Plan {
        var undone = changed(rows).compactMap { step($0, facts) }
        // The new container runs with what was written: it needs another one, also when nobody knows how making it ended.
        if rows.contains(where: { $0.table == .steps && $0.step?.hasSuffix(".recreate") == true && $0.event == "intended" }),
            let service = facts.service.composeService, !undone.isEmpty
        {
            let change = Change(
                .recreate(service: service, pinnedOff: []),
                postchecks: [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)])
            if facts.capturable.contains(.logs) {
                undone.insert(look("capture/logs", .compose(argv: ["docker-compose", "logs", "--no-color", "--tail=500", service])), at: 0)
            }
            if facts.capturable.contains(.memory) { undone.insert(look("capture/memory", .serviceMemory), at: 0) }
            undone.append(
                PlannedStep(
                    id: "undo/recreate", title: "Recreate service \(service)", step: nil, kind: .compose, effect: .change, probe: nil,
                    change: change, timeoutMilliseconds: 120_000))
        }
        return Plan(subject: subject, steps: undone)
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

    /// nil for what cannot be taken back.
    private static func step(_ row: JournalRow, _ facts: Facts) -> PlannedStep? {
        guard let undo = row.body["undo"], undo["operation"]?.text == "set-variable", let name = undo["name"]?.text,
            let flag = MeshFlag(variable: name)
        else { return nil }
        let now = name == flag.variable ? facts.flags[flag].fileValue : facts.flags[flag].legacyFileValue
        let value = undo["value"]?.text
        let change = Change(
            .setVariable(name: name, value: value), before: now, after: value, precheck: .fileVariable(name: name, value: now),
            postchecks: [Verification(.fileVariable(name: name, value: value))], settledBy: .fileVariable(name: name, value: value),
            undo: .setVariable(name: name, value: now))
        return PlannedStep(
            id: "undo/\(flag.word)", title: value.map { "Set \(name)=\($0) again" } ?? "Take \(name) out of .env again", step: nil,
            kind: .flag, effect: .change, probe: nil, change: change)
    }

    private static func look(_ id: String, _ probe: Probe) -> PlannedStep {
        PlannedStep(id: id, title: "Keep what the recreation loses", step: nil, kind: probe.kind, effect: .read, probe: probe)
    }
}
