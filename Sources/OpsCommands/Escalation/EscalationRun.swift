internal import Configuration
internal import Escalation
internal import JSONKit
internal import Journal
internal import Redaction
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// An escalation from its request to the exit code: who is told, what, their word for it, the intents into the journal, the sending, the
/// results into the journal.
struct EscalationRun {
    let request: EscalationRequest
    let loaded: LoadedRunbook
    let options: GlobalOptions
    let world: World

    func run() throws -> Int32 {
        let configuration = Configuration(options, loaded.runbook, world)
        if let fault = configuration.dotEnvFault { world.note("\(fault): what it says counts for nothing here") }
        let settings = EscalationSettings(configuration: configuration, environment: world.environment)
        settings.teach(world.secrets)
        let targets = try self.targets()
        let journal = EscalationJournal(world, forWriting: !options.dryRun)
        let jarvis = world.jarvis(at: configuration.directory.value)
        let notice = try notice(journal, jarvis)
        let key = dedupKey(journal, notice, jarvis)
        var prepared = PreparedTarget.all(targets, settings, notice, dedupKey: key)
        let output = EscalationOutput(options, world, request, notice)
        if options.dryRun {
            try output.print(prepared, dedupKey: key, outcome: .planned, code: ExitCodes.success, head: nil)
            return ExitCodes.success
        }

        let log = journal.log(notice.run)
        let record = EscalationRecord(log: log, request: request, notice: notice, jarvis: jarvis, world: world)
        let means: String
        do {
            let desk = YesDesk(
                options: options, world: world, what: "telling people", nothing: "nothing was sent", look: "To see what would be sent")
            means = try desk.approve(
                showing: output.requests(prepared), question: "Send this?", isEmpty: prepared.allSatisfy { $0.problem != nil })
        } catch {
            record.refused(because: error.message, code: error.exitCode)
            throw error
        }
        record.begin(prepared, key, means: means)
        // Another process may have begun one in the same moment: the first of them in the journal gave the key.
        var sentKey = key
        if let first = dedupKey(journal, notice, jarvis, proposed: key, isKept: log.isKept), first != key {
            sentKey = first
            prepared = PreparedTarget.all(targets, settings, notice, dedupKey: first)
        }
        send(&prepared, sentKey, record)
        let code = exitCode(prepared)
        let outcome: EscalationOutput.Outcome = code == ExitCodes.success ? .done : .failed
        let head = record.end(outcome.rawValue, code: code)
        complain(prepared)
        try output.print(prepared, dedupKey: sentKey, outcome: outcome, code: code, head: head)
        return code
    }

    /// - Throws: `OpsError` 78 when the runbook names nobody, 64 when all that it names is a ticket that somebody closes by hand.
    private func targets() throws(OpsError) -> [EscalationTarget] {
        let all = EscalationRoute.targets(request.incident, loaded.runbook, via: request.via)
        let targets = request.action == .trigger ? all : all.filter { $0.channel != .ticket }
        if !targets.isEmpty { return targets }
        if !all.isEmpty {
            throw OpsError(
                "usage", "\(request.incident.id) is told by a ticket, which is acknowledged and closed where it lies",
                hint: "To tell people: --via page, slack or email.", exitCode: ExitCodes.usage)
        }
        throw OpsError(
            "nobody-to-tell", "the runbook names nobody to tell of \(request.incident.id): no severity's row and no contact fits",
            hint: "Name a channel with --via page|slack|email|ticket, or add a contact to the runbook's table.",
            exitCode: ExitCodes.configuration)
    }

    private func notice(_ journal: EscalationJournal, _ jarvis: JarvisDirectory) throws(OpsError) -> IncidentNotice {
        let at = Timestamp.now()
        return IncidentNotice(
            incident: request.incident, responseTimeSeconds: loaded.runbook.policy(for: request.incident.severity)?.responseTimeSeconds,
            action: request.action, run: RunID.make(at: at), at: at, host: world.identity.host, user: world.identity.user,
            directory: jarvis.path,
            diagnosis: try journal.diagnosis(of: request.incident.id, run: request.diagnosisRun, in: jarvis),
            message: request.message.map { world.redactor.redact($0) },
            journal: journal.head.map { IncidentNotice.JournalMark(rows: $0.rows, head: $0.hash) })
    }

    /// The open page's key; for a trigger else the proposed one, else a new one. Where nothing is kept it is made of what does not change,
    /// so that it is found again.
    private func dedupKey(
        _ journal: EscalationJournal, _ notice: IncidentNotice, _ jarvis: JarvisDirectory, proposed: String? = nil, isKept: Bool = true
    ) -> String? {
        if let open = journal.openKey(notice.incident, of: jarvis) { return open }
        let name = "jarvis-ops-\(notice.incident.prefix(100))"
        guard isKept else { return "\(name)-unrecorded-\(jarvis.key)" }
        return request.action == .trigger ? proposed ?? "\(name)-\(RandomID.make())" : proposed
    }

    private func send(_ prepared: inout [PreparedTarget], _ key: String?, _ record: EscalationRecord) {
        let sender = EscalationSender(
            world: world, limit: options.timeout.isGiven ? options.timeout.milliseconds : EscalationSender.standardLimit,
            isTalkative: !options.quiet)
        for index in prepared.indices {
            guard case .success(let delivery) = prepared[index].delivery else { continue }
            let result = sender.send(delivery, step: prepared[index].target.step)
            prepared[index].result = result
            record.finish(prepared[index], key)
        }
    }

    /// The contract's order: a setting before a service. A contact beside the severity's own channel is told if it is configured.
    private func exitCode(_ prepared: [PreparedTarget]) -> Int32 {
        if let signal = world.receivedSignal() { return 128 + signal }
        let required = prepared.filter(\.target.isRequired)
        if required.contains(where: { $0.problem?.variable != nil }) { return ExitCodes.configuration }
        if prepared.contains(where: { $0.result.map { $0.state != .done } ?? false }) { return ExitCodes.unavailable }
        return required.contains { $0.problem != nil } ? ExitCodes.confirmed : ExitCodes.success
    }

    /// On standard error, whatever `-q` says: who was not told, and who was.
    private func complain(_ prepared: [PreparedTarget]) {
        let told = prepared.filter { $0.result?.state == .done }.map(\.target.step)
        let ending = told.isEmpty ? "Nobody was told." : "Told: \(told.joined(separator: ", "))."
        let untold = prepared.filter { $0.result?.state != .done && ($0.target.isRequired || $0.result != nil) }
        for one in untold { world.note("\(loud(one)): \(one.target.step): \(Sanitizer.line(one.because))\n  \(ending)") }
        for one in prepared where one.problem != nil && !one.target.isRequired && !options.quiet {
            world.note("not told: \(one.target.because.joined(separator: "; ")): \(one.because)")
        }
    }

    private func loud(_ one: PreparedTarget) -> String {
        let isUnknown = one.result?.state == .unknown
        guard one.target.channel == .page else { return isUnknown ? "MAY NOT HAVE ARRIVED" : "NOT SENT" }
        return isUnknown ? "THE PAGE MAY NOT HAVE ARRIVED" : "THE PAGE WAS NOT SENT"
    }
}
