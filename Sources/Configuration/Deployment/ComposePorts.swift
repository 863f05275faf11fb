internal import YAMLKit

/// Where a service of a compose file can be reached from this machine.
enum ComposePorts {
    /// - Parameters:
    ///   - service: the service's mapping.
    ///   - environment: what it is given, values put in.
    /// - Returns: TCP ports in the order of the file. On the host's network nothing is published: there `ports` does not count, the
    ///   service listens where `expose`, or else its own `API_PORT` or `PORT`, says.
    static func read(
        _ service: YAMLValue, usesHostNetwork: Bool, environment: [String: String], _ lookup: (String) -> String?
    ) -> [ComposeFile.Service.Port] {
        guard usesHostNetwork else { return (service["ports"]?.sequence ?? []).compactMap { published($0, lookup) } }
        let exposed = (service["expose"]?.sequence ?? []).compactMap {
            $0.text.flatMap { first(ComposeInterpolation.resolve($0, lookup)[...]) }
        }
        let named = ["API_PORT", "PORT"].compactMap { environment[$0].flatMap { first($0[...]) } }
        return (exposed.isEmpty ? Array(named.prefix(1)) : exposed).map { .init(host: $0, container: $0) }
    }

    /// Texts that name no port after their variables were put in.
    static func unreadable(_ service: YAMLValue, _ lookup: (String) -> String?) -> [String] {
        (service["ports"]?.sequence ?? []).compactMap(\.text).compactMap { text in
            let resolved = ComposeInterpolation.resolve(text, lookup)
            let addresses = resolved.prefix { $0 != "/" }
            let isPort = addresses.split(separator: ":", omittingEmptySubsequences: false).suffix(2).allSatisfy { first($0) != nil }
            return isPort ? nil : text == resolved ? text : "\(text) is \(resolved)"
        }
    }

    /// `8766:8766`, `127.0.0.1:8766:8766/tcp`, `3000-3005:3000-3005`, `{published: 8766, target: 8766}`. A port without a host side
    /// gets a new one at every start, so it is none that could be asked.
    private static func published(_ value: YAMLValue, _ lookup: (String) -> String?) -> ComposeFile.Service.Port? {
        guard let text = value.text else {
            func word(_ key: String) -> Substring? { value[key]?.text.map { ComposeInterpolation.resolve($0, lookup)[...] } }
            guard word("protocol") ?? "tcp" == "tcp", let container = word("target").flatMap(first),
                let host = word("published").flatMap(first)
            else { return nil }
            return .init(host: host, container: container)
        }
        let resolved = ComposeInterpolation.resolve(text, lookup)
        let sides = resolved.split(separator: "/", maxSplits: 1)
        guard let addresses = sides.first, sides.count == 1 || sides[1] == "tcp" else { return nil }
        let parts = addresses.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let container = first(parts[parts.count - 1]), let host = first(parts[parts.count - 2]) else { return nil }
        return .init(host: host, container: container)
    }

    /// A port, or the first of a range.
    private static func first(_ text: Substring) -> Int? {
        Int(text.prefix { $0 != "-" && $0 != "/" }).flatMap { (1...65535).contains($0) ? $0 : nil }
    }
}
