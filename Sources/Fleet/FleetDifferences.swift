/// What the hosts that are well have, and the others do not: usually that is the answer.
public struct FleetDifference: Sendable {
    /// What a host has.
    public struct Host: Sendable {
        let name: String
        /// nil: not known, which explains nothing.
        let isSick: Bool?
        let settings: [(name: String, value: String)]

        public init(name: String, isSick: Bool?, settings: [(name: String, value: String)]) {
            (self.name, self.isSick, self.settings) = (name, isSick, settings)
        }
    }

    /// `image`, `flag.sync`.
    public let setting: String
    /// The value and who has it, the most hosts first.
    public let values: [(value: String, hosts: [String])]
    /// Whether it parts the sick from the well: no value is shared by both.
    public let explains: Bool

    /// What is not the same everywhere; what explains the sickness first.
    public static func all(_ hosts: [Host]) -> [FleetDifference] {
        var names: [String] = []
        for host in hosts { for setting in host.settings where !names.contains(setting.name) { names.append(setting.name) } }
        let differences = names.compactMap { name -> FleetDifference? in
            var values: [String: [(host: String, isSick: Bool?)]] = [:]
            for host in hosts {
                guard let value = host.settings.first(where: { $0.name == name })?.value else { continue }
                values[value, default: []].append((host.name, host.isSick))
            }
            guard values.count > 1 else { return nil }
            let sick = Set(values.filter { $0.value.contains { $0.isSick == true } }.keys)
            let well = Set(values.filter { $0.value.contains { $0.isSick == false } }.keys)
            let sorted = values.map { (value: $0.key, hosts: $0.value.map(\.host)) }
                .sorted { ($1.hosts.count, $0.value) < ($0.hosts.count, $1.value) }
            // What is another one on every host says nothing, unless there are no more than two.
            let isTelling = sorted.contains { $0.hosts.count > 1 } || sorted.count == 2
            return FleetDifference(
                setting: name, values: sorted, explains: isTelling && !sick.isEmpty && !well.isEmpty && sick.isDisjoint(with: well))
        }
        return differences.filter(\.explains) + differences.filter { !$0.explains }
    }
}
