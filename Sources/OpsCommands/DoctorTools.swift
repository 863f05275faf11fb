internal import Configuration
internal import Execution
internal import HTTPKit
internal import Probes
internal import Runbook
internal import SystemKit

/// The programs that the runbook's steps are carried out with: each is used once, since one that is installed need not work.
struct DoctorTools {
    private let configuration: Configuration
    private let environment: [String: String]
    private let probes: LiveProbes
    /// Whether steps of the runbook are for containers, and this Jarvis has some.
    private let needsContainers: Bool

    init(_ configuration: Configuration, _ environment: [String: String], _ runbook: Runbook, _ probes: LiveProbes) {
        self.configuration = configuration
        self.environment = environment
        self.probes = probes
        let actions = runbook.incidents.flatMap { $0.diagnosis + $0.resolution }.map(\.action.kind)
        needsContainers = configuration.composeFile != nil && actions.contains(.compose)
    }

    func rows(_ limits: ProbeLimits) -> [DoctorRow] {
        let engine = try? BlockingThread { self.engine(limits) }
        let compose = try? BlockingThread { self.compose(limits) }
        return [engine?.value(), compose?.value(), python(limits), installed("redis-server", package: "redis-server"), proxy].compactMap(
            \.self)
    }

    /// The engine, asked as every look asks it.
    private func engine(_ limits: ProbeLimits) -> DoctorRow {
        let remark = EngineChoice(environment).remark.map { "\n\($0)" } ?? ""
        switch probes.containers(limits) {
        case .failure(let failure):
            return row("Docker engine", "does not answer", isNeeded: needsContainers, works: false, failure.message + remark)
        case .success(let sights):
            let states = sights.map { "\($0.name) \($0.words)" }.joined(separator: ", ")
            return row(
                "Docker engine", "answers", isNeeded: needsContainers, works: true,
                (sights.isEmpty ? "it has no container of this Jarvis" : states) + remark)
        }
    }

    /// What is there is asked for what a change would ask it for: the services of the files.
    private func compose(_ limits: ProbeLimits) -> DoctorRow {
        let words = configuration.composeFile == nil ? ["version"] : ["config", "--services"]
        if let failure = probes.composeFailure(words, limits) {
            return row("docker-compose", "does not work", isNeeded: needsContainers, works: false, failure.message)
        }
        return row(
            "docker-compose", "works", isNeeded: needsContainers, works: true,
            configuration.composeFile == nil ? "" : "it reads the compose file")
    }

    private func python(_ limits: ProbeLimits) -> DoctorRow {
        let name = configuration.python?.value ?? "python3"
        let failure = probes.failure(of: name, ["-c", ""], limits)
        return row(
            "python3", failure == nil ? "works" : "does not work", isNeeded: configuration.python != nil, works: failure == nil,
            failure?.message ?? "")
    }

    /// Drills alone need it.
    private func installed(_ name: String, package: String) -> DoctorRow {
        let isThere = LiveProbes.hasProgram(name, environment)
        return row(
            name, isThere ? "installed" : "not installed", isNeeded: false, works: isThere, isThere ? "" : "apt-get install \(package)")
    }

    private var proxy: DoctorRow? {
        guard let url = try? HTTPURL.parse(configuration.apiURL.value), let proxy = HTTPProxy(for: url, environment) else { return nil }
        return DoctorRow(
            name: "proxy", value: proxy.place, source: proxy.variable, state: .missing,
            remark: "it stands before the API's address, and its answers are not the API's: set no_proxy=\(url.host)")
    }

    private func row(_ name: String, _ value: String, isNeeded: Bool, works: Bool, _ remark: String) -> DoctorRow {
        DoctorRow(name: name, value: value, source: "", state: works ? .ok : isNeeded ? .missing : .optional, remark: remark)
    }
}
