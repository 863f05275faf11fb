internal import Configuration
internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import Probes
internal import SystemKit
internal import TerminalKit

/// The status of the mesh for machines; `MeshStatusText` is the page for people.
struct MeshStatusOutput {
    let configuration: Configuration
    let input: OutboxInput
    /// nil when there is no outbox yet.
    let scan: OutboxScan?
    let invalid: [InvalidEvent]
    /// What people have looked at, by the event's hash: there may be many of both.
    let acknowledged: [String: [Acknowledgement]]
    let answer: ServiceAnswer
    let transport: ProbeResult
    let now: Timestamp
    let tally: OutboxTally
    let counts: OutboxCounts

    init(
        configuration: Configuration, input: OutboxInput, scan: OutboxScan?, invalid: [InvalidEvent],
        acknowledged: [Acknowledgement], answer: ServiceAnswer,
        transport: ProbeResult, now: Timestamp
    ) {
        self.configuration = configuration
        self.input = input
        self.scan = scan
        self.invalid = invalid
        self.acknowledged = Dictionary(grouping: acknowledged, by: \.eventSHA256)
        self.answer = answer
        self.transport = transport
        self.now = now
        tally = scan?.tally ?? OutboxTally()
        counts = tally.counts
    }

    /// How many a page names: as many as a person takes in.
    static let shownInvalid = 5

    var identity: MeshIdentity { MeshIdentity { configuration.variable($0)?.value } }
    var comparisons: [CapabilityComparison] {
        CapabilityComparison.all(
            configured: ConfiguredCapability.components { configuration.variable($0)?.value }, running: answer.components)
    }

    /// A person's word on it, the newest that settles it; nil where nobody looked at it since it was recorded.
    func acknowledgement(of event: InvalidEvent) -> Acknowledgement? { acknowledged[event.sha256]?.last { event.isResolved(by: $0) } }

    /// What to do next, by what is wrong.
    var next: [String] {
        var next = MeshNext(
            unacknowledged: invalid.count { acknowledgement(of: $0) == nil }, pending: counts.pendingEvents, transport: transportLook)
        // Where nothing waits and sync is off nobody need listen.
        if next.pending == 0, !isOn(.sync) { next.isAnswering = nil }
        return next.lines
    }

    /// nil where nothing was measured.
    private var transportLook: TransportLook? { if case .transport(let look)? = transport.measurement { look } else { nil } }

    /// The configured switch of a flag.
    func isOn(_ flag: MeshFlag) -> Bool {
        let names = [flag.variable, flag.legacyVariable]
        let pairs = names.compactMap { name in configuration.variable(name).map { (name, $0.value) } }
        return MeshFlags(environment: Dictionary(pairs) { first, _ in first })[flag].isOn
    }

    /// The keys of Jarvis's own status report come first; those that only its own process knows are not there.
    var json: JSONValue {
        [
            "schema": "jarvis-ops/mesh-status/v1",
            "enabled": isOn(.sync).json, "configured": identity.isConfigured.json, "subject": identity.subject.json,
            "pending_events": counts.pendingEvents.json, "outbox_path": input.path.json,
            "records": tally.records.json, "events": tally.eventCount.json,
            "by_status": .object(JSONObject(counts.byStatus.map { JSONMember($0.status.text, $0.events.json) })),
            "unreadable_lines": tally.unreadableLines.json, "oldest_pending_at": time(counts.oldestPending),
            "invalid_events": .array(
                invalid.map { event in
                    .object([
                        "event_id": event.eventID.json, "reason": event.reason.json, "recorded_at": time(event.recordedAt),
                        "acknowledged": acknowledgement(of: event).map(json) ?? .null,
                    ])
                }), "next": next.json,
            "attestation_enabled": isOn(.attestation).json,
            "outbox": .object(outbox), "capability": .object(capability),
            "nats": .object(
                JSONObject([
                    JSONMember("state", transport.state.rawValue.json), JSONMember("summary", transport.summary.json),
                    JSONMember("evidence", .object(transport.evidence)),
                ])),
        ]
    }

    private func json(_ word: Acknowledgement) -> JSONValue {
        ["by": word.by.json, "at": Timestamp(milliseconds: word.at).rfc3339.json, "reason": word.reason.json]
    }

    private var outbox: JSONObject {
        [
            "exists": (scan != nil).json, "source": input.source.words.json, "size_bytes": (scan?.size ?? 0).json,
            "counted_earlier_bytes": (scan?.counted ?? 0).json,
            "last_line": (scan?.lastLine ?? .complete).rawValue.json, "was_cut": (scan?.wasCut ?? false).json,
            "invalid_utf8_lines": tally.invalidUTF8Lines.json, "jarvis_sees_nothing": tally.jarvisSeesNothing.json,
            "note": tally.jarvisNote.json,
            "unreadable": .array(
                tally.unreadable.map { line in
                    .object(["line": line.place.line.json, "offset": line.place.offset.json, "reason": line.reason.text.json])
                }),
        ]
    }

    private var capability: JSONObject {
        [
            "address": answer.address.json, "answered": (answer.components != nil).json, "summary": answer.summary.json,
            "components": .array(
                comparisons.map { part in
                    .object([
                        "name": part.name.json, "configured": component(part.configured), "running": component(part.running),
                        "differences": .array(
                            part.differences.map { difference in
                                .object([
                                    "field": difference.field.json, "configured": difference.configured.json,
                                    "running": difference.running.json,
                                ])
                            }),
                    ])
                }),
        ]
    }

    private func component(_ part: Capability?) -> JSONValue {
        guard let part else { return .null }
        return .object([
            "enabled": part.enabled.json, "status": part.status.text.json, "reason": part.reason.json, "fallback": part.fallback.json,
        ])
    }

    private func time(_ microseconds: Int64?) -> JSONValue { microseconds.map { Timestamp.rfc3339(microseconds: $0) }.json }
}
