internal import JSONKit
internal import SystemKit
internal import TerminalKit

/// What `drill` prints: the list of scenarios, or how to use the practice Jarvis that was started.
struct DrillOutput {
    let settings: PracticeSettings
    let practice: any PracticeJarvis
    /// Variables of the responder's that must not be set.
    let unset: [String]

    static func json() -> JSONValue {
        [
            "schema": "jarvis-ops/scenarios/v1",
            "scenarios": .array(
                Scenario.allCases.map { ["name": $0.rawValue.json, "words": $0.words.json, "incident": $0.incident.json] }),
        ]
    }

    static func list(_ page: Page) -> String {
        var table = TextTable([.init("SCENARIO"), .init("INCIDENT"), .init("WHAT IS WRONG")])
        for scenario in Scenario.allCases {
            table.add([.init(scenario.rawValue, .emphasis), .init(scenario.incident ?? "–"), .init(scenario.words)])
        }
        return page.render(table)
    }

    var json: JSONValue {
        [
            "schema": "jarvis-ops/drill/v1", "scenario": settings.scenario.rawValue.json, "incident": settings.scenario.incident.json,
            "environment": .object(JSONObject(sorted.map { JSONMember(JSONString($0.key), $0.value.json) })),
            "unset": .array(unset.map(\.json)),
        ]
    }

    func text(_ page: Page) -> String {
        let scenario = settings.scenario
        var text = page.paint("A practice Jarvis runs (\(scenario.rawValue)): \(scenario.words).", .emphasis) + "\n"
        text += scenario.incident.map { "A diagnosis should confirm \($0).\n" } ?? "A diagnosis should confirm nothing.\n"
        text += "\nIn another shell:\n\n"
        if !unset.isEmpty { text += "  unset \(unset.joined(separator: " "))\n" }
        for (name, value) in sorted { text += "  export \(name)=\(ShellWord.quoted(value))\n" }
        text += "  jarvis-ops \(scenario.incident.map { "diagnose \($0)" } ?? "triage")\n"
        return text + "\n" + page.paint("Ctrl-C stops it and removes everything.", .dim) + "\n"
    }

    private var sorted: [(key: String, value: String)] { practice.variables.sorted { $0.key < $1.key } }
}
