import Glibc
import ProcessKit
import Synchronization
import SystemKit
import TestSupport

@testable import OpsCommands

/// Whether tests of a real Docker engine run here.
enum DockerEngine {
    /// They run where one starts. Elsewhere they are left out and `Tests/run.py` says why, unless `REQUIRE_ENGINE=1` wants them to
    /// fail there.
    static let isExpected: Bool = {
        if ProcessEnvironment.snapshot()["REQUIRE_ENGINE"] == "1" { return true }
        do {
            _ = try SharedEngine.start()
            return true
        } catch {
            print("NOT TESTED: what needs a Docker engine (\(error))")
            return false
        }
    }()
}

/// One Docker engine that all healing tests of this process share: it starts with the first of them and ends with the process, whatever
/// ends that.
final class SharedEngine: Sendable {
    /// Where it listens, as `DOCKER_HOST`.
    let host: String
    private let directory: TemporaryDirectory

    /// Throws: `TestSupportError` when it does not start, each time it is asked for.
    static func start() throws -> SharedEngine { try started.get() }

    private static let started = Result {
        let engine = try SharedEngine()
        atexit { SharedEngine.stop() }
        return engine
    }

    private static func stop() { try? started.get().stop() }

    private init() throws {
        // The path of a socket is short: not in a directory of a directory.
        directory = try TemporaryDirectory(prefix: "jarvis-ops-engine", environment: ProcessEnvironment.snapshot())
        host = "unix://\(directory.path)/e/docker.sock"
        try directory.write(BuiltInFiles.engine, to: "engine.sh")
        let script = try ChildProcess(
            ["sh", directory.path + "/engine.sh", "start", directory.path + "/e"], output: directory.path + "/log")
        guard try script.wait(seconds: 120) == 0 else {
            let said = script.output
            directory.remove()
            throw TestSupportError("none starts here: \(said.split(separator: "\n").last ?? "")")
        }
        // Should this process be killed, somebody must still take the engine away.
        watcher = try ChildProcess(
            [
                "sh", "-c", "tail --pid=\(getpid()) -f /dev/null; sh \"$0/engine.sh\" stop \"$0/e\" && rm -rf \"$0\"", directory.path,
            ], output: directory.path + "/watcher")
    }

    private let watcher: ChildProcess

    private func stop() {
        watcher.stop()
        let script = try? ChildProcess(
            ["sh", directory.path + "/engine.sh", "stop", directory.path + "/e"], output: directory.path + "/log")
        if (try? script?.wait(seconds: 60)) == 0 { directory.remove() }
    }
}
