internal import Configuration
internal import Execution
internal import Mesh
internal import Planning

extension LiveProbes {
    /// The flags as every place tells them: each environment file, docker-compose, the running service.
    func meshFlags(_ limits: ProbeLimits) -> ProbeResult {
        let report = capability(ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation))
        let looks = atOnce
        let running = looks.runningEnvironment(limits)
        let given = configuration.meshService == nil && configuration.deployment.meshUnit == nil ? nil : newContainer(limits)
        let containers = looks.containerSightings(limits)
        let seen = MeshFlag.allCases.flatMap { flag in
            files(flag) + [given.flatMap { self.given(flag, $0) }, service(flag, report, running)].compactMap(\.self)
                + containers.filter { $0.flag == flag }
        }
        let unseen = seen.filter { $0.isOn == nil }.map(\.words)
        return ProbeResult(
            unseen.isEmpty ? .ok : .failed,
            unseen.isEmpty ? "the flags were read in \(seen.count) places" : "not to be read: \(unseen.joined(separator: ", "))",
            measurement: .meshFlags(seen))
    }

    /// Those of the service, and `.env`, which Jarvis loads itself.
    private func files(_ flag: MeshFlag) -> [FlagSighting] {
        var files = configuration.place(of: flag.variable).files
        if !files.contains(".env") { files.append(".env") }
        return files.map { path in
            let file = configuration.environmentFile(path)
            let isThere = file != nil || configuration.isThere(path)
            guard let file else {
                return FlagSighting(flag, place: path, isOn: isThere ? nil : false, words: isThere ? "\(path) cannot be read" : path)
            }
            switch file.says(flag.variable) {
            case .value(let value, let line): return FlagSighting(flag, place: path, isOn: MeshFlags.reads(value), words: "\(path):\(line)")
            case .unclear(let why, _): return FlagSighting(flag, place: path, isOn: nil, words: "\(path): \(why)")
            case .absent: break
            }
            switch file.says(flag.legacyVariable) {
            case .value(let value, let line): return FlagSighting(flag, place: path, isOn: MeshFlags.reads(value), words: "\(path):\(line)")
            case .unclear(let why, _): return FlagSighting(flag, place: path, isOn: nil, words: "\(path): \(why)")
            case .absent: return FlagSighting(flag, place: path, isOn: false, words: path)
            }
        }
    }

    private func given(_ flag: MeshFlag, _ given: ContainerEnvironment) -> FlagSighting? {
        let unit = configuration.deployment.meshUnit?.name
        guard let service = unit ?? configuration.meshService?.name else { return nil }
        let place = unit ?? "docker-compose"
        if case .unknown = given { return nil }
        let isOn = given.leavesOpen(flag, in: service) ? false : given.runs(flag, in: service)
        return FlagSighting(flag, place: place, isOn: isOn, words: "\(place) for a new container of \(service)")
    }

    /// All other containers of the engine that run with a flag, whosesoever they are: each is a place of its own, for a step may start one
    /// more. Those of this directory go off with the mesh, others are stopped. None where nobody could look.
    private func containerSightings(_ limits: ProbeLimits) -> [FlagSighting] {
        guard let sight = try? engineSight(limits).get(), let strangers = strangers(limits) else { return [] }
        let own = meshContainer(limits)?.id
        let made = Set(configuration.composeServices).subtracting([configuration.meshService?.name].compactMap(\.self))
        let all = sight.ours.filter { $0.isRunning && $0.id != own } + strangers
        return MeshFlag.allCases.flatMap { flag in
            [FlagSighting(flag, place: FlagSighting.otherContainers, isOn: false, words: FlagSighting.otherContainers)]
                + all.filter { $0.flagsThatMayRun.contains(flag) }.map { seen in
                    let isMade = sight.ours.contains { $0.id == seen.id } && seen.sight.service.map(made.contains) == true
                    return FlagSighting(
                        flag, place: "container \(seen.id)", isOn: RunningEnvironment(seen).isOn(flag),
                        words: "container \(seen.sight.name)", turnsOff: isMade ? nil : "docker stop \(seen.sight.name)")
                }
        }
    }

    /// What one of them says is on may be on.
    private func service(_ flag: MeshFlag, _ report: ProbeResult, _ running: RunningEnvironment?) -> FlagSighting {
        let reported = reported(flag, report)
        let given = running?.isRunning == true ? running?.isSeen(flag) : nil
        let isOn = [reported, given].contains(true) ? true : reported ?? given
        let words = given == isOn && reported != isOn ? running?.words ?? "" : FlagSighting.runningService
        return FlagSighting(flag, place: FlagSighting.runningService, isOn: isOn, words: words)
    }
}
