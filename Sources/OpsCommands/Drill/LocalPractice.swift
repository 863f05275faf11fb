internal import ProcessKit
internal import SystemKit

/// The practice Jarvis as plain processes: a redis-server and the Python service.
final class LocalPractice: PracticeJarvis {
    let variables: [String: String]
    private let files: PracticeFiles
    private var processes: [LongRunningProcess] = []

    /// Starts it and waits until it is ready. Throws: `OpsError` 69 when a program is missing or does not come up.
    init(_ settings: PracticeSettings, _ world: World) throws {
        files = try PracticeFiles(world)
        let apiPort = try LoopbackPort.free()
        let redisPort = try LoopbackPort.free()
        variables = [
            "JARVIS_HOME": files.checkout, "JARVIS_API_URL": "http://127.0.0.1:\(apiPort)",
            "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(redisPort)/0",
        ]
        do {
            try start(settings, world, apiPort: apiPort, redisPort: redisPort)
        } catch {
            stop()
            throw error
        }
    }

    private func start(_ settings: PracticeSettings, _ world: World, apiPort: Int, redisPort: Int) throws {
        let redis = try launch("redis-server", ["--bind", "127.0.0.1", "--port", "\(redisPort)", "--save", "", "--dir", files.root.path], "redis.log", world)
        try PracticeWait.until(redis, "redis-server", files.path("redis.log"), world) { LoopbackPort.accepts(redisPort) }
        let common = ["--directory", files.checkout, "--scenario", settings.scenario.rawValue] + settings.sizeArguments
        try PracticeWait.finish(
            "python3", [files.path("seed_practice.py")] + common + ["--api-port", "\(apiPort)", "--redis-port", "\(redisPort)"], world)
        var arguments = [files.path("practice_jarvis.py")] + common
        arguments += ["--port", "\(apiPort)", "--redis-port", "\(redisPort)", "--shape", settings.shape.rawValue, "--with-parent"]
        if let share = settings.faultShare { arguments += ["--fault-share", "\(share)"] }
        let service = try launch("python3", arguments, "service.log", world)
        if settings.scenario == .apiDown {
            try PracticeWait.until(nil, "the service's end", "", world) { !service.isRunning }
        } else {
            try PracticeWait.until(service, "the practice service", files.path("service.log"), world) { LoopbackPort.accepts(apiPort) }
        }
    }

    private func launch(_ program: String, _ arguments: [String], _ log: String, _ world: World) throws -> LongRunningProcess {
        do throws(ProcessError) {
            let process = try LongRunningProcess(
                Command(program, arguments, environment: PracticeWait.environment(world), directory: files.root.path), output: .file(files.path(log)))
            processes.append(process)
            return process
        } catch {
            throw PracticeWait.missing(error)
        }
    }

    func stop() {
        for process in processes.reversed() { process.stop() }
        processes = []
        files.root.remove()
    }
}
