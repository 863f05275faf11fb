internal import JSONKit
internal import SystemKit

extension StepIntent {
    var stored: JSONObject {
        if let telling { return (["title": title.json, "because": telling.because.json] as JSONObject).adding(telling.stored) }
        var body: JSONObject = ["title": title.json, "effect": effect.json, "present": .object(present)]
        if let operation { body = body.adding(["operation": operation, "undo": undo ?? .null]) }
        return commits ? body.adding(["commits": true]) : body
    }

    init(_ step: String, _ body: JSONObject) {
        self.init(
            step, title: body["title"]?.text ?? "", effect: body["effect"]?.text ?? "", present: body["present"]?.object ?? JSONObject(),
            operation: body["operation"], undo: body["undo"].flatMap { $0.isNull ? nil : $0 }, commits: body["commits"]?.bool == true,
            telling: Telling(body))
    }
}

extension StepEnding {
    var stored: JSONObject {
        if let telling {
            return (["title": title.json, "because": because.json] as JSONObject).adding(telling.stored).adding(telling.answer)
        }
        var body: JSONObject = ["title": title.json, "because": because.json, "evidence": .array(evidence)]
        body = body.with("may_have_changed", mayHaveChanged.map(\.json)).with("alarm", alarm).with("word", word.json)
        return body.with("by", by.map { .object($0) }).with("reason", reason.json)
    }

    init(_ step: String, _ state: String, stored body: JSONObject) {
        self.init(step, state, title: body["title"]?.text, because: body["because"]?.text ?? "")
        evidence = body["evidence"]?.array ?? []
        mayHaveChanged = body["may_have_changed"]?.bool
        alarm = body["alarm"]
        word = body["word"]?.text
        by = body["by"]?.object
        reason = body["reason"]?.text
        telling = Telling(body)
    }
}

extension Telling {
    private static let answers = ["attempts", "status", "answer"]

    var stored: JSONObject {
        var body: JSONObject = ["action": action.json, "incident": incident.json, "target": target]
        if let dedupKey { body["dedup_key"] = dedupKey.json }
        return body.adding(jarvis.document)
    }

    init?(_ body: JSONObject) {
        guard let action = body["action"]?.text, let incident = body["incident"]?.text, let jarvis = JarvisDirectory(body) else {
            return nil
        }
        self.init(
            action: action, incident: incident, target: body["target"] ?? .null, dedupKey: body["dedup_key"].map(\.text),
            because: body["because"]?.text ?? "", in: jarvis)
        answer = JSONObject(body.members.filter { Telling.answers.contains($0.key.text) })
    }
}

extension StepJudgement {
    var stored: JSONObject {
        switch verdicts {
        case .one(let verdict, let because, let rules):
            let rules = rules.map { rule -> JSONValue in ["rule": rule.rule.json, "because": rule.because.json] }
            return ["verdict": verdict.json, "because": because.json, "rules": .array(rules)]
        case .summary(let steps, let counts):
            let members = counts.map { JSONMember(JSONString($0.verdict), $0.count.json) }
            return ["verdict": "summary", "steps": steps.json, "verdicts": .object(JSONObject(members))]
        }
    }

    init(_ step: String?, _ body: JSONObject, word: String) {
        if let counts = body["verdicts"]?.object {
            let pairs = counts.members.map { (verdict: $0.key.text, count: $0.value.int ?? 0) }
            self.init(step, .summary(steps: body["steps"]?.int ?? 0, counts: pairs))
        } else {
            let rules = (body["rules"]?.array ?? []).map { (rule: $0["rule"]?.text ?? "", because: $0["because"]?.text) }
            self.init(step, .one(body["verdict"]?.text ?? word, because: body["because"]?.text ?? "", rules: rules))
        }
    }
}

extension GivenApproval {
    var stored: JSONObject {
        [
            "id": id.json, "plan_sha256": planHash.json, "name": name.json, "means": means.json, "user": user.json, "host": host.json,
            "tty": terminal.json, "at": (at?.rfc3339).json,
        ]
    }

    init(_ body: JSONObject) {
        self.init(
            id: body["id"]?.text ?? "", planHash: body["plan_sha256"]?.text ?? "", name: body["name"]?.text, means: body["means"]?.text,
            user: body["user"]?.text, host: body["host"]?.text, terminal: body["tty"]?.text,
            at: body["at"]?.text.flatMap { Timestamp(rfc3339: $0) })
    }
}

extension SmokeWord {
    var stored: JSONObject {
        let checks = checks.map { check -> JSONValue in ["id": check.id.json, "state": check.state.json, "because": check.because.json] }
        let body: JSONObject = [
            "passed": passed.json, "result": result.json, "covered": covered.json, "fingerprint": fingerprint.json,
            "checks": .array(checks),
        ]
        return body.adding(jarvis?.document ?? [:])
    }

    /// nil where the result cannot be read.
    init?(_ body: JSONObject) {
        guard let passed = body["passed"]?.bool else { return nil }
        self.init(
            passed: passed, result: body["result"]?.text, covered: (body["covered"]?.array ?? []).compactMap(\.text),
            fingerprint: body["fingerprint"]?.text,
            checks: (body["checks"]?.array ?? []).map { ($0["id"]?.text ?? "", $0["state"]?.text ?? "", $0["because"]?.text ?? "") },
            in: JarvisDirectory(body))
    }
}

extension AcknowledgedWord {
    var stored: JSONObject {
        let body: JSONObject = [
            "event_id": event.json, "event_sha256": eventSHA256.json, "record_sha256": recordSHA256.json, "reason": reason.json,
            "invalid_reason": invalidReason.json, "recorded_at": recordedAt.json, "offset": offset.json, "by": by ?? .null,
        ]
        return body.adding(jarvis?.document ?? [:])
    }

    /// nil where it does not say which event was meant.
    init?(_ body: JSONObject) {
        guard let sha256 = body["event_sha256"]?.text else { return nil }
        self.init(
            body["event_id"]?.string ?? "", eventSHA256: sha256, recordSHA256: body["record_sha256"]?.text, reason: body["reason"]?.text,
            invalidReason: body["invalid_reason"]?.text, recordedAt: body["recorded_at"]?.text, offset: body["offset"]?.int,
            by: body["by"], in: JarvisDirectory(body))
    }
}

extension NotedWord {
    var stored: JSONObject {
        let body: JSONObject = ["text": text.json, "by": by.json]
        return body.adding(jarvis?.document ?? [:])
    }

    init(_ body: JSONObject) { self.init(body["text"]?.text ?? "", by: body["by"]?.object, in: JarvisDirectory(body)) }
}
