internal import Testing

/// strace, by which tests kill a program at a system call. An unprivileged container may forbid tracing.
public enum Strace {
    public static let isPossible: Bool = {
        let works =
            (try? Fixture.with { try ChildProcess(["strace", "-f", "-o", "/dev/null", "true"], output: $0.path("out")).wait() }) == 0
        if !works { print("NOT TESTED: what is killed at a system call; strace is missing or may not trace here") }
        return works
    }()

    /// The words before a command that make something happen at its system calls, in any of its threads and children. It is slow for
    /// it: what waits for answers wants more time.
    ///
    /// - Parameters:
    ///   - calls: their names, with commas between them.
    ///   - what: what to inject, such as `signal=KILL:when=3`.
    ///   - paths: only calls that concern these; all when empty.
    ///   - log: where strace writes what it saw.
    public static func words(_ calls: String, _ what: String, paths: [String] = [], log: String = "/dev/null") -> [String] {
        ["strace"] + arguments(calls, what, paths: paths, log: log)
    }

    /// The same without the name of strace itself.
    public static func arguments(_ calls: String, _ what: String, paths: [String] = [], log: String = "/dev/null") -> [String] {
        ["-f", "-qq", "-o", log] + paths.flatMap { ["-P", $0] }
            + ["-e", "trace=\(calls)", "-e", "inject=\(calls):\(what)"]
    }

    /// Leaves the present test out where nothing can be traced.
    public static func require() throws {
        if !isPossible { try Test.cancel("nothing can be traced here") }
    }
}
