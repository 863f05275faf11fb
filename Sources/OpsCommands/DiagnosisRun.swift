internal import Configuration
internal import Diagnosis
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Journal
internal import Planning
internal import Probes
internal import Runbook
internal import SystemKit

/// One pass through the pipe for reading: plan, policy, executor, diagnosis.
struct DiagnosisRun {
    /// What was looked at.
    let target: JarvisTarget
    let directory: JarvisDirectory
    let plan: Plan
    private let reading: ReadingRun
    /// How this Jarvis's containers stand; empty where no engine tells.
    let containers: [ContainerSight]
    /// When the incidents began, as somebody said; by incident, else for all of them.
    private let told: ToldBeginnings

    var id: String { reading.id }
    var startedAt: Timestamp { reading.startedAt }
    var durationMilliseconds: Double { reading.durationMilliseconds }
    var observations: [Observation] { reading.observations }
    /// The tag of the image that the compose file gives the service: what a rollback goes back to when this run found all well.
    var imageTag: String? { target.configuration.meshService?.resolvedImage.flatMap(ImageName.tag) }

    /// What whoever looks should know whatever the incident is: which engine and which proxy are asked, restarts, kills.
    var remarks: [String] {
        let environment = target.world.environment
        return [EngineChoice(environment).remark, target.configuration.proxyRemark(environment)].compactMap(\.self)
            + containers.compactMap(\.remark)
    }

    /// - Parameters:
    ///   - told: when the incidents began, as far as somebody said so.
    ///   - saysFaults: false for whoever looks again and again, and says them once.
    ///   - history: what those looks saw before.
    /// - Throws: `OpsError` when the run was interrupted.
    static func look(
        at incidents: [Incident], _ target: JarvisTarget, saysFaults: Bool = true, history: APIHistory? = nil,
        told: ToldBeginnings = ToldBeginnings()
    ) throws(OpsError) -> DiagnosisRun {
        let (configuration, world, jarvis) = (target.configuration, target.world, target.jarvis)
        if saysFaults, let fault = configuration.dotEnvFault { world.note("\(fault): what it says counts for nothing here") }
        if saysFaults { LooseFiles.sayEnvironment(configuration, world) }
        var reading = ReadingRun()
        let plan = DiagnosisPlanner.plan(for: incidents)
        let probes = LiveProbes(
            configuration: configuration, environment: world.environment, plan: plan, history: history,
            acknowledged: JarvisTarget.acknowledged(world, jarvis), earlierTraffic: EarlierTraffic.of(jarvis, world))
        let timeout = target.options.timeout.milliseconds
        let briefly = ProbeLimits(timeoutMilliseconds: min(3000, timeout), cancellation: world.cancellation)
        let nothing = NoJarvis.reason(configuration).map { NothingToAsk(reason: $0, hint: NoJarvis.hint(configuration)) }
        if let nothing { world.note("\(nothing.reason)\n  \(nothing.hint)") }
        // Beside the probes, which ask the engine the same: restarts and kills are said whatever the incident is.
        let engine = nothing == nil ? try? BlockingThread { try? probes.containers(briefly).get() } : nil
        var containers: [ContainerSight] = []
        try reading.look(plan, by: nothing ?? probes, timeoutMilliseconds: timeout, target, word: "probe") {
            containers = engine?.value() ?? []
        }
        return DiagnosisRun(
            target: target, directory: jarvis, plan: plan, reading: reading, containers: containers, told: told)
    }

    func diagnosis(of incident: Incident) -> IncidentDiagnosis {
        IncidentDiagnosis(incident, runbook: target.loaded.runbook, plan: plan, observations: observations)
    }

    /// When an incident began: as somebody said, else since an earlier look saw it.
    func beginning(of incident: String) -> IncidentBeginning? {
        told[incident]
            ?? (try? JournalAccess.forReading(target.world).opened?.beginning(of: incident, in: directory, before: startedAt, except: id))
    }

    /// As the journal keeps it.
    var toldBeginning: IncidentBeginning? { told.any }

    /// The alert that it was run for, for machines.
    var alert: JSONValue? { told.alert }

    /// What to do next.
    func next(_ diagnosis: IncidentDiagnosis, _ runbook: Runbook) -> [String] {
        let beginning = diagnosis.verdict == .confirmed ? beginning(of: diagnosis.incident.id) : nil
        return NextSteps.lines(
            diagnosis, runbook: runbook,
            elapsedMilliseconds: beginning.map { Double(startedAt.milliseconds - $0.at.milliseconds) + durationMilliseconds },
            since: beginning.map { "\($0.words), \($0.at.local)" } ?? "", containers: containers)
    }

    /// The observations that belong to an incident: its own steps, and what its symptoms were decided by.
    func observations(of diagnosis: IncidentDiagnosis) -> [Observation] {
        let own = Set(DiagnosisPlanner.plan(for: [diagnosis.incident]).steps.map { $0.probe })
        let ids = Set(
            plan.steps.filter { $0.step.map { $0.id.hasPrefix(diagnosis.incident.id + "/") } ?? false || own.contains($0.probe) }.map(\.id))
        return observations.filter { ids.contains($0.id) }
    }
}

extension Configuration {
    /// The proxy that stands before the API's address; nil where none does.
    fileprivate func proxyRemark(_ environment: [String: String]) -> String? {
        guard let url = try? HTTPURL.parse(apiURL.value), let proxy = HTTPProxy(for: url, environment) else { return nil }
        return "\(url.origin) is asked through the proxy \(proxy.place) (\(proxy.variable))"
    }

    /// The configuration as the options, the world and the runbook give it.
    ///
    /// - Parameter asksEngine: false for looks that run no other program: where the files do not tell, an engine could.
    init(_ options: GlobalOptions, _ runbook: Runbook, _ world: World, asksEngine: Bool = true) {
        var inputs = Inputs()
        if asksEngine { inputs.containers = { world.containers.list(world.environment, world.cancellation) } }
        inputs.directoryOption = options.directory
        inputs.urlOption = options.url
        inputs.databaseOption = options.database.map { Paths.resolve($0, in: world.workingDirectory) }
        inputs.outboxOption = options.outbox.map { Paths.resolve($0, in: world.workingDirectory) }
        let names = RunbookNames(runbook)
        inputs.runbookService = names.service
        inputs.runbookOrigin = names.origin
        inputs.runbookDatabase = names.database
        self.init(environment: world.environment, workingDirectory: world.workingDirectory, inputs: inputs)
    }
}
