internal import Configuration
public import Execution
internal import Mesh
public import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// The same probes with an environment that sets no mesh flag. Given to docker-compose, the shell's would beat the file's; but a
    /// shell decides nothing about a service.
    var withoutFlags: LiveProbes {
        let flags = Set(MeshFlag.allCases.flatMap { [$0.variable, $0.legacyVariable] })
        return LiveProbes(
            self, environment: environment.filter { !flags.contains($0.key) }, commandDirectory: commandDirectory)
    }

    /// Whether docker-compose is there only as a plugin of docker.
    public var composeIsPlugin: Bool {
        !ProgramLookup.isThere("docker-compose", environment) && ProgramLookup.isThere("docker", environment)
    }

    /// How docker-compose is called here: `docker-compose`, `docker compose`.
    public var composeProgram: [String] { composeIsPlugin ? ["docker", "compose"] : ["docker-compose"] }

    /// Runs docker-compose, or the plugin where only that is installed, in the Jarvis directory.
    public func dockerCompose(_ arguments: [String], _ limits: ProbeLimits) throws(ProcessError) -> ProcessResult {
        let options = configuration.deployment.composeOptions(namesFiles: arguments.first == "-f")
        return try ProcessRun.run(
            Command(
                composeProgram[0], composeProgram.dropFirst() + options + arguments, environment: withoutFlags.engineEnvironment,
                directory: configuration.directory.value),
            deadline: limits.deadline, cancellation: limits.cancellation,
            limits: OutputLimits(headBytes: 4 << 20, tailBytes: 1 << 16))
    }
}
