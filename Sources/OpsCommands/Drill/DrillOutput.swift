internal import JSONKit
internal import TerminalKit

/// What `drill` prints.
enum DrillOutput {
    static func json() -> JSONValue {
        [
            "schema": "jarvis-ops/scenarios/v1",
            "scenarios": .array(Scenario.allCases.map { ["name": $0.rawValue.json, "words": $0.words.json, "incident": $0.incident.json] }),
        ]
    }

    static func list(_ page: Page) -> String {
        var table = TextTable([.init("SCENARIO"), .init("INCIDENT"), .init("WHAT IS WRONG")])
        for scenario in Scenario.allCases { table.add([.init(scenario.rawValue, .emphasis), .init(scenario.incident ?? "–"), .init(scenario.words)]) }
        return table.render(palette: page.palette, width: page.width)
    }

    static func started(_ settings: PracticeSettings, _ practice: any PracticeJarvis) -> JSONValue {
        [
            "schema": "jarvis-ops/drill/v1", "scenario": settings.scenario.rawValue.json, "incident": settings.scenario.incident.json,
            "environment": .object(JSONObject(practice.variables.sorted { $0.key < $1.key }.map { JSONMember(JSONString($0.key), $0.value.json) })),
        ]
    }

    static func started(_ settings: PracticeSettings, _ practice: any PracticeJarvis, _ page: Page) -> String {
        var text = page.paint("A practice Jarvis runs: \(settings.scenario.words).", .emphasis) + "\n\nIn another shell:\n\n"
        for (name, value) in practice.variables.sorted(by: { $0.key < $1.key }) { text += "  export \(name)=\(value)\n" }
        text += "  jarvis-ops \(settings.scenario.incident.map { "diagnose \($0)" } ?? "triage")\n"
        return text + "\n" + page.paint("Ctrl-C stops it and removes everything.", .dim) + "\n"
    }
}
