public import Configuration
internal import ProcessKit
internal import Synchronization
public import SystemKit

/// The containers that the engine has, with the places they were made from. It is asked once: what several ask for is one look.
public final class ContainerList: Sendable {
    private let seen = Mutex<[ContainerOrigin]?>(nil)
    /// Milliseconds; an engine that does not answer must not hold up a look at what needs none.
    private static let patience = 3000.0

    public init() {}

    /// Empty where no engine answers.
    public func list(_ environment: [String: String], _ cancellation: Cancellation) -> [ContainerOrigin] {
        seen.withLock { seen in
            if let seen { return seen }
            let found = ContainerList.ask(environment, cancellation)
            seen = found
            return found
        }
    }

    private static func ask(_ environment: [String: String], _ cancellation: Cancellation) -> [ContainerOrigin] {
        guard ProgramLookup.isThere("docker", environment) else { return [] }
        let command = Command(
            "docker", ["ps", "-a", "--no-trunc", "--format", EngineSight.Row.format],
            environment: EngineChoice(environment).environment(environment))
        let result = try? ProcessRun.run(command, deadline: .after(milliseconds: patience), cancellation: cancellation)
        guard let result, result.isSuccess else { return [] }
        return CommandText.lines(result.standardOutput.text).map(EngineSight.Row.init).compactMap { row in
            row.name.isEmpty
                ? nil
                : ContainerOrigin(
                    name: row.name, service: row.service, directory: row.place, files: row.files.split(separator: ",").map(String.init))
        }
    }
}
