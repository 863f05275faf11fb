internal import Glibc
internal import Synchronization
public import SystemKit

/// A program that a test runs beside itself, in a process group of its own. It is ended with all its children by `stop()`,
/// at the latest when the value goes away.
///
/// Standard input is empty; standard output and error go to one new file, so that a child never waits for a reader.
public final class ChildProcess: Sendable {
    /// Its process id, which is its process group's id too.
    public let processID: Int32
    private let outputPath: String
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - arguments: the program (looked up in PATH) and its arguments.
    ///   - output: the file that takes what it prints.
    ///   - environment: variables added to this process's own.
    public init(_ arguments: [String], output: String, environment: [String: String] = [:]) throws(SystemError) {
        outputPath = output
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)

        let variables = ProcessEnvironment.snapshot().merging(environment) { $1 }.map { "\($0)=\($1)" }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = variables.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, arguments.first ?? "", &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw SystemError("start", arguments.first ?? "", code: code) }
        processID = child
    }

    deinit { stop() }

    /// What it has printed so far.
    public var output: String { String(decoding: (try? Files.read(outputPath)) ?? [], as: UTF8.self) }

    /// Sends a signal to the whole group.
    public func signal(_ number: Int32) { if isRunning { kill(-processID, number) } }

    public var isRunning: Bool { reap(WNOHANG) == nil }

    /// Waits for its end; returns the exit code, or 128 + the signal that ended it.
    public func wait(seconds: Double = 120) throws -> Int32 {
        try waitUntil("process \(processID) ends", seconds: seconds) { !isRunning }
        let raw = reap(WNOHANG) ?? 0
        return raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    }

    /// Ends the group at once and waits for the child.
    public func stop() {
        guard isRunning else { return }
        kill(-processID, SIGKILL)
        _ = reap(0)
    }

    /// Waits until every child that this process is starting at this moment has become the program it is meant to be.
    ///
    /// Until then it holds copies of the files that were open when it was made: whoever asks who has a file open finds it.
    public static func waitForStarts() throws {
        let own = Files.linkTarget("/proc/self/exe")
        let parent = String(getpid())
        func isStarting(_ process: String) -> Bool {
            guard Files.linkTarget("/proc/\(process)/exe") == own else { return false }
            // State, then parent, stand behind the program's name in brackets (proc(5)).
            let stat = String(decoding: (try? Files.read("/proc/\(process)/stat")) ?? [], as: UTF8.self)
            return stat.split(separator: ")").last?.split(separator: " ").dropFirst().first.map(String.init) == parent
        }
        for process in try Files.list("/proc") where Int32(process) != nil && isStarting(process) {
            try waitUntil("child \(process) runs its program") { !isStarting(process) }
        }
    }

    /// The raw wait status once it has ended. The id is only signalled while this says nil, so it is never someone else's.
    private func reap(_ options: Int32) -> Int32? {
        status.withLock { known in
            if let known { return known }
            var raw: Int32 = 0
            while true {
                let result = waitpid(processID, &raw, options)
                if result == -1 && errno == EINTR { continue }
                guard result == processID else { return nil }
                known = raw
                return raw
            }
        }
    }
}
