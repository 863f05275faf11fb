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
    private let access: JournalAccess
    private let readable: Journal?
    private let world: World

    /// - Parameter forWriting: makes the journal where there is none.
    init(_ world: World, forWriting: Bool) {
        self.world = world
        access = forWriting ? JournalAccess.forWriting(world) : JournalAccess.forReading(world)
        // What a message tells is no rule's evidence: also a damaged journal is read.
        readable = access.opened ?? JournalAccess.forReading(world).opened
    }

    var head: JournalHead? { (try? readable?.head()) ?? nil }

    /// What is done now, if it can be written; what cannot be is said on standard error, and sent all the same.
    func log(_ run: String) -> LooseLog {
        let log = LooseLog(run: run, world, triesAgain: true) { [access] () throws(JournalError) in
            guard let journal = try access.result.get() else { throw JournalError(.inputOutput, "there is no journal") }
            return journal
        } warn: { [world] error in
            world.note("NOT RECORDED: \(error.message); it is sent all the same" + (error.hint.map { "\n  \($0)" } ?? ""))
        }
        if let error = access.error { log.fail(error) }
        return log
    }

    /// The key of the page that is open for this incident of this Jarvis: that of the first trigger since the last resolution.
    ///
    /// A trigger counts from its intent on: whether it arrived or not, the next one must not open a second page.
    func openKey(_ incident: String, of jarvis: JarvisDirectory) -> String? {
        var key: String?
        for row in pages {
            let telling: Telling?
            switch row.said {
            case .intended(let intent): telling = intent.telling
            case .settled(let ending) where ending.isDone: telling = ending.telling
            default: telling = nil
            }
            guard let telling, telling.incident == incident, telling.jarvis.isSame(as: jarvis) else { continue }
            switch (row.said, telling.action) {
            case (.intended, EscalationAction.trigger.rawValue): key = key ?? telling.dedupKey.flatMap(\.self)
            case (.settled, EscalationAction.resolve.rawValue): if telling.dedupKey.flatMap(\.self) == key { key = nil }
            default: break
            }
        }
        return key
    }

    private var pages: [JournalRow] {
        // A page that was opened before a journal was adopted is open still.
        let damaged = Journal.putAside(directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
        return (damaged.reversed() + [readable].compactMap(\.self)).flatMap { (try? $0.rows(step: "escalate/page")) ?? [] }
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
        guard let newest = try? readable?.latestVerdict(on: incident, in: jarvis), let record = try? readable?.run(newest.run),
            let verdict = record.verdicts.last(where: { $0.incident == incident })
        else { return nil }
        return IncidentNotice.Diagnosis(record, verdict, world.redactor)
    }
}

extension IncidentNotice.Diagnosis {
    /// - Parameter redactor: it may know more by now than when the diagnosis was written down.
    fileprivate init(_ run: RunHistory, _ verdict: RecordedVerdict, _ redactor: Redactor) {
        self.init(
            run: run.id, at: run.startedAt, verdict: verdict.verdict, because: redactor.redact(verdict.because),
            symptoms: verdict.symptoms.filter { $0.state == "present" }.map {
                redactor.redact($0.because.isEmpty ? $0.text : "\($0.text): \($0.because)")
            })
    }
}
