internal import SystemKit

/// Finds the program of a command, as a shell would, so that "not found" and "not executable" can be told apart.
enum ExecutableSearch {
    /// What POSIX gives a program that has no `PATH`.
    static let standardPath = "/usr/bin:/bin"

    /// The path to start.
    ///
    /// Empty parts of `PATH`, which would mean the working directory, are left out: a program that happens to lie in a
    /// checkout must not become `docker`.
    static func path(of command: Command) throws(ProcessError) -> String {
        let name = command.executable
        guard !name.isEmpty else { throw .executableNotFound(name) }
        if name.contains("/") {
            let seen = visible(name, to: command)
            guard Files.exists(seen) else { throw .executableNotFound(name) }
            guard Files.isExecutable(seen) else { throw .notExecutable(name) }
            return name
        }
        var refused: String?
        for directory in (command.environment["PATH"] ?? standardPath).split(separator: ":") {
            let candidate = Paths.resolve(name, in: String(directory))
            let seen = visible(candidate, to: command)
            if Files.isExecutable(seen) { return candidate }
            if refused == nil, Files.kind(seen) == .regular { refused = candidate }
        }
        throw refused.map { .notExecutable($0) } ?? .executableNotFound(name)
    }

    /// Relative paths are seen from the directory of the command, where the new process looks.
    private static func visible(_ path: String, to command: Command) -> String {
        command.directory.map { Paths.resolve(path, in: $0) } ?? path
    }
}
