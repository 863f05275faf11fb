internal import ProcessKit
internal import SystemKit

/// The practice Jarvis as plain processes: a redis-server, where the mesh is met a nats-server, and the Python service.
final class LocalPractice: PracticeJarvis {
    let variables: [String: String]
    private let files: PracticeFiles
    private let wait: PracticeWait
    private var processes: [LongRunningProcess] = []

    /// Throws: `OpsError`, see `Practice.start`.
    init(_ settings: PracticeSettings, _ world: World) throws {
        wait = PracticeWait(world: world)
        files = try PracticeFiles(world)
        let ports: PracticePorts
        do {
            ports = try PracticePorts()
        } catch {
            _ = files.remove()
            throw error
        }
        // No Docker here. A real Jarvis may be a compose project of the same name, and must be out of reach.
        variables = Self.variables(files, ports).merging(["DOCKER_HOST": "unix://\(files.path("none.sock"))"]) { $1 }
            .merging(Self.variables(settings.layout, files, ports, world.environment)) { $1 }
        do {
            try start(settings, PracticeEnvironment.python(world.environment), ports)
        } catch {
            stop()
            throw error
        }
    }

    private func start(_ settings: PracticeSettings, _ python: String, _ ports: PracticePorts) throws {
        let redisLog = files.path("redis.log")
        let redis = try wait.launch(
            "redis-server", ["--bind", "127.0.0.1", "--port", "\(ports.redis)", "--save", "", "--dir", files.directory], log: redisLog)
        processes.append(redis)
        // Its own word for it: whoever answers at the port might be somebody else.
        try wait.until("redis-server", redis, log: redisLog) { PracticeWait.text(ofLog: redisLog).contains("eady to accept connections") }

        if settings.scenario.hasNATS {
            let log = files.path("nats.log")
            let nats = try PracticeNATS.launch(ports.nats, files, wait, log: log)
            processes.append(nats)
            try PracticeNATS.await(nats, wait, log: log)
        }

        let common =
            ["--directory", files.checkout, "--scenario", settings.scenario.rawValue, "--redis-port", "\(ports.redis)"]
        try wait.finish(
            python,
            [files.path("seed_practice.py"), "--api-port", "\(ports.api)", "--nats-port", "\(ports.nats)"] + common
                + settings.seedArguments)
        try PracticeOutbox.seal(settings.scenario, in: files.checkout)
        try files.lay(settings.layout, ports)

        let share = settings.faultShare.map { ["--fault-share", "\($0)"] } ?? []
        let log = files.path("service.log")
        let service = try wait.launch(
            python,
            [
                files.path("practice_jarvis.py"), "--port", "\(ports.api)", "--health-port", "\(ports.health)", "--with-parent",
                "--log-to-stderr",
            ]
                + (settings.shape.map { ["--shape", $0.rawValue] } ?? []) + (settings.layout.map { ["--layout", $0.rawValue] } ?? [])
                + (settings.requestsAMinute.map { ["--limit", "\($0)"] } ?? [])
                + common + settings.faultArguments + share, log: log)
        processes.append(service)
        if settings.layout == .systemd { try files.tell(service.pid) }
        if settings.scenario == .apiDown {
            try wait.until("the end of the service") { !service.isRunning }
        } else {
            try wait.until("the practice service", service, log: log) { PracticeWait.text(ofLog: log).contains("listens on 127.0.0.1:") }
        }
    }

    /// Where its files tell of its processes they are found there; an empty value names none.
    private static func variables(
        _ layout: PracticeLayout?, _ files: PracticeFiles, _ ports: PracticePorts, _ environment: [String: String]
    ) -> [String: String] {
        switch layout {
        case .api?, nil: [:]
        case .supervisor?: ["JARVIS_API_URL": ""]
        case .systemd?:
            [
                "JARVIS_API_URL": "", "SYSTEMD_UNIT_PATH": files.path("units"),
                "PATH": files.path("bin") + ":" + (environment["PATH"] ?? "/usr/bin:/bin"),
            ]
        }
    }

    var directory: String { files.directory }

    var processNumbers: [Int32] { processes.map(\.pid) }

    func stop() {
        for process in processes.reversed() { process.stop() }
        processes = []
        _ = files.remove()
    }
}
