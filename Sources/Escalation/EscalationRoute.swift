public import Runbook

/// One place to send to, and why.
public struct EscalationTarget: Sendable, Equatable {
    public let channel: EscalationChannel
    /// A role of the runbook's contacts that has a channel of its own, in small letters: `backend`, `devops`; nil for everybody.
    public let role: String?
    public internal(set) var because: [String]
    /// Whether it is an error that it is not configured. A contact beside the severity's channel is told if it can be.
    public internal(set) var isRequired: Bool

    /// `escalate/page`, `escalate/slack.backend`.
    public var step: String { "escalate/\(channel.rawValue)" + (role.map { ".\($0)" } ?? "") }

    /// Another one that leads to the same place.
    public mutating func merge(_ other: EscalationTarget) {
        because += other.because
        isRequired = isRequired || other.isRequired
    }
}

/// Who is told of an incident: the severity's row, and the contacts whose words fit.
public enum EscalationRoute {
    /// Pages first: nobody waits for a chat while a pager is silent.
    private static let order: [EscalationChannel] = [.page, .slack, .email, .ticket]

    /// - Parameter via: the channels asked for; empty for the runbook's own.
    /// - Returns: no two with the same step; empty when nothing fits.
    public static func targets(_ incident: Incident, _ runbook: Runbook, via: [EscalationChannel]) -> [EscalationTarget] {
        var targets: [EscalationTarget] = []
        if let policy = runbook.policy(for: incident.severity), let channel = policy.channel, let severity = incident.severity {
            add(EscalationTarget(channel: channel, role: nil, because: ["\(severity.rawValue): \(policy.escalation)"], isRequired: true))
        }
        let hasSeverity = !targets.isEmpty
        for contact in runbook.contacts(for: incident) {
            guard let channel = EscalationChannel(words: contact.contact) else { continue }
            let role = channel == .slack ? self.role(contact.role) : nil
            add(
                EscalationTarget(
                    channel: channel, role: role, because: ["\(contact.role) (\(contact.contact)): \(contact.when)"],
                    isRequired: !hasSeverity))
        }
        if !via.isEmpty {
            targets = targets.filter { via.contains($0.channel) }
            for channel in via where !targets.contains(where: { $0.channel == channel }) {
                add(EscalationTarget(channel: channel, role: nil, because: ["--via \(channel.rawValue)"], isRequired: true))
            }
            for index in targets.indices { targets[index].isRequired = true }
        }
        return order.flatMap { channel in targets.filter { $0.channel == channel } }

        func add(_ target: EscalationTarget) {
            guard let index = targets.firstIndex(where: { $0.step == target.step }) else { return targets.append(target) }
            targets[index].merge(target)
        }
    }

    /// Roles that may have a Slack channel of their own.
    private static func role(_ name: String) -> String? {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return ["backend", "devops"].first { role in words.contains { $0 == role } }
    }
}
