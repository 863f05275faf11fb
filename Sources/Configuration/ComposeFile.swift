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

        public struct Port: Sendable, Equatable {
            public let host: Int
            public let container: Int
        }
    }

    public let path: String
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
