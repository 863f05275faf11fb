import Glibc
import ProcessKit
import SystemKit
import Testing

/// A temporary directory for the scripts and files of one test, gone afterwards.
struct Fixture {
    let directory: String

    /// Whoever runs commands here is a subreaper, as the program is.
    static func with<Result>(_ body: (Fixture) throws -> Result) throws -> Result {
        try Subreaper.install()
        var template = Array("/tmp/process-kit.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp") }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in (try? Files.list(directory)) ?? [] { unlink(directory + "/" + name) }
            rmdir(directory)
        }
        return try body(Fixture(directory: directory))
    }

    func path(_ name: String) -> String { directory + "/" + name }

    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError("open", path(name)) }
        defer { close(descriptor) }
        try OutputStream(fileDescriptor: descriptor).write(text)
        return path(name)
    }

    /// A shell script in this directory, with a variable by which this test's processes are found again.
    func shell(_ script: String, input: [UInt8] = []) -> Command {
        Command("sh", ["-c", script], environment: environment, directory: directory, input: input)
    }

    func python(_ script: String, _ arguments: [String] = []) -> Command {
        Command("/usr/bin/python3", ["-c", script] + arguments, environment: environment, directory: directory)
    }

    var environment: [String: String] { ["PATH": "/usr/bin:/bin", "PROCESS_KIT_FIXTURE": directory] }

    /// The processes that were started from here and are alive.
    var survivors: [Int32] {
        let entry = Array("PROCESS_KIT_FIXTURE=\(directory)".utf8)
        return ((try? Files.list("/proc")) ?? []).compactMap { Int32($0) }.filter { pid in
            (try? Files.read("/proc/\(pid)/environ"))?.split(separator: 0).contains { Array($0) == entry } ?? false
        }
    }

    /// The text of a file as soon as it is there and ends with a newline; empty if that does not happen in ten seconds.
    func await(_ name: String) throws -> String {
        let deadline = Deadline.after(milliseconds: 10_000)
        let never = try Cancellation()
        while !deadline.hasPassed {
            if let bytes = try? Files.read(path(name)), bytes.last == UInt8(ascii: "\n") {
                return String(decoding: bytes.dropLast(), as: UTF8.self)
            }
            _ = never.wait(until: .after(milliseconds: 5))
        }
        return ""
    }
}

/// Runs with a deadline that is far away.
func run(
    _ command: Command, within milliseconds: Double = 60_000, cancellation: Cancellation? = nil, teardown: Teardown = .standard,
    limits: OutputLimits = .standard
) throws -> ProcessResult {
    try ProcessRun.run(
        command, deadline: .after(milliseconds: milliseconds), cancellation: cancellation ?? Cancellation(), teardown: teardown,
        limits: limits)
}

/// A run on a thread of its own.
func start(
    _ command: Command, cancellation: Cancellation, teardown: Teardown = .standard
) throws -> BlockingThread<Result<ProcessResult, ProcessError>> {
    try BlockingThread {
        Result { () throws(ProcessError) in
            try ProcessRun.run(command, deadline: .after(milliseconds: 60_000), cancellation: cancellation, teardown: teardown)
        }
    }
}

/// Whether the process is alive; a zombie is not.
func isAlive(_ pid: Int32) -> Bool {
    guard let stat = try? Files.read("/proc/\(pid)/stat"), let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return false }
    return !stat[end...].starts(with: ") Z".utf8)
}
