internal import Configuration
public import Execution
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// How the containers of the API's service stand, in a sentence: what a recreation that was cut has come to.
    ///
    /// docker-compose 1 renames the old container (`12 digits_NAME`) before it makes the new one, which it starts last.
    public func containerState(_ limits: ProbeLimits) -> String {
        if configuration.deployment.unit != nil { return unitsRun(true, limits).summary }
        guard let service = configuration.meshService?.name else { return "no compose file names the service" }
        let columns = "{{.Label \"com.docker.compose.project.working_dir\"}}\t{{.Names}}\t{{.Status}}"
        let seen: ProcessResult
        do throws(ProcessError) {
            seen = try start(
                "docker", ["ps", "-a", "--filter", "label=com.docker.compose.service=\(service)", "--format", columns], limits)
        } catch {
            return "how its containers stand cannot be seen: \(error.message)"
        }
        guard seen.isSuccess else { return "how its containers stand cannot be seen: no Docker engine answers" }
        let containers = CommandText.lines(seen.standardOutput.text).compactMap { line -> (name: String, status: String)? in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, isHere(parts[0]) else { return nil }
            return (parts[1], parts[2])
        }
        if containers.isEmpty { return "service \(service) has no container now" }
        let words = containers.map { container in
            let isOld = container.name.prefix(13).last == "_" && container.name.prefix(12).allSatisfy(\.isHexDigit)
            return (isOld ? "the old container stands aside as \(container.name)" : "container \(container.name)")
                + " (\(container.status.isEmpty ? "not started" : container.status))"
        }
        return words.joined(separator: ", ")
    }

    private func isHere(_ place: String) -> Bool {
        // Older versions do not say from where: by the service's name alone.
        if place.isEmpty || place == configuration.directory.value { return true }
        guard let there = try? Files.identity(place), let here = try? Files.identity(configuration.directory.value) else { return false }
        return there == here
    }
}
