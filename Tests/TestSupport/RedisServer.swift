/// A redis-server of a test's own: its port, its directory, a Unix socket beside it; nothing is saved.
public final class RedisServer: Sendable {
    public let process: ChildProcess
    public let port: Int
    public let socketPath: String

    /// - Parameter options: further options of redis-server, such as `["--requirepass", "pw"]`.
    public init(in fixture: Fixture, name: String = "redis", options: [String] = []) throws {
        let socketPath = fixture.path(name + ".sock")
        for attempt in 1...5 {
            let port = try FreePort.find()
            let output = fixture.path("\(name)-\(attempt).out")
            let arguments = [
                "redis-server", "--port", String(port), "--bind", "127.0.0.1", "--unixsocket", socketPath, "--dir", fixture.directory,
                "--save", "", "--appendonly", "no",
            ]
            let process = try ChildProcess(arguments + options, output: output)
            try waitUntil("redis-server is ready") { !process.isRunning || process.output.contains("The server is now ready to accept") }
            guard process.isRunning else { continue }
            self.process = process
            self.port = port
            self.socketPath = socketPath
            return
        }
        throw TestSupportError("redis-server did not start in five attempts")
    }

    /// Runs redis-cli against it; returns what it printed.
    @discardableResult
    public func cli(_ arguments: [String], in fixture: Fixture, password: String? = nil) throws -> String {
        let output = fixture.path("cli-\(arguments.hashValue).out")
        let environment = password.map { ["REDISCLI_AUTH": $0] } ?? [:]
        let process = try ChildProcess(["redis-cli", "-p", String(port)] + arguments, output: output, environment: environment)
        let code = try process.wait()
        guard code == 0 else { throw TestSupportError("redis-cli ended with \(code): \(process.output)") }
        return process.output
    }
}
