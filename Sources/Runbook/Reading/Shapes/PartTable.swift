/// What people call the parts of an incident. Case, numbers, emoji, colons and remarks in brackets do not matter, nor do the words of
/// `before` and `after`: "🔧 3. Recommended Remediation Steps (10 min):" is `remediation`.
///
/// A line is `part | names | example`, with `?` behind the part where the name alone makes no incident of a section, and `#` where
/// it is one as a heading only: a label of that name says something else. A test reads every name in every dress, and every example.
enum PartTable {
    struct Row {
        let part: PartName
        let isWeak: Bool
        let isHeading: Bool
        let names: [String]
        let example: String
    }

    static let rows: [Row] = table.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "|").map(\.trimmedSpaces)
        guard cells.count == 3, let part = PartName(rawValue: cells[0].filter { !"?# ".contains($0) }) else { return nil }
        return Row(
            part: part, isWeak: cells[0].contains("?"), isHeading: cells[0].contains("#"),
            names: cells[1].split(separator: ",").map(\.trimmedSpaces), example: cells[2])
    }

    /// What may stand in front of a name: how soon, how sure, how much.
    static let before: Set<String> = [
        "immediate", "initial", "possible", "potential", "common", "manual", "recommended", "suggested", "quick", "quickest", "first",
        "short",
        "long", "term", "permanent", "temporary", "detailed", "basic", "further", "additional", "post", "service", "incident", "remedial",
        "standard", "main", "full", "the", "how", "to", "typical", "general", "key", "preliminary", "observable", "user", "visible",
        "emergency", "rapid",
    ]

    /// And behind it.
    static let after: Set<String> = [
        "steps", "step", "procedure", "procedures", "actions", "action", "checklist", "guide", "guidance", "commands", "recommendations",
        "recommendation", "options", "strategy", "strategies", "plan", "instructions", "process", "playbook", "tasks", "items", "details",
        "flow", "measures", "section", "phase", "scenarios",
    ]

    private static let table = """
        symptoms | symptoms, symptom, signs, signals, indicators, observations, what you see, what users see, how it looks | ## ⚠️ Common symptoms
        symptoms | detection, how to detect, alert, alerts, trigger, triggers, triggered by | ### Alert:
        rules | safety rules, safety rule | ### Immediate Safety Rules
        rules? | rules | **Rules**
        diagnosis | diagnosis, diagnostics, diagnostic, diagnose, diagnosing, investigation, investigate, investigating | ## 2. Diagnostic steps
        diagnosis | triage, root cause analysis, identify, identification, assessment, assess, information gathering, gather information, gather logs, collect logs, gather evidence, collect evidence, data collection, confirm the issue | **Triage (5 minutes):**
        diagnosis? | check, checks, health checks, troubleshooting, troubleshoot, analysis, debugging, debug, what to check, things to check, playbook | ### Possible checks
        resolution | resolution, resolutions, resolve, resolving, mitigation, mitigations, mitigate, remediation, remediations, remediate | **Remediation recommendations:**
        resolution | fix, fixes, solution, solutions, workaround, workarounds, fix it, fix the issue, manual steps to fix, steps to fix | ### Common Fixes
        resolution | dealing with the alert, dealing with this alert, how to respond, stabilize, contain, containment, eradicate, eradication | #### Contain
        resolution | immediate response, response procedure, response steps, incident response, initial response, emergency response | #### **Immediate Response (5 minutes):**
        resolution? | action, actions, steps, procedure, procedures, what to do, manual steps, remedy, runbook | ## Actions
        resolution?# | response | ## 3. Response
        recovery | recovery, recover, restoration, restore service | ### Recovery Steps
        rollback? | rollback, roll back, rolling back, revert | **Rollback Playbook**
        verification? | verification, verify, validation, validate, post rollback verification, post deployment verification, post checks, post check, verify the fix, verify recovery, confirm recovery, how to verify | ## Verification
        post-incident? | post incident, post mortem, postmortem, after the incident, follow up, follow ups, action items | ## Post-Incident Actions
        aside | meaning, impact, impact assessment, business impact, user impact, customer impact, blast radius | ## Impact
        aside? | cause, causes, root cause, root causes, likely causes, probable causes, why | **Causes:**
        aside? | prevention, preventive, prevent, preventing, lessons learned | **Prevention:**
        aside? | escalation, escalate, escalation path, escalation policy, escalation contacts, contacts, communication, communicate, communications, who to contact, owner, owners, ownership | ## Escalation
        aside? | overview, summary, description, background, context, introduction, purpose, about, full context, when to use, scope | ## Overview
        aside? | note, notes, references, reference, resources, links, related, related runbooks, related alerts, see also, further reading, further information, more information, appendix, history, changelog, revision history, timeline, metadata, dashboards, dashboard, prerequisites, requirements, expected, expected output, expected result, expected outcome, severity, priority | **Timeline:**
        """
}
