import Runbook

/// Small runbooks around one part, and what was read of them in lines.
enum Meant {
    static let heading = "# Ops\n\n## Incidents\n\n### 1. Spool Full (High)\n\n**Symptoms:**\n- Health check failing\n\n"

    static func incident(_ body: String) throws -> Incident {
        guard let incident = Runbook.of(heading + body).incident("spool-full") else { throw NothingRead() }
        return incident
    }

    /// A fence in a part of the incident.
    static func fence(_ script: String, label: String = "bash", part: String = "Resolution") throws -> Incident {
        try incident("**\(part):**\n```\(label)\n\(script)\n```\n")
    }

    struct NothingRead: Error {}
}

extension Incident {
    /// `resolution.1 change touch a`, one a step: what is run, and where.
    var read: [String] {
        steps.map { step in
            let place = step.context.directory.map { " [\($0)]" } ?? ""
            let needs = step.needs.isEmpty ? "" : " needs \(step.needs.joined(separator: ","))"
            return "\(step.id.dropFirst(id.count + 1)) \(step.effect.rawValue)\(place) \(step.line ?? step.text)\(needs)"
        }
    }

    var prohibitions: [String] { context.filter { $0.kind == .prohibition }.map(\.text) }
}
