internal import SystemKit

/// A practice Jarvis that runs.
protocol PracticeJarvis {
    /// What a command needs in its environment to find it.
    var variables: [String: String] { get }

    /// Ends everything it started and removes everything it made. May be called again.
    func stop()
}

/// What a practice Jarvis is to be.
struct PracticeSettings {
    let scenario: Scenario
    let faultSize: Double?
    let faultShare: Double?
    let shape: HealthShape

    /// For both Python programs alike.
    var sizeArguments: [String] { faultSize.map { ["--fault-size", "\($0)"] } ?? [] }
}

/// The files of a practice Jarvis in a private directory: its programs in `bin`, the checkout in `jarvis`.
struct PracticeFiles {
    let root: TemporaryDirectory
    var checkout: String { root.path + "/jarvis" }

    init(_ world: World) throws {
        root = try TemporaryDirectory(prefix: "jarvis-drill", environment: world.environment)
        do {
            for (name, text) in [
                ("practice_jarvis.py", BuiltInFiles.practiceJarvis), ("seed_practice.py", BuiltInFiles.seedPractice),
                ("docker-compose.yml", BuiltInFiles.composeFile), ("engine.sh", BuiltInFiles.engine),
            ] { try root.write(text, to: name) }
        } catch {
            root.remove()
            throw error
        }
    }

    func path(_ name: String) -> String { root.path + "/" + name }
}
