internal import Configuration
internal import Execution
internal import Mesh
internal import Planning
internal import ProcessKit
internal import YAMLKit

/// What docker-compose says of containers that it would make now.
struct NewContainer: Sendable {
    let environment: ContainerEnvironment
    /// Why it would make none.
    var fault: String?
    /// By service, what it would be given of the mesh's other variables.
    var mesh: [String: MeshGiven] = [:]
}

extension LiveProbes {
    /// Asks docker-compose what containers made now would be given (`docker-compose config`), with the files, the directory and the
    /// environment with which it would make them.
    func newContainer(_ limits: ProbeLimits) -> ContainerEnvironment { askedForContainer(limits).environment }

    func askedForContainer(_ limits: ProbeLimits) -> NewContainer {
        if let unit = configuration.deployment.meshUnit { return NewContainer(environment: unitEnvironment(unit, limits)) }
        guard configuration.composeFile != nil else { return NewContainer(environment: .unknown("there is no compose file")) }
        let files = configuration.composeFiles.flatMap { ["-f", $0] }
        let result: ProcessResult
        do throws(ProcessError) { result = try dockerCompose(files + ["config"], limits) } catch {
            return NewContainer(environment: .unknown(error.message))
        }
        guard result.isSuccess else {
            // What is known of its faults is told as what it means.
            let failure = ToolFailure(["docker-compose", "config"], result)
            let reason = failure.flatMap { $0.kind == .other ? nil : $0.message } ?? ComposeOutput.reason(result.standardError.text)
            let why = reason.isEmpty ? "it failed" : reason
            // One that was ended says nothing of the files.
            let fault: String? = if case .exited = result.ending { why } else { nil }
            return NewContainer(environment: .unknown("docker-compose config: \(why)"), fault: fault)
        }
        guard !result.standardOutput.isTruncated else {
            return NewContainer(environment: .unknown("what docker-compose config prints is too long"))
        }
        var silence: ImageSight?
        return LiveProbes.newContainer(config: result.standardOutput.text) { name, service in
            let seen = silence ?? image(of: name, service, limits)
            if seen.isSilent { silence = seen }
            return seen
        }
    }

    /// - Parameters:
    ///   - config: what `docker-compose config` prints.
    ///   - image: what a service's image sets below that.
    static func newContainer(config: String, image: (String, YAMLValue) -> ImageSight) -> NewContainer {
        func unknown(_ why: String) -> NewContainer { NewContainer(environment: .unknown(why)) }
        guard let yaml = try? YAMLReader.read(Array(config.utf8)) else {
            return unknown("what docker-compose config prints cannot be read")
        }
        guard let listed = yaml["services"]?.mapping, !listed.isEmpty else {
            return unknown("what docker-compose config prints names no service")
        }
        var services: [String: [String: String]] = [:]
        var mesh: [String: MeshGiven] = [:]
        for entry in listed {
            // A variable that the command itself sets is no part of the environment.
            let image = image(entry.key, entry.value)
            let commands = image.command(under: entry.value)
            if let word = CommandVariables.setter(commands) {
                return unknown("the command of service \(entry.key) itself names a mesh flag (\(word.prefix(60)))")
            }
            if let word = CommandVariables.loader(commands) {
                return unknown("the command of service \(entry.key) itself loads variables (\(word.prefix(60)))")
            }
            let given = image.environment(under: entry.value["environment"])
            services[entry.key] = given.filter { CommandVariables.names.contains($0.key) }
            mesh[entry.key] = MeshGiven.of(entry.key, entry.value, given, unseen: image.trouble)
        }
        return NewContainer(environment: .asked(services), mesh: mesh)
    }
}
