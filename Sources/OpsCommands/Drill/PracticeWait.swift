internal import ProcessKit
internal import SystemKit

/// Waiting for the parts of a practice Jarvis, with clear words when one does not come.
struct PracticeWait {
    let world: World

    /// Seconds for a part to come up, or for a helper to do its work. A loaded machine is slow.
    static let patience = 120.0

    /// The code of an error that another port may cure.
    static let portTaken = "port-taken"

    /// Waits for a condition; the process that should bring it about must not end before.
    func until(_ what: String, _ process: LongRunningProcess? = nil, log: String? = nil, _ condition: () -> Bool) throws {
        let deadline = Deadline.after(milliseconds: Self.patience * 1000)
        while !condition() {
            if world.cancellation.isCancelled { throw interrupted() }
            if let process, !process.isRunning { throw failed("\(what) ended while it started", log) }
            if deadline.hasPassed { throw failed("\(what) did not come up within \(Int(Self.patience)) s", log) }
            _ = world.cancellation.wait(until: .after(milliseconds: 20))
        }
    }

    /// Runs a helper program to its end. - Parameter adding: variables beside the clean ones.
    func finish(_ program: String, _ arguments: [String], directory: String? = nil, adding: [String: String] = [:]) throws {
        let command = Command(program, arguments, environment: environment.merging(adding) { $1 }, directory: directory)
        let result: ProcessResult
        do throws(ProcessError) {
            result = try ProcessRun.run(command, deadline: .after(milliseconds: Self.patience * 1000), cancellation: world.cancellation)
        } catch {
            throw Self.missing(error)
        }
        let name = ([Paths.name(program)] + arguments.prefix(1).map(Paths.name)).joined(separator: " ")
        switch result.ending {
        case .exited(0): return
        case .cancelled: throw interrupted()
        case .timedOut: throw OpsError("drill", "`\(name)` did not end within \(Int(Self.patience)) s", exitCode: ExitCodes.unavailable)
        case .exited, .signalled:
            throw OpsError("drill", "`\(name)` failed", hint: Self.lastLine(result.standardError.text), exitCode: ExitCodes.unavailable)
        }
    }

    /// Of every part.
    var environment: [String: String] { PracticeEnvironment.clean(world.environment).merging(steady) { $1 } }

    /// A second arena of the C library's would look like memory that grows.
    private var steady: [String: String] { ["PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"] }

    /// Starts a part that goes on. - Parameter log: the file that takes its outputs.
    func launch(_ program: String, _ arguments: [String], log: String) throws -> LongRunningProcess {
        do throws(ProcessError) {
            return try LongRunningProcess(
                Command(program, arguments, environment: environment, directory: Paths.parent(log)), output: .file(log))
        } catch {
            throw Self.missing(error)
        }
    }

    private func interrupted() -> OpsError {
        OpsError("interrupted", "stopped by a signal", exitCode: 128 + (world.receivedSignal() ?? 2))
    }

    private func failed(_ message: String, _ log: String?) -> OpsError {
        let text = log.map(Self.text) ?? ""
        let code = text.contains("ddress already in use") ? Self.portTaken : "drill"
        return OpsError(code, message, hint: Self.lastLine(text), exitCode: ExitCodes.unavailable)
    }

    private static func missing(_ error: ProcessError) -> OpsError {
        guard case .executableNotFound(let name) = error else { return OpsError("drill", error.message, exitCode: ExitCodes.unavailable) }
        let known = ["redis-server", "nats-server", "python3", "docker-compose"].contains(name)
        return OpsError(
            "tool-missing", "a drill needs \(name), which is not installed", hint: known ? "apt-get install \(name)" : nil,
            exitCode: ExitCodes.unavailable)
    }

    /// A log's text so far; empty when there is none yet.
    static func text(ofLog path: String) -> String {
        String(decoding: (try? Files.readTail(path, lines: 50)) ?? [], as: UTF8.self)
    }

    /// The reason usually stands there.
    static func lastLine(_ text: String) -> String? { text.split(whereSeparator: \.isNewline).last.map(String.init) }
}
