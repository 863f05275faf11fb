internal import SystemKit

/// The file in which a variable of the service is written.
public struct VariablePlace: Sendable, Hashable {
    /// As seen from the Jarvis directory.
    public var file = ".env"
    /// All environment files that the service is given, in order: the last one that sets a variable counts.
    public var files = [".env"]
    /// Why what is written there does not reach the service, and what to change by hand; nil when it does.
    public var obstacle: String?

    public init() {}
}

/// What the compose files themselves give a service.
public struct ComposeValue: Sendable, Hashable {
    public let service: String
    public let variable: String
    /// With the variables of `.env` put in, as docker-compose does it.
    public let value: String
    /// The file that it stands in, as seen from the Jarvis directory.
    public let file: String
}

extension Configuration {
    /// The files that compose puts together: naming one means naming all. They are named as compose would find them from the Jarvis
    /// directory, since it takes the project's name and every path from the first one's place.
    public var composeFiles: [String] {
        guard let base = try? Files.realPath(directory.value) else { return composeFile?.paths ?? [] }
        return (composeFile?.paths ?? []).map { path in
            path.hasPrefix(directory.value + "/") ? Paths.resolve(String(path.dropFirst(directory.value.count + 1)), in: base) : path
        }
    }

    /// Where a variable of the process that listens to the mesh is written: in its environment files, or in `.env` where compose takes
    /// it from there or where nothing is known of the process.
    public func place(of variable: String) -> VariablePlace {
        if let unit = deployment.meshUnit { return place(of: variable, unit) }
        var place = VariablePlace()
        guard let service = meshService else {
            place.obstacle = composeFault.map { "what reaches the service is not known: \($0)" }
            return place
        }
        let given = environment(of: service.name)
        let files = given.files.map(relative)
        if !files.isEmpty { place.files = files }
        if let own = given.names[variable] {
            place.obstacle = obstacle(variable, own.written, in: own.path, service.name)
            // A name under `environment` beats every environment file, and is filled in from `.env`.
            place.files = [".env"]
            return place
        }
        guard let last = files.last else {
            place.obstacle =
                "the compose file does not pass \(variable) to service \(service.name): add it to its `environment`, or give it an `env_file`"
            return place
        }
        place.file = files.last { path in environmentFile(path).map { $0.says(variable) != .absent } ?? false } ?? last
        return place
    }

    private func environment(of service: String) -> ServiceEnvironment {
        ServiceEnvironment(of: service, in: composeFiles, seenFrom: deployment.projectDirectory) { variable($0)?.value }
    }

    /// The services of all compose files that docker-compose puts together.
    public var composeServices: [String] { (composeFile?.services ?? []).map(\.name).sorted() }

    /// What stands under `environment` in the compose files for some variables, by service: a container that is made without a pin runs with it.
    public func composeValues(_ variables: [String]) -> [ComposeValue] {
        composeServices.flatMap { (service: String) -> [ComposeValue] in
            let given = environment(of: service).names
            return variables.compactMap { name in
                guard let own = given[name], let written = own.written else { return nil }
                let value = ComposeInterpolation.resolve(written) { variable($0)?.value }
                return ComposeValue(service: service, variable: name, value: value, file: relative(own.path))
            }
        }
    }

    /// All environment files of a unit beat its own `Environment=`; the last one that sets a name counts.
    private func place(of variable: String, _ unit: UnitFile) -> VariablePlace {
        var place = VariablePlace()
        let files = unit.environmentFiles.map(relative)
        if !files.isEmpty { place.files = files }
        place.file = files.last { path in environmentFile(path).map { $0.says(variable) != .absent } ?? false } ?? files.last ?? ".env"
        if files.isEmpty, unit.environment[variable] != nil {
            place.obstacle = "\(unit.path ?? unit.name) itself sets \(variable), and .env does not change it: systemctl edit \(unit.name)"
        }
        return place
    }

    /// What a unit that is started now is given of one variable: its environment files, the last one first, then `Environment=`.
    public func given(_ variable: String, by unit: UnitFile) -> DotEnv.Saying {
        if unit.decidedAtStart.contains(variable) {
            return .unclear("PassEnvironment= or UnsetEnvironment= of \(unit.name) decides it", line: 0)
        }
        for path in unit.environmentFiles.reversed() {
            guard let file = environmentFile(path) else {
                // systemd takes a pattern for all files that match it.
                if path.contains(where: { "*?[".contains($0) }) { return .unclear("\(path) is a pattern", line: 0) }
                // One that is not there is passed over, or the unit does not start at all.
                if isThere(path) { return .unclear("\(relative(path)) cannot be read", line: 1) }
                continue
            }
            let says = file.says(variable)
            if says != .absent { return says }
        }
        return unit.environment[variable].map { .value($0, line: 0) } ?? .absent
    }

    /// All names that a unit which is started now is given.
    public func variables(givenBy unit: UnitFile) -> Set<String> {
        Set(
            unit.environmentFiles.compactMap(environmentFile).flatMap { $0.entries.map(\.name) + $0.brokenNames.map(\.name) }
                + unit.environment.keys
        ).union(unit.decidedAtStart)
    }

    /// An environment file of the Jarvis as it is now, which a step may have changed; nil where there is none, or it cannot be read.
    public func environmentFile(_ path: String) -> DotEnv? {
        let path = absolute(path)
        // Whoever opens a pipe to read waits for a writer.
        guard Files.kind(path) == .regular else { return nil }
        return (try? Files.read(path, limit: 1 << 20)).map { DotEnv($0) }
    }

    /// Whether there is anything at that path, readable or not.
    public func isThere(_ path: String) -> Bool {
        let path = absolute(path)
        return Files.exists(path) || Files.linkTarget(path) != nil
    }

    /// Why a name under `environment` does not follow `.env`; nil when it does.
    private func obstacle(_ variable: String, _ written: String?, in path: String, _ service: String) -> String? {
        guard let written else { return nil }
        let own = ["${\(variable)}", "${\(variable):", "${\(variable)-", "$\(variable)"]
        if own.contains(where: written.hasPrefix) { return nil }
        return "\(relative(path)) itself sets \(variable) for service \(service), and .env does not change it: edit it there"
    }

    /// A path as seen from the Jarvis directory; `.env` by whatever spelling is that.
    public func relative(_ path: String) -> String {
        if let identity = try? Files.identity(path), identity == (try? Files.identity(absolute(".env"))) { return ".env" }
        for base in [directory.value, (try? Files.realPath(directory.value)) ?? directory.value] where path.hasPrefix(base + "/") {
            return path.dropFirst(base.count + 1).split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        }
        return path
    }
}
