internal import Configuration
internal import JSONKit
internal import SystemKit
internal import TerminalKit

/// Which Jarvis something is about, where it runs and how: it stands at the head of every plan, prompt, result and report, so that nobody
/// changes production who meant staging, nor one checkout who meant another.
struct Heading {
    /// `production`, `staging` or `development`.
    let environment: String
    let directory: String
    let host: String
    /// What its containers or processes are made by.
    let deployment: String
    /// What is asked as its API, and how that is known; nil where no runbook was read, which may name it.
    private(set) var address: ServiceAddress?

    init(_ configuration: Configuration, _ world: World) {
        environment = configuration.environmentName.value
        directory = configuration.directory.value
        host = world.identity.host
        deployment = configuration.composeFault ?? configuration.deployment.words
        address = ServiceAddress(configuration)
    }

    /// Where no runbook is read: whatever names the service there stays unsaid.
    init(_ options: GlobalOptions, _ world: World) {
        var inputs = Configuration.Inputs()
        inputs.directoryOption = options.directory
        self.init(Configuration(environment: world.environment, workingDirectory: world.workingDirectory, inputs: inputs), world)
        address = nil
    }

    /// `production, /srv/jarvis on web1 (docker-compose, service api); api localhost:8766, container jarvis-api (found)`.
    var line: String { Sanitizer.line("\(environment), \(directory) on \(host) (\(deployment))\(address.map { "; \($0.words)" } ?? "")") }

    /// As the configuration has it: only the process's own environment says that this is not production.
    static func environment(_ world: World) -> String {
        Configuration(environment: world.environment, workingDirectory: world.workingDirectory, inputs: .init()).environmentName.value
    }

    /// What decides most comes first.
    ///
    /// - Parameter width: columns; nil off a terminal.
    func lines(_ width: Int?) -> [String] { width.map { Layout.wrapped(line, to: $0) } ?? [line] }

    func text(_ page: Page) -> String { lines(page.width).map { page.paint($0, .dim) + "\n" }.joined() }

    var json: JSONValue {
        [
            "environment": environment.json, "directory": directory.json, "host": host.json, "deployment": deployment.json,
            "api": address.map(\.json) ?? .null,
        ]
    }
}
