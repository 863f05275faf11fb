internal import Configuration
internal import Execution
internal import Mesh
internal import Planning

extension LiveProbes {
    /// The flags as every place tells them: each environment file, docker-compose, the running service.
    func meshFlags(_ limits: ProbeLimits) -> ProbeResult {
        let report = capability(ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation))
        let running = runningEnvironment(limits)
        let given = configuration.meshService == nil && configuration.deployment.meshUnit == nil ? nil : newContainer(limits)
        let others = otherContainers(limits)
        let seen = MeshFlag.allCases.flatMap { flag in
            files(flag) + [given.flatMap { self.given(flag, $0) }, service(flag, report, running), beside(flag, others)].compactMap(\.self)
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

    /// The project's other containers that run with it; nil where there are none, or nobody could look.
    private func beside(_ flag: MeshFlag, _ others: [OtherContainer]?) -> FlagSighting? {
        guard let others, configuration.composeServices.count > 1 else { return nil }
        let names = others.filter { $0.mayRun.contains(flag) }.map(\.name)
        return FlagSighting(
            flag, place: "other containers", isOn: !names.isEmpty, words: names.isEmpty ? "other containers" : names.joined(separator: ", ")
        )
    }

    /// What one of them says is on may be on.
    private func service(_ flag: MeshFlag, _ report: ProbeResult, _ running: RunningEnvironment?) -> FlagSighting {
        let reported = reported(flag, report)
        let given = running?.isRunning == true ? running?.isOn(flag) : nil
        let isOn = [reported, given].contains(true) ? true : reported ?? given
        let words = given == isOn && reported != isOn ? running?.words ?? "" : FlagSighting.runningService
        return FlagSighting(flag, place: FlagSighting.runningService, isOn: isOn, words: words)
    }
}
