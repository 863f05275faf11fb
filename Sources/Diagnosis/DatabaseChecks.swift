internal import Execution
internal import Planning

/// The checks about the application's database.
enum DatabaseChecks {
    static func errors(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        if let first = health.openErrors.first { return .present("\(health.path): \(first)") }
        return .absent("\(health.path) opens, \(health.tables) tables")
    }

    static func inconsistent(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        guard let problems = health.inconsistencies else {
            if let first = health.openErrors.first { return .present("\(health.path) cannot be checked: \(first)") }
            return .unknown("the check of \(health.path) did not end in time: give it more with --timeout")
        }
        guard let first = problems.first else { return .absent("integrity_check and foreign_key_check say ok") }
        return .present("\(problems.count) findings, the first: \(first)")
    }

    static func readFailures(_ seen: Observations) -> Judgement {
        guard let health = seen.database else { return .unknown(seen.excuse(.databaseHealth)) }
        if let first = health.unreadableTables?.first { return .present(first) }
        if let first = health.openErrors.first { return .present("nothing can be read: \(first)") }
        guard health.unreadableTables != nil else { return .unknown("the tables were not read to their end in time: give it more with --timeout") }
        return .absent("\(health.tables) tables read to their end")
    }
}
