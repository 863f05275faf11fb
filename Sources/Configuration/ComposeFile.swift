public import YAMLKit

/// The services of a compose file, as far as the program needs them.
public struct ComposeFile: Sendable {
    public struct Service: Sendable, Equatable {
        public let name: String
        public let containerName: String?
        /// Host ports by container port, in the order of the file.
        public let ports: [Port]
        public let usesHostNetwork: Bool
        /// Names that the service is given from outside; values are not kept.
        public let environmentNames: [String]

        public struct Port: Sendable, Equatable {
            public let host: Int
            public let container: Int
        }
    }

    public let path: String
    public let services: [Service]

    /// Reads a parsed file. `lookup` gives the variables that compose would see: the environment, then `.env`.
    public init(path: String, _ yaml: YAMLValue, lookup: (String) -> String?) {
        self.path = path
        // Without `services` the file is of the first format: services stand at the top.
        let entries = (yaml["services"] ?? yaml).mapping ?? []
        services = entries.map { entry in
            Service(
                name: entry.key, containerName: entry.value["container_name"]?.text.map { ComposeInterpolation.resolve($0, lookup) },
                ports: (entry.value["ports"]?.sequence ?? []).compactMap { ComposeFile.port($0, lookup) },
                usesHostNetwork: entry.value["network_mode"]?.text == "host", environmentNames: ComposeFile.names(entry.value["environment"]))
        }
    }

    /// The service that a runbook's word means: by service name first, then by container name.
    public func service(named word: String) -> Service? {
        services.first { $0.name == word } ?? services.first { $0.containerName == word }
    }

    /// `8766:8766`, `127.0.0.1:8766:8766/tcp`, `{published: 8766, target: 8766}`. A port without a host side is not fixed.
    private static func port(_ value: YAMLValue, _ lookup: (String) -> String?) -> Service.Port? {
        if let text = value.text {
            let parts = ComposeInterpolation.resolve(text, lookup).prefix { $0 != "/" }.split(separator: ":")
            guard parts.count >= 2, let container = Int(parts[parts.count - 1]), let host = Int(parts[parts.count - 2]) else { return nil }
            return Service.Port(host: host, container: container)
        }
        func number(_ key: String) -> Int? { value[key]?.text.flatMap { Int(ComposeInterpolation.resolve($0, lookup)) } }
        guard let container = number("target"), let host = number("published") else { return nil }
        return Service.Port(host: host, container: container)
    }

    private static func names(_ environment: YAMLValue?) -> [String] {
        if let pairs = environment?.mapping { return pairs.map(\.key) }
        return (environment?.sequence ?? []).compactMap { $0.text.map { String($0.prefix { $0 != "=" }) } }
    }
}
