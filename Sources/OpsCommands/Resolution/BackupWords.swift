internal import Operations
internal import Probes
internal import SystemKit
internal import TerminalKit

/// What whoever approves a restore must know of the backup: how old it is, how large, whether it is sound, and what is lost since.
enum BackupWords {
    static func lines(_ backup: DatabaseBackups.Sound, _ comparison: BackupComparison, now: Timestamp) -> [String] {
        let file = backup.candidate
        let pages = backup.pages == 1 ? "1 page" : "\(backup.pages) pages"
        return [
            "backup of \(file.modified.rfc3339), \(age(file.modified, now)); \(Quantities.bytes(file.size)), \(pages); integrity_check ok",
            lost(comparison, since: file.modified, now), "what is there now stays beside it, as NAME.bad-TIME",
        ]
    }

    private static func age(_ then: Timestamp, _ now: Timestamp) -> String {
        DurationText.age(milliseconds: Double(now.milliseconds - then.milliseconds))
    }

    private static func lost(_ comparison: BackupComparison, since: Timestamp, _ now: Timestamp) -> String {
        guard let written = comparison.presentModified else { return "lost since: nothing; there is no database now" }
        let present = "the present one (\(Quantities.bytes(comparison.presentSize))) was written \(age(written, now))"
        if let why = comparison.uncounted { return "lost since: cannot be counted (\(why)); \(present)" }
        let shown = comparison.losses.prefix(4).map { "\($0.table) \($0.now - $0.then) of \($0.now) rows" }
        if shown.isEmpty { return "lost since: no rows, but what was changed in them is; \(present)" }
        let more = comparison.losses.count - shown.count
        return "lost since: \(shown.joined(separator: ", "))" + (more > 0 ? ", and of \(more) more tables" : "") + "; \(present)"
    }
}
