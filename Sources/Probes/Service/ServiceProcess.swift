internal import Configuration
public import Execution
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
    func findService(_ container: SeenContainer?) -> ServiceProcess? {
        guard let container, let processID = container.processID else { return listening() }
        return ServiceProcess(processID: processID, words: "container \(container.sight.name) (pid \(processID))")
    }

    /// Whether an engine has a container of this Jarvis, where the directory knows of none.
    public func hasContainer(_ limits: ProbeLimits) -> Bool {
        (try? containers(limits).get()).map { !$0.isEmpty } ?? false
    }

    func listening() -> ServiceProcess? {
        guard let url = try? HTTPURL.parse(configuration.apiURL.value), ["localhost", "127.0.0.1", "::1"].contains(url.host),
            let processID = ProcessFacts.listener(port: url.port)
        else { return nil }
        return ServiceProcess(processID: processID, words: "pid \(processID)")
    }
}
