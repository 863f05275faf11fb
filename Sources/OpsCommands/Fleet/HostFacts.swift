internal import Fleet
internal import JSONKit

/// What a fleet compares of its hosts: `fleet facts`, read back. Foreign in all that it says.
struct HostFacts {
    static let schema = "jarvis-ops/fleet-facts/v1"

    let document: JSONValue
    /// In the order in which the host says them.
    let settings: [(name: String, value: String)]
    /// Events that wait.
    let waiting: Int?
    /// Their ids, as many as the host tells.
    let waitingIDs: [String]
    let oldestWaiting: String?
    /// Messages that the mesh's consumer has not taken.
    let lag: Int?

    /// nil for any other document.
    init?(_ document: JSONValue) {
        guard document["schema"]?.text == HostFacts.schema else { return nil }
        self.document = document
        // A host may say anything: what is compared has a size.
        settings = (document["settings"]?.object?.members.prefix(100) ?? []).compactMap { member in
            member.value.text.map { (String(member.key.text.prefix(60)), String($0.prefix(200))) }
        }
        waiting = document["waiting"]?["events"]?.int.map(HostFacts.count)
        waitingIDs = (document["waiting"]?["ids"]?.array?.prefix(FleetFactsCommand.told) ?? []).compactMap {
            $0.text.map { String($0.prefix(200)) }
        }
        oldestWaiting = document["waiting"]?["oldest_at"]?.text
        lag = document["consumer"]?["waiting"]?.int.map(HostFacts.count)
    }

    /// Sums of such numbers are numbers.
    private static func count(_ number: Int) -> Int { min(max(number, 0), 1 << 40) }
}

/// The mesh as no single host sees it.
struct FleetMeshView {
    /// Events that wait, of the hosts that say so.
    let waiting: Int
    let oldest: String?
    /// Event ids that wait on more than one host.
    let shared: [(id: String, hosts: [String])]
    /// What should be the same on every host and is not.
    let differences: [FleetDifference]
    /// Hosts whose consumer lags, and by how many messages.
    let lagging: [(host: String, messages: Int)]

    /// Node keys are each host's own; subject, stream, servers and shared key are the mesh's.
    static let common = ["mesh.subject", "mesh.shared", "mesh.servers", "mesh.jetstream", "mesh.stream-subjects"]

    init(_ hosts: [FleetHost]) {
        let known = hosts.compactMap { host in host.facts.map { (name: host.name, facts: $0) } }
        waiting = known.reduce(0) { $0 + ($1.facts.waiting ?? 0) }
        // RFC 3339 in UTC sorts as text.
        oldest = known.compactMap(\.facts.oldestWaiting).min()
        var owners: [String: [String]] = [:]
        for host in known { for id in Set(host.facts.waitingIDs) { owners[id, default: []].append(host.name) } }
        shared = owners.filter { $0.value.count > 1 }.map { (id: $0.key, hosts: $0.value) }.sorted { $0.id < $1.id }
        differences = FleetDifference.all(
            known.map { host in
                FleetDifference.Host(
                    name: host.name, isSick: nil, settings: host.facts.settings.filter { FleetMeshView.common.contains($0.name) })
            })
        lagging = known.compactMap { host in host.facts.lag.flatMap { $0 > 0 ? (host.name, $0) : nil } }
    }

    var json: JSONValue {
        [
            "waiting": waiting.json, "oldest_pending_at": oldest.json,
            "on_several_hosts": .array(shared.prefix(100).map { ["event_id": $0.id.json, "hosts": $0.hosts.json] }),
            "on_several_hosts_count": shared.count.json, "differences": .array(differences.map(\.json)),
            "lagging": .array(lagging.map { ["host": $0.host.json, "messages": $0.messages.json] }),
        ]
    }
}

extension FleetDifference {
    var json: JSONValue {
        [
            "setting": setting.json, "explains": explains.json,
            "values": .array(values.map { ["value": $0.value.json, "hosts": $0.hosts.json] }),
        ]
    }
}
