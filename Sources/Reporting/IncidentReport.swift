public import Journal
public import SystemKit

/// What the journal knows of one run, told as the report of an incident. A draft: what no row says, it leaves to a person.
public struct IncidentReport: Sendable {
    /// The run as it was remembered.
    public let run: RunHistory
    public let source: ReportInput.Source
    /// What the run was about, with its verdicts and symptoms before and after.
    public let incidents: [ReportedIncident]
    public let severity: ReportedSeverity
    public let response: ResponseTime
    public let timeline: [TimelineEntry]
    public let figures: Figures
    /// The probes of the last look that a verdict rests on.
    public let probes: [RecordedObservation]
    public let steps: [ReportedStep]
    public let decisions: [ReportedDecision]
    public let approvals: [ReportedApproval]
    public let notifications: [ReportedNotification]
    public let notes: [ReportedNote]
    public let evidence: [ReportedEvidence]
    public let open: [OpenItem]
    public let checklist: [ChecklistItem]
    public let postmortem: Postmortem
    public let audit: ReportAudit
    public let writtenAt: Timestamp

    /// nil when there are no rows.
    public init?(_ input: ReportInput) {
        guard let run = RunHistory(input.rows) else { return nil }
        let runbook = input.source.runbook
        let looks = Look.all(input.rows, run)
        let incidents = ReportedIncident.all(run, runbook)
        let severity = ReportedSeverity(incidents, runbook)
        let steps = ReportedStep.all(run, input.rows, runbook)
        let figures = Figures(looks, input.evidence, incidents, runbook, since: run.startedAt)
        self.run = run
        source = input.source
        self.incidents = incidents
        self.severity = severity
        self.steps = steps
        self.figures = figures
        response = ResponseTime(run, input.rows, severity, began: input.began ?? severity.incident.flatMap { input.beginnings[$0] })
        timeline = Timeline.entries(input.rows, run, runbook)
        probes = Look.last(looks)?.observations ?? []
        decisions = run.decisions.map { ReportedDecision($0) }
        approvals = ReportedApproval.all(run.approvals)
        notifications = ReportedNotification.all(input.escalations, run)
        notes = ReportedNote.all(input.notes, run)
        evidence = input.rows.flatMap { row in row.evidence.map { ReportedEvidence($0, row, input.evidence) } }
        open = OpenItem.all(run, incidents, steps, figures)
        checklist = ChecklistItem.all(runbook, severity)
        postmortem = Postmortem(severity)
        audit = ReportAudit(input)
        writtenAt = input.now
    }

    /// `API Unresponsive`; the command where the runbook does not know what it was about.
    public var subject: String {
        // Of a triage, what it found.
        let confirmed = incidents.filter(\.wasConfirmed)
        let titles = (confirmed.isEmpty ? incidents : confirmed).map(\.title)
        if titles.isEmpty { return run.command.isEmpty ? "run \(run.id)" : run.command }
        return titles.count > 3 ? "\(titles.count) incidents" : titles.joined(separator: ", ")
    }

    /// The command that finishes the run; nil when there is nothing to finish.
    public var resumption: String? { run.isOpen && run.kind == .change ? "jarvis-ops runs resume \(run.id)" : nil }
}
