internal import Configuration
public import Execution
public import Planning
internal import SystemKit

extension LiveProbes {
    /// Whose containers docker-compose would take for this directory's, and replace.
    public func containerOwner(_ limits: ProbeLimits) -> ContainerOwner {
        guard configuration.composeFile != nil else { return .ours }
        switch engineSight(limits) {
        case .failure(let failure): return .unknown(failure.message)
        case .success(let sight):
            let projects = composeProjects
            let other = sight.rows.first { projects.contains($0.project) && standing(of: $0.place, files: $0.files) == .elsewhere }
            return other.map { .another(theirs: $0.place, ours: configuration.directory.value) } ?? .ours
        }
    }

    /// What a look would ask another directory's container: what answers at the port that the compose file publishes is whatever runs there,
    /// and tells nothing of this Jarvis. nil for all other looks.
    func answersElsewhere(_ probe: Probe, _ limits: ProbeLimits) -> ProbeResult? {
        switch probe {
        case .http, .apiSample, .dashboard, .metrics, .serviceMemory, .capability, .providers: break
        default: return nil
        }
        guard engine.isShared, asksContainers, case .another(let theirs, _) = containerOwner(limits) else { return nil }
        return ProbeResult(
            .unavailable, "what answers at \(configuration.apiURL.value) is the container of \(theirs), not this directory's")
    }

    /// Whether what answers is whatever container has the port or the name that the compose file gives.
    var asksContainers: Bool {
        if case .composeFile = configuration.apiURL.source { return true }
        switch configuration.supervisor {
        case .inside: return true
        case .url(let setting): if case .composeFile = setting.source { return true } else { return false }
        case nil: return false
        }
    }

    /// The names that docker-compose may give the project: by the variable, else by the directory that it is run for.
    var composeProjects: Set<String> {
        if let name = configuration.variable("COMPOSE_PROJECT_NAME")?.value, !name.isEmpty { return [Self.projectName(name)] }
        let directory = configuration.directory.value
        let file = configuration.composeFile.map { Paths.parent($0.path) }
        let places = [directory, file].compactMap(\.self).flatMap { [$0, (try? Files.realPath($0)) ?? $0] }
        return Set(places.map { Self.projectName(Paths.name($0)) })
    }

    /// As compose writes it: small letters, digits, `-` and `_`.
    private static func projectName(_ text: String) -> String {
        text.lowercased().filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "_" }
    }

    enum Standing { case here, elsewhere, unknown }

    /// Whether a project that was made there, from these files, is this directory's. A place that is gone may have been ours, before it was
    /// renamed; the oldest versions of compose name none.
    func standing(of place: String, files: String) -> Standing {
        guard !place.isEmpty, let there = try? Files.realPath(place), let here = try? Files.realPath(configuration.directory.value) else {
            return .unknown
        }
        if there == here || there.hasPrefix(here.hasSuffix("/") ? here : here + "/") { return .here }
        if (try? Files.identity(there)) == (try? Files.identity(here)) { return .here }
        // The same file, run from another directory.
        let own = configuration.composeFile.flatMap { try? Files.identity($0.path) }
        let isSameFile = files.split(separator: ",").contains { file in
            own != nil && (try? Files.identity(Paths.resolve(String(file), in: there))) == own
        }
        return isSameFile ? .here : .elsewhere
    }
}
