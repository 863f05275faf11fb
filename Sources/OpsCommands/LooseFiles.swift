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
        guard let place = JournalPlace(StateDirectory.path(world.environment)) else { return }
        let others: UInt32 = place.isShared ? 0o007 : 0o022
        if place.protection.mode & others != 0 {
            world.note(
                "the journal's directory \(place.path) may be used by others (mode \(place.protection.octal)): what is in it may be theirs\n"
                    + "  chmod \(place.isShared ? "o-rwx" : "go-w") \(place.path)")
        }
        if !place.isShared, let owner = place.files.map(\.protection).first(where: { $0.owner != geteuid() }) {
            world.note("the journal in \(place.path) belongs to another user (\(owner.ownerName)): it tells that user's history")
        }
        if let loose = place.files.map(\.protection).first(where: { $0.mode & others != 0 }) {
            world.note("the journal in \(place.path) may be written by others (mode \(loose.octal)): what it says may be theirs")
        }
    }
}
