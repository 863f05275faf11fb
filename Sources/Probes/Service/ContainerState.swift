internal import Configuration
public import Execution

extension LiveProbes {
    /// How the containers of the API's service stand, in a sentence: what a recreation that was cut has come to.
    ///
    /// docker-compose 1 renames the old container (`12 digits_NAME`) before it makes the new one, which it starts last.
    public func containerState(_ limits: ProbeLimits) -> String {
        guard let service = configuration.apiService?.name else {
            return configuration.serviceTrouble.map { "how its containers stand is not known: \($0)" } ?? "no compose service is known"
        }
        switch composeContainers(limits) {
        case .unseen(let why): return "how its containers stand cannot be seen: \(why)"
        case .seen(let all):
            let containers = all.filter { $0.service == service && elsewhere($0) == nil }
            if containers.isEmpty { return "service \(service) has no container now" }
            return containers.map(LiveProbes.words).joined(separator: ", ")
        }
    }

    private static func words(_ container: ComposeContainer) -> String {
        let isOld = container.name.prefix(13).last == "_" && container.name.prefix(12).allSatisfy(\.isHexDigit)
        return (isOld ? "the old container stands aside as \(container.name)" : "container \(container.name)")
            + " (\(container.status.isEmpty ? "not started" : container.status))"
    }
}
