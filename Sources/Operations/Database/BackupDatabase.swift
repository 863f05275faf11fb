internal import Configuration
public import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

extension LiveOperations {
    /// Copies the application's database to a new file.
    ///
    /// With SQLite's online backup, so that the copy is one moment of it with its log, whoever writes meanwhile. Where the file can no
    /// longer be read as a database its bytes are copied as they are, and those of `-wal`, `-shm` and `-journal`. A copy that is as damaged as
    /// the original is a good copy: whether it is sound is said, and no failure.
    ///
    /// - Parameter path: relative to the Jarvis directory; must not exist. Missing directories are made.
    public func backupDatabase(to path: String, _ limits: ProbeLimits) -> OperationResult { shown(saved(to: path, limits)) }

    private func saved(to path: String, _ limits: ProbeLimits) -> OperationResult {
        let source = configuration.absolute(configuration.database.value)
        let target = configuration.absolute(path)
        let evidence: JSONObject = ["database": source.json, "path": target.json]
        do throws(DatabaseFailure) {
            guard let taken = ([""] + DatabasePlace.suffixes).first(where: { Files.kind(target + $0) != nil }) else {
                try system { () throws(SystemError) in try DirectoryHandle.make(Paths.parent(target), mode: 0o700) }
                return try backUp(source, DatabasePlace(target), evidence, limits)
            }
            throw DatabaseFailure(.refused, "\(target)\(taken) is there already, and is not overwritten")
        } catch {
            return error.result("no backup was made", evidence)
        }
    }

    private func backUp(
        _ source: String, _ target: DatabasePlace, _ known: JSONObject, _ limits: ProbeLimits
    ) throws(DatabaseFailure) -> OperationResult {
        var evidence = known
        target.removeStaged()
        do throws(DatabaseFailure) {
            let reason = try copyPages(source, to: target.staged, limits)
            let files: [JSONValue]
            if reason == nil {
                files = []
                try system { () throws(SystemError) in try target.sync() }
            } else {
                files = try copyBytes(source, to: target.staged, limits)
            }
            let sha256 = try system { () throws(SystemError) in try DatabaseHashing.sha256(target.staged, limits) }
            // What goes with it first: a file under its own name is whole.
            for suffix in DatabasePlace.sidecars(of: target.staged) + [""] {
                try system { () throws(SystemError) in try Files.renameNew(target.staged + suffix, to: target.path + suffix) }
            }
            try system { () throws(SystemError) in try target.sync() }
            evidence["means"] = reason == nil ? "backup-api" : "byte-copy"
            evidence["bytes"] = Files.size(target.path).json
            evidence["sha256"] = sha256.json
            if let reason {
                evidence["because"] = reason.json
                evidence["files"] = .array(files)
            }
            let soundness = soundnessAfterwards(target.path, limits)
            evidence["sound"] = soundness.json
            let place = "to \(target.path), sha256 \(sha256.prefix(12))…"
            guard let reason else { return OperationResult(.done, "backed up \(place); \(soundness.words)", evidence: evidence) }
            let why = DatabaseSoundness.bare(reason, source)
            return OperationResult(
                .done, "copied byte by byte \(place): \(soundness.words(ofCopyBecause: why))", evidence: evidence)
        } catch {
            target.removeStaged()
            throw error
        }
    }

    /// The backup is made and stays, also when there is no time left to check it.
    private func soundnessAfterwards(_ path: String, _ limits: ProbeLimits) -> DatabaseSoundness {
        do throws(DatabaseFailure) { return try DatabaseSoundness.check(path, limits) } catch { return .unknown(error.message) }
    }

    /// Returns nil, or why the pages could not be copied as a database's.
    private func copyPages(_ source: String, to staged: String, _ limits: ProbeLimits) throws(DatabaseFailure) -> String? {
        var told = Throttle()
        do throws(SQLiteError) {
            try SQLiteBackup.copy(source, to: staged, deadline: limits.deadline, cancellation: limits.cancellation) { progress in
                if told.isDue { limits.onProgress("\(progress.pagesDone) of \(progress.pagesTotal) pages copied") }
            }
            return nil
        } catch {
            switch error.kind {
            case .corrupt, .notADatabase, .notReadable: return error.message
            default: throw DatabaseFailure(error)
            }
        }
    }

    private func copyBytes(_ source: String, to staged: String, _ limits: ProbeLimits) throws(DatabaseFailure) -> [JSONValue] {
        var files: [JSONValue] = []
        for suffix in [""] + DatabasePlace.sidecars(of: source) {
            let before = Files.modified(source + suffix)
            let copy = try system { () throws(SystemError) in try DatabaseHashing.copy(source + suffix, to: staged + suffix, limits) }
            files.append(
                .object([
                    "path": (source + suffix).json, "bytes": copy.bytes.json, "sha256": copy.sha256.json,
                    "changed_meanwhile": (Files.modified(source + suffix) != before).json,
                ]))
        }
        return files
    }
}
