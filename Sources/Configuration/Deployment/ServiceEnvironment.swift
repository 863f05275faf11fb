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
    ///   - directory: paths in any of the files are seen from there.
    ///   - lookup: the variables that compose itself would see.
    init(of service: String, in paths: [String], seenFrom directory: String, _ lookup: (String) -> String?) {
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
