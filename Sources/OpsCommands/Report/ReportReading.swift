internal import JSONKit
internal import Journal
internal import Redaction
internal import Reporting
internal import SystemKit

/// From the journal to a report.
struct ReportReading {
    let loaded: LoadedRunbook
    let world: World
    /// Whose runs go by less than their whole id.
    let jarvis: JarvisDirectory

    /// - Parameter began: when the incident began, if a person says so.
    /// - Throws: `OpsError` 66 when there is no such run, 64 when several begin so or the beginning lies in the future, 65 for a journal
    ///   that cannot be read any more.
    func report(_ name: String, began: Timestamp?) throws(OpsError) -> IncidentReport {
        let history = try History.open(world)
        let run = try history.run(name, of: jarvis)
        let now = Timestamp.now()
        if let began, began > now {
            throw OpsError(
                "usage", "--began \(began.rfc3339) lies in the future", hint: "Give the time in UTC or with its offset.",
                exitCode: ExitCodes.usage)
        }
        let rows = try history.rows(run: run.id)
        // Redacted here, where secrets still stand as they are, and not only in what is made of them.
        var input = ReportInput(
            rows: rows.map(redacted), source: .init(loaded.runbook, path: loaded.path, sha256: loaded.sha256), now: now)
        let lead = ReportedNotification.leadMilliseconds
        let until = run.endedAt.map { Timestamp(milliseconds: $0.milliseconds + 2 * ReportedNote.tailMilliseconds) }
        for other in try history.neighbours(since: Timestamp(milliseconds: run.startedAt.milliseconds - lead), until: until) {
            guard let neighbour = RunHistory(try history.rows(run: other.id).map(redacted)) else { continue }
            if ReportedNotification.mayBelong(other, to: run) { input.escalations.append(neighbour) }
            if ReportedNote.mayBelong(other, to: run) { input.notes.append(neighbour) }
        }
        for reference in rows.flatMap(\.evidence) { input.evidence[reference.sha256] = bytes(reference, history) }
        input.head = try history.head()
        input.journalWarning = history.warning(for: run)
        input.history = history.owner?.json
        input.historyWords = history.owner?.words
        input.began = began.map { IncidentBeginning(at: $0, .person) } ?? run.incidentBegan
        if input.began == nil { input.beginnings = beginnings(of: run) }
        guard let report = IncidentReport(input) else {
            throw OpsError(
                "journal", "the rows of run \(run.id) cannot be read", hint: "jarvis-ops audit verify", exitCode: ExitCodes.malformedInput)
        }
        if report.response.verdict == .contradictory, began != nil {
            throw OpsError(
                "usage", "--began lies after the response at \(report.response.actedAt.rfc3339)",
                hint: "When did it begin? See: jarvis-ops runs show \(run.id)",
                exitCode: ExitCodes.usage)
        }
        return report
    }

    /// What earlier runs tell of when the incidents of this one began.
    private func beginnings(of run: RunHistory) -> [String: IncidentBeginning] {
        guard let of = run.jarvis, let journal = JournalAccess.forReading(world).opened else { return [:] }
        let incidents = Set(run.verdicts.map(\.incident) + [run.subject].compactMap(\.self))
        return incidents.reduce(into: [:]) { known, incident in
            known[incident] = try? journal.beginning(of: incident, in: of, before: run.startedAt, except: run.id)
        }
    }

    private func redacted(_ row: JournalRow) -> JournalRow {
        JournalRow(
            seq: row.seq, table: row.table, run: row.run, step: row.step.map { world.redactor.redact($0) }, event: row.event, at: row.at,
            body: world.redactor.redact(.object(row.body)).object ?? JSONObject(), evidence: row.evidence, hash: row.hash)
    }

    private func bytes(_ reference: EvidenceReference, _ history: History) -> ReportInput.KeptBytes {
        do throws(JournalError) {
            guard let bytes = try history.evidence(reference.sha256) else { return .missing }
            return .whole(world.redactor.redact(bytes: bytes))
        } catch {
            return .changed
        }
    }
}
