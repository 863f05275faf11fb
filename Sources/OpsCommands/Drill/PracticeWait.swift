internal import ProcessKit
internal import SystemKit

/// Waiting for the parts of a practice Jarvis, with clear words when one does not come.
enum PracticeWait {
    /// Seconds for a part to come up.
    static let patience = 60.0

    /// The environment of the parts: the practice must not see a real Jarvis's variables.
    static func environment(_ world: World) -> [String: String] {
        world.environment.filter { !$0.key.hasPrefix("JARVIS_") && !$0.key.hasPrefix("PRACTICE_") && $0.key != "REDIS_URL" && $0.key != "DATABASE_URL" }
            .merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    }

    /// Waits for a condition; the process that should bring it about must not end before.
    static func until(_ process: LongRunningProcess?, _ what: String, _ log: String, _ world: World, _ condition: () -> Bool) throws {
        let deadline = Deadline.after(milliseconds: patience * 1000)
        while !condition() {
            if world.cancellation.isCancelled { throw OpsError("interrupted", "stopped by a signal", exitCode: 128 + (world.receivedSignal() ?? 2)) }
            if let process, !process.isRunning { throw failed("\(what) ended while it started", log) }
            if deadline.hasPassed { throw failed("\(what) did not come up within \(Int(patience)) s", log) }
            _ = world.cancellation.wait(until: .after(milliseconds: 20))
        }
    }

    /// Runs a helper program to its end.
    static func finish(_ program: String, _ arguments: [String], directory: String? = nil, adding: [String: String] = [:], _ world: World) throws {
        do throws(ProcessError) {
            let result = try ProcessRun.run(
                Command(program, arguments, environment: environment(world).merging(adding) { $1 }, directory: directory),
                deadline: .after(milliseconds: patience * 1000), cancellation: world.cancellation)
            if result.ending == .cancelled { throw ProcessError.cannotStart(program, SystemError("run", code: 4)) }
            guard !result.isSuccess else { return }
            let lines = result.standardError.text.split(whereSeparator: \.isNewline)
            throw ProcessError.cannotStart("\(program): \(lines.last ?? "it failed")", SystemError("run", code: 5))
        } catch {
            throw missing(error)
        }
    }

    static func missing(_ error: ProcessError) -> OpsError {
        guard case .executableNotFound(let name) = error else { return OpsError("drill", error.message, exitCode: ExitCodes.unavailable) }
        let package = ["redis-server": "redis-server", "python3": "python3", "docker-compose": "docker-compose"][name]
        return OpsError(
            "tool-missing", "\(name) is not installed", hint: package.map { "apt-get install \($0)" }, exitCode: ExitCodes.unavailable)
    }

    private static func failed(_ message: String, _ log: String) -> OpsError {
        let text = (try? Files.readTail(log, lines: 3)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return OpsError("drill", message, hint: text.isEmpty ? nil : text, exitCode: ExitCodes.unavailable)
    }
}
