internal import Configuration
public import Execution
internal import JSONKit
internal import Mesh
public import Planning
internal import ProcessKit
internal import Runbook
internal import SystemKit

extension LiveProbes {
    /// What the rules ask about, measured now. The lock, the journal and the smoke results are not a probe's business: whoever holds
    /// those adds them.
    ///
    /// Looks that wait are taken side by side: the whole takes as long as the slowest.
    ///
    /// - Parameter forContainers: whether a plan may make containers; then docker-compose is asked what they would be given.
    public func facts(_ limits: ProbeLimits, forContainers: Bool) -> Facts {
        let brief = ProbeLimits(timeoutMilliseconds: min(5000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        // What the engine tells is asked once for all that follows.
        let atOnce = atOnce
        // Files first: what is changed while others are waited for is seen just before the write.
        let files = MeshFlag.allCases.map { ($0, written($0)) }
        let capabilities = beside { capability(brief) }
        let writes = beside {
            memoryWrites(ProbeLimits(timeoutMilliseconds: min(500, limits.timeoutMilliseconds), cancellation: limits.cancellation))
        }
        let redisAnswers = beside { redis(["PING"], [], brief) }
        let isRun = configuration.composeFile != nil || configuration.deployment.unit != nil
        let engine = isRun ? beside { atOnce.engineAnswer(limits) } : nil
        let others = besideAny { atOnce.otherContainers(limits) }
        let startable = besideAny { atOnce.startable(limits) }
        let given = forContainers ? besideAny { askedForContainer(limits) } : nil
        let environments = besideAny { atOnce.seenRunning(limits) }

        var facts = Facts()
        facts.deployment = Stage(rawValue: configuration.environmentName.value) ?? .production
        facts.outbox = outboxFacts()
        facts.service = service(engine?())
        let asked = given.map { $0() ?? NewContainer(environment: .unknown("no thread could be started for docker-compose")) }
        if let asked {
            facts.service.newContainer = asked.environment
            // With files that docker-compose refuses no container can be made, whether an engine answers or not.
            if let fault = asked.fault {
                let noEngine = facts.service.engineAnswers ? "" : "; \(facts.service.engineTrouble)"
                facts.service.engineAnswers = false
                facts.service.composeFails = true
                facts.service.engineTrouble = "docker-compose cannot use \(composeFileNames): \(fault)\(noEngine)"
            }
        }
        facts.service.otherContainers = others() ?? nil
        facts.service.startable = startable() ?? nil
        // An engine that does not answer is not waited for twice.
        facts.containers =
            configuration.composeFile == nil || facts.service.engineAnswers || facts.service.composeFails
            ? atOnce.ownerOfContainers(limits) : .unknown(facts.service.engineTrouble)
        let running = environments() ?? Running()
        facts.service.runningIn = running.words
        // Without a plan that makes containers what runs is what counts.
        let now = atOnce.meshRunning(limits)
        let mesh = forContainers ? meshNext(asked, limits) : now
        facts.service.meshDiffers =
            mesh.doubt != nil || now.doubt != nil || mesh.configuration.meshFingerprint != now.configuration.meshFingerprint
        facts.service.meshDoubt = mesh.doubt
        facts.service.meshFingerprint = mesh.configuration.meshFingerprint
        // What answers at the address that the compose file publishes is what runs there: another's container.
        let isTheirs = running.isElsewhere && asksContainers
        let report = capabilities()
        let theirs = ProbeResult(.unavailable, "what answers is another directory's container")
        facts.flags = flags(Dictionary(uniqueKeysWithValues: files), report: isTheirs ? theirs : report, running)
        facts.memoryWrites = memoryWriteFacts(writes())
        if redisAnswers().state == .ok { facts.capturable.insert(.rateLimits) }
        // A log is kept by the service's name: without one there is none to keep.
        if facts.service.engineAnswers { facts.capturable.formUnion(facts.service.composeService == nil ? [.memory] : [.logs, .memory]) }
        return facts
    }

    /// Runs a look on a thread of its own; what it gives back waits for it.
    private func beside(_ look: @escaping @Sendable () -> ProbeResult) -> () -> ProbeResult {
        let value = besideAny(look)
        return { value() ?? ProbeResult(.failed, "no thread could be started for it") }
    }

    private func besideAny<Value: Sendable>(_ look: @escaping @Sendable () -> Value) -> () -> Value? {
        let thread = try? BlockingThread(look)
        return { thread?.value() }
    }

    /// Whether systemd answers, or docker-compose is here, and an engine answers. docker says so in a thirtieth of the time that
    /// docker-compose takes.
    private func engineAnswer(_ limits: ProbeLimits) -> ProbeResult {
        if configuration.deployment.unit != nil { return compose(["docker-compose", "ps"], limits) }
        guard composeIsPlugin || ProgramLookup.isThere("docker-compose", environment) else {
            return ProbeResult(ToolFailure(.executableNotFound("docker-compose")))
        }
        return engineAnswers(limits)
    }

    /// - Parameter engine: whether one answers; nil where there is no compose file.
    private func service(_ engine: ProbeResult?) -> ServiceFacts {
        var facts = ServiceFacts()
        let unit = configuration.deployment.meshUnit
        facts.composeService = unit?.name ?? configuration.meshService?.name
        facts.isUnit = unit != nil
        if unit != nil { facts.engineTrouble = "systemd does not answer" }
        facts.engineAnswers = engine?.state.isMeasured == true
        if let engine, !facts.engineAnswers {
            facts.engineTrouble = unit != nil && engine.state == .timedOut ? "systemd does not answer" : engine.summary
        }
        facts.oneInstance = oneInstance
        facts.unnamed = configuration.serviceTrouble
        facts.others = Set(configuration.composeServices).subtracting([facts.composeService].compactMap(\.self))
        return facts
    }

    private var composeFileNames: String { configuration.composeFiles.map { configuration.shown($0) }.joined(separator: ", ") }

    /// Why the API's service cannot run twice on this machine, with what would happen if it could.
    private var oneInstance: String? {
        if let unit = configuration.deployment.unit { return "systemd runs \(unit.name) once" }
        guard let service = configuration.apiService else { return nil }
        var reasons: [String] = []
        if let name = service.containerName { reasons.append("its container's name is fixed (\(name))") }
        if let port = service.ports.first {
            let how = service.usesHostNetwork ? "it listens on the host's network" : "it is published"
            reasons.append("its port is fixed (\(how) on \(port.host))")
        } else if service.usesHostNetwork {
            reasons.append("it uses the host's network")
        }
        guard !reasons.isEmpty else { return nil }
        return reasons.joined(separator: ", ") + "; besides, all of them would write \(configuration.database.value), one SQLite file"
    }

    /// What the running service's environment says of the flags, and what it would say after a restart.
    private struct Running: Sendable {
        var given: [MeshFlag: Bool] = [:]
        var process: [MeshFlag: Bool] = [:]
        var restarted: [MeshFlag: Bool] = [:]
        var words: String?
        /// Whether the container of the service's name is another directory's.
        var isElsewhere = false
    }

    private func seenRunning(_ limits: ProbeLimits) -> Running {
        let environment = runningEnvironment(limits)
        var running = Running()
        if environment?.isRunning == true { running.words = environment?.words }
        running.isElsewhere = environment?.elsewhere != nil
        for flag in MeshFlag.allCases {
            if let environment, environment.isRunning {
                running.given[flag] = environment.given(flag)
                running.process[flag] = environment.process(flag)
            }
            running.restarted[flag] = restarted(flag, environment, limits)
        }
        return running
    }

    private func flags(_ written: [MeshFlag: MeshFlagFact], report: ProbeResult, _ running: Running) -> MeshFlagFacts {
        var facts = MeshFlagFacts()
        for flag in MeshFlag.allCases {
            facts[flag] = written[flag] ?? MeshFlagFact()
            facts[flag].environmentValue = ownValue(flag.variable)
            facts[flag].legacyEnvironmentValue = ownValue(flag.legacyVariable)
            facts[flag].container = running.given[flag]
            facts[flag].process = running.process[flag]
            facts[flag].restarted = running.restarted[flag]
            facts[flag].reported = reported(flag, report)
            facts[flag].running = facts[flag].witnessed
        }
        return facts
    }

    func reported(_ flag: MeshFlag, _ report: ProbeResult) -> Bool? {
        report.capabilities?.first { $0.name == flag.component }?.enabled
    }

    /// What the service's environment files say of the flag: the last file that sets a name counts.
    func written(_ flag: MeshFlag) -> MeshFlagFact {
        let place = configuration.place(of: flag.variable)
        var fact = MeshFlagFact()
        (fact.place.file, fact.place.files, fact.place.obstacle) = (place.file, place.files, place.obstacle)
        if place.file == ".env" { fact.place.unwritable = configuration.dotEnvFault }
        for (name, isPresent) in [(flag.variable, true), (flag.legacyVariable, false)] {
            for path in place.files.reversed() {
                guard let file = configuration.environmentFile(path) else {
                    // What it says of the flag is not known, and so nothing is known of the flag; `.env` is looked after by itself.
                    if path != ".env", configuration.isThere(path) {
                        fact.place.unclear = fact.place.unclear ?? "\(path) cannot be read"
                    }
                    continue
                }
                let says = file.says(name)
                if says == .absent { continue }
                switch says {
                case .absent: break
                case .unclear(let why, _):
                    if isPresent || fact.fileValue == nil { fact.place.unclear = fact.place.unclear ?? "\(path): \(why)" }
                case .value(let value, let line):
                    if isPresent { fact.fileValue = value } else { fact.legacyFileValue = value }
                    if isPresent || fact.fileValue == nil, fact.place.unclear == nil { fact.place.line = line }
                }
                break
            }
        }
        return fact
    }

    /// nil when this program's own environment does not set it.
    private func ownValue(_ name: String) -> String? {
        guard let setting = configuration.variable(name), case .environment = setting.source else { return nil }
        return setting.value
    }

    private func outboxFacts() -> OutboxFacts {
        var facts = OutboxFacts()
        do throws(SystemError) {
            let fold = try outboxFold()
            for record in fold.events {
                switch record.status {
                case .pendingPublish: facts.pendingPublish.append(record.eventID.text)
                case .pendingCommit: facts.pendingCommit.append(record.eventID.text)
                case .invalidEnvelope: facts.invalid.insert(record.eventID.text)
                case .published, .committed, .other: break
                }
            }
        } catch {
            // A Jarvis that never had anything to send has no outbox.
            if !error.isMissing { facts.unreadable = error.description }
        }
        return facts
    }

    private func memoryWriteFacts(_ result: ProbeResult) -> MemoryWriteFacts {
        switch result.state {
        case .ok: .succeeding(result.summary)
        case .unhealthy: .failing(result.summary)
        case .failed, .timedOut, .unavailable, .notRun: .unknown(result.summary)
        }
    }
}
