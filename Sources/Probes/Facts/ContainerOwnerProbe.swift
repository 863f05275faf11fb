internal import Configuration
public import Execution
public import Planning
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// Whose containers docker-compose would take for this directory's, and replace.
    public func containerOwner(_ limits: ProbeLimits) -> ContainerOwner {
        guard configuration.composeFile != nil else { return .ours }
        guard ProgramLookup.isThere("docker", environment) else { return .unknown("docker is not installed") }
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        let label = "com.docker.compose.project"
        let columns = ["", ".working_dir", ".config_files"].map { "{{.Label \"\(label)\($0)\"}}" }.joined(separator: "\t")
        guard let seen = try? start("docker", ["ps", "-a", "--filter", "label=\(label)", "--format", columns], brief), seen.isSuccess else {
            return .unknown("docker ps failed")
        }
        guard !seen.standardOutput.isTruncated else { return .unknown("there are too many containers to look at") }
        return containerOwner(listed: seen.standardOutput.text)
    }

    /// - Parameter listed: a line each: project, directory, files.
    func containerOwner(listed: String) -> ContainerOwner {
        let projects = composeProjects
        for line in CommandText.lines(listed) {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let project = parts.first, projects.contains(project), let place = parts.dropFirst().first, !place.isEmpty else {
                continue
            }
            if isElsewhere(place, files: parts.dropFirst(2).first ?? "") {
                return .another(theirs: place, ours: configuration.directory.value)
            }
        }
        return .ours
    }

    /// The names that docker-compose may give the project: by the variable, else by the directory that it is run for.
    private var composeProjects: Set<String> {
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

    /// Whether a project that was made there, from these files, is another directory's. A place that is gone may have been ours, before
    /// it was renamed.
    private func isElsewhere(_ place: String, files: String) -> Bool {
        guard let there = try? Files.realPath(place), let here = try? Files.realPath(configuration.directory.value) else { return false }
        if there == here || there.hasPrefix(here.hasSuffix("/") ? here : here + "/") { return false }
        if (try? Files.identity(there)) == (try? Files.identity(here)) { return false }
        // The same file, run from another directory.
        let own = configuration.composeFile.flatMap { try? Files.identity($0.path) }
        return !files.split(separator: ",").contains { file in
            own != nil && (try? Files.identity(Paths.resolve(String(file), in: there))) == own
        }
    }
}
