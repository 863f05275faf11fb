import SystemKit

@testable import OpsCommands

/// How a Jarvis lies there, and by what it is found.
enum MatrixLayout: String, CaseIterable {
    /// A process. Nothing of it is found: every part is named by an option or a variable.
    case named
    /// A checkout with a compose file and `.env`, in which everything is found; no engine answers.
    case checkout
    /// The same, with containers: a stand-in for docker tells of the API's.
    case container
    /// A checkout whose compose file, below `infra/docker`, has the supervisor alone; no engine.
    case supervisor
    /// Units: a stand-in for systemctl tells of them.
    case systemd

    /// What it does not have.
    var lacks: Set<MatrixPart> {
        switch self {
        case .named, .checkout: [.engine]
        case .container, .systemd: []
        // Its port leads to the supervisor; whose process that is only an engine would tell.
        case .supervisor: [.pages, .process, .engine]
        }
    }

    /// In which the practice Jarvis is laid.
    var practice: PracticeLayout? {
        switch self {
        case .named, .checkout, .container: nil
        case .supervisor: .supervisor
        case .systemd: .systemd
        }
    }

    /// The others differ in what is known of where it runs, and not in what can be reached.
    var isSeenFromEverywhere: Bool { [.named, .checkout].contains(self) }

    var words: String {
        switch self {
        case .named: "a process, each part named: `--url`, `--database`, `--outbox`, `JARVIS_OPS_REDIS_URL`; health with subsystems"
        case .checkout:
            "a checkout, named with `-C`: compose file and `.env` say where the parts are; no engine; the API's own health report"
        case .container: "the same with containers (a stand-in for docker tells of the API's)"
        case .supervisor:
            "a checkout whose compose file has the supervisor alone: it serves no dashboard, no metrics of the API and no providers; no engine"
        case .systemd: "units (a stand-in for systemctl tells of them); the API and the supervisor are two processes"
        }
    }

    var shape: HealthShape { self == .named ? .jarvis : .api }
    /// Whether the health report has truth values and no reasons.
    var hasBareHealth: Bool { shape == .api }

    /// What the program is started with.
    func start(_ scene: MatrixScene, _ reach: MatrixReach) throws -> (arguments: [String], environment: [String: String]) {
        var variables = ["HOME": scene.home, "PATH": scene.tools ?? scene.emptyDirectory]
        if let units = scene.units { variables["SYSTEMD_UNIT_PATH"] = units }
        var arguments: [String] = []
        let database = try reach == .noDatabase ? scene.forbiddenDatabase() : scene.home + "/data/jarvis.db"
        // A broadcast address: the kernel has no way there for TCP, and nothing is sent.
        let url = reach == .noAPI ? "http://255.255.255.255:8766" : scene.url
        let redis = reach == .noRedis ? "redis://127.0.0.1:1/0" : scene.redis
        switch self {
        case .named:
            arguments = ["--url", url, "--database", database, "--outbox", scene.home + "/data/mesh/outbox.jsonl"]
            variables["JARVIS_OPS_REDIS_URL"] = redis
        case .checkout, .container, .supervisor, .systemd:
            arguments = ["-C", scene.home]
            if reach == .noAPI { variables["JARVIS_API_URL"] = url }
            if reach == .noRedis { variables["JARVIS_OPS_REDIS_URL"] = redis }
            if reach == .noDatabase { variables["JARVIS_OPS_DATABASE"] = database }
        }
        return (arguments, variables)
    }
}
