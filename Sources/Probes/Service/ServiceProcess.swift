internal import Configuration
internal import Execution
internal import HTTPKit
internal import SystemKit

/// The process that serves the API.
struct ServiceProcess {
    let processID: Int32
    /// For people: `container jarvis-api (pid 71)`, `pid 71`.
    let words: String
}

extension LiveProbes {
    /// The container of the service if an engine knows it, else the process that listens on the API's port of this machine.
    /// systemd's unit where it runs the service.
    ///
    /// - Parameter container: of the API's service, where an engine knows it.
    func findService(_ container: SeenContainer?, _ limits: ProbeLimits) -> ServiceProcess? {
        if let unit = configuration.deployment.unit {
            return unitProcess(unit, limits).map {
                ServiceProcess(processID: $0.processID, words: "unit \(unit.name) (pid \($0.processID))")
            }
        }
        guard let container, let processID = container.processID else { return listening() }
        return ServiceProcess(processID: processID, words: "container \(container.sight.name) (pid \(processID))")
    }

    func listening() -> ServiceProcess? {
        guard let url = try? HTTPURL.parse(configuration.apiURL.value), ["localhost", "127.0.0.1", "::1"].contains(url.host),
            let processID = PortListener.processID(port: url.port)
        else { return nil }
        return ServiceProcess(processID: processID, words: "pid \(processID)")
    }
}
