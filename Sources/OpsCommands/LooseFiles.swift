internal import Configuration
internal import Glibc
internal import Journal
internal import Mesh
internal import SystemKit

/// Files that others could have written. They are used all the same, and that is said: whoever relies on them should know.
enum LooseFiles {
    /// What the flags are read from.
    static func sayEnvironment(_ configuration: Configuration, _ world: World) {
        let files = Set([".env"] + MeshFlag.allCases.flatMap { configuration.place(of: $0.variable).files })
        for path in files.sorted().map(configuration.absolute) where Files.kind(path) == .regular {
            guard let found = try? Files.readProtected(path, limit: 1 << 20).protection, found.mode & 0o002 != 0 else { continue }
            world.note("\(path) may be written by everybody (mode \(found.octal)): what it says may be anybody's word\n  chmod o-w \(path)")
        }
    }

    /// What is remembered. A group that shares a journal writes it together; others have no part in it.
    static func sayJournal(_ world: World) {
        guard let exposure = JournalPlace(StateDirectory.path(world.environment))?.exposure(to: geteuid()) else { return }
        world.note(exposure.message + (exposure.hint.map { "\n  \($0)" } ?? ""))
    }
}
