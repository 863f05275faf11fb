internal import Configuration
public import Execution
internal import JSONKit
internal import Probes
internal import SQLiteKit
internal import SystemKit

extension LiveOperations {
    /// Puts a backup in the place of the application's database; the one that was there is kept beside it.
    ///
    /// The backup is copied beside the place and checked there before anything is changed; nobody may have the database open. In which
    /// order names change, and what a kill leaves: `DatabaseSwap`. Called again after a kill it finishes. A failure puts the old state back.
    ///
    /// - Parameters:
    ///   - path: relative to the Jarvis directory.
    ///   - expected: the SHA-256 of the backup's file; nil when nobody has looked before.
    public func restoreDatabase(from path: String, sha256 expected: String?, _ limits: ProbeLimits) -> OperationResult {
        shown(restored(from: path, sha256: expected, limits))
    }

    private func restored(from path: String, sha256 expected: String?, _ limits: ProbeLimits) -> OperationResult {
        let place = DatabasePlace(configuration.absolute(configuration.database.value))
        let from = configuration.absolute(path)
        var evidence: JSONObject = ["database": place.path.json, "from": from.json]
        let nothing = "nothing was restored, and nothing changed"
        let staged: StagedDatabase
        do throws(DatabaseFailure) {
            try requireNobody(place)
            staged = try stage(from, sha256: expected, place, limits)
        } catch {
            return error.result(nothing, evidence)
        }
        evidence["sha256"] = staged.sourceSHA256.json
        evidence["database_sha256"] = staged.sha256.json
        evidence["means"] = staged.means.json
        evidence["pages"] = staged.pages.json
        if isInPlace(place, limits) {
            place.removeStaged()
            try? place.sync()
            evidence["kept"] = place.lastAside.map { [$0] }.json
            evidence["check"] = "ok"
            return OperationResult(.done, "\(from) is in place already", evidence: evidence)
        }
        let swap = DatabaseSwap(place: place)
        let kept = place.freeName()
        let ours = try? Files.identity(place.staged)
        do throws(DatabaseFailure) {
            // Checking takes time, in which somebody may have come.
            try requireNobody(place)
            let names: [String]
            do throws(DatabaseFailure) {
                names = try system { () throws(SystemError) in try swap.moveAside(as: kept) }
                try putInAndCheck(place, swap, limits)
            } catch {
                throw goBack(swap, kept, ours, error)
            }
            evidence["kept"] = names.json
            evidence["check"] = "ok"
            let put = names.first.map { "; what was there is kept as \($0)" } ?? "; there was nothing to keep"
            return OperationResult(.done, "restored from \(from), \(staged.pages) pages, integrity_check ok\(put)", evidence: evidence)
        } catch {
            place.removeStaged()
            return error.result("the restore failed", evidence)
        }
    }

    /// Whether a restore that was killed had come to its end: the place holds what is staged, and nothing goes with it.
    private func isInPlace(_ place: DatabasePlace, _ limits: ProbeLimits) -> Bool {
        guard Files.kind(place.path) == .regular, DatabasePlace.sidecars(of: place.path).isEmpty else { return false }
        do throws(SystemError) {
            return try DatabaseHashing.contentSHA256(place.path, limits) == DatabaseHashing.contentSHA256(place.staged, limits)
        } catch {
            return false
        }
    }

    /// Puts a database that was kept beside back into its place, log and all; the one that is there now is kept in the same way.
    ///
    /// - Parameter kept: the file's path, as `restoreDatabase` gave it in `kept`.
    public func returnDatabase(kept path: String, _ limits: ProbeLimits) -> OperationResult { shown(returned(kept: path, limits)) }

    private func returned(kept path: String, _ limits: ProbeLimits) -> OperationResult {
        let place = DatabasePlace(configuration.absolute(configuration.database.value))
        let from = configuration.absolute(path)
        var evidence: JSONObject = ["database": place.path.json, "from": from.json]
        let swap = DatabaseSwap(place: place)
        do throws(DatabaseFailure) {
            if try system({ () throws(SystemError) in try swap.finishPuttingBack(from) }) {
                return OperationResult(.done, "\(from) is the database again already", evidence: evidence)
            }
            guard Files.kind(from) == .regular else { throw DatabaseFailure(.refused, "there is no file \(from)") }
            guard from != place.path else { throw DatabaseFailure(.refused, "\(from) is the database itself") }
            try requireNobody(place)
            try requireNobody(DatabasePlace(from))
            let aside = place.freeName()
            let names: [String]
            do throws(DatabaseFailure) {
                names = try system { () throws(SystemError) in
                    let names = try swap.moveAside(as: aside)
                    try swap.putBack(from)
                    return names
                }
            } catch {
                throw goBack(swap, aside, nil, error)
            }
            evidence["kept"] = names.json
            let put = names.first.map { "; what was there is kept as \($0)" } ?? ""
            return OperationResult(.done, "\(from) is the database again\(put)", evidence: evidence)
        } catch {
            return error.result("the kept database was not put back", evidence)
        }
    }

    private func requireNobody(_ place: DatabasePlace) throws(DatabaseFailure) {
        let users = DatabaseUsers.find(place.path)
        guard users.isFree else {
            let advice = users.users.isEmpty ? "; as root it could be seen" : ": stop it first"
            let fact = users.users.isEmpty ? users.words : "the database is open in \(users.words)"
            throw DatabaseFailure(.refused, fact + advice, evidence: ["users": users.evidence.json])
        }
    }

    private func putInAndCheck(_ place: DatabasePlace, _ swap: DatabaseSwap, _ limits: ProbeLimits) throws(DatabaseFailure) {
        try system { () throws(SystemError) in try swap.putIn(place.staged) }
        do throws(DatabaseFailure) {
            // The file was checked as a whole before it got its name; that it opens at its place, and reads, is what is new.
            switch try DatabaseSoundness.check(place.path, quick: true, limits) {
            case .sound: return
            case .damaged(let why), .unknown(let why): throw DatabaseFailure(.failed, "the restored database does not read: \(why)")
            }
        } catch {
            // Without time for the second look the first one stands.
            guard error.kind == .timedOut || error.kind == .cancelled else { throw error }
        }
    }

    /// Puts the old state back; says whether that worked.
    private func goBack(_ swap: DatabaseSwap, _ kept: String, _ ours: FileIdentity?, _ failure: DatabaseFailure) -> DatabaseFailure {
        do throws(SystemError) {
            try swap.goBack(kept, ours: ours)
            return DatabaseFailure(failure.kind, failure.message + "; the old state is in place", evidence: failure.evidence)
        } catch {
            var evidence = failure.evidence
            evidence["old_state"] = kept.json
            evidence["kept"] = [kept].json
            var half = DatabaseFailure(
                .failed, failure.message + "; putting the old state back failed too (\(error.description)): it is whole as \(kept)",
                evidence: evidence)
            half.isHalfDone = true
            return half
        }
    }
}
