internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import SQLiteKit
internal import SystemKit

extension LiveProbes {
    /// The last records of the outbox. A step's own path means the configured one.
    func outboxTail(_ path: String, _ lines: Int) -> ProbeResult {
        let path = outboxPath
        do throws(SystemError) {
            let end = try Files.readTail(path, lines: lines)
            var reader = OutboxReader()
            reader.feed(end)
            let evidence: JSONObject = [
                "path": path.json, "records": reader.result.records.json, "by_status": OutboxText.byStatus(reader.result),
            ]
            return ProbeResult(
                .ok, "last \(Words.count(reader.result.records, "record")): \(OutboxText.summary(reader.result))", evidence: evidence)
        } catch {
            return noOutbox(error, path)
        }
    }

    /// What Jarvis's own status report says, as far as it can be known from outside the service.
    func meshStatus(_ limits: ProbeLimits) -> ProbeResult {
        let path = outboxPath
        let flags = MeshFlags(environment: Dictionary(uniqueKeysWithValues: meshVariables))
        do throws(SystemError) {
            let fold = try OutboxFold.read(path)
            let evidence: JSONObject = [
                "path": path.json, "enabled": flags.sync.isOn.json, "attestation_enabled": flags.attestation.isOn.json,
                "records": fold.records.json,
                "events": fold.events.count.json, "pending_events": fold.pendingEvents.json, "by_status": OutboxText.byStatus(fold),
                "unreadable_lines": fold.unreadableLines.json, "jarvis_note": fold.jarvisNote.json,
            ]
            let open = fold.invalidEvents.isEmpty ? 0 : try unacknowledged(path, limits).count
            let state: ProbeState = open == 0 && !fold.jarvisSeesNothing ? .ok : .unhealthy
            let settled = fold.invalidEvents.count - open
            let note = (settled > 0 ? "; \(settled) invalid acknowledged" : "") + (fold.jarvisNote.map { "; \($0)" } ?? "")
            return ProbeResult(state, "sync \(flags.sync.isOn ? "on" : "off"); \(OutboxText.summary(fold))\(note)", evidence: evidence)
        } catch {
            return noOutbox(error, path)
        }
    }

    /// The outbox and the memory database, each looked at twice, so that growth can be told from standing still.
    func backlog(_ limits: ProbeLimits) -> ProbeResult {
        let path = outboxPath
        let start = MonotonicTime.now()
        do throws(SystemError) {
            let first = try OutboxFold.read(path)
            let writes = MemoryWrites(path: configuration.absolute(configuration.memoryDatabase.value), limits)
            _ = limits.cancellation.wait(until: Deadline(at: start.adding(milliseconds: min(2000, limits.timeoutMilliseconds / 2))))
            let second = try OutboxFold.read(path)
            var looks = BacklogLooks()
            looks.first = first.pendingEvents
            looks.second = second.pendingEvents
            looks.between = MonotonicTime.now().milliseconds(since: start)
            looks.writesSucceed = writes.hasChanged(limits)
            if !second.invalidEvents.isEmpty { looks.unacknowledged = try unacknowledged(path, limits) }
            for entry in second.byStatus where entry.status.isPending { looks.pending[entry.status.text.text] = entry.events }
            let evidence: JSONObject = [
                "path": path.json, "pending_first": looks.first.json, "pending_second": looks.second.json, "between_ms": looks.between.json,
                "by_status": OutboxText.byStatus(second), "memory_writes_seen": looks.writesSucceed.json,
                "unacknowledged": Array(looks.unacknowledged.prefix(20)).json,
            ]
            let invalid = looks.unacknowledged.isEmpty ? "" : "; \(looks.unacknowledged.count) invalid that nobody looked at"
            return ProbeResult(
                looks.second > 0 || !looks.unacknowledged.isEmpty ? .unhealthy : .ok,
                "\(looks.first) waiting, then \(looks.second) after \(Words.duration(looks.between))\(invalid)",
                evidence: evidence, measurement: .backlog(looks))
        } catch {
            return noOutbox(error, path)
        }
    }

    private func unacknowledged(_ path: String, _ limits: ProbeLimits) throws(SystemError) -> [String] {
        let known = acknowledged()
        return try OutboxScan(path, cancellation: limits.cancellation).invalidEvents().filter { event in
            !known.contains { event.isResolved(by: $0) }
        }.map(\.eventID.text)
    }

    /// The configured outbox, read to its end.
    func outboxFold() throws(SystemError) -> OutboxFold { try OutboxFold.read(outboxPath) }

    private var outboxPath: String { configuration.absolute(configuration.outbox.value) }

    private var meshVariables: [(String, String)] {
        MeshFlag.allCases.flatMap { [$0.variable, $0.legacyVariable] }.compactMap { name in
            configuration.variable(name).map { (name, $0.value) }
        }
    }

    /// A Jarvis that never had anything to send has no outbox: that is an empty one, where it would lie there.
    private func noOutbox(_ error: SystemError, _ path: String) -> ProbeResult {
        if error.isMissing {
            let isGuess = configuration.outbox.source == .builtIn
            if isGuess, Files.kind(configuration.absolute("data")) != .directory {
                return ProbeResult(
                    .unavailable,
                    "no outbox at \(path), and nothing tells that this Jarvis would have it there: name it with --outbox FILE",
                    evidence: ["path": path.json])
            }
            var looks = BacklogLooks()
            looks.isGuessedWithSyncOff = isGuess && !MeshFlags(environment: Dictionary(uniqueKeysWithValues: meshVariables)).sync.isOn
            return ProbeResult(
                .ok, "no outbox at \(path): nothing waits", evidence: ["path": path.json], measurement: .backlog(looks))
        }
        return ProbeResult(
            .failed, "the outbox \(configuration.shown(path)) cannot be read: \(Files.whyUnreadable(path, error))",
            evidence: ["path": path.json, "error": error.description.json])
    }
}

enum OutboxText {
    static func byStatus(_ fold: OutboxFold) -> JSONValue {
        .object(JSONObject(fold.byStatus.map { JSONMember($0.status.text, $0.events.json) }))
    }

    static func summary(_ fold: OutboxFold) -> String {
        if fold.events.isEmpty { return "no events" }
        let statuses = fold.byStatus.map { "\($0.events) \($0.status.text.text)" }.joined(separator: ", ")
        return "\(Words.count(fold.events.count, "event")): \(statuses)"
    }
}

/// Evidence that memory writes succeed: the memory database changes between two looks. Never a write of our own, never a lock.
private struct MemoryWrites {
    private let database: SQLiteDatabase?
    private let version: Int64?

    init(path: String, _ limits: ProbeLimits) {
        let database = try? SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
        self.database = database
        version = try? database?.dataVersion(deadline: limits.deadline, cancellation: limits.cancellation)
    }

    /// nil when the database cannot be read: then there is no evidence either way. No change is none either, for nobody may have
    /// written in between.
    func hasChanged(_ limits: ProbeLimits) -> Bool? {
        guard let version, let now = try? database?.dataVersion(deadline: limits.deadline, cancellation: limits.cancellation) else {
            return nil
        }
        return now != version ? true : nil
    }
}
