internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import ProcessKit
internal import SystemKit

/// One container that docker-compose made, as its labels tell.
struct ComposeContainer: Sendable {
    let project: String
    /// The directory that it was made from; empty where docker-compose did not say.
    let place: String
    /// The compose files that it was made from.
    let files: String
    let service: String
    let name: String
    /// As `docker ps` has it: `Up 3 minutes`, `Created`.
    let status: String

    /// One that is restarted again and again runs in between.
    var isRunning: Bool { status.hasPrefix("Up") || status.hasPrefix("Restarting") }

    static let format =
        [".project", ".project.working_dir", ".project.config_files", ".service"]
        .map { "{{.Label \"com.docker.compose\($0)\"}}" }.joined(separator: "\t") + "\t{{.Names}}\t{{.Status}}"

    /// - Parameter line: of `docker ps` in that format; what stands at its end may be missing.
    init?(line: Substring) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard let project = parts.first, !project.isEmpty else { return nil }
        let part = { index in parts.dropFirst(index).first ?? "" }
        self.project = project
        (place, files, service, name, status) = (part(1), part(2), part(3), part(4), part(5))
    }
}

/// The one place that tells this directory's containers from those of others: by the labels that docker-compose gives them.
extension LiveProbes {
    enum ContainersLook: Sendable {
        case seen([ComposeContainer])
        /// Why they could not be seen.
        case unseen(String)
    }

    /// Every container of this machine that docker-compose made, running or not.
    func composeContainers(_ limits: ProbeLimits) -> ContainersLook {
        guard ProgramLookup.isThere("docker", environment) else { return .unseen("docker is not installed") }
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        let words = ["ps", "-a", "--filter", "label=com.docker.compose.project", "--format", ComposeContainer.format]
        guard let seen = try? start("docker", words, brief), seen.isSuccess else { return .unseen("docker ps failed") }
        guard !seen.standardOutput.isTruncated else { return .unseen("there are too many containers to look at") }
        return .seen(CommandText.lines(seen.standardOutput.text).compactMap { ComposeContainer(line: $0) })
    }

    /// Whether docker-compose takes a container for one of this directory's project.
    func isOfProject(_ container: ComposeContainer) -> Bool { composeProjects.contains(container.project) }

    /// The directory that a container was made from, where it is not this one; nil for our own.
    func elsewhere(_ container: ComposeContainer) -> String? { elsewhere(container.place, files: container.files) }

    /// - Parameters:
    ///   - place: the directory of its label; empty where it has none, which tells nothing.
    ///   - files: the compose files of its label.
    private func elsewhere(_ place: String, files: String) -> String? {
        !place.isEmpty && isElsewhere(place, files: files) ? place : nil
    }

    /// The same for what `docker inspect` says of one container.
    func elsewhere(inspected container: JSONValue) -> String? {
        let labels = container["Config"]?["Labels"]
        let prefix = "com.docker.compose.project."
        return elsewhere(labels?[prefix + "working_dir"]?.text ?? "", files: labels?[prefix + "config_files"]?.text ?? "")
    }

    /// What `docker inspect` says of one container; nil where no engine knows it, or another directory's it is.
    func ownContainer(_ name: String, _ limits: ProbeLimits) -> JSONValue? {
        guard let seen = inspected(name, limits), elsewhere(inspected: seen) == nil else { return nil }
        return seen
    }

    func inspected(_ name: String, _ limits: ProbeLimits) -> JSONValue? {
        guard let result = try? start("docker", ["inspect", "--type", "container", name], limits), result.isSuccess else { return nil }
        return try? JSONReader().read(result.standardOutput.head)[0]
    }

    /// Containers of this directory's project beside that of Jarvis's own service that run, and whose environment gives a flag as on, or so that nobody can tell.
    ///
    /// - Returns: nil where nobody could look.
    func otherContainers(_ limits: ProbeLimits) -> [OtherContainer]? {
        guard configuration.composeFile != nil else { return [] }
        guard case .seen(let all) = composeContainers(limits) else { return nil }
        let others = all.filter { container in
            container.isRunning && container.service != configuration.apiService?.name && isOfProject(container)
                && elsewhere(container) == nil
        }
        guard !others.isEmpty else { return [] }
        var running: [OtherContainer] = []
        for container in others {
            guard let seen = inspected(container.name, limits) else { return nil }
            let lines = (seen["Config"]?["Env"]?.array ?? []).compactMap(\.text)
            let given = RunningEnvironment(words: "container \(container.name)", lines: lines)
            let flags = MeshFlag.allCases.filter { given.isOn($0) ?? given.names($0) }
            if !flags.isEmpty { running.append(OtherContainer(service: container.service, name: container.name, mayRun: Set(flags))) }
        }
        return running
    }
}
