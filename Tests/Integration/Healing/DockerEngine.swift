import Glibc
import ProcessKit
import Synchronization
import SystemKit
import TestSupport

@testable import OpsCommands

/// Whether tests of a real Docker engine run here.
enum DockerEngine {
    /// They run wherever an engine can be expected, and fail where it cannot start after all: where this is root and dockerd is
    /// installed, and always on a continuous integration server. Elsewhere they are left out, and that is said.
    static let isExpected: Bool = {
        if let value = ProcessEnvironment.snapshot()["CI"], !["", "0", "false"].contains(value) { return true }
        if getuid() == 0, isInstalled { return true }
        print("NOT TESTED: what needs a Docker engine, which needs root and dockerd")
        return false
    }()

    private static var isInstalled: Bool {
        ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"].contains { Files.isExecutable($0 + "/dockerd") }
    }
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
            throw TestSupportError("no Docker engine runs here: \(said)")
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
