internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import SystemKit

extension LiveProbes {
    /// The flags as the running service reports them. A service that has just been recreated is given time to say so.
    func runningFlags(_ wanted: [MeshFlag: Bool], _ limits: ProbeLimits) -> ProbeResult {
        let patience = Deadline.after(milliseconds: startMilliseconds).orEarlier(limits.deadline)
        var result: ProbeResult
        repeat {
            // Each time the engine is asked anew, and once.
            let looks = atOnce
            result = compared(
                wanted, capability(limits), looks.runningEnvironment(limits),
                wanted.values.contains(false) ? looks.otherContainers(limits) : [])
            if result.state == .ok { return result }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200).orEarlier(patience)) && !patience.hasPassed
        return result
    }

    /// How long a service that was just made may take to tell of itself: a supervisor two minutes (facts.md, "Deployment").
    var startMilliseconds: Double { configuration.supervisor == nil ? 3000 : 120_000 }

    /// - Parameter others: containers beside the service's own that run with a flag; nil where nobody could look.
    private func compared(
        _ wanted: [MeshFlag: Bool], _ report: ProbeResult, _ environment: RunningEnvironment?, _ others: [OtherContainer]?
    ) -> ProbeResult {
        if let place = environment?.elsewhere, let name = environment?.words {
            return ProbeResult(.failed, "the running value cannot be seen: \(name) is not this directory's, it belongs to \(place)")
        }
        var words: [String] = []
        var differs: [MeshFlag] = []
        var evidence: JSONObject = [:]
        for flag in MeshFlag.allCases {
            guard let isWanted = wanted[flag] else { continue }
            let reported = reported(flag, report)
            let given = environment?.isRunning == true ? environment?.isSeen(flag) : nil
            evidence[flag.word] = (reported ?? given).json
            guard let running = reported ?? given else {
                let silence = report.state.isMeasured ? "the service does not say whether \(flag.word) is on" : report.summary
                let why = [silence, environment?.hiding(flag)].compactMap(\.self).joined(separator: "; ")
                let state: ProbeState = report.state.isMeasured ? .failed : report.state
                return ProbeResult(state, "the running value cannot be seen: \(why)", evidence: report.evidence)
            }
            // What one of them says is on may be on.
            if let dispute = environment?.dispute(flag, reported: reported) {
                return ProbeResult(isWanted ? .failed : .unhealthy, "\(flag.word): \(dispute)", evidence: evidence)
            }
            if running != isWanted { differs.append(flag) }
            words.append(
                "\(flag.word) \(running ? "on" : "off")" + (reported == nil ? " (\(environment?.words ?? ""))" : "")
                    + (running == isWanted ? "" : ", not \(isWanted ? "on" : "off")"))
        }
        let summary = "the service runs with \(words.joined(separator: "; "))"
        guard let first = differs.first else { return besides(wanted, others, summary, evidence) }
        return ProbeResult(
            .unhealthy, summary + (configuration.place(of: first.variable).obstacle.map { ": \($0)" } ?? ""), evidence: evidence)
    }

    /// The service runs as wanted; a flag is off only where no other container of the project runs with it.
    private func besides(
        _ wanted: [MeshFlag: Bool], _ others: [OtherContainer]?, _ summary: String, _ evidence: JSONObject
    ) -> ProbeResult {
        guard let others else {
            return ProbeResult(
                .failed,
                "\(summary); whether other containers, also some that were started by hand, run with it cannot be seen: docker ps failed",
                evidence: evidence)
        }
        let left = others.filter { other in other.mayRun.contains { wanted[$0] == false } }
        guard !left.isEmpty else { return ProbeResult(.ok, summary, evidence: evidence) }
        var evidence = evidence
        evidence["other_containers"] = left.map(\.name).json
        let words = left.map { "\($0.words) runs with \($0.mayRun.map(\.word).sorted().joined(separator: ", "))" }
        return ProbeResult(.unhealthy, "\(summary), but \(words.joined(separator: "; "))", evidence: evidence)
    }

    /// What docker-compose would give a new container now.
    func givenFlags(_ wanted: [MeshFlag: Bool], _ limits: ProbeLimits) -> ProbeResult {
        guard let service = configuration.deployment.meshUnit?.name ?? configuration.meshService?.name else {
            return ProbeResult(.unavailable, "there is no compose service")
        }
        let given = newContainer(limits)
        if case .unknown(let why) = given {
            return ProbeResult(.failed, "what docker-compose gives a new container cannot be seen: \(why)")
        }
        let wrong = wanted.filter { flag, isOn in !given.leavesOpen(flag, in: service) && given.runs(flag, in: service) != isOn }
        guard let flag = MeshFlag.allCases.first(where: { wrong[$0] != nil }) else {
            return ProbeResult(.ok, "docker-compose gives it to no new container either")
        }
        let place = configuration.place(of: flag.variable)
        let what =
            given.runs(flag, in: service) == true ? "still gives \(flag.variable) as on" : "gives \(flag.variable) so that nobody can tell"
        return ProbeResult(
            .unhealthy,
            "docker-compose \(what): the container of this plan is pinned off, one that is made by hand is not; "
                + (place.obstacle ?? "edit \(place.file)"))
    }

    /// What one variable of an environment file is now.
    func fileVariable(_ name: String, _ value: String?, _ file: String) -> ProbeResult {
        let path = configuration.absolute(file)
        // Whoever opens a pipe to read waits for a writer.
        guard Files.kind(path) != .other else { return ProbeResult(.failed, "\(file) is no regular file") }
        let says: DotEnv.Saying
        do throws(SystemError) {
            says = DotEnv(try Files.read(path, limit: 1 << 20)).says(name)
        } catch {
            guard error.isMissing else { return ProbeResult(.failed, "\(file) cannot be read: \(error.reason)") }
            says = .absent
        }
        if case .unclear(let why, _) = says { return ProbeResult(.unhealthy, "\(name) cannot be told from \(file): \(why)") }
        let present = says.value
        let shown = present.map { "\(name) is \($0.isEmpty ? "empty" : $0)" } ?? "\(name) is not set"
        return ProbeResult(
            present == value ? .ok : .unhealthy, "\(shown) in \(file)", evidence: ["name": name.json, "value": present.json])
    }
}

extension RunningEnvironment {
    /// Why being given off does not tell that it is; nil where its processes tell.
    fileprivate func hiding(_ flag: MeshFlag) -> String? {
        guard isRunning, isOn(flag) == false, isSeen(flag) == nil else { return nil }
        return "\(words) was given off, and its processes, which a start script may have given something else, cannot be read: root may"
    }

    /// How those who tell what runs contradict each other; nil where they do not, and where it does not run.
    func dispute(_ flag: MeshFlag, reported: Bool?) -> String? {
        guard isRunning else { return nil }
        func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
        if isDisputed(flag), let process = process(flag) {
            return "\(words) was given \(word(!process)), its process runs with \(word(process))"
        }
        guard let reported, let own = isOn(flag), own != reported else { return nil }
        return "the service reports \(word(reported)), \(words) was given \(word(own))"
    }
}

extension MeshFlag {
    /// Its name in the capability report.
    var component: String { self == .sync ? "mesh_sync" : "mesh_attestation" }
}
