internal import Configuration
internal import DigestKit
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import SystemKit

extension LiveProbes {
    /// The outbox can be read whole, by Jarvis too, and no invalid event waits for a person.
    func smokeOutbox(_ acknowledged: [Acknowledgement], _ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(configuration.outbox.value)
        var evidence: JSONObject = ["path": path.json]
        do throws(SystemError) {
            let fold = try settledFold(path, limits)
            let open = fold.invalidEvents.filter { !$0.isResolved(by: acknowledged) }
            evidence["records"] = fold.records.json
            evidence["events"] = fold.events.count.json
            evidence["unreadable_lines"] = fold.unreadableLines.json
            evidence["invalid_events"] = fold.invalidEvents.count.json
            evidence["unresolved"] = open.prefix(20).map(\.eventID.text).json
            var faults = fold.jarvisNote.map { [$0] } ?? []
            if fold.unreadableLines > fold.invalidUTF8Lines { faults.append(unreadable(fold)) }
            if let first = open.first {
                let reason = first.reason.map { " (\($0))" } ?? ""
                let more = open.count > 1 ? " and \(open.count - 1) more" : ""
                faults.append(
                    "invalid_envelope: \(first.eventID.text)\(reason)\(more). "
                        + "When it was looked at: jarvis-ops mesh acknowledge EVENT --reason TEXT")
            }
            let summary = "\(OutboxText.summary(fold))" + (fold.invalidEvents.isEmpty ? "" : ", acknowledged")
            return ProbeResult(faults.isEmpty ? .ok : .unhealthy, faults.isEmpty ? summary : faults.joined(separator: "; "), evidence: evidence)
        } catch {
            // A Jarvis that never had anything to send has none.
            if error.isMissing { return ProbeResult(.ok, "no outbox at \(path): nothing waits", evidence: evidence) }
            return ProbeResult(.failed, error.description, evidence: evidence)
        }
    }

    /// The outbox once its last line has ended, or stood still for 250 ms without doing so: Jarvis may be writing it.
    private func settledFold(_ path: String, _ limits: ProbeLimits) throws(SystemError) -> OutboxFold {
        while true {
            let size = Files.size(path)
            let fold = try outboxFold()
            let mayBeTorn = fold.endsWithoutNewline && fold.unreadableLines > 0
            guard mayBeTorn, !limits.cancellation.wait(until: .after(milliseconds: 250)), !limits.deadline.hasPassed,
                Files.size(path) != size
            else { return fold }
        }
    }

    private func unreadable(_ fold: OutboxFold) -> String {
        let lines = fold.unreadable.filter { $0.reason != .invalidUTF8 }.prefix(3).map { "line \($0.place.line): \($0.reason.text)" }
        let count = fold.unreadableLines - fold.invalidUTF8Lines
        return "\(Words.count(count, "line")) cannot be read (\(lines.joined(separator: "; "))\(count > lines.count ? "; …" : ""))"
    }
}

extension OutboxRecord {
    /// Whether a person looked at it after it was recorded. A record without a time is known by its place in a file that only grows.
    func isResolved(by acknowledged: [Acknowledgement]) -> Bool {
        let id = SHA256.hex(eventID.bytes)
        return acknowledged.contains { word in
            guard word.eventSHA256 == id else { return false }
            guard let timestamp else { return word.offset == place.offset }
            return word.at &* 1000 &+ 999 >= timestamp
        }
    }
}
