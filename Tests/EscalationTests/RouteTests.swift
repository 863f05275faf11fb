import Escalation
import MarkdownKit
import TestSupport
import Testing

@testable import Runbook

@Suite(.ownThread) struct RouteTests {
    private let runbook: Runbook = {
        var runbook = Runbook()
        runbook.severities = [
            SeverityPolicy(severity: .critical, responseTimeSeconds: 900, escalation: "Immediate page", channel: .page, span: span),
            SeverityPolicy(severity: .high, responseTimeSeconds: 3600, escalation: "Slack alert", channel: .slack, span: span),
            SeverityPolicy(severity: .medium, responseTimeSeconds: 14_400, escalation: "Email", channel: .email, span: span),
            SeverityPolicy(severity: .low, responseTimeSeconds: 86_400, escalation: "Ticket", channel: .ticket, span: span),
        ]
        runbook.contacts = [
            Contact(role: "On-call", contact: "PagerDuty", when: "Critical incidents", span: span),
            Contact(role: "Backend Lead", contact: "Slack", when: "API issues", span: span),
            Contact(role: "DevOps", contact: "Slack", when: "Infrastructure", span: span),
        ]
        return runbook
    }()

    @Test(
        "The severity's row says how, and the contacts say who else",
        arguments: [
            ("API Unresponsive", .critical, ["escalate/page", "escalate/slack.backend"]),
            ("Database Corruption", .critical, ["escalate/page", "escalate/slack.devops"]),
            ("High Latency", .high, ["escalate/slack", "escalate/slack.backend"]),
            ("Memory Leak", .medium, ["escalate/slack.devops", "escalate/email"]),
            ("Typo in the API docs", .low, ["escalate/slack.backend", "escalate/ticket"]),
            ("Mesh Sync and Attestation Degraded Mode", nil, ["escalate/slack.devops"]),
        ] as [(String, Severity?, [String])])
    func own(title: String, severity: Severity?, steps: [String]) {
        let targets = EscalationRoute.targets(incident(title, severity), runbook, via: [])
        #expect(targets.map(\.step) == steps)
        // Contacts are an addition, where the severity has a channel of its own.
        for target in targets { #expect(target.isRequired == (target.role == nil || severity == nil)) }
    }

    @Test("Who stands in both tables is told once, with both reasons")
    func once() {
        let page = EscalationRoute.targets(incident(), runbook, via: []).first
        #expect(page?.because == ["critical: Immediate page", "On-call (PagerDuty): Critical incidents"])
    }

    @Test(
        "--via asks for channels, and only those",
        arguments: [
            ([.email], ["escalate/email"]), ([.slack], ["escalate/slack.backend"]),
            ([.ticket, .page, .page], ["escalate/page", "escalate/ticket"]),
        ] as [([EscalationChannel], [String])])
    func via(channels: [EscalationChannel], steps: [String]) {
        let targets = EscalationRoute.targets(incident(), runbook, via: channels)
        #expect(targets.map(\.step) == steps && targets.allSatisfy(\.isRequired))
    }

    @Test("Without a severity and a contact nobody is named")
    func nobody() { #expect(EscalationRoute.targets(incident("Mesh", nil), Runbook(), via: []).isEmpty) }
}
