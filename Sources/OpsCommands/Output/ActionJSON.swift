internal import JSONKit
internal import Runbook

/// The typed parts of an action, by the contract's names.
enum ActionJSON {
    /// With what the lines above the step's command set for it.
    static func action(of step: Step) -> JSONObject {
        var object = action(step.action)
        if let directory = step.context.directory { object["cwd"] = directory.json }
        if !step.context.variables.isEmpty {
            var environment: JSONObject = [:]
            for variable in step.context.variables { environment[variable.name] = variable.value.json }
            object["environment"] = .object(environment)
        }
        return object
    }

    static func action(_ action: Action) -> JSONObject {
        switch action {
        case .shell(let shell): ["line": shell.line.json, "argv": shell.argv.json]
        case .compose(let argv): ["argv": argv.json]
        case .http(let http):
            [
                "method": http.method.json, "url": http.url.json, "select": http.select.json, "write_out": http.writeOut.json,
                "max_time_seconds": http.maximumSeconds.json,
            ]
        case .sqlite(let database, let sql): ["database": database.json, "sql": sql.json]
        case .redis(let arguments, _): ["arguments": arguments.json]
        case .outbox(.tail(let path, let lines)): ["name": "tail", "path": path.json, "lines": lines.json]
        case .outbox(.status): ["name": "status"]
        case .outbox(.retry(let limit)): ["name": "retry", "limit": limit.json]
        case .capability: ["name": "capability-report"]
        case .python(let code): ["code": code.json]
        case .flag(let name, let value): ["name": name.json, "value": value.json]
        case .variable(let name, let alternatives): ["name": name.json, "alternatives": alternatives.json]
        case .file(let path): ["path": path.json]
        case .named(let named): ["name": named.rawValue.json]
        case .manual: [:]
        }
    }
}

/// A symptom's check with its limits.
enum CheckJSON {
    static func check(_ check: SymptomCheck) -> JSONValue {
        var object: JSONObject = ["type": check.name.json]
        switch check {
        case .serverErrors(let share), .timeouts(let share): object["share"] = share.json
        case .latency(let percentile, let limit):
            object["percentile"] = percentile.json
            object["above_ms"] = limit.json
        case .dashboard(let limit), .garbageCollection(let limit): object["above_ms"] = limit.json
        case .rateLimited(let pattern): object["pattern"] = pattern.json
        case .memoryGrowth(let limit): object["above_mib_per_minute"] = limit.json
        case .pendingEvents(let statuses): object["statuses"] = statuses.json
        case .capability(let components, let status):
            object["components"] = components.json
            object["status"] = status.json
        case .healthFailing, .providersFailing, .aiResponses, .outOfMemoryKills, .databaseErrors, .databaseInconsistent, .readFailures,
            .backlogGrowth:
            break
        }
        return .object(object)
    }
}
