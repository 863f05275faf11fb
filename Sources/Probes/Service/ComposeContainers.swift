internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning

extension LiveProbes {
    /// Containers of this directory's project beside that of Jarvis's own service that run, and whose environment gives a flag as on, or
    /// so that nobody can tell.
    ///
    /// - Returns: nil where nobody could look.
    func otherContainers(_ limits: ProbeLimits) -> [OtherContainer]? {
        guard configuration.composeFile != nil else { return [] }
        guard let sight = try? engineSight(limits).get() else { return nil }
        return sight.ours.compactMap { seen in
            guard let service = seen.sight.service, service != configuration.meshService?.name, seen.isRunning else { return nil }
            let lines = (seen.document["Config"]?["Env"]?.array ?? []).compactMap(\.text)
            let given = RunningEnvironment(words: "container \(seen.sight.name)", lines: lines)
            let flags = MeshFlag.allCases.filter { given.isOn($0) ?? given.names($0) }
            return flags.isEmpty ? nil : OtherContainer(service: service, name: seen.sight.name, mayRun: Set(flags))
        }
    }
}
