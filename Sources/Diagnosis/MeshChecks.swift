internal import Execution
internal import Planning

/// The checks about the mesh: waiting events, capabilities, a growing backlog.
enum MeshChecks {
    static func pending(_ statuses: [String], _ seen: Observations) -> Judgement {
        guard let looks = seen.backlog else { return .unknown(seen.excuse(.backlog)) }
        // An integrity event is this incident whatever waits, until a person has looked at it.
        if let first = looks.unacknowledged.first {
            let more = looks.unacknowledged.count > 1 ? " and \(looks.unacknowledged.count - 1) more" : ""
            return .present("invalid_envelope, and nobody looked at it: \(Wording.line(first))\(more)")
        }
        let waiting = statuses.compactMap { status in looks.pending[status].flatMap { $0 > 0 ? "\($0) \(status)" : nil } }
        guard !waiting.isEmpty else { return .absent("no event in the outbox is \(statuses.joined(separator: " or "))") }
        let writes =
            looks.writesSucceed.map { $0 ? "memory writes succeed" : "no memory write was seen meanwhile" }
            ?? "whether memory writes succeed is not known"
        return .present("\(waiting.joined(separator: ", ")); \(writes)")
    }

    static func capability(_ components: [String], _ status: String, _ seen: Observations) -> Judgement {
        guard let states = seen.capability else { return .unknown(seen.excuse(.capability)) }
        let named = states.filter { components.contains($0.component) }
        guard !named.isEmpty else { return .unknown("the capability report does not name \(components.joined(separator: " or "))") }
        let hit = named.filter { $0.status.lowercased() == status.lowercased() }
        let words = (hit.isEmpty ? named : hit).map { "\($0.component) is \($0.status)\($0.reason.isEmpty ? "" : " (\($0.reason))")" }
        return hit.isEmpty ? .absent(words.joined(separator: ", ")) : .present(words.joined(separator: ", "))
    }

    static func growth(_ seen: Observations) -> Judgement {
        guard let looks = seen.backlog else { return .unknown(seen.excuse(.backlog)) }
        let because = "\(looks.first) waiting, then \(looks.second) after \(Numbers.duration(looks.between))"
        return looks.second > looks.first ? .present(because) : .absent(because)
    }
}
