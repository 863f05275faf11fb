public import Configuration
public import Execution
public import Probes
internal import SQLiteKit
internal import SystemKit

/// The backups that a database could be restored from.
public enum DatabaseBackups {
    public typealias Candidate = BackupFiles.File

    public struct Sound: Sendable {
        public let candidate: Candidate
        public let sha256: String
        public let pages: Int
    }

    /// One that cannot be used, and why.
    public struct Unusable: Sendable {
        public let candidate: Candidate
        public let why: String
    }

    public struct Choice: Sendable {
        /// The newest that passes integrity_check; nil when none does.
        public let sound: Sound?
        /// Newer ones that were looked at.
        public let passedOver: [Unusable]
        /// Why the looking ended early: no time left, or interrupted.
        public let endedBecause: String?
    }

    /// The file that the last restore put aside, absolute; nil when there is none.
    public static func lastPutAside(in configuration: Configuration) -> String? {
        DatabasePlace(configuration.absolute(configuration.database.value)).lastAside
    }

    /// The file that a restore put aside while nothing lies in its place: a restore ended in the middle. Whoever starts the service now
    /// gives it an empty database.
    public static func missing(in configuration: Configuration) -> String? {
        let place = DatabasePlace(configuration.absolute(configuration.database.value))
        return Files.kind(place.path) == nil ? place.lastAside : nil
    }

    /// Checks them from the newest on until one is sound.
    /// Nothing is made beside them.
    public static func newestSound(
        in configuration: Configuration, environment: [String: String], _ limits: ProbeLimits
    ) -> Choice {
        let operations = LiveOperations(configuration: configuration, environment: environment)
        var passed: [Unusable] = []
        for candidate in BackupFiles.all(in: configuration) {
            limits.onProgress("checking \(candidate.path)")
            do throws(DatabaseFailure) {
                let sound = try operations.examine(candidate, limits)
                return Choice(sound: sound, passedOver: passed, endedBecause: nil)
            } catch {
                if error.kind == .timedOut || error.kind == .cancelled {
                    return Choice(sound: nil, passedOver: passed, endedBecause: error.message)
                }
                passed.append(Unusable(candidate: candidate, why: error.message))
            }
        }
        return Choice(sound: nil, passedOver: passed, endedBecause: nil)
    }

    /// A file that somebody named, looked at as a restore looks at it: it is the choice, or it is passed over.
    ///
    /// - Parameter path: absolute.
    public static func named(
        _ path: String, in configuration: Configuration, environment: [String: String], _ limits: ProbeLimits
    ) -> Choice {
        let candidate = Candidate(path: path, size: Files.size(path) ?? 0, modified: Files.modified(path) ?? .now())
        do throws(DatabaseFailure) {
            guard Files.kind(path) == .regular else {
                throw DatabaseFailure(.refused, Files.exists(path) ? "it is no regular file" : "it is not there")
            }
            let operations = LiveOperations(configuration: configuration, environment: environment)
            return Choice(sound: try operations.examine(candidate, limits), passedOver: [], endedBecause: nil)
        } catch {
            let isCut = error.kind == .timedOut || error.kind == .cancelled
            return Choice(
                sound: nil, passedOver: isCut ? [] : [Unusable(candidate: candidate, why: error.message)],
                endedBecause: isCut ? error.message : nil)
        }
    }
}

extension LiveOperations {
    /// The looks that a restore takes: in place where the file stands alone, else on a copy in a temporary directory.
    func examine(_ candidate: DatabaseBackups.Candidate, _ limits: ProbeLimits) throws(DatabaseFailure) -> DatabaseBackups.Sound {
        let path = candidate.path
        guard ["-wal", "-journal"].contains(where: { Files.size(path + $0) ?? 0 > 0 }) else {
            guard candidate.size > 0 else { throw DatabaseFailure(.refused, "the backup \(path) is empty") }
            let pages = try proveSound(path, path, limits)
            let sha256 = try system { () throws(SystemError) in try DatabaseHashing.sha256(path, limits) }
            return DatabaseBackups.Sound(candidate: candidate, sha256: sha256, pages: pages)
        }
        let directory = try system { () throws(SystemError) in
            try TemporaryDirectory(prefix: "jarvis-ops-database", environment: environment)
        }
        defer { directory.remove() }
        let staged = try stage(path, sha256: nil, DatabasePlace(directory.path + "/backup.db"), limits)
        return DatabaseBackups.Sound(candidate: candidate, sha256: staged.sourceSHA256, pages: staged.pages)
    }
}
