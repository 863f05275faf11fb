internal import JSONKit
internal import MarkdownKit
internal import Runbook
internal import Safety

/// `list`, `show` and `explain` for machines.
enum CatalogJSON {
    static func list(_ loaded: LoadedRunbook) -> JSONValue {
        let incidents = loaded.runbook.incidents.map { incident -> JSONValue in
            .object(
                JSONObject(
                    head(incident, loaded.runbook).members + [
                        JSONMember("symptoms", incident.symptoms.count.json),
                        JSONMember("diagnosis_steps", Incident.itemCount(incident.diagnosis).json),
                        JSONMember("resolution_steps", Incident.itemCount(incident.resolution).json),
                        JSONMember("rollback_steps", Incident.itemCount(incident.rollback).json),
                    ]))
        }
        return [
            "schema": "jarvis-ops/list/v1", "runbook": ["path": loaded.path.json, "sha256": loaded.sha256.json],
            "incidents": .array(incidents),
        ]
    }

    /// - Parameter withContext: what was read as context or prohibition is listed with its place, and not only its prose.
    static func show(_ incident: Incident, _ loaded: LoadedRunbook, withContext: Bool) -> JSONValue {
        let context = withContext ? JSONValue.array(incident.context.map(note)) : incident.context.filter(\.isProse).map(\.text).json
        return .object(
            JSONObject(
                [
                    JSONMember("schema", "jarvis-ops/incident/v1"),
                    JSONMember("runbook", ["path": loaded.path.json, "sha256": loaded.sha256.json]),
                ]
                    + head(incident, loaded.runbook).members + [
                        JSONMember("symptoms", .array(incident.symptoms.map(symptom))),
                        JSONMember("safety_rules", .array(incident.safetyRules.map(rule))),
                        JSONMember("diagnosis", .array(incident.diagnosis.map(step))),
                        JSONMember("resolution", .array(incident.resolution.map(step))),
                        JSONMember("rollback", .array(incident.rollback.map(step))),
                        JSONMember("context", context),
                    ]))
    }

    static func explain(_ found: Step, _ incident: Incident) -> JSONValue {
        let rules = SafetyRule.applying(to: found, of: incident).map { JSONValue.object(["id": $0.id.json, "sentence": $0.sentence.json]) }
        return [
            "schema": "jarvis-ops/explanation/v1", "incident": incident.id.json, "step": step(found),
            "effect_means": EffectWords.meaning(found.effect).json,
            "rules": .array(rules), "approval": EffectWords.approval(found).json,
        ]
    }

    private static func head(_ incident: Incident, _ runbook: Runbook) -> JSONObject {
        let policy = runbook.policy(for: incident.severity)
        return [
            "id": incident.id.json, "aliases": incident.aliases.json, "number": incident.number.json, "title": incident.title.json,
            "severity": (incident.severity?.rawValue).json, "severity_word": incident.severityWord.json, "file": incident.file.json,
            "response_time_seconds": (policy?.responseTimeSeconds).json,
            "escalation": (policy?.escalation).json, "escalation_channel": (policy?.channel?.rawValue).json,
        ]
    }

    private static func symptom(_ symptom: Symptom) -> JSONValue {
        [
            "id": symptom.id.json, "text": symptom.text.json, "check": symptom.check.map(CheckJSON.check) ?? .null,
            "line": symptom.span.line.json,
        ]
    }

    private static func note(_ note: ContextNote) -> JSONValue {
        [
            "kind": note.kind.rawValue.json, "text": note.text.json,
            "source": ["line": note.span.line.json, "column": note.span.column.json, "end_line": note.span.endLine.json],
            "concerns": note.concerns.json,
        ]
    }

    private static func rule(_ rule: SafetyRuleText) -> JSONValue {
        ["id": rule.id.json, "text": rule.text.json, "enforced_by": (SafetyRule.stating(rule.text)?.id).json]
    }

    static func step(_ step: Step) -> JSONValue {
        var object: JSONObject = [
            "id": step.id.json, "title": step.title.json, "text": step.text.json, "kind": step.action.kind.rawValue.json,
            "effect": step.effect.rawValue.json, "target": step.target.json, "condition": (step.condition?.rawValue).json,
            "source": ["line": step.span.line.json, "column": step.span.column.json, "end_line": step.span.endLine.json],
            "action": .object(ActionJSON.action(of: step)), "notes": step.notes.json,
            "suggests": step.suggestion.map(suggestion) ?? .null,
            "timeout_ms": step.attributes.timeoutMilliseconds.json, "expect": step.attributes.expect.json,
        ]
        if !step.needs.isEmpty { object["needs"] = step.needs.json }
        if let output = step.expectedOutput { object["expected_output"] = output.json }
        return .object(object)
    }

    private static func suggestion(_ suggestion: Suggestion) -> JSONValue {
        [
            "kind": suggestion.action.kind.rawValue.json, "effect": suggestion.effect.rawValue.json, "target": suggestion.target.json,
            "action": .object(ActionJSON.action(suggestion.action)),
        ]
    }
}
