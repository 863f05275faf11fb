internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning

extension LiveProbes {
    /// Others' containers that are looked at around one step.
    static let mostStrangers = 100

    /// Containers of this directory's project beside the one that Jarvis's own service runs in, which run too, and whose environment gives
    /// a flag as on, or so that nobody can tell. A second one of that service (`docker-compose run`) is one of them.
    ///
    /// - Returns: nil where nobody could look.
    func otherContainers(_ limits: ProbeLimits) -> [OtherContainer]? {
        guard configuration.composeFile != nil else { return [] }
        guard let sight = try? engineSight(limits).get() else { return nil }
        let own = meshContainer(limits)?.id
        return sight.ours.compactMap { seen in
            guard let service = seen.sight.service, seen.id != own, seen.isRunning else { return nil }
            let flags = seen.flagsThatMayRun
            return flags.isEmpty ? nil : OtherContainer(service: service, name: seen.sight.name, mayRun: flags)
        }
    }

    /// Running containers that are not this directory's, whosesoever, in which a flag is on or may be: of the newest ones, which an engine
    /// lists first, and among which is what a step started.
    ///
    /// - Returns: nil where nobody could look.
    func strangers(_ limits: ProbeLimits) -> [SeenContainer]? {
        guard let sight = try? engineSight(limits).get() else { return nil }
        let ours = Set(sight.ours.map(\.id))
        let ids = sight.rows.filter(\.isRunning).map(\.id).filter { !$0.isEmpty && !ours.contains($0) }
            .prefix(LiveProbes.mostStrangers)
        guard !ids.isEmpty else { return [] }
        return try? inspect(Array(ids), limits).filter { $0.isRunning && !$0.flagsThatMayRun.isEmpty }
    }
}

extension SeenContainer {
    var flagsThatMayRun: Set<MeshFlag> {
        let running = RunningEnvironment(self)
        return Set(MeshFlag.allCases.filter(running.mayRun))
    }
}
