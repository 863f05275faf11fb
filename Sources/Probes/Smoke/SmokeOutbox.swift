internal import Configuration
internal import DigestKit
public import Execution
internal import JSONKit
public import Mesh
public import Planning
internal import SystemKit

extension LiveProbes {
    /// The outbox can be read whole, by Jarvis too, and no invalid event waits for a person.
    public func smokeOutbox(_ acknowledged: [Acknowledgement], _ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(configuration.outbox.value)
        do throws(SystemError) {
            let scan = try OutboxScan(path, cancellation: limits.cancellation)
            return judged(scan, try scan.invalidEvents(), acknowledged, path)
        } catch {
            if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
            let evidence: JSONObject = ["path": path.json]
            guard error.isMissing else {
                return ProbeResult(.failed, "the outbox cannot be read: \(error.description)", evidence: evidence)
            }
            // A Jarvis that never had anything to send has none. One that was typed should be there.
            if case .option = configuration.outbox.source {
                return ProbeResult(.failed, "there is no outbox at \(path)", evidence: evidence)
            }
            return ProbeResult(.ok, "no outbox at \(path): nothing waits", evidence: evidence)
        }
    }

    private func judged(_ scan: OutboxScan, _ invalid: [InvalidEvent], _ acknowledged: [Acknowledgement], _ path: String) -> ProbeResult {
        let tally = scan.tally
        let open = invalid.filter { event in !acknowledged.contains { event.isResolved(by: $0) } }
        let evidence: JSONObject = [
            "path": path.json, "records": tally.records.json, "events": tally.eventCount.json, "last_line": scan.lastLine.rawValue.json,
            "unreadable_lines": tally.unreadableLines.json, "invalid_events": invalid.count.json,
            "unresolved": open.prefix(20).map(\.eventID.text).json,
        ]
        var faults = tally.jarvisNote.map { [$0] } ?? []
        if scan.wasCut { faults.append("it became shorter while it was read") }
        if tally.unreadableLines > tally.invalidUTF8Lines { faults.append(unreadable(tally)) }
        if let first = open.first {
            let reason = first.reason.map { " (\($0))" } ?? ""
            let more = open.count > 1 ? " and \(open.count - 1) more" : ""
            faults.append(
                "invalid_envelope: \(first.eventID.text)\(reason)\(more). Once looked at: jarvis-ops mesh acknowledge EVENT --reason TEXT")
        }
        guard faults.isEmpty else { return ProbeResult(.unhealthy, faults.joined(separator: "; "), evidence: evidence) }
        let settled = invalid.isEmpty ? "" : "; \(Words.count(invalid.count, "invalid event")) acknowledged"
        let count = "\(Words.count(tally.records, "record")) of \(Words.count(tally.eventCount, "event"))"
        return ProbeResult(.ok, "\(count), all readable\(settled)", evidence: evidence)
    }

    private func unreadable(_ tally: OutboxTally) -> String {
        let lines = tally.unreadable.filter { $0.reason != .invalidUTF8 }.prefix(3).map { "line \($0.place.line): \($0.reason.text)" }
        let count = tally.unreadableLines - tally.invalidUTF8Lines
        return "\(Words.count(count, "line")) cannot be read (\(lines.joined(separator: "; "))\(count > lines.count ? "; …" : ""))"
    }
}

extension InvalidEvent {
    /// What an acknowledgement names it by: the same whatever is redacted.
    public var sha256: String { SHA256.hex(eventID.bytes) }

    /// Whether a person looked at it after it was recorded. A record without a time is known by its place in a file that only grows.
    public func isResolved(by word: Acknowledgement) -> Bool {
        guard word.eventSHA256 == sha256 else { return false }
        guard let recordedAt else { return word.offset == offset }
        // The journal's times are whole milliseconds, the outbox's are not.
        return word.at >= recordedAt / 1000
    }
}
