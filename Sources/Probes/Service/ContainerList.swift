public import Configuration
internal import ProcessKit
internal import Synchronization
public import SystemKit

/// The containers that the engine has, with the places they were made from. It is asked once: what several ask for is one look.
public final class ContainerList: Sendable {
    private let seen = Mutex<[SeenContainer]?>(nil)
    /// Milliseconds; an engine that does not answer must not hold up a look at what needs none.
    private static let patience = 3000.0

    public init() {}

    /// Empty where no engine answers.
    public func list(_ environment: [String: String], _ cancellation: Cancellation) -> [SeenContainer] {
        seen.withLock { seen in
            if let seen { return seen }
            let found = ContainerList.ask(environment, cancellation)
            seen = found
            return found
        }
    }

    private static func ask(_ environment: [String: String], _ cancellation: Cancellation) -> [SeenContainer] {
        guard ProgramLookup.isThere("docker", environment) else { return [] }
        let labels = ["service", "project.working_dir", "project.config_files"].map { "{{.Label \"com.docker.compose.\($0)\"}}" }
        let command = Command(
            "docker", ["ps", "-a", "--format", (["{{.Names}}"] + labels).joined(separator: "\t")], environment: environment)
        let result = try? ProcessRun.run(command, deadline: .after(milliseconds: patience), cancellation: cancellation)
        guard let result, result.isSuccess else { return [] }
        return CommandText.lines(result.standardOutput.text).compactMap { container(String($0)) }
    }

    /// - Parameter line: name, service, directory and files, separated by tabs.
    static func container(_ line: String) -> SeenContainer? {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, !parts[0].isEmpty else { return nil }
        return SeenContainer(
            name: parts[0], service: parts[1], directory: parts[2], files: parts[3].split(separator: ",").map(String.init))
    }
}
