internal import JSONKit
internal import Planning
internal import Runbook
internal import Safety

/// A decided plan for machines (`plan/v1`).
enum PlanJSON {
    static func document(_ decision: Decision, command: String, looks: [String: DryRun.Look], _ runs: WhatRuns) -> JSONValue {
        [
            "schema": "jarvis-ops/plan/v1", "command": command.json, "plan_sha256": decision.planHash.json,
            "steps": steps(decision, looks, runs),
        ]
    }

    static func steps(_ decision: Decision, _ looks: [String: DryRun.Look] = [:], _ runs: WhatRuns? = nil) -> JSONValue {
        .array(decision.steps.map { step($0, looks[$0.step.id], runs) })
    }

    private static func step(_ decided: StepDecision, _ look: DryRun.Look?, _ runs: WhatRuns?) -> JSONValue {
        let step = decided.step
        let change = step.change
        return [
            "id": step.id.json, "title": step.title.json, "kind": step.kind.rawValue.json, "effect": step.effect.rawValue.json,
            "target": target(step).json,
            "action": change?.operation.document ?? (step.step.map { .object(ActionJSON.action(of: $0)) } ?? .null),
            "verdict": decided.verdict.word.json, "because": decided.because.json, "hint": decided.hint.json,
            "before": change?.before.json ?? .null,
            "after": change?.after.json ?? .null, "confirm": decided.verdict.name.json, "undo": change?.undo?.words.json ?? .null,
            "shown": change?.shown.json ?? .null, "runs": (change.flatMap { runs?.lines($0) } ?? []).json,
            "state": look?.state.json ?? .null, "seen": look?.summary.json ?? .null,
        ]
    }

    private static func target(_ step: PlannedStep) -> String? {
        switch step.change?.operation {
        case .setVariable(let name, _, _)?: name
        case .recreate(let service, _, let others)?: ([service] + others.keys.sorted()).joined(separator: ", ")
        case .bringUp?, .startServices?: "all services"
        case .writeFile(let path, _)?, .backupDatabase(let path)?, .returnDatabase(let path)?: path
        case .restoreDatabase(let path, _)?: path
        case .unlinkKeys(let pattern)?: pattern
        case .monitorMemory?: nil
        case .send(let event)?, .quarantine(let event, _)?: event
        case .makeStream(let name, _)?: name
        case .runbook?, nil: step.step?.target
        }
    }
}

extension StepDecision {
    /// What to do instead of a step that is refused; nil for one that is not.
    var hint: String? { verdict == .refused ? judgements.lazy.compactMap(\.objection).first { $0.demand == .refuses }?.hint : nil }
}

extension StepDecision.Verdict {
    /// The contract's word.
    var word: String {
        switch self {
        case .allowed: "allowed"
        case .needsApproval: "needs-approval"
        case .needsConfirmation: "needs-confirmation"
        case .refused: "refused"
        }
    }

    /// What must be typed; nil when nothing must.
    var name: String? { if case .needsConfirmation(let name) = self { name } else { nil } }
}
