internal import Configuration
internal import Diagnosis
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Journal
internal import Planning
internal import Probes
internal import Runbook
internal import Safety
internal import SystemKit

/// One pass through the pipe for reading: plan, policy, executor, diagnosis.
struct DiagnosisRun {
    let id: String
    /// The Jarvis that was looked at.
    let directory: JarvisDirectory
    /// The tag of the image that the compose file gives the service: what a rollback goes back to when this run found all well.
    let imageTag: String?
    let startedAt: Timestamp
    let durationMilliseconds: Double
    let plan: Plan
    let observations: [Observation]
    /// How this Jarvis's containers stand; empty where no engine tells.
    let containers: [ContainerSight]
    /// What whoever looks should know whatever the incident is: which engine and which proxy are asked, restarts, kills.
    let remarks: [String]
    /// When the incidents began, as somebody said; by incident, else for all of them.
    private let told: ToldBeginnings
    private let world: World

    /// - Parameters:
    ///   - told: when the incidents began, as far as somebody said so.
    ///   - saysFaults: false for whoever looks again and again, and says them once.
    ///   - history: what those looks saw before.
    /// - Throws: `OpsError` when the run was interrupted.
    init(
        _ incidents: [Incident], _ loaded: LoadedRunbook, _ options: GlobalOptions, _ world: World, saysFaults: Bool = true,
        history: APIHistory? = nil, told: ToldBeginnings = ToldBeginnings()
    )
        throws
    {
        self.told = told
        self.world = world
        let configuration = Configuration(options, loaded.runbook, world)
        directory = world.jarvis(at: configuration.directory.value)
        imageTag = configuration.meshService?.resolvedImage.flatMap(ImageName.tag)
        if saysFaults, let fault = configuration.dotEnvFault { world.note("\(fault): what it says counts for nothing here") }
        if saysFaults { LooseFiles.sayEnvironment(configuration, world) }
        startedAt = .now()
        let start = MonotonicTime.now()
        id = RunID.make(at: startedAt)
        plan = DiagnosisPlanner.plan(for: incidents)
        let progress = Progress(options, world)
        let events = options.output == .jsonl ? EventStream(world.standardOutput, run: id) : nil
        let probes = LiveProbes(
            configuration: configuration, environment: world.environment, plan: plan, history: history,
            acknowledged: Site.acknowledged(world, directory), earlierTraffic: EarlierTraffic.of(directory, world))
        let briefly = ProbeLimits(timeoutMilliseconds: min(3000, options.timeout.milliseconds), cancellation: world.cancellation)
        let nothing = NoJarvis.reason(configuration).map { NothingToAsk(reason: $0, hint: NoJarvis.hint(configuration)) }
        if let nothing { world.note("\(nothing.reason)\n  \(nothing.hint)") }
        let executor = ProbeExecutor(
            runner: nothing ?? probes, timeoutMilliseconds: options.timeout.milliseconds, cancellation: world.cancellation,
            onEvent: { event in
                progress.handle(event)
                events?.handle(event)
            })
        // Beside the probes, which ask the engine the same: restarts and kills are said whatever the incident is.
        let engine = nothing == nil ? try? BlockingThread { try? probes.containers(briefly).get() } : nil
        observations = executor.run(Policy.approveReading(plan))
        containers = engine?.value() ?? []
        remarks =
            [EngineChoice(world.environment).remark, configuration.proxyRemark(world.environment)].compactMap(\.self)
            + containers.compactMap(\.remark)
        progress.end()
        durationMilliseconds = MonotonicTime.now().milliseconds(since: start)
        if let stop = world.interruption("stopped by a signal; every probe was ended") { throw stop }
    }

    func diagnosis(of incident: Incident, _ runbook: Runbook) -> IncidentDiagnosis {
        IncidentDiagnosis(incident, runbook: runbook, plan: plan, observations: observations)
    }

    /// When an incident began: as somebody said, else since an earlier look saw it.
    func beginning(of incident: String) -> IncidentBeginning? {
        told[incident]
            ?? (try? JournalAccess.forReading(world).opened?.beginning(of: incident, in: directory, before: startedAt, except: id))
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

/// Names for runs: sortable by time, and short enough to type.
enum RunID {
    /// `20261124-030000-4f2a`.
    static func make(at time: Timestamp) -> String {
        let digits = time.rfc3339.filter(\.isNumber)
        let tail = String(UInt16.random(in: 0...UInt16.max), radix: 16)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(String(repeating: "0", count: 4 - tail.count))\(tail)"
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
