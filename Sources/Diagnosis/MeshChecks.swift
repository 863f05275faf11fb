internal import Execution
internal import Mesh
internal import Planning

/// The checks about the mesh: waiting events, capabilities, a growing backlog.
enum MeshChecks {
    static func pending(_ statuses: [String], _ seen: Observations) -> Judgement {
        guard let looks = seen.backlog else { return .unknown(seen.excuse(.backlog)) }
        if let why = another(looks, seen) { return .unknown(why) }
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
        let reported = seen.capability?.first { $0.name == "mesh_sync" }
        let isOn = reported.map { !$0.status.isDisabled } ?? seen.transport?.isSyncOn ?? false
        let isAboutSync = components.contains("mesh_sync") && isOn
        // The report says ready where nobody listens: it looks at packages and not at servers.
        if isAboutSync, let look = seen.transport, let failure = look.failure, look.isConfigured {
            return .present("sync is on, and \(failure): nothing can be sent, and none of it need reach the outbox")
        }
        guard let states = seen.capability else { return .unknown(seen.excuse(.capability)) }
        let named = states.filter { components.contains($0.name) }
        guard !named.isEmpty else { return .unknown("the capability report does not name \(components.joined(separator: " or "))") }
        let hit = named.filter { $0.status.text.lowercased() == status.lowercased() }
        let words = (hit.isEmpty ? named : hit).map { "\($0.name) is \($0.words)" }
        if hit.isEmpty, isAboutSync, let why = untold(seen) { return .unknown(words.joined(separator: ", ") + "; \(why)") }
        return hit.isEmpty ? .absent(words.joined(separator: ", ")) : .present(words.joined(separator: ", "))
    }

    /// Why it is not known whether anything can be sent; nil where the server answers.
    private static func untold(_ seen: Observations) -> String? {
        guard let look = seen.transport else { return "whether its server answers: \(seen.excuse(.transport))" }
        if look.isAnswering { return nil }
        if let doubt = look.doubt { return "whether its server answers is not known: \(doubt)" }
        return "\(look.failure ?? "its server was not asked"), at an address that nobody named"
    }

    /// Why the outbox that is not there is not this service's; nil where it may be.
    private static func another(_ looks: BacklogLooks, _ seen: Observations) -> String? {
        let reported = seen.capability?.first { $0.name == "mesh_sync" }
        guard looks.isGuessedWithSyncOff, let reported, !reported.status.isDisabled else { return nil }
        return "the service runs with sync on, which nothing here turns on: its outbox lies elsewhere (--outbox FILE, or -C its directory)"
    }

    static func growth(_ seen: Observations) -> Judgement {
        guard let looks = seen.backlog else { return .unknown(seen.excuse(.backlog)) }
        if let why = another(looks, seen) { return .unknown(why) }
        let because = "\(looks.first) waiting, then \(looks.second) after \(Numbers.duration(looks.between))"
        return looks.second > looks.first ? .present(because) : .absent(because)
    }
}
