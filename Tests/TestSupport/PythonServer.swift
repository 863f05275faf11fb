/// A Python script of a test that serves on a port of its own choice: it binds port 0 and prints `ready PORT`.
public final class PythonServer: Sendable {
    public let process: ChildProcess
    public let port: Int

    /// - Parameters:
    ///   - script: Python source; it gets `arguments` as `sys.argv[1:]`.
    ///   - name: tells two scripts in one fixture apart.
    public init(_ script: String, in fixture: Fixture, name: String = "server", arguments: [String] = []) throws {
        if script.contains("pty.fork()") { try PseudoTerminal.require() }
        let file = try fixture.write(script, to: name + ".py")
        let process = try ChildProcess(["python3", "-u", file] + arguments, output: fixture.path(name + ".out"))
        var found: Int?
        try waitUntil("\(name).py is ready") {
            guard process.isRunning else { throw TestSupportError("\(name).py ended: \(process.output)") }
            found = PythonServer.port(in: process.output)
            return found != nil
        }
        guard let found else { throw TestSupportError("\(name).py named no port") }
        self.process = process
        port = found
    }

    /// Runs a Python script to its end; returns what it printed. Throws when its exit code is not 0.
    @discardableResult
    public static func run(_ script: String, in fixture: Fixture, name: String = "script", arguments: [String] = [], seconds: Double = 120)
        throws -> String
    {
        if script.contains("pty.fork()") { try PseudoTerminal.require() }
        let file = try fixture.write(script, to: name + ".py")
        let process = try ChildProcess(["python3", file] + arguments, output: fixture.path(name + ".out"))
        let code = try process.wait(seconds: seconds)
        guard code == 0 else { throw TestSupportError("\(name).py ended with \(code): \(process.output)") }
        return process.output
    }

    private static func port(in output: String) -> Int? {
        for line in output.split(separator: "\n") where line.hasPrefix("ready ") && output.utf8.last == UInt8(ascii: "\n") {
            return Int(line.dropFirst(6))
        }
        return nil
    }
}
