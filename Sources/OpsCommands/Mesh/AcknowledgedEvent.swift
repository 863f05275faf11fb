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

    func events(_ world: World) -> [RunEvent] {
        let opening = RunOpening(looking: "mesh acknowledge \(event.eventID.text)", subject: "mesh", in: directory, world)
        let word = AcknowledgedWord(
            event.eventID, eventSHA256: event.sha256, recordSHA256: record, reason: reason, invalidReason: event.reason,
            recordedAt: recordedAt, offset: event.offset, by: world.identity.document, in: directory)
        return [.began(opening), .acknowledged(word), .ended(.done())]
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
        Set(acknowledged.compactMap(\.word.recordSHA256))
    }

    /// Invalid events of this Jarvis that people looked at.
    func acknowledgements(of jarvis: JarvisDirectory) -> [Acknowledgement] {
        acknowledged.filter { $0.word.jarvis?.isSame(as: jarvis) == true }.map { row, word in
            var known = Acknowledgement(eventSHA256: word.eventSHA256, at: row.at.milliseconds, offset: word.offset)
            known.by = word.by?["user"]?.text.map { user in word.by?["host"]?.text.map { "\(user)@\($0)" } ?? user }
            known.reason = word.reason
            return known
        }
    }

    private var acknowledged: [(row: JournalRow, word: AcknowledgedWord)] {
        ((try? relied?.rows(table: .observations, event: "acknowledged")) ?? []).compactMap { row in
            if case .acknowledged(let word) = row.said { (row, word) } else { nil }
        }
    }
}
