internal import Configuration
internal import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

/// A new database beside the place it is to take, checked and durable.
struct StagedDatabase {
    /// Of the file that it was made from, as it lay there.
    let sourceSHA256: String
    /// Of the bytes that will be in place.
    let sha256: String
    let pages: Int
    /// `byte-copy`, or what else was needed to have its log in it.
    let means: String
}

extension LiveOperations {
    /// Copies a backup beside the place and proves that it is what was meant, and sound. What is checked is the very file that is
    /// renamed later. Nothing stays on an error.
    func stage(_ from: String, sha256 expected: String?, _ place: DatabasePlace, _ limits: ProbeLimits) throws(DatabaseFailure)
        -> StagedDatabase
    {
        guard Files.kind(from) == .regular else {
            throw DatabaseFailure(.refused, Files.exists(from) ? "\(from) is no file" : "there is no backup \(from)")
        }
        if let one = try? Files.identity(from), one == (try? Files.identity(place.path)) {
            throw DatabaseFailure(.refused, "\(from) is the database itself")
        }
        guard Files.size(from) ?? 0 > 0 else { throw DatabaseFailure(.refused, "the backup \(from) is empty") }
        place.removeStaged()
        do throws(DatabaseFailure) {
            let (means, source) = try copyWhole(from, to: place.staged, expected, limits)
            // After a kill the one that it replaces may lie aside already.
            let old = Files.kind(place.path) == .regular ? place.path : place.lastAside
            let mode = old.flatMap(PrivateDatabase.journalMode) ?? PrivateDatabase.journalMode(place.staged) ?? .rollback
            let pages = try proveSound(place.staged, from, limits)
            if PrivateDatabase.journalMode(place.staged) != mode {
                try database { () throws(SQLiteError) in try PrivateDatabase.settle(place.staged, as: mode) }
                _ = try proveSound(place.staged, from, limits)
            }
            try system { () throws(SystemError) in try Files.giveAttributes(of: old ?? from, to: place.staged) }
            let sha256 = try system { () throws(SystemError) in try DatabaseHashing.sha256(place.staged, limits) }
            return StagedDatabase(sourceSHA256: source, sha256: sha256, pages: pages, means: means)
        } catch {
            place.removeStaged()
            throw error
        }
    }

    /// The bytes as they are where the file stands alone; with SQLite's backup where a log or a journal goes with it; and where SQLite may
    /// not read them so (a log without its `-shm`, a journal to be played back) a copy of all of them, brought together by SQLite.
    private func copyWhole(
        _ from: String, to staged: String, _ expected: String?, _ limits: ProbeLimits
    ) throws(DatabaseFailure) -> (means: String, sha256: String) {
        let sidecars = ["-wal", "-journal"].filter { (Files.size(from + $0) ?? 0) > 0 }
        guard !sidecars.isEmpty else {
            let copy = try system { () throws(SystemError) in try DatabaseHashing.copy(from, to: staged, limits) }
            try expect(expected, copy.sha256, from)
            return ("byte-copy", copy.sha256)
        }
        let sha256 = try system { () throws(SystemError) in try DatabaseHashing.sha256(from, limits) }
        try expect(expected, sha256, from)
        do throws(SQLiteError) {
            try SQLiteBackup.copy(from, to: staged, deadline: limits.deadline, cancellation: limits.cancellation)
            return ("backup-api", sha256)
        } catch {
            guard error.kind == .notReadable else { throw DatabaseFailure(error) }
        }
        for suffix in [""] + sidecars {
            _ = try system { () throws(SystemError) in try DatabaseHashing.copy(from + suffix, to: staged + suffix, limits) }
        }
        try database { () throws(SQLiteError) in
            try PrivateDatabase.settle(staged, as: PrivateDatabase.journalMode(from) ?? .rollback)
        }
        return ("byte-copy, its log played in", sha256)
    }

    private func expect(_ expected: String?, _ found: String, _ from: String) throws(DatabaseFailure) {
        guard let expected, expected.lowercased() != found else { return }
        throw DatabaseFailure(
            .refused, "\(from) is not the backup that was chosen: its sha256 is \(found)",
            evidence: ["expected": expected.json, "found": found.json])
    }

    /// Returns how many pages it has.
    func proveSound(_ staged: String, _ from: String, _ limits: ProbeLimits) throws(DatabaseFailure) -> Int {
        switch try DatabaseSoundness.check(staged, limits) {
        case .damaged(let why): throw DatabaseFailure(.refused, "the backup \(from) is damaged: \(why)")
        case .unknown(let why): throw DatabaseFailure(.refused, "the backup \(from) could not be checked: \(why)")
        case .sound(let pages):
            // SQLite calls a database without anything in it sound.
            let tables = try database { () throws(SQLiteError) in
                try SQLiteDatabase.openReadOnly(staged, deadline: limits.deadline, cancellation: limits.cancellation)
                    .query("SELECT count(*) FROM sqlite_master", deadline: limits.deadline, cancellation: limits.cancellation)
            }
            guard tables.rows.first?.first?.integer ?? 0 > 0 else { throw DatabaseFailure(.refused, "the backup \(from) has no table") }
            try requireKinship(staged, from, limits)
            return pages
        }
    }

    /// A sound file may be another program's database. What shares no table with the present one is no backup of it; where the present
    /// one tells no tables any more, nothing can be said.
    private func requireKinship(_ staged: String, _ from: String, _ limits: ProbeLimits) throws(DatabaseFailure) {
        guard let present = tables(configuration.absolute(configuration.database.value), limits), !present.isEmpty,
            let offered = tables(staged, limits), present.isDisjoint(with: offered)
        else { return }
        throw DatabaseFailure(
            .refused, "\(from) is another database: it has none of the tables that \(configuration.database.value) has",
            evidence: ["tables": .array(offered.sorted().prefix(20).map(\.json))])
    }

    /// nil where they cannot be read.
    private func tables(_ path: String, _ limits: ProbeLimits) -> Set<String>? {
        guard Files.kind(path) != nil else { return nil }
        let rows = try? SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation).query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'", rowLimit: 10_000,
            deadline: limits.deadline, cancellation: limits.cancellation)
        return rows.map { Set($0.rows.compactMap { $0.first?.text }) }
    }
}
