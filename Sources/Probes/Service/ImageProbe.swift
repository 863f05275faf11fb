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
            let here = try start("docker", ["image", "inspect", "--format", "{{.Id}}", image], brief)
            if here.isSuccess { return .here }
            let said = CommandText.lines(here.standardError.text).last.map(String.init) ?? "docker did not answer"
            guard said.lowercased().contains("no such image") else { return .unknown(said) }
            // Older clients call this command an experiment, and want that said.
            let asked = try ProcessRun.run(
                Command(
                    "docker", ["manifest", "inspect", image],
                    environment: environment.merging(["DOCKER_CLI_EXPERIMENTAL": "enabled"]) { $1 },
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
