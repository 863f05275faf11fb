internal import Configuration
internal import Journal
internal import SystemKit

extension GlobalOptions {
    /// The Jarvis that a command is about, for commands that need nothing else of it.
    func jarvis(in world: World) -> JarvisDirectory {
        let setting = Configuration.directory(option: directory, environment: world.environment, workingDirectory: world.workingDirectory)
        return world.jarvis(at: setting.value)
    }

    /// The environment with `JARVIS_OPS_STATE` made absolute: a relative path belongs to the Jarvis directory, as others do.
    func withAbsoluteState(_ environment: [String: String], _ workingDirectory: String) -> [String: String] {
        guard let named = environment[StateDirectory.variable], !named.isEmpty else { return environment }
        let setting = Configuration.directory(option: directory, environment: environment, workingDirectory: workingDirectory)
        let jarvis = Paths.resolve(setting.value, in: workingDirectory)
        return environment.merging([StateDirectory.variable: Paths.resolve(named, in: jarvis)]) { $1 }
    }
}
