internal import Configuration
internal import Glibc
internal import Journal
internal import SystemKit

/// Files that others could have written. They are used all the same, and that is said: whoever relies on them should know.
enum LooseFiles {
    /// What the flags are read from.
    static func sayEnvironment(_ configuration: Configuration, _ world: World) {
        let path = configuration.absolute(".env")
        guard Files.kind(path) == .regular, let found = try? Files.readProtected(path, limit: 1 << 20).protection else { return }
        if found.mode & 0o002 != 0 {
            world.note("\(path) may be written by everybody (mode \(found.octal)): what it says may be anybody's word\n  chmod o-w \(path)")
        }
    }

    /// What is remembered: looked at through its anchor, which is short and has the journal's owner and mode.
    static func sayJournal(_ world: World) {
        let directory = StateDirectory.path(world.environment)
        let anchor = Paths.resolve("journal.anchor", in: directory)
        guard Files.kind(anchor) == .regular, let found = try? Files.readProtected(anchor, limit: 4096).protection else { return }
        if found.owner != geteuid() {
            world.note("the journal in \(directory) belongs to another user (number \(found.owner)): it tells that user's history")
        }
        if found.mode & 0o022 != 0 {
            world.note("the journal in \(directory) may be written by others (mode \(found.octal)): what it says may be theirs")
        }
    }
}
