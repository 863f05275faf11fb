internal import Configuration
public import Execution
public import Planning
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// Whether a container could be made from an image: it is here, or its registry says that it has it. Nothing is pulled.
    ///
    /// - Parameter image: with its tag.
    public func availability(ofImage image: String, _ limits: ProbeLimits) -> ImageFacts.Availability {
        let brief = ProbeLimits(timeoutMilliseconds: min(5000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        do throws(ProcessError) {
            let words = ["image", "inspect", "--format", "{{.Id}}", image]
            let here = try start("docker", words, brief)
            guard let failure = ToolFailure(["docker"] + words, here) else { return .here }
            guard here.standardError.text.lowercased().contains("no such image") else { return .unknown(failure.message) }
            // Older clients call this command an experiment, and want that said.
            let asked = try ProcessRun.run(
                Command(
                    "docker", ["manifest", "inspect", image],
                    environment: engineEnvironment.merging(["DOCKER_CLI_EXPERIMENTAL": "enabled"]) { $1 },
                    directory: configuration.directory.value),
                deadline: brief.deadline, cancellation: brief.cancellation)
            if asked.isSuccess { return .pullable }
            if case .timedOut = asked.ending { return .missing("its registry did not answer in time") }
            return .missing(CommandText.lines(asked.standardError.text).last.map(String.init) ?? "its registry does not have it")
        } catch {
            return .unknown(error.message)
        }
    }

    /// The tags of an image that are here, the newest first.
    ///
    /// - Parameter name: without a tag.
    public func localTags(ofImage name: String, _ limits: ProbeLimits) -> [String] {
        let brief = ProbeLimits(timeoutMilliseconds: min(5000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        guard let seen = try? start("docker", ["images", "--format", "{{.Tag}}", name], brief), seen.isSuccess else { return [] }
        return CommandText.lines(seen.standardOutput.text).map(String.init).filter { $0 != "<none>" }
    }
}
