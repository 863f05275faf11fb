internal import SystemKit

/// Everything the program needs to know about one Jarvis, resolved once: options, then environment, then `.env` of the
/// Jarvis directory, then what the compose file and the runbook say, then defaults.
public struct Configuration: Sendable {
    /// The Jarvis checkout.
    public let directory: Setting
    public let dotEnv: DotEnv?
    /// Why nothing is known of a `.env` that is there; nil when it was read, or there is none.
    public let dotEnvFault: String?
    /// Why `.env` or the compose file could not be used, for `doctor` and warnings.
    public private(set) var problems: [String] = []
    /// Where it runs, and how that was found.
    public let deployment: Deployment
    /// Why nothing is known of a compose file that is there, or named; nil when it was read, there is none, or others tell where it runs.
    public let composeFault: String?
    /// Scheme, host and port that every API probe asks.
    public let apiURL: Setting
    /// Where the process answers that listens to the mesh, beside the API; nil where it is the same, or nobody knows.
    public let supervisor: SupervisorAddress?
    public let redisURL: Setting
    /// The application's database.
    public let database: Setting
    /// The database that memory writes go to.
    public let memoryDatabase: Setting
    public let outbox: Setting
    /// `development`, `staging` or, whatever else it says, `production`.
    public let environmentName: Setting
    public let python: Setting?
    /// The service or container that the runbook's commands name, whether a compose file knows it or not.
    public let runbookService: String?
    /// Whether there is a Jarvis to look at, and how that is known.
    public let presence: Presence
    /// What the service has of the mesh's variables, where that was asked; nil: what this program was started with counts, then the files.
    var given: MeshGiven?
    let environment: [String: String]
    /// The service's environment files that are there, the one that counts most first.
    let sources: [EnvironmentSource]
    /// Those that could be read.
    var files: [(path: String, file: DotEnv)] { sources.compactMap { source in source.file.map { (source.path, $0) } } }

    /// In production the shell in which this program was started is no evidence for what a service runs with.
    private static let decidedByTheService: Set<String> = [
        "JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED", "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED",
        "JARVIS_MESH_USE_JETSTREAM",
    ]

    /// What options and the runbook contribute.
    public struct Inputs: Sendable {
        public var directoryOption: String?
        public var outboxOption: String?
        /// `--url`, `--database`: one target, named outright.
        public var urlOption: String?
        public var databaseOption: String?
        /// The service or container that the runbook's commands name.
        public var runbookService: String?
        /// Scheme, host and port of the runbook's own addresses.
        public var runbookOrigin: String?
        public var runbookDatabase: String?
        /// The containers that an engine has; asked only where the files do not tell where the Jarvis runs.
        public var containers: @Sendable () -> [ContainerOrigin] = { [] }

        public init() {}
    }

    public init(environment: [String: String], workingDirectory: String, inputs: Inputs) {
        let name = environment["JARVIS_OPS_ENVIRONMENT"].flatMap { $0.isEmpty ? nil : Setting($0, .environment("JARVIS_OPS_ENVIRONMENT")) }
        environmentName =
            name.flatMap { ["development", "staging"].contains($0.value) ? $0 : Setting("production", $0.source) }
            ?? Setting("production", .builtIn)
        let environment =
            environmentName.value == "production"
            ? environment.filter { !Configuration.decidedByTheService.contains($0.key) } : environment
        self.environment = environment
        directory = Configuration.directory(
            option: inputs.directoryOption, environment: environment, workingDirectory: workingDirectory)
        let path = directory.value
        var problems: [String] = []
        let dotEnvPath = Paths.resolve(".env", in: path)
        dotEnv = Configuration.readDotEnv(dotEnvPath, &problems)
        dotEnvFault = dotEnv == nil ? problems.last : nil
        var finder = DeploymentFinder(directory: path, inputs: inputs, environment: environment, dotEnv: dotEnv)
        let deployment = finder.find()
        problems += finder.problems
        self.deployment = deployment
        composeFault =
            deployment.composeFile == nil && deployment.unit == nil && deployment.choices.isEmpty ? finder.problems.last : nil
        let sources = Configuration.environmentFiles(deployment, path, dotEnv, dotEnvFault, &problems)
        self.sources = sources
        let files = sources.compactMap { source in source.file.map { (path: source.path, file: $0) } }
        /// The value in the environment or else in the service's files. An empty one is taken as not set: it names no address and no file.
        func find(_ name: String) -> Setting? {
            if let value = environment[name], !value.isEmpty { return Setting(value, .environment(name)) }
            return files.lazy.compactMap { path, file in
                file[name].flatMap { $0.isEmpty ? nil : Setting($0, .dotEnv(name: name, path: path)) }
            }.first
        }
        let compose = deployment.composeFile
        let service = deployment.service
        let health = HealthPort(deployment, files.map(\.file))
        apiURL =
            inputs.urlOption.map { Setting($0, .option("--url")) } ?? find("JARVIS_API_URL")
            ?? Configuration.publishedAPI(service, inputs, besides: health.port)
            ?? Configuration.unitAPI(deployment.unit, files.map(\.file)) ?? inputs.runbookOrigin.map { Setting($0, .runbook) }
            ?? Setting("http://localhost:8000", .builtIn)
        supervisor = find("JARVIS_OPS_SUPERVISOR_URL").map { .url($0) } ?? health.address(deployment)
        redisURL =
            find("JARVIS_OPS_REDIS_URL")
            ?? (find("REDIS_URL") ?? Configuration.given("REDIS_URL", to: service) ?? Configuration.redisHost(of: service)).map {
                RedisAddress.reachable($0, compose)
            }
            ?? Setting("redis://127.0.0.1:6379/0", .builtIn)
        database = Configuration.database(
            inputs.databaseOption.map { Setting($0, .option("--database")) } ?? find("JARVIS_OPS_DATABASE"), find("DATABASE_URL"), inputs)
        let home = environment["HOME"] ?? "/"
        memoryDatabase =
            find("JARVIS_MEMORY_ROOT").map { Setting(Paths.resolve("jarvis.db", in: Configuration.expanded($0.value, home)), $0.source) }
            ?? Setting(Paths.resolve(".lifeos/memory/jarvis.db", in: home), .builtIn)
        outbox =
            inputs.outboxOption.map { Setting($0, .option("--outbox")) } ?? find("JARVIS_MESH_OUTBOX_PATH")
            ?? Setting("data/mesh/outbox.jsonl", .builtIn)
        python = find("JARVIS_OPS_PYTHON")
        self.problems = problems
        runbookService = inputs.runbookService
        presence = Presence(directory: path, deployment, environment, inputs)
    }

    public var composeFile: ComposeFile? { deployment.composeFile }
    /// The container or service that the runbook means by the API.
    public var apiService: ComposeFile.Service? { deployment.service }
    /// The service whose process listens to the mesh.
    public var meshService: ComposeFile.Service? { deployment.meshService }

    /// A path of the configuration as seen from the Jarvis directory.
    public func absolute(_ path: String) -> String { Paths.resolve(path, in: directory.value) }

    /// What Jarvis's own environment would hold: the process environment, then the service's environment files.
    public func variable(_ name: String) -> Setting? {
        let written = files.lazy.compactMap { path, file in file[name].map { Setting($0, .dotEnv(name: name, path: path)) } }.first
        guard let given, MeshGiven.isSetting(name) else {
            return environment[name].map { Setting($0, .environment(name)) } ?? written
        }
        return given.value(of: name, written: written?.value).map { Setting($0, .service("\(name) of \(given.owner)")) } ?? written
    }
}
