/// Where the supervisor answers: another process than the API, with routes of its own (`/health`, `/ready`, `/runtime-status`).
public enum SupervisorAddress: Sendable, Equatable {
    case url(Setting)
    /// No port of it is published: it is asked from inside its container.
    ///
    /// - container: nil where compose itself names it.
    case inside(service: String, container: String?, port: Int)

    /// For people: `http://127.0.0.1:8080`, `port 8080 inside jarvis-supervisor`.
    public var words: String {
        switch self {
        case .url(let setting): setting.value
        case .inside(let service, let container, let port): "port \(port) inside \(container ?? service)"
        }
    }

    public var source: String {
        switch self {
        case .url(let setting): setting.source.words
        case .inside(let service, _, _): "service \(service) publishes no port of it"
        }
    }
}

extension Configuration {
    /// Whether the supervisor is all that is known to serve: then its health is the service's.
    public var isSupervisorAlone: Bool { supervisor != nil && [.runbook, .builtIn].contains(apiURL.source) }
}

/// On which port a supervisor has its own routes: `HEALTH_PORT`, else 8080 (facts.md, "HTTP").
struct HealthPort {
    let port: Int

    init(_ deployment: Deployment, _ files: [DotEnv]) {
        let written =
            deployment.meshService?.environment["HEALTH_PORT"] ?? files.lazy.compactMap { $0["HEALTH_PORT"] }.first
            ?? deployment.meshUnit?.environment["HEALTH_PORT"]
        port = written.flatMap { Int($0) }.flatMap { (1...65535).contains($0) ? $0 : nil } ?? 8080
    }

    /// nil where no supervisor is known.
    func address(_ deployment: Deployment) -> SupervisorAddress? {
        if let unit = deployment.meshUnit, unit.isSupervisor {
            return .url(Setting("http://127.0.0.1:\(port)", .unit("HEALTH_PORT of \(unit.name)")))
        }
        guard let service = deployment.meshService, service.isSupervisor else { return nil }
        let published = service.usesHostNetwork ? port : service.ports.first { $0.container == port }?.host
        guard let published else { return .inside(service: service.name, container: service.containerName, port: port) }
        let how = service.usesHostNetwork ? "listens on" : "publishes"
        return .url(
            Setting("http://127.0.0.1:\(published)", .composeFile("service \(service.name) of the compose file \(how) port \(published)")))
    }
}
