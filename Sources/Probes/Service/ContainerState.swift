internal import Configuration
public import Execution

extension LiveProbes {
    /// How the containers of the API's service stand, in a sentence: what a recreation that was cut has come to.
    ///
    /// docker-compose 1 renames the old container (`12 digits_NAME`) before it makes the new one, which it starts last.
    public func containerState(_ limits: ProbeLimits) -> String {
        if configuration.deployment.unit != nil { return unitsRun(true, limits).summary }
        guard let service = configuration.meshService?.name else {
            return configuration.serviceTrouble.map { "how its containers stand is not known: \($0)" } ?? "no compose service is known"
        }
        let all: [ContainerSight]
        switch containers(limits) {
        case .failure(let failure): return "how its containers stand cannot be seen: \(failure.message)"
        case .success(let sights): all = sights
        }
        let containers = all.filter { $0.service == service }
        if containers.isEmpty { return "service \(service) has no container now" }
        let words = containers.map { container in
            let isOld = container.name.prefix(13).last == "_" && container.name.prefix(12).allSatisfy(\.isHexDigit)
            return (isOld ? "the old container stands aside as \(container.name)" : "container \(container.name)")
                + " (\(container.words))"
        }
        return words.joined(separator: ", ")
    }
}
