internal import Configuration
public import Execution
internal import JSONKit
internal import Probes
internal import SQLiteKit
internal import SystemKit

extension LiveOperations {
    /// Whether a restore that nobody saw end had come to its end: the database holds what the backup holds.
    ///
    /// It is settled only before the services run again: whoever writes makes it another one.
    ///
    /// - Parameters:
    ///   - path: the backup, relative to the Jarvis directory.
    ///   - expected: the SHA-256 of the backup's file; nil takes it as it is now.
    /// - Returns: ok when it does, unhealthy when it holds something else or is missing, failed when that cannot be told.
    public func restoredState(from path: String, sha256 expected: String?, _ limits: ProbeLimits) -> ProbeResult {
        let place = DatabasePlace(configuration.absolute(configuration.database.value))
        let from = configuration.absolute(path)
        var evidence: JSONObject = ["database": place.path.json, "from": from.json]
        guard Files.kind(place.path) == .regular else {
            return ProbeResult(.unhealthy, "there is no database \(configuration.shown(place.path))", evidence: evidence)
        }
        do throws(DatabaseFailure) {
            let source = try system { () throws(SystemError) in try DatabaseHashing.sha256(from, limits) }
            if let expected, expected.lowercased() != source {
                return ProbeResult(.failed, "\(configuration.shown(from)) is no longer the backup that was chosen", evidence: evidence)
            }
            let wanted = try content(from, limits)
            let present = try content(place.path, limits)
            evidence["sha256"] = source.json
            evidence["content_sha256"] = present.json
            return wanted == present
                ? ProbeResult(.ok, "the database holds what the backup holds", evidence: evidence)
                : ProbeResult(.unhealthy, "the database does not hold what the backup holds", evidence: evidence)
        } catch {
            switch error.kind {
            case .cancelled: return ProbeResult(.notRun, error.message, evidence: evidence)
            case .timedOut: return ProbeResult(.timedOut, error.message, evidence: evidence)
            case .refused, .failed: return ProbeResult(.failed, error.message, evidence: evidence)
            }
        }
    }

    /// With what is in its log, on a private copy where there is one.
    private func content(_ path: String, _ limits: ProbeLimits) throws(DatabaseFailure) -> String {
        guard ["-wal", "-journal"].contains(where: { Files.size(path + $0) ?? 0 > 0 }) else {
            return try system { () throws(SystemError) in try DatabaseHashing.contentSHA256(path, limits) }
        }
        let directory = try system { () throws(SystemError) in
            try TemporaryDirectory(prefix: "jarvis-ops-database", environment: environment)
        }
        defer { directory.remove() }
        let copy = directory.path + "/copy.db"
        _ = try database { () throws(SQLiteError) in
            try SQLiteBackup.copy(path, to: copy, deadline: limits.deadline, cancellation: limits.cancellation)
        }
        return try system { () throws(SystemError) in try DatabaseHashing.contentSHA256(copy, limits) }
    }
}
