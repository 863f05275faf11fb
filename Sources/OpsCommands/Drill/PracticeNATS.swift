internal import ProcessKit
internal import SystemKit

/// The NATS server of a practice Jarvis, with JetStream, on 127.0.0.1 alone.
enum PracticeNATS {
    /// Starts it; its files lie in the practice's own directory.
    ///
    /// Throws: `OpsError` 69 when it is not installed.
    static func launch(_ port: Int, _ files: PracticeFiles, _ wait: PracticeWait, log: String) throws -> LongRunningProcess {
        try wait.launch(
            program(wait.environment),
            ["--addr", "127.0.0.1", "--port", "\(port)", "--jetstream", "--store_dir", files.path("nats")], log: log)
    }

    /// Waits for its own word that it is ready: whoever answers at the port might be somebody else.
    static func await(_ server: LongRunningProcess, _ wait: PracticeWait, log: String) throws {
        try wait.until("nats-server", server, log: log) { PracticeWait.text(ofLog: log).contains("Server is ready") }
    }

    /// A name for `PATH`, or a path: Debian installs it where only root's `PATH` leads.
    static func program(_ environment: [String: String], beside folders: [String] = ["/usr/sbin"]) -> String {
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let isThere = { (folder: String) in Files.isExecutable(Paths.resolve("nats-server", in: folder)) }
        if path.contains(where: isThere) { return "nats-server" }
        return folders.first(where: isThere).map { Paths.resolve("nats-server", in: $0) } ?? "nats-server"
    }
}

/// The ports of a practice Jarvis, free when it was planned. Where its mesh has no server, nobody listens on that one.
struct PracticePorts {
    let api: Int
    let redis: Int
    let nats: Int
    /// The supervisor's, where it is another than the API's.
    let health: Int

    /// Throws: `SystemError`.
    init() throws(SystemError) {
        api = try LoopbackPort.free()
        redis = try LoopbackPort.free()
        nats = try LoopbackPort.free()
        health = try LoopbackPort.free()
    }
}
