internal import ProcessKit
internal import SystemKit

/// The practice Jarvis in containers, under docker-compose. Without `DOCKER_HOST` it brings a Docker engine of its own.
final class ComposePractice: PracticeJarvis {
    let variables: [String: String]
    private let files: PracticeFiles
    private let world: World
    /// The script that started the engine, kept so that what descends from it is not taken for left over.
    private var engine: LongRunningProcess?
    private var isUp = false
    private var isStopped = false

    /// Throws: `OpsError` 69 when no engine can run here, with the reason.
    init(_ settings: PracticeSettings, _ world: World) throws {
        self.world = world
        files = try PracticeFiles(world)
        let apiPort = try LoopbackPort.free()
        let redisPort = try LoopbackPort.free()
        let host = world.environment["DOCKER_HOST"] ?? "unix://\(files.root.path)/e/docker.sock"
        variables = [
            "JARVIS_HOME": files.checkout, "JARVIS_API_URL": "http://127.0.0.1:\(apiPort)", "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(redisPort)/0",
            "DOCKER_HOST": host, "COMPOSE_PROJECT_NAME": "jarvisdrill\(apiPort)",
        ]
        do {
            try start(settings, apiPort: apiPort, redisPort: redisPort)
        } catch {
            stop()
            throw error
        }
    }

    private func start(_ settings: PracticeSettings, apiPort: Int, redisPort: Int) throws {
        if world.environment["DOCKER_HOST"] == nil { try startEngine() }
        let seed = [
            files.path("seed_practice.py"), "--directory", files.checkout, "--scenario", settings.scenario.rawValue, "--api-port", "\(apiPort)",
            "--redis-port", "\(redisPort)", "--container-name", "jarvis-api",
        ] + settings.sizeArguments
        try PracticeWait.finish("python3", seed + ["--parts", "files"], world)
        isUp = true
        try PracticeWait.finish("docker-compose", ["up", "-d"], directory: files.checkout, adding: variables, world)
        try PracticeWait.until(nil, "redis", "", world) { LoopbackPort.accepts(redisPort) }
        try PracticeWait.finish("python3", seed + ["--parts", "redis"], world)
        if settings.scenario != .apiDown { try PracticeWait.until(nil, "the practice service", "", world) { LoopbackPort.accepts(apiPort) } }
    }

    private func startEngine() throws {
        do throws(ProcessError) {
            let script = try LongRunningProcess(
                Command("sh", [files.path("engine.sh"), "start", files.path("e")], environment: PracticeWait.environment(world)),
                output: .file(files.path("engine.log")))
            engine = script
        } catch {
            throw PracticeWait.missing(error)
        }
        try PracticeWait.until(nil, "the Docker engine", files.path("engine.log"), world) { engine?.isRunning != true }
        guard engine?.ending == .exited(0) else {
            let log = (try? Files.readTail(files.path("engine.log"), lines: 3)).map { String(decoding: $0, as: UTF8.self) }
            throw OpsError("no-engine", "no Docker engine can run here", hint: log, exitCode: ExitCodes.unavailable)
        }
    }

    func stop() {
        guard !isStopped else { return }
        isStopped = true
        // The way down must go on when the way up was cancelled by a signal.
        var calm = world
        if let fresh = try? Cancellation() { calm.cancellation = fresh }
        if isUp {
            try? PracticeWait.finish("docker-compose", ["down", "-t", "1", "--remove-orphans"], directory: files.checkout, adding: variables, calm)
        }
        if engine != nil {
            try? PracticeWait.finish("sh", [files.path("engine.sh"), "stop", files.path("e")], calm)
            engine?.stop()
        }
        files.root.remove()
    }
}
