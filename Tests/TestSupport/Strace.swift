internal import Testing

/// strace, by which tests kill a program at a system call. An unprivileged container may forbid tracing.
public enum Strace {
    public static let isPossible: Bool = {
        let works =
            (try? Fixture.with { try ChildProcess(["strace", "-f", "-o", "/dev/null", "true"], output: $0.path("out")).wait() }) == 0
        if !works { print("NOT TESTED: what is killed at a system call; strace is missing or may not trace here") }
        return works
    }()

    /// Leaves the present test out where nothing can be traced.
    public static func require() throws {
        if !isPossible { try Test.cancel("nothing can be traced here") }
    }
}
