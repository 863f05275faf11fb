internal import ProcessKit
internal import SystemKit

/// The practice Jarvis in containers, under docker-compose. Without `DOCKER_HOST` it brings a Docker engine of its own.
final class ComposePractice: PracticeJarvis {
    let variables: [String: String]
    private let files: PracticeFiles
    private let world: World
    private let wait: PracticeWait
    /// The script that started the engine; the engine descends from it, and is ended with it at the latest.
    private var engine: LongRunningProcess?
    /// On the host: the containers use its network.
    private var nats: LongRunningProcess?
    private var isUp = false
    private var isStopped = false

    /// Throws: `OpsError`, see `Practice.start`; `no-engine` when no engine can run here, with the reason.
    init(_ settings: PracticeSettings, _ world: World) throws {
        self.world = world
        wait = PracticeWait(world: world)
        files = try PracticeFiles(world)
        let ports: PracticePorts
        do {
            ports = try PracticePorts()
        } catch {
            _ = files.remove()
            throw error
        }
        let engine = Self.givenEngine(world) ?? "unix://\(files.path("e"))/docker.sock"
        variables = Self.variables(files, ports).merging(["DOCKER_HOST": engine]) { $1 }
        do {
            try start(settings, PracticeEnvironment.python(world.environment), ports)
        } catch {
            stop()
            throw error
        }
    }

    private static func givenEngine(_ world: World) -> String? { world.environment["DOCKER_HOST"].flatMap { $0.isEmpty ? nil : $0 } }

    private func start(_ settings: PracticeSettings, _ python: String, _ ports: PracticePorts) throws {
        let isGiven = Self.givenEngine(world) != nil
        if isGiven {
            try wait.finish("sh", [files.path("engine.sh"), "image", files.path("e")], adding: variables)
        } else {
            // Before the engine, which takes seconds.
            try wait.finish("docker-compose", ["version"])
            try startEngine()
        }
        let seed =
            [
                files.path("seed_practice.py"), "--directory", files.checkout, "--scenario", settings.scenario.rawValue,
                "--api-port", "\(ports.api)", "--redis-port", "\(ports.redis)", "--nats-port", "\(ports.nats)",
                // An engine that is given may hold several drills, or a real Jarvis.
                "--container-name", isGiven ? "jarvis-api-\(ports.api)" : "jarvis-api",
            ] + settings.seedArguments
        try wait.finish(python, seed + ["--parts", "files"])
        try PracticeOutbox.seal(settings.scenario, in: files.checkout)
        if settings.scenario.hasNATS {
            let log = files.path("nats.log")
            let server = try PracticeNATS.launch(ports.nats, files, wait, log: log)
            nats = server
            try PracticeNATS.await(server, wait, log: log)
            try wait.finish(python, seed + ["--parts", "nats"])
        }
        isUp = true
        try wait.finish("docker-compose", ["up", "-d"], directory: files.checkout, adding: variables)
        try wait.until("Redis in its container") { LoopbackPort.accepts(ports.redis) }
        try wait.finish(python, seed + ["--parts", "redis"])
        if settings.scenario != .apiDown { try wait.until("the practice service in its container") { LoopbackPort.accepts(ports.api) } }
    }

    private func startEngine() throws {
        let log = files.path("engine.log")
        let script = try wait.launch("sh", [files.path("engine.sh"), "start", files.path("e")], log: log)
        engine = script
        try wait.until("the Docker engine") { !script.isRunning }
        guard script.ending == .exited(0) else {
            throw OpsError(
                "no-engine", "no Docker engine can run here", hint: PracticeWait.lastLine(PracticeWait.text(ofLog: log)),
                exitCode: ExitCodes.unavailable)
        }
    }

    var directory: String { files.directory }

    var processNumbers: [Int32] { [engine, nats].compactMap { $0?.pid } }

    func stop() {
        guard !isStopped else { return }
        isStopped = true
        // The way down must go on when the way up was cancelled by a signal.
        var calm = world
        if let fresh = try? Cancellation() { calm.cancellation = fresh }
        let wait = PracticeWait(world: calm)
        if isUp {
            try? wait.finish(
                "docker-compose", ["down", "-t", "1", "--remove-orphans"], directory: files.checkout, adding: variables)
        }
        nats?.stop()
        if let engine {
            // An interrupted start must not go on building what is being taken away.
            if engine.isRunning { engine.stop() }
            try? wait.finish("sh", [files.path("engine.sh"), "stop", files.path("e")])
            engine.stop()
        }
        if !files.remove() {
            try? world.standardError.write("jarvis-ops: \(files.directory) stays: something is still mounted there\n")
        }
    }
}
