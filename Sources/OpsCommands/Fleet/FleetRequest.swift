internal import Fleet
internal import JSONKit

/// A change of many hosts that was asked for, in a form that a later process can take up again.
struct FleetRequest: Sendable {
    /// One command on every host, until all of them are done: then the next one.
    struct Phase: Sendable {
        /// What each host is told, without its approval.
        let command: [String]
        /// Other words for hosts that have their own: a run of theirs that is taken back.
        var own: [String: [String]] = [:]

        /// Whom it is for; nil: all.
        var hosts: [String]?

        func command(on host: String) -> [String] { own[host] ?? command }
    }

    /// As a person would type it, without the inventory.
    let command: String
    var phases: [Phase]
    /// The incident whose diagnosis must not become worse; nil: nothing is in the way of the way back.
    let gate: String?
    let inventory: String
    let limit: String?
    var forks: Int?
    var becomes = false
    var batches = Batches.standard
    /// So many hosts may fail before no other batch is begun.
    var maximumFailures = 0
    /// Whether it takes another one back.
    var isUndo = false
    /// All whom it is for, once that is known; nil: the inventory, or its limit.
    var hosts: [String]?

    /// Words that a person would add to the command to give it again.
    var json: JSONValue {
        [
            "kind": "fleet", "command": command.json, "gate": gate.json, "inventory": inventory.json, "limit": limit.json,
            "forks": forks.json, "become": becomes.json, "serial": batches.text.json, "max_fail": maximumFailures.json, "undo": isUndo.json,
            "hosts": (hosts?.json).json,
            "phases": .array(
                phases.map { phase in
                    let own = phase.own.sorted { $0.key < $1.key }.map { JSONMember(JSONString($0.key), $0.value.json) }
                    return ["command": phase.command.json, "own": .object(JSONObject(own)), "hosts": (phase.hosts?.json).json]
                }),
        ]
    }
}

extension FleetRequest {
    /// nil for the request of any other change.
    init?(json: JSONValue) {
        guard json["kind"]?.text == "fleet", let command = json["command"]?.text, let inventory = json["inventory"]?.text,
            let stored = json["phases"]?.array
        else { return nil }
        let phases = stored.map { phase in
            let own = phase["own"]?.object?.members.map { ($0.key.text, $0.value.array?.compactMap(\.text) ?? []) } ?? []
            return Phase(
                command: phase["command"]?.array?.compactMap(\.text) ?? [], own: Dictionary(own) { first, _ in first },
                hosts: phase["hosts"]?.array?.compactMap(\.text))
        }
        self.init(command: command, phases: phases, gate: json["gate"]?.text, inventory: inventory, limit: json["limit"]?.text)
        forks = json["forks"]?.int
        becomes = json["become"]?.bool ?? false
        batches = json["serial"]?.text.flatMap { Batches($0) } ?? batches
        maximumFailures = json["max_fail"]?.int ?? 0
        isUndo = json["undo"]?.bool ?? false
        hosts = json["hosts"]?.array?.compactMap(\.text)
    }
}
