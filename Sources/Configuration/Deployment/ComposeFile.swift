public import YAMLKit

/// The services of a compose file, as far as the program needs them.
public struct ComposeFile: Sendable {
    public struct Service: Sendable, Equatable {
        public let name: String
        public let containerName: String?
        /// As written, variables and all; nil where the image is built.
        public let image: String?
        /// With the values put in.
        public let resolvedImage: String?
        /// What else it is called: its host name, and its aliases on networks.
        public let otherNames: [String]
        /// TCP ports that can be reached from this machine, in the order of the file; on the host's network both sides are equal.
        public let ports: [Port]
        /// What stands among its ports and is none: `${API_PORT:-8766}:8766 is abc:8766`.
        let unreadablePorts: [String]
        public let usesHostNetwork: Bool
        /// The environment that the file writes out, by name; values may be secrets: they do not leave this room but through a setting.
        let environment: [String: String]

        /// What the later file says counts; lists come together.
        fileprivate func adjusted(by later: Service) -> Service {
            Service(
                name: name, containerName: later.containerName ?? containerName, image: later.image ?? image,
                resolvedImage: later.resolvedImage ?? resolvedImage, otherNames: otherNames + later.otherNames,
                ports: ports + later.ports, unreadablePorts: unreadablePorts + later.unreadablePorts,
                usesHostNetwork: later.usesHostNetwork || usesHostNetwork,
                environment: environment.merging(later.environment) { $1 })
        }

        public struct Port: Sendable, Equatable {
            public let host: Int
            public let container: Int
        }
    }

    /// Of several files the first, which the others adjust.
    public let path: String
    /// All of them.
    public let paths: [String]
    /// As written; nil where there is none, as in newer files.
    public let version: String?
    public let services: [Service]
    /// Variables that it asks for and nothing gives.
    let unset: Set<String>

    /// Reads a parsed file. `lookup` gives the variables that compose would see: the environment, then `.env`.
    public init(path: String, _ yaml: YAMLValue, lookup: (String) -> String?) {
        var missing: Set<String> = []
        func noting(_ name: String) -> String? {
            let value = lookup(name)
            if value == nil { missing.insert(name) }
            return value
        }
        self.path = path
        paths = [path]
        version = yaml["version"]?.text
        // Without `services` the file is of the first format: services stand at the top.
        let entries = (yaml["services"] ?? yaml).mapping ?? []
        services = entries.map { entry in
            let values = Dictionary(ComposeFile.environment(entry.value["environment"], noting)) { _, later in later }
            let usesHostNetwork = entry.value["network_mode"]?.text == "host"
            return Service(
                name: entry.key, containerName: entry.value["container_name"]?.text.map { ComposeInterpolation.resolve($0, noting) },
                image: entry.value["image"]?.text,
                resolvedImage: entry.value["image"]?.text.map { ComposeInterpolation.resolve($0, noting) },
                otherNames: ComposeFile.otherNames(entry.value, noting),
                ports: ComposePorts.read(entry.value, usesHostNetwork: usesHostNetwork, environment: values, noting),
                unreadablePorts: ComposePorts.unreadable(entry.value, noting),
                usesHostNetwork: usesHostNetwork,
                environment: values)
        }
        unset = missing
    }

    private init(paths: [String], path: String, version: String?, services: [Service], unset: Set<String>) {
        (self.paths, self.path, self.version, self.services, self.unset) = (paths, path, version, services, unset)
    }

    /// The same with what a further file says: as compose puts them together, as far as it matters here.
    func adjusted(by other: ComposeFile) -> ComposeFile {
        let known = services.map { service in other.services.first { $0.name == service.name }.map(service.adjusted) ?? service }
        let added = other.services.filter { service in !services.contains { $0.name == service.name } }
        return ComposeFile(
            paths: paths + other.paths, path: path, version: version, services: known + added, unset: unset.union(other.unset))
    }

    /// The service that a runbook's word means: by service name first, then by container name, then by its other names.
    public func service(named word: String) -> Service? {
        services.first { $0.name == word } ?? services.first { $0.containerName == word }
            ?? services.first { $0.otherNames.contains(word) }
    }

    private static func otherNames(_ service: YAMLValue, _ lookup: (String) -> String?) -> [String] {
        let aliases = service["networks"]?.mapping?.flatMap { $0.value["aliases"]?.sequence ?? [] } ?? []
        return ([service["hostname"]].compactMap(\.self) + aliases).compactMap(\.text).map { ComposeInterpolation.resolve($0, lookup) }
    }

    /// `{NAME: value}` or `[NAME=value]`; a name alone takes the value that compose itself has.
    private static func environment(_ value: YAMLValue?, _ lookup: (String) -> String?) -> [(String, String)] {
        if let pairs = value?.mapping { return pairs.map { ($0.key, ComposeInterpolation.resolve($0.value.text ?? "", lookup)) } }
        return (value?.sequence ?? []).compactMap { entry in
            guard let text = entry.text else { return nil }
            guard let equals = text.firstIndex(of: "=") else { return (text, lookup(text) ?? "") }
            return (String(text[..<equals]), ComposeInterpolation.resolve(String(text[text.index(after: equals)...]), lookup))
        }
    }
}
