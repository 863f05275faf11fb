internal import Configuration
internal import Journal

extension GlobalOptions {
    /// The Jarvis that a command is about, for commands that need nothing else of it.
    func jarvis(in world: World) -> JarvisDirectory {
        let setting = Configuration.directory(option: directory, environment: world.environment, workingDirectory: world.workingDirectory)
        return world.jarvis(at: setting.value)
    }
}
