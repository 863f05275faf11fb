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

    func path(_ name: String) -> String { root.path + "/" + name }

    /// Removes everything, unless something is still mounted there: then it might not be ours to remove. False if it stays.
    func remove() -> Bool {
        let mounts = (try? Files.read("/proc/self/mountinfo")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if mounts.contains(" \(root.path)/") { return false }
        root.remove()
        return true
    }
}
