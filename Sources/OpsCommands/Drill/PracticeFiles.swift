internal import SystemKit

/// The files of a practice Jarvis in a private directory: its programs at the top, the checkout in `jarvis`.
struct PracticeFiles {
    private let root: TemporaryDirectory
    var directory: String { root.path }
    var checkout: String { root.path + "/jarvis" }

    /// Throws: `SystemError`.
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

    /// What tells where it runs, as a real Jarvis of that layout has it: nothing of it is started from there.
    ///
    /// Throws: `SystemError`.
    func lay(_ layout: PracticeLayout?, _ ports: PracticePorts) throws(SystemError) {
        switch layout {
        case .api?, nil: break
        case .supervisor?:
            try DirectoryHandle(checkout).remove("docker-compose.yml")
            try Files.makeDirectories(checkout + "/infra/docker")
            let text = """
                services:
                  jarvis-supervisor:
                    container_name: jarvis-supervisor
                    image: jarvis-practice:latest
                    env_file: ../../.env
                    ports: ["127.0.0.1:\(ports.api):8080"]
                """
            try root.write(text + "\n", to: "jarvis/infra/docker/docker-compose.yml")
        case .systemd?:
            try DirectoryHandle(checkout).remove("docker-compose.yml")
            try Files.makeDirectories(path("units"))
            let text = """
                [Unit]
                Description=Practice Jarvis

                [Service]
                Type=notify
                WorkingDirectory=\(checkout)
                EnvironmentFile=\(checkout)/.env
                Environment=HEALTH_PORT=\(ports.health)
                """
            try root.write(text + "\n", to: "units/jarvis-supervisor.service")
        }
    }

    func path(_ name: String) -> String { root.path + "/" + name }

    /// Removes everything, unless something is still mounted there: then it might not be ours to remove. False if it stays.
    func remove() -> Bool {
        let mounts = (try? Files.read("/proc/self/mountinfo")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if mounts.contains(" \(root.path)/") { return false }
        root.remove()
        return true
    }
}
