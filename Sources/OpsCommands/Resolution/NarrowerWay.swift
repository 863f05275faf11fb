internal import Planning
internal import Probes
internal import Runbook
internal import TerminalKit

/// Asks how much of Redis a step that empties it may take. Nothing typed takes nothing: all keys go only where FLUSHDB is typed in full.
struct NarrowerWay {
    enum Answer {
        /// Those that match.
        case pattern(String)
        case all
        case nothing
    }

    let target: JarvisTarget
    let desk: TerminalDesk

    func ask(_ item: ResolutionItem) -> Answer {
        let all = target.probes.keys(matching: nil, target.limits)
        var lead = "\(item.title) (\(item.id))\n  \(words(all))"
        // A slip of a finger is no answer.
        for _ in 0..<3 {
            let question =
                lead + "\n  A narrower way removes only the keys that match a pattern, such as cache:*\n"
                + "  A pattern, or FLUSHDB for all keys; Enter leaves the step out:"
            guard let answer = desk.text(question) else { return .nothing }
            if answer == "FLUSHDB" { return .all }
            guard let why = objection(to: answer) else { return .pattern(answer) }
            lead = why
        }
        target.world.note("\(lead) The step is left out.")
        return .nothing
    }

    private func words(_ keys: KeyFacts?) -> String {
        guard let keys else { return "FLUSHDB removes all keys; how many there are could not be seen." }
        let count = "FLUSHDB removes \(keys.count) at \(keys.address)"
        return count + (keys.examples.isEmpty ? "." : ": \(keys.exampleWords)")
    }

    private func objection(to pattern: String) -> String? {
        if let why = RedisPattern.objection(to: pattern) { return "Refused: \(why)." }
        guard let keys = target.probes.keys(matching: pattern, target.limits) else {
            return "Refused: how many keys match \(pattern) could not be seen."
        }
        return keys.matching == 0 && keys.isWhole ? "Refused: \(keys.noneWords(pattern))." : nil
    }
}

extension KeyFacts {
    /// `cache:1, cache:2, …`.
    var exampleWords: String { examples.map(Sanitizer.line).joined(separator: ", ") + (matching > examples.count ? ", …" : "") }

    func noneWords(_ pattern: String) -> String {
        "none of \(total == 1 ? "1 key" : "\(total) keys") at \(address) "
            + (spared == 0 ? "matches \(pattern)" : "but \(spared) rate-limit keys, which stay, matches \(pattern)")
    }
}

extension Action {
    /// Whether all keys of a Redis database go.
    var emptiesRedis: Bool {
        if case .redis(let arguments, _) = self { arguments.first?.uppercased() == "FLUSHDB" } else { false }
    }
}
