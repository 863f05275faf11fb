internal import CProcess
internal import Glibc
internal import SystemKit

/// A child that was started: its handle, its marker, and our ends of its pipes.
struct ChildProcess: Sendable {
    let handle: ProcessHandle
    let marker: Marker
    /// Nil when it reads `/dev/null`.
    let input: Descriptor?
    /// Both nil when it writes to a file.
    let output: Descriptor?
    let error: Descriptor?

    var kinship: Kinship { Kinship(leader: handle.pid, marker: marker) }

    enum Destination: Sendable {
        case pipes
        /// Both outputs, at its end; created with mode 0600.
        case file(String)
        /// This program's own input and outputs.
        case inherited
    }

    /// Starts the command as the leader of a new session.
    static func start(_ command: Command, writingTo destination: Destination) throws(ProcessError) -> ChildProcess {
        if let directory = command.directory, Files.kind(directory) != .directory { throw .directoryMissing(directory) }
        let path = try ExecutableSearch.path(of: command)
        do throws(SystemError) {
            let marker = Marker()
            let input = command.input.isEmpty ? nil : try Descriptor.pipe(keeping: .write)
            switch destination {
            case .pipes:
                let output = try Descriptor.pipe(keeping: .read)
                let error = try Descriptor.pipe(keeping: .read)
                let handle = try spawn(command, path, marker, input: input?.childs, output: output.childs, error: error.childs)
                return ChildProcess(handle: handle, marker: marker, input: input?.own, output: output.own, error: error.own)
            case .file(let file):
                let number = unsafe cprocess_open_output(file)
                guard number >= 0 else { throw SystemError("open", file) }
                let sink = Descriptor(number)
                let handle = try spawn(command, path, marker, input: input?.childs, output: sink, error: sink)
                return ChildProcess(handle: handle, marker: marker, input: input?.own, output: nil, error: nil)
            case .inherited:
                let streams = try (0...2).map { number throws(SystemError) in try Descriptor.copy(of: Int32(number)) }
                let handle = try spawn(command, path, marker, input: streams[0], output: streams[1], error: streams[2])
                return ChildProcess(handle: handle, marker: marker, input: nil, output: nil, error: nil)
            }
        } catch {
            switch error.code {
            case EACCES, ENOEXEC: throw .notExecutable(path)
            // The program itself was found: what is missing is what its first line, or its header, names.
            case ENOENT: throw .interpreterMissing(path, interpreter: interpreter(of: path, in: command.directory) ?? "its loader")
            default: throw .cannotStart(command.executable, error)
            }
        }
    }

    /// The program in the first line of a script; nil where it has none.
    private static func interpreter(of path: String, in directory: String?) -> String? {
        let seen = directory.map { Paths.resolve(path, in: $0) } ?? path
        var bytes = [UInt8](repeating: 0, count: 256)
        guard let file = try? RegularFile(seen), let count = try? file.read(into: &bytes, 0..<256, from: 0),
            bytes.starts(with: Array("#!".utf8))
        else { return nil }
        let line = String(decoding: bytes[..<count].dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return line.split(separator: " ").first.map(String.init)
    }

    private static func spawn(
        _ command: Command, _ path: String, _ marker: Marker, input: Descriptor?, output: Descriptor, error: Descriptor
    ) throws(SystemError) -> ProcessHandle {
        let arguments = [command.executable] + command.arguments
        let environment = marker.entries(adding: command.environment)
        let texts = arguments + environment + [path, command.directory ?? ""]
        // The system would cut a text at a NUL and run something other than what was shown.
        guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw SystemError("spawn", code: EINVAL) }
        var pid: Int32 = -1
        var failure: Int32 = 0
        func attempt() {
            ChildRegistry.shared.start {
                failure = unsafe withCTexts(arguments, environment, path, command.directory) { list, variables, path, directory in
                    var launch = unsafe cprocess_launch(
                        path: path, directory: directory, arguments: list, argument_count: arguments.count,
                        environment: variables, environment_count: environment.count,
                        input: input?.number ?? -1, output: output.number, error: error.number)
                    return unsafe cprocess_spawn(&launch, &pid)
                }
                return failure == 0 ? pid : nil
            }
        }
        // The descriptors must stay open until the child has its copies.
        withExtendedLifetime((input, output, error)) {
            attempt()
            // A file that was written just now is busy while a child that another thread is starting still holds a copy of
            // the descriptor it was written through; that takes a millisecond.
            for _ in 0..<20 where failure == ETXTBSY {
                _ = poll(nil, 0, 5)
                attempt()
            }
        }
        guard failure == 0 else { throw SystemError("spawn", code: failure) }
        do throws(SystemError) {
            return try ProcessHandle(pid: pid)
        } catch {
            // Not reaped yet, so the number is still its own. Without a handle it cannot be watched, and must not go on.
            _ = kill(-pid, SIGKILL)
            _ = waitpid(pid, nil, 0)
            ChildRegistry.shared.forget(pid)
            throw error
        }
    }
}
