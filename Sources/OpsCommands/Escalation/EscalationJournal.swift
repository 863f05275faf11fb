internal import Escalation
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit

/// The journal as an escalation needs it.
///
/// Unlike a change, a message goes out without a journal too, with a warning: a page must reach somebody also when the disk is full. What
/// cannot be written down is said on standard error.
final class EscalationJournal {
    private let writable: Journal?
    private let readable: Journal?
    private let world: World
    /// Said once.
    private var hasWarned = false
    private(set) var head: JournalHead?
    /// Whether what is done now can be found again later.
    private(set) var isKept = true

    /// - Parameter forWriting: makes the journal where there is none.
    init(_ world: World, forWriting: Bool) {
        self.world = world
        let access = forWriting ? JournalAccess.forWriting(world) : JournalAccess.forReading(world)
        // What a message tells is no rule's evidence: also a damaged journal is read.
        writable = forWriting ? access.opened : nil
        readable = access.opened ?? JournalAccess.forReading(world).opened
        head = try? readable?.head()
        if forWriting, let error = access.error { warn(error) }
    }

    /// The key of the page that is open for this incident of this Jarvis: that of the first trigger since the last resolution.
    ///
    /// A trigger counts from its intent on: whether it arrived or not, the next one must not open a second page.
    func openKey(_ incident: String, of jarvis: JarvisDirectory) -> String? {
        var key: String?
        for row in rows(["intended", "done"]) where row.step == "escalate/page" {
            guard row.body["incident"]?.text == incident, JarvisDirectory(row.body)?.isSame(as: jarvis) == true else { continue }
            switch (row.event, row.body["action"]?.text) {
            case ("intended", "trigger"?): key = key ?? row.body["dedup_key"]?.text
            case ("done", "resolve"?): if row.body["dedup_key"]?.text == key { key = nil }
            default: break
            }
        }
        return key
    }

    private func rows(_ events: [String]) -> [JournalRow] {
        // A page that was opened before a journal was adopted is open still.
        let damaged = Journal.putAside(directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
        return (damaged.reversed() + [readable].compactMap(\.self)).flatMap { journal in
            events.flatMap { (try? journal.rows(table: .steps, event: $0)) ?? [] }.sorted { $0.seq < $1.seq }
        }
    }

    /// What the newest diagnosis of this incident in this Jarvis said, or that of the run named.
    ///
    /// - Throws: `OpsError` 66 or 64 for a run that is not there, or diagnosed something else.
    func diagnosis(of incident: String, run: String?, in jarvis: JarvisDirectory) throws(OpsError) -> IncidentNotice.Diagnosis? {
        if let run {
            let record = try History.open(world).run(run, of: jarvis)
            guard let verdict = record.verdicts.last(where: { $0.incident == incident }) else {
                throw OpsError(
                    "no-diagnosis", "run \(record.id) holds no diagnosis of \(incident)",
                    hint: "Make one: jarvis-ops diagnose \(incident)", exitCode: ExitCodes.missingInput)
            }
            return IncidentNotice.Diagnosis(record, verdict, world.redactor)
        }
        let verdicts = (try? readable?.rows(table: .observations, event: "verdict")) ?? []
        for row in verdicts.reversed() where row.body["incident"]?.text == incident {
            guard let record = try? readable?.run(row.run), record.isOf(jarvis),
                let verdict = record.verdicts.last(where: { $0.incident == incident })
            else { continue }
            return IncidentNotice.Diagnosis(record, verdict, world.redactor)
        }
        return nil
    }

    /// Writes rows down, redacted, if it can.
    func append(_ entries: [JournalEntry]) {
        guard let writable else { return }
        let redactor = world.redactor
        let safe = entries.map {
            JournalEntry(
                $0.table, run: $0.run, step: $0.step, event: $0.event, body: redactor.redact(.object($0.body)).object ?? JSONObject())
        }
        do throws(JournalError) { head = try writable.append(safe) } catch { warn(error) }
    }

    private func warn(_ error: JournalError) {
        isKept = false
        guard !hasWarned else { return }
        hasWarned = true
        world.note("NOT RECORDED: \(error.message); it is sent all the same" + (error.hint.map { "\n  \($0)" } ?? ""))
    }
}

extension IncidentNotice.Diagnosis {
    /// - Parameter redactor: it may know more by now than when the diagnosis was written down.
    fileprivate init(_ run: RecordedRun, _ verdict: RecordedVerdict, _ redactor: Redactor) {
        self.init(
            run: run.id, at: run.startedAt, verdict: verdict.verdict, because: redactor.redact(verdict.because),
            symptoms: verdict.symptoms.filter { $0.state == "present" }.map {
                redactor.redact($0.because.isEmpty ? $0.text : "\($0.text): \($0.because)")
            })
    }
}
