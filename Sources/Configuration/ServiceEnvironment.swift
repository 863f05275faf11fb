internal import SystemKit
internal import YAMLKit

/// What a service's definition says of its environment: its environment files and its own names, put together as compose does it from
/// several files and from services that it extends.
///
/// It tells where a variable is written. What a new container gets is asked of docker-compose, never made up from this.
struct ServiceEnvironment {
    /// Absolute, in the order in which compose reads them: the last one counts.
    private(set) var files: [String] = []
    /// The names under `environment`, each with its value as it is written, and the file it stands in; nil for a name that is passed on.
    private(set) var names: [String: (written: String?, path: String)] = [:]

    private static let maximumDepth = 8

    /// - Parameters:
    ///   - paths: the compose files, the first of which the others adjust.
    ///   - lookup: the variables that compose itself would see.
    init(of service: String, in paths: [String], _ lookup: (String) -> String?) {
        // Paths in any of the files are seen from the first one's directory.
        guard let directory = paths.first.map(Paths.parent) else { return }
        for path in paths { add(service, path, directory, lookup, depth: 0) }
    }

    private mutating func add(_ service: String, _ path: String, _ directory: String, _ lookup: (String) -> String?, depth: Int) {
        guard depth < ServiceEnvironment.maximumDepth, Files.kind(path) == .regular,
            let yaml = try? YAMLReader.read(Files.read(path, limit: 1 << 20)), let entry = (yaml["services"] ?? yaml)[service]
        else { return }
        if let base = entry["extends"], let name = base["service"]?.text ?? base.text {
            let file = base["file"]?.text.map { Paths.resolve(ComposeInterpolation.resolve($0, lookup), in: directory) } ?? path
            add(name, file, file == path ? directory : Paths.parent(file), lookup, depth: depth + 1)
        }
        let listed = entry["env_file"].map { $0.sequence ?? [$0] } ?? []
        files += listed.compactMap { ($0["path"]?.text ?? $0.text).map { ComposeInterpolation.resolve($0, lookup) } }
            .map { Paths.resolve($0, in: directory) }
        for pair in entry["environment"]?.mapping ?? [] { names[pair.key] = (pair.value.text ?? "", path) }
        for case let text? in (entry["environment"]?.sequence ?? []).map(\.text) {
            let equals = text.firstIndex(of: "=")
            names[String(text[..<(equals ?? text.endIndex)])] = (equals.map { String(text[text.index(after: $0)...]) }, path)
        }
    }
}

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
    /// The files that compose puts together by itself: naming one means naming all. They are named as compose would find them from the
    /// Jarvis directory, since it takes the project's name and every path from the first one's place.
    public var composeFiles: [String] {
        guard let file = composeFile else { return [] }
        let base = (try? Files.realPath(directory.value)) ?? directory.value
        if let named = variable("COMPOSE_FILE")?.value, !named.isEmpty {
            let separator = variable("COMPOSE_PATH_SEPARATOR").map(\.value).flatMap { $0.isEmpty ? nil : $0 } ?? ":"
            return named.split(separator: separator).map { Paths.resolve(String($0), in: base) }
        }
        let overrides = ["docker-compose.override.yml", "docker-compose.override.yaml", "compose.override.yml", "compose.override.yaml"]
        return [Paths.resolve(Paths.name(file.path), in: base)]
            + overrides.map { Paths.resolve($0, in: base) }.filter(Files.exists).prefix(1)
    }

    /// Where a variable of the API's service is written: in its environment files, or in `.env` where compose takes it from there or
    /// where there is no compose service.
    public func place(of variable: String) -> VariablePlace {
        var place = VariablePlace()
        guard let service = apiService else {
            place.obstacle = composeFault.map { "what reaches the service is not known: \($0)" }
            return place
        }
        let given = ServiceEnvironment(of: service.name, in: composeFiles) { self.variable($0)?.value }
        let files = given.files.map(shown)
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

    /// The services of all compose files that docker-compose puts together.
    public var composeServices: [String] {
        let files = composeFiles.dropFirst().compactMap { path in
            (try? Files.read(path, limit: 1 << 20)).flatMap { try? YAMLReader.read($0) }
        }
        let more = files.flatMap { ($0["services"]?.mapping ?? []).map(\.key) }
        return Set((composeFile?.services ?? []).map(\.name) + more).sorted()
    }

    /// What stands under `environment` in the compose files for some variables, by service: a container that is made without a pin runs with it.
    public func composeValues(_ variables: [String]) -> [ComposeValue] {
        let files = composeFiles
        let lookup = { (name: String) in variable(name)?.value }
        return composeServices.flatMap { (service: String) -> [ComposeValue] in
            let given = ServiceEnvironment(of: service, in: files, lookup).names
            return variables.compactMap { name in
                guard let own = given[name], let written = own.written else { return nil }
                return ComposeValue(
                    service: service, variable: name, value: ComposeInterpolation.resolve(written, lookup), file: shown(own.path))
            }
        }
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
        return "\(shown(path)) itself sets \(variable) for service \(service), and .env does not change it: edit it there"
    }

    /// A path as seen from the Jarvis directory; `.env` by whatever spelling is that.
    private func shown(_ path: String) -> String {
        if let identity = try? Files.identity(path), identity == (try? Files.identity(absolute(".env"))) { return ".env" }
        for base in [directory.value, (try? Files.realPath(directory.value)) ?? directory.value] where path.hasPrefix(base + "/") {
            return path.dropFirst(base.count + 1).split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        }
        return path
    }
}
