internal import Execution
internal import Planning

/// The checks about the application's database.
enum DatabaseChecks {
    static func errors(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        if let first = health.openErrors.first { return .present("\(health.path): \(Wording.line(first))") }
        // Nothing at all came back: the time was over before the schema had been read.
        guard health.tables > 0 || health.inconsistencies != nil || health.unreadableTables != nil else {
            return .unknown("\(health.path) could not be opened in time: give it more with --timeout")
        }
        // SQLite takes a file of no bytes for a database without tables: nothing is known of what it held.
        guard health.tables > 0 else {
            let isMissed = seen.health?.subsystems.contains { $0.name == "database" && !$0.isHealthy } ?? false
            if let witness = health.formerly ?? (isMissed ? "the API calls its database down" : nil) {
                return .present("\(health.path) is empty: it has no tables, and \(witness)")
            }
            return .unknown("\(health.path) is empty: it has no tables. Is it the right file, and was it always so?")
        }
        let opens = "\(health.path) opens, and its schema lists \(Wording.count(health.tables, "table"))"
        // The service may use another file than the one that was read here.
        if let report = seen.health, report.subsystems.contains(where: { $0.name == "database" && !$0.isHealthy }) {
            return .unknown("the API calls its database down, and \(opens): is it the same file?")
        }
        return .absent(opens)
    }

    static func inconsistent(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        guard let problems = health.inconsistencies else {
            if let first = health.openErrors.first { return .present("\(health.path) cannot be checked: \(Wording.line(first))") }
            return .unknown("the check of \(health.path) did not end in time: give it more with --timeout")
        }
        guard let first = problems.first else { return .absent("integrity_check and foreign_key_check say ok") }
        return .present(
            problems.count == 1 ? Wording.line(first, limit: 96) : "\(problems.count) findings, the first: \(Wording.line(first))")
    }

    static func readFailures(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        if let first = health.unreadableTables?.first { return .present(Wording.line(first, limit: 96)) }
        if let first = health.openErrors.first { return .present("nothing can be read: \(Wording.line(first))") }
        guard health.unreadableTables != nil else {
            return .unknown("the tables were not read to their end in time: give it more with --timeout")
        }
        return .absent("\(Wording.count(health.tables, "table")) read to the end")
    }
}
