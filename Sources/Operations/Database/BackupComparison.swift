public import Configuration
public import Execution
internal import Probes
internal import SQLiteKit
public import SystemKit

/// A backup beside the database that it would replace: what a restore loses.
public struct BackupComparison: Sendable {
    /// A table with fewer rows in the backup than now.
    public struct Loss: Sendable, Equatable {
        public let table: String
        public let now: Int
        public let then: Int
    }

    /// When the present database, or its log, was last written; nil where it is missing.
    public let presentModified: Timestamp?
    /// Bytes of the present one with its log.
    public let presentSize: Int
    /// Nothing was lost of a table that is not named. Rows that were changed, and not added, are not counted.
    public let losses: [Loss]
    /// Why rows could not be counted; nil when they were.
    public let uncounted: String?

    private static let mostTables = 200

    /// Counting ends with the limits; then what was lost is not known.
    public static func of(_ backup: String, in configuration: Configuration, _ limits: ProbeLimits) -> BackupComparison {
        let present = configuration.absolute(configuration.database.value)
        let files = [present, present + "-wal"]
        let written = files.compactMap { Files.modified($0) }.max()
        let size = files.compactMap { Files.size($0) }.reduce(0, +)
        do throws(SQLiteError) {
            let now = try rows(present, limits)
            let then = try rows(backup, limits)
            let losses = now.compactMap { table, count -> Loss? in
                let kept = then[table] ?? 0
                return kept < count ? Loss(table: table, now: count, then: kept) : nil
            }
            return BackupComparison(
                presentModified: written, presentSize: size,
                losses: losses.sorted { ($1.now - $1.then, $0.table) < ($0.now - $0.then, $1.table) }, uncounted: nil)
        } catch {
            return BackupComparison(
                presentModified: written, presentSize: size, losses: [], uncounted: DatabaseSoundness.bare(error.message, present))
        }
    }

    private static func rows(_ path: String, _ limits: ProbeLimits) throws(SQLiteError) -> [String: Int] {
        let file = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
        let names = try file.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name", rowLimit: mostTables,
            deadline: limits.deadline, cancellation: limits.cancellation
        ).rows.compactMap { $0.first?.text }
        var counts: [String: Int] = [:]
        for name in names {
            let quoted = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            let seen = try file.query(
                "SELECT count(*) FROM \(quoted)", rowLimit: 1, deadline: limits.deadline, cancellation: limits.cancellation)
            counts[name] = seen.rows.first?.first?.integer.map { Int($0) } ?? 0
        }
        return counts
    }
}
