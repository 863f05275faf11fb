internal import JSONKit
internal import Journal
internal import SystemKit

/// The journal's head at the end of a run: kept elsewhere, it shows later whether the journal is still whole.
enum AuditLine {
    static func json(_ head: JournalHead?) -> JSONValue {
        head.map { ["rows": $0.rows.json, "head": $0.hash.json] } ?? .null
    }

    /// For people, beside the results.
    static func show(_ head: JournalHead?, run: String, _ options: GlobalOptions, _ world: World) {
        guard let head, options.output == .text, !options.quiet else { return }
        try? world.standardError.write("\n" + text(run: run, head) + "\n")
    }

    static func text(run: String, _ head: JournalHead?) -> String {
        head.map { "run \(run), journal \($0.rows) rows, head\n\($0.hash)" } ?? "run \(run), not recorded in the journal"
    }
}
