internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning

extension LiveProbes {
    /// Containers that are described in one call.
    static let strangersAtOnce = 100

    /// Containers of this directory's project beside the one that Jarvis's own service runs in, and those of nobody's project that see the
    /// directory, which run too, and whose environment gives a flag as on, or so that nobody can tell. A second one of that service
    /// (`docker-compose run`) is one of them.
    ///
    /// - Returns: nil where nobody could look.
    func otherContainers(_ limits: ProbeLimits) -> [OtherContainer]? {
        let sight: EngineSight
        switch engineSight(limits) {
        case .success(let seen): sight = seen
        // Without an engine here nothing was made by one.
        case .failure(let failure): return configuration.composeFile == nil && failure.kind != .noPermission ? [] : nil
        }
        let own = meshContainer(limits)?.id
        func other(_ seen: SeenContainer, _ service: String?) -> OtherContainer? {
            guard let service, seen.id != own, seen.isRunning else { return nil }
            let flags = seen.flagsThatMayRun
            return flags.isEmpty ? nil : OtherContainer(service: service, name: seen.sight.name, mayRun: flags)
        }
        let project = configuration.composeFile == nil ? [] : sight.ours.compactMap { other($0, $0.sight.service) }
        return project + sight.mounting.compactMap { other($0, "") }
    }

    /// What has a flag on when it is started, or may: stopped or not, whosesoever, beside the service's own. An API loads its files anew.
    ///
    /// - Returns: nil where nobody could look.
    func startable(_ limits: ProbeLimits) -> [OtherContainer]? {
        guard case .success(let sight) = engineSight(limits) else { return otherContainers(limits) }
        let own = meshContainer(limits)?.id
        let ours = Set(sight.ours.map(\.id))
        guard let theirs = inspected(sight.rows, besides: ours, limits) else { return nil }
        return (sight.ours + theirs).filter { $0.id != own }.compactMap { seen in
            let service = ours.contains(seen.id) ? seen.sight.service ?? "" : ""
            var flags = seen.flagsThatMayRun
            if !service.isEmpty, service == configuration.apiService?.name {
                flags.formUnion(MeshFlag.allCases.filter { restarted($0, RunningEnvironment(seen), limits) == true })
            }
            return flags.isEmpty ? nil : OtherContainer(service: service, name: seen.sight.name, mayRun: flags, id: seen.id)
        }
    }

    /// Some at a time; nil where one call told nothing.
    private func inspected(_ rows: [EngineSight.Row], besides ours: Set<String>, _ limits: ProbeLimits) -> [SeenContainer]? {
        let ids = rows.map(\.id).filter { !$0.isEmpty && !ours.contains($0) }
        var found: [SeenContainer] = []
        for start in stride(from: 0, to: ids.count, by: LiveProbes.strangersAtOnce) {
            guard let seen = try? inspect(Array(ids.dropFirst(start).prefix(LiveProbes.strangersAtOnce)), limits) else { return nil }
            found += seen
        }
        return found
    }

    /// Running containers that are not this directory's, whosesoever, in which a flag is on or may be.
    ///
    /// - Returns: nil where nobody could look.
    func strangers(_ limits: ProbeLimits) -> [SeenContainer]? {
        guard let sight = try? engineSight(limits).get() else { return nil }
        return inspected(sight.rows.filter(\.isRunning), besides: Set(sight.ours.map(\.id)), limits)?.filter {
            $0.isRunning && !$0.flagsThatMayRun.isEmpty
        }
    }
}

extension SeenContainer {
    var flagsThatMayRun: Set<MeshFlag> {
        let running = RunningEnvironment(self)
        return Set(MeshFlag.allCases.filter(running.mayRun))
    }
}
