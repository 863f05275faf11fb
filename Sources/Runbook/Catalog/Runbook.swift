public import MarkdownKit

/// A runbook as the program understands it: the catalog of incidents and what stands around it.
public struct Runbook: Sendable {
    /// The first heading, or nil.
    public var title: String?
    public var severities: [SeverityPolicy] = []
    /// In the order of the text.
    public var incidents: [Incident] = []
    public var contacts: [Contact] = []
    /// What is owed after every incident, in order.
    public var postIncident: [PostIncidentItem] = []
    /// Every fenced or indented code block, whether or not it became a step.
    public var fences: [Fence] = []
    /// What the reader noticed on the way; the lint rules add their own.
    public var findings: [Finding] = []

    public init() {}

    /// The incident of that id or alias.
    public func incident(_ id: String) -> Incident? { incidents.first { $0.id == id || $0.aliases.contains(id) } }

    /// The incidents that a person may mean: the one of that id or alias; else those of that number; else those of which an id or an
    /// alias begins so.
    public func incidents(named name: String) -> [Incident] {
        if let incident = incident(name) { return [incident] }
        if name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(name) { return incidents.filter { $0.number == number } }
        guard !name.isEmpty else { return [] }
        return incidents.filter { incident in ([incident.id] + incident.aliases).contains { $0.hasPrefix(name) } }
    }

    /// The step of that id, with its incident.
    public func step(_ id: String) -> (incident: Incident, step: Step)? {
        for incident in incidents {
            if let step = incident.steps.first(where: { $0.id == id }) { return (incident, step) }
            for alias in incident.aliases where id.hasPrefix(alias + "/") {
                let own = incident.id + id.dropFirst(alias.count)
                if let step = incident.steps.first(where: { $0.id == own }) { return (incident, step) }
            }
        }
        return nil
    }

    public func policy(for severity: Severity?) -> SeverityPolicy? {
        severity.flatMap { severity in severities.first { $0.severity == severity } }
    }

    /// Whether there is anything to work with.
    public var hasCatalog: Bool { !incidents.isEmpty }
}

/// Whom to tell.
public struct Contact: Sendable, Hashable {
    public let role: String
    public let contact: String
    /// The kind of incident, in the runbook's words.
    public let when: String
    public let span: SourceSpan
}

/// One thing that is owed after an incident.
public struct PostIncidentItem: Sendable, Hashable {
    public let text: String
    public let span: SourceSpan
}

/// A code block and whether its fence was closed.
public struct Fence: Sendable, Hashable {
    public let language: String
    public let isClosed: Bool
    /// Whether it stands in a section that is read as an incident's.
    let isInIncident: Bool
    /// All that follows the opening fence, and what stands in it.
    let info: String
    let text: String
    public let span: SourceSpan

    /// Whether it holds what looks like commands, or stands for an action of the program. Told when it is asked for: of most nobody asks.
    enum Content: Sendable { case commands, action, other }
}
