internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Probes
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// A person's word on an invalid event, for the journal, people and machines.
struct AcknowledgedEvent {
    let run: String
    let directory: JarvisDirectory
    let event: InvalidEvent
    /// SHA-256 of its invalid record: the word is for that record and no other.
    let record: String
    let reason: String
    /// Earlier words on the same record: this one stands beside them.
    var before: [Acknowledgement] = []

    func entries(_ world: World) -> [JournalEntry] {
        func entry(_ table: JournalEntry.Table, _ name: String, _ body: JSONObject) -> JournalEntry {
            JournalEntry(table, run: run, event: name, body: world.redactor.redact(.object(body)).object ?? JSONObject())
        }
        return [
            entry(
                .runs, "began",
                directory.document.adding([
                    "command": "mesh acknowledge \(event.eventID.text)".json, "subject": "mesh", "kind": "read",
                    "by": world.identity.document,
                ])),
            entry(
                .observations, "acknowledged",
                directory.document.adding([
                    "event_id": event.eventID.json, "event_sha256": event.sha256.json, "record_sha256": record.json,
                    "reason": reason.json,
                    "invalid_reason": event.reason.json, "recorded_at": recordedAt.json, "offset": event.offset.json,
                    "by": world.identity.document,
                ])),
            entry(.runs, "ended", ["outcome": "done", "exit_code": 0]),
        ]
    }

    /// - Parameter head: nil in a dry run.
    func json(_ head: JournalHead?) -> JSONValue {
        [
            "schema": "jarvis-ops/mesh-acknowledge/v1", "run": run.json, "directory": directory.path.json, "event_id": event.eventID.json,
            "invalid_reason": event.reason.json, "recorded_at": recordedAt.json, "reason": reason.json, "kept": (head != nil).json,
            "audit": AuditLine.json(head),
            "before": .array(
                before.map { ["by": $0.by.json, "at": Timestamp(milliseconds: $0.at).rfc3339.json, "reason": $0.reason.json] }),
        ]
    }

    func text(_ page: Page, isKept: Bool) -> String {
        let why = event.reason.map { " (\(Sanitizer.line($0)))" } ?? ""
        let name = page.paint(Sanitizer.line(event.eventID.text), .emphasis)
        let when = event.recordedAt.map { ", recorded at \(Timestamp.rfc3339(microseconds: $0))" } ?? ""
        let again = before.isEmpty ? "" : " once more"
        let earlier = before.map { word in
            let by = word.by.map { " by \(Sanitizer.line($0))" } ?? ""
            let reason = word.reason.map { ": \(Sanitizer.line($0))" } ?? ""
            return "  acknowledged before\(by), \(Timestamp(milliseconds: word.at).rfc3339)\(reason)\n"
        }
        return "\(name)\(why)\(when): "
            + (isKept ? "acknowledged\(again).\n" : "would be acknowledged\(again); a dry run keeps nothing.\n") + earlier.joined()
    }

    private var recordedAt: String? { event.recordedAt.map { Timestamp.rfc3339(microseconds: $0) } }
}

extension JournalAccess {
    /// SHA-256 of the `invalid_envelope` records that people looked at, whichever path led to the outbox.
    var acknowledgedRecords: Set<String> {
        Set(((try? relied?.rows(table: .observations, event: "acknowledged")) ?? []).compactMap { $0.body["record_sha256"]?.text })
    }
}
