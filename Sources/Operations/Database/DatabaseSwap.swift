internal import SystemKit

/// Takes a database out of its place and puts one in, so that a kill between any two steps loses nothing and mixes nothing.
///
/// A database and its log are one thing in two files: a log that meets another file is played into it and ruins it, and a file without its
/// log has lost what was last committed. Renames are atomic one by one only, so this is the order, and why:
///
/// Aside:
/// 1. `-wal`, `-journal`, `-shm` get a second name, `KEPT-wal`, … (a hard link; a copy where there are none). Nothing has changed for
///    anybody who opens the database: killed here, the old state is in place, with a spare name beside it that the next call removes.
/// 2. The directory is synced; then the file itself is renamed to `KEPT`. From here to the end there is no database: whoever opens it
///    finds nothing, and never a half. The old one is whole under `KEPT`, whatever a program that starts now does with the log at the
///    old name (SQLite deletes a log beside an empty file: it deletes one of two names).
/// 3. The old names of `-wal`, `-journal`, `-shm` are removed, and the directory is synced. Only now the place is empty.
///
/// In:
/// 4. The new file, which stands alone, is renamed into place, never onto anything. The directory is synced.
///
/// Killed after 2 or 3, the database is missing; putting in again finds the place empty, or clears names of which it can prove (same
/// inode) that they were kept. Going back is the same in reverse: second names for the log, then the file, then the spare names go.
struct DatabaseSwap {
    let place: DatabasePlace

    /// Steps 1 to 3. With nothing in the place there is nothing to do.
    ///
    /// - Parameter kept: a free name.
    /// - Returns: the names that were made; empty when there was nothing to keep.
    /// - Throws: `SystemError`; `goBack` makes the place as it was.
    func moveAside(as kept: String) throws(SystemError) -> [String] {
        let path = place.path
        let hasFile = Files.kind(path) != nil
        let spare = spareNames()
        // With the file in its place, its log's second names are of an attempt that did not come further: it begins anew.
        if hasFile { for name in spare.values.joined() where isOrphan(name) { try Files.remove(name) } }
        let suffixes = DatabasePlace.sidecars(of: path)
        var made: [String] = []
        for suffix in suffixes where hasFile || spare[suffix] == nil {
            try second(name: kept + suffix, of: path + suffix)
            made.append(kept + suffix)
        }
        if !made.isEmpty { try place.sync() }
        if hasFile {
            try Files.renameNew(path, to: kept)
            made.insert(kept, at: 0)
            try place.sync()
        }
        for suffix in suffixes { try Files.remove(path + suffix) }
        if !suffixes.isEmpty { try place.sync() }
        return made
    }

    /// Makes the place as it was before `moveAside(as:)` began, wherever that, or putting in, came to its end.
    ///
    /// - Parameter ours: which file was to be put in. Another one that somebody made meanwhile is kept aside too.
    func goBack(_ kept: String, ours: FileIdentity?) throws(SystemError) {
        let path = place.path
        if Files.kind(path) != nil {
            let isOurs = ours != nil && (try? Files.identity(path)) == ours
            if !isOurs, Files.kind(kept) == nil {
                // The old one never left.
                for suffix in DatabasePlace.suffixes where Files.kind(path + suffix) != nil { try? Files.remove(kept + suffix) }
                return
            }
            if isOurs { try Files.renameNew(path, to: place.staged) } else { _ = try moveAside(as: place.freeName()) }
        }
        // A log must not meet another file than its own.
        for suffix in DatabasePlace.sidecars(of: path) where !isSame(kept + suffix, path + suffix) { try Files.remove(path + suffix) }
        try putBack(kept)
    }

    /// Puts what was kept back into a place that has no file.
    func putBack(_ kept: String) throws(SystemError) {
        let path = place.path
        let suffixes = DatabasePlace.sidecars(of: kept)
        for suffix in suffixes where !isSame(kept + suffix, path + suffix) { try second(name: path + suffix, of: kept + suffix) }
        if !suffixes.isEmpty { try place.sync() }
        if Files.kind(kept) != nil { try Files.renameNew(kept, to: path) }
        try place.sync()
        for suffix in suffixes { try Files.remove(kept + suffix) }
        if !suffixes.isEmpty { try place.sync() }
    }

    /// Finishes a going back that was killed when the file had its place again: the spare names go. False when there were none.
    func finishPuttingBack(_ kept: String) throws(SystemError) -> Bool {
        guard Files.kind(kept) == nil, Files.kind(place.path) != nil else { return false }
        let spare = DatabasePlace.sidecars(of: kept).filter { isSame(kept + $0, place.path + $0) }
        for suffix in spare { try Files.remove(kept + suffix) }
        if !spare.isEmpty { try place.sync() }
        return !spare.isEmpty
    }

    /// Step 4.
    func putIn(_ new: String) throws(SystemError) {
        try Files.renameNew(new, to: place.path)
        try place.sync()
    }

    /// Names of kept logs that are the very files that lie in the place now.
    private func spareNames() -> [String: [String]] {
        var result: [String: [String]] = [:]
        for kept in place.asides {
            for suffix in DatabasePlace.sidecars(of: kept) where isSame(kept + suffix, place.path + suffix) {
                result[suffix, default: []].append(kept + suffix)
            }
        }
        return result
    }

    /// A kept log without its kept file.
    private func isOrphan(_ name: String) -> Bool {
        guard let suffix = DatabasePlace.suffixes.first(where: { name.hasSuffix($0) }) else { return false }
        return Files.kind(String(name.dropLast(suffix.count))) == nil
    }

    private func isSame(_ a: String, _ b: String) -> Bool {
        guard let one = try? Files.identity(a), let other = try? Files.identity(b) else { return false }
        return one == other
    }

    private func second(name: String, of file: String) throws(SystemError) {
        do throws(SystemError) { try Files.link(file, to: name) } catch {
            if error.isTaken || error.isFull { throw error }
            // A file system without hard links: a copy says the same, for nobody has the database open.
            _ = try Files.copyNew(file, to: name)
        }
    }
}
