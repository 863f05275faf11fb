public import Configuration
public import Execution
internal import Mesh
public import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// The same probes with an environment that sets no mesh flag. Given to docker-compose, the shell's would beat the file's; but a
    /// shell decides nothing about a service.
    var withoutFlags: LiveProbes {
        let flags = Set(MeshFlag.allCases.flatMap { [$0.variable, $0.legacyVariable] })
        return LiveProbes(configuration: configuration, environment: environment.filter { !flags.contains($0.key) })
    }

    /// Whether docker-compose is there only as a plugin of docker.
    public var composeIsPlugin: Bool {
        !ProgramLookup.isThere("docker-compose", environment) && ProgramLookup.isThere("docker", environment)
    }

    /// Runs docker-compose, or the plugin where only that is installed, in the Jarvis directory.
    public func dockerCompose(_ arguments: [String], _ limits: ProbeLimits) throws(ProcessError) -> ProcessResult {
        let isPlugin = composeIsPlugin
        return try ProcessRun.run(
            Command(
                isPlugin ? "docker" : "docker-compose", (isPlugin ? ["compose"] : []) + arguments,
                environment: withoutFlags.environment, directory: configuration.directory.value),
            deadline: limits.deadline, cancellation: limits.cancellation,
            limits: OutputLimits(headBytes: 4 << 20, tailBytes: 1 << 16))
    }

    /// The files that compose puts together by itself: naming one means naming all.
    public func composeFiles(_ file: ComposeFile) -> [String] {
        if let named = configuration.variable("COMPOSE_FILE")?.value, !named.isEmpty {
            let separator = configuration.variable("COMPOSE_PATH_SEPARATOR").map(\.value).flatMap { $0.isEmpty ? nil : $0 } ?? ":"
            return named.split(separator: separator).map { configuration.absolute(String($0)) }
        }
        let overrides = ["docker-compose.override.yml", "docker-compose.override.yaml", "compose.override.yml", "compose.override.yaml"]
        return [file.path] + overrides.map(configuration.absolute).filter(Files.exists).prefix(1)
    }
}
