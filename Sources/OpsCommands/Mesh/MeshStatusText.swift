internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import Probes
internal import SystemKit
internal import TerminalKit

/// The status of the mesh for people: what waits first, then how it runs, for 80 columns.
extension MeshStatusOutput {
    func text(_ page: Page) -> String {
        page.render(facts) + statuses(page) + invalidEvents(page) + "\n" + page.render(components) + differences(page) + nextLines(page)
    }

    private var facts: TextTable {
        var table = TextTable([.init(), .init()])
        func add(_ name: String, _ value: String, _ style: Style? = nil) { table.add([.init(name, .emphasis), .init(value, style)]) }
        add("Mesh", "sync \(word(isOn(.sync))), attestation \(word(isOn(.attestation))), as configured")
        add("Identity", identityWords, identity.isConfigured ? nil : .warning)
        add("Subject", identity.subject)
        add("NATS", transport.summary, transport.state == .ok ? nil : .warning)
        add("Outbox", input.path)
        if let scan {
            let lines = tally.unreadableLines == 0 ? "" : ", \(Quantities.count(tally.unreadableLines, "unreadable line"))"
            add(
                "",
                "\(Quantities.count(tally.records, "record")) of \(Quantities.count(tally.eventCount, "event")), "
                    + "\(Quantities.bytes(scan.size))\(lines)")
            if scan.counted > 0 { add("", "\(Quantities.bytes(scan.counted)) counted by an earlier look; --fresh reads all", .dim) }
            if let trouble = trouble(scan) { add("", trouble, .warning) }
            if let note = tally.jarvisNote { add("", note, .bad) }
        } else {
            add("", "no outbox: nothing waits (a successful publish leaves no record)", .dim)
        }
        add("Pending", pending, counts.pendingEvents > 0 ? .warning : .good)
        return table
    }

    private var identityWords: String {
        let key: String
        switch identity.key {
        case .absent: key = "no shared key"
        case .malformed: key = "a shared key that is no 32 bytes in hexadecimal"
        case .usable: key = "shared key"
        }
        return "\(key), \(identity.nodeKey == nil ? "no node key" : "node key"), as configured"
    }

    private func trouble(_ scan: OutboxScan) -> String? {
        if scan.wasCut { return "the file was cut while it was read: look again" }
        switch scan.lastLine {
        case .complete: return nil
        case .unfinished: return "its last line is still being written"
        case .torn: return "its last line is torn: it has no end, and the file stood still"
        }
    }

    private var pending: String {
        guard counts.pendingEvents > 0 else { return "nothing waits" }
        let count = Quantities.count(counts.pendingEvents, "event")
        guard let oldest = counts.oldestPending else { return "\(count); none says since when" }
        let age = DurationText.age(milliseconds: Double(now.milliseconds) - Double(oldest) / 1000)
        return "\(count), the oldest recorded \(age) (\(Timestamp.rfc3339(microseconds: oldest)))"
    }

    private func statuses(_ page: Page) -> String {
        let byStatus = counts.byStatus
        guard !byStatus.isEmpty else { return "" }
        var table = TextTable([.init("EVENTS", .right), .init("LATEST STATUS")])
        for (status, events) in byStatus {
            let style: Style? =
                switch status {
                case .pendingPublish, .pendingCommit: .warning
                case .published, .committed: .good
                case .invalidEnvelope: .bad
                case .other: .unknown
                }
            table.add([.init(Quantities.count(events)), .init(status.text.text, style)])
        }
        return "\n" + page.render(table)
    }

    private func invalidEvents(_ page: Page) -> String {
        guard !invalid.isEmpty else { return "" }
        let shown = MeshStatusOutput.shownInvalid
        let count = counts.invalidEvents
        var table = TextTable([.init(), .init("", limit: 40), .init()])
        // What nobody looked at comes first.
        let open = invalid.filter { acknowledgement(of: $0) == nil }
        let settled = invalid.compactMap { event in acknowledgement(of: event).map { (event, $0) } }
        for event in open.prefix(shown) {
            table.add([.init("✗", .bad), .init(event.eventID.text), .init(event.reason ?? "no reason recorded")])
        }
        for (event, word) in settled.prefix(max(0, shown - open.count)) {
            let by = word.by.map { " by \($0)" } ?? ""
            let when = Timestamp(milliseconds: word.at).rfc3339
            table.add([
                .init("✓", .dim), .init(event.eventID.text, .dim),
                .init("\(event.reason ?? "no reason recorded"); acknowledged\(by), \(when)", .dim),
            ])
        }
        let more = count > shown ? page.paint("  … and \(count - shown) more; -o json has all\n", .dim) : ""
        let list = "\n" + page.render(table) + more
        guard !open.isEmpty else { return list }
        return list
            + page.paint("  Data-integrity events: they are never sent. Once somebody looked at one:\n", .dim)
            + page.paint("  jarvis-ops mesh acknowledge EVENT --reason TEXT\n", .dim)
    }

    private func nextLines(_ page: Page) -> String {
        next.map { page.paint("→ \($0)\n", .emphasis) }.joined()
    }

    private var components: TextTable {
        var table = TextTable([.init("COMPONENT"), .init("CONFIGURED", limit: 30), .init("RUNNING")])
        for part in comparisons {
            table.add([
                .init(part.name, .emphasis), .init(part.configured.map(words) ?? "–", part.configured == nil ? .dim : nil),
                .init(
                    part.running.map(words) ?? (answer.components == nil ? "unknown" : "not reported"),
                    part.running == nil ? .unknown : part.differences.isEmpty ? style(part.running) : .bad),
            ])
        }
        return table
    }

    private func differences(_ page: Page) -> String {
        guard answer.components != nil else { return page.paint("The service did not say: \(answer.summary)\n", .dim) }
        var table = TextTable([.init(), .init()])
        for part in comparisons where !part.differences.isEmpty {
            let words = part.differences.map { "\($0.field) is \($0.running ?? "absent"), configured \($0.configured ?? "absent")" }
            table.add([.init("!", .warning), .init("\(part.name) runs otherwise: \(words.joined(separator: "; "))", .warning)])
        }
        return page.render(table) + page.paint("As \(answer.address)\(answer.summary) says.\n", .dim)
    }

    private func words(_ part: Capability) -> String {
        part.status.text + ((part.reason ?? "").isEmpty ? "" : ": \(part.reason ?? "")")
    }

    private func style(_ part: Capability?) -> Style? {
        switch part?.status {
        case .ready: .good
        case .degraded: .warning
        default: nil
        }
    }
}

private func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
