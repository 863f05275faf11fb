internal import JSONKit
internal import Mesh
internal import Probes
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// The end of the outbox for people and machines.
struct MeshTailOutput {
    let input: OutboxInput
    /// nil when there is no outbox yet.
    let tail: OutboxTail?
    /// Whether documents hold the whole records.
    let hasRecords: Bool

    var json: JSONValue {
        let entries = tail?.entries ?? []
        let isRecord = { (entry: OutboxTail.Entry) in if case .record = entry.line { true } else { false } }
        return [
            "schema": "jarvis-ops/mesh-tail/v1", "outbox_path": input.path.json, "exists": (tail != nil).json,
            "has_earlier_lines": (tail?.isPartial ?? false).json, "last_line": (tail?.lastLine ?? .complete).rawValue.json,
            "records": .array(entries.filter(isRecord).map { .object(entry($0)) }),
            "unreadable": .array(entries.filter { !isRecord($0) }.map { .object(entry($0)) }),
        ]
    }

    func entry(_ entry: OutboxTail.Entry) -> JSONObject {
        let place = entry.line.place
        switch entry.line {
        case .record(let record):
            let value = try? JSONReader(.python).read(entry.text)
            var object: JSONObject = [
                "event_id": record.eventID.json, "status": record.status.text.json,
                "recorded_at": record.timestamp.map { Timestamp.rfc3339(microseconds: $0) }.json, "reason": record.reason.json,
                "state_hash": (value?["state_hash"]?.text).json, "has_envelope": record.hasEnvelope.json,
                "offset": place.offset.json, "length": place.length.json,
            ]
            if hasRecords { object["record"] = value ?? .null }
            return object
        case .unreadable(let line):
            return ["offset": place.offset.json, "length": place.length.json, "reason": line.reason.text.json]
        }
    }

    func text(_ page: Page) -> String {
        guard let tail else {
            return page.paint("\(input.path) is not there: nothing waits (a successful publish leaves no record).\n", .dim)
        }
        let lines = tail.entries.map { line($0, page) }.joined()
        switch tail.lastLine {
        case .complete: return lines
        case .unfinished: return lines + page.paint("! The last line is still being written.\n", .warning)
        case .torn: return lines + page.paint("! The last line is torn: it has no end, and the file stood still.\n", .warning)
        }
    }

    /// One record: when, what became of it, which; under it the reason, if there is one.
    func line(_ entry: OutboxTail.Entry, _ page: Page) -> String {
        switch entry.line {
        case .record(let record):
            let time = record.timestamp.map { shortTime($0) } ?? "no time"
            let status = Sanitizer.line(page.redactor.redact(record.status.text.text))
            var text =
                page.paint(Layout.padded(time, to: 20), .dim) + "  " + Layout.padded(page.paint(status, style(record.status)), to: 16)
                + "  "
                + page.paint(Sanitizer.line(page.redactor.redact(record.eventID.text)), nil) + "\n"
            if let reason = record.reason, !reason.isEmpty {
                text += page.paint("                      because: " + Sanitizer.line(page.redactor.redact(reason)), .dim) + "\n"
            }
            return text
        case .unreadable(let line):
            return page.paint("–                     unreadable        byte \(line.place.offset): \(line.reason.text)", .unknown) + "\n"
        }
    }

    /// `2026-03-14 09:26:00Z`.
    private func shortTime(_ microseconds: Int64) -> String {
        let text = Timestamp.rfc3339(microseconds: microseconds)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))Z"
    }

    private func style(_ status: OutboxStatus) -> Style {
        switch status {
        case .pendingPublish, .pendingCommit: .warning
        case .published, .committed: .good
        case .invalidEnvelope: .bad
        case .other: .unknown
        }
    }
}
