internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import ProcessKit
internal import SystemKit

/// The process that serves the API.
struct ServiceProcess {
    let processID: Int32
    /// For people: `container jarvis-api (pid 71)`, `pid 71`.
    let words: String
    /// Docker's own record; nil without a container.
    var wasKilled: Bool?
}

extension LiveProbes {
    /// The container of the service if an engine knows it, else the process that listens on the API's port of this machine.
    func findService(_ limits: ProbeLimits) -> ServiceProcess? {
        if let unit = configuration.deployment.unit {
            return unitProcess(unit, limits).map {
                ServiceProcess(processID: $0.processID, words: "unit \(unit.name) (pid \($0.processID))")
            }
        }
        return inContainer(limits) ?? listening()
    }

    private func inContainer(_ limits: ProbeLimits) -> ServiceProcess? {
        guard let name = configuration.apiService.map({ $0.containerName ?? $0.name }) ?? configuration.deployment.container?.name,
            ProgramLookup.isThere("docker", environment)
        else { return nil }
        // An engine that does not answer must not use up the time for the other way.
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds / 3), cancellation: limits.cancellation)
        guard let result = try? start("docker", ["inspect", name], brief), result.isSuccess,
            let state = try? JSONReader().read(result.standardOutput.head)[0]?["State"], let id = state["Pid"]?.int, id > 0,
            let processID = Int32(exactly: id)
        else { return nil }
        return ServiceProcess(processID: processID, words: "container \(name) (pid \(id))", wasKilled: state["OOMKilled"]?.bool)
    }

    func listening() -> ServiceProcess? {
        guard let url = try? HTTPURL.parse(configuration.apiURL.value), ["localhost", "127.0.0.1", "::1"].contains(url.host),
            let processID = ProcessFacts.listener(port: url.port)
        else { return nil }
        return ServiceProcess(processID: processID, words: "pid \(processID)")
    }
}
