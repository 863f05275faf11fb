/// What the hosts that are well have, and the others do not: usually that is the answer.
public struct FleetDifference: Sendable, Hashable {
    /// `image`, `flag.sync`.
    public let setting: String
    /// The value and who has it, the most hosts first.
    public let values: [(value: String, hosts: [String])]
    /// Whether it parts the sick from the well: no value is shared by both.
    public let explains: Bool

    public static func == (a: FleetDifference, b: FleetDifference) -> Bool {
        a.setting == b.setting && a.explains == b.explains && a.values.map(\.value) == b.values.map(\.value)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(setting) }

    /// What is not the same everywhere; what explains the sickness first.
    ///
    /// - Parameter hosts: what each of them has, and whether it is sick; nil: not known, which explains nothing.
    public static func all(_ hosts: [(host: String, isSick: Bool?, settings: [(name: String, value: String)])]) -> [FleetDifference] {
        var names: [String] = []
        for host in hosts { for setting in host.settings where !names.contains(setting.name) { names.append(setting.name) } }
        let differences = names.compactMap { name -> FleetDifference? in
            var values: [String: [(host: String, isSick: Bool?)]] = [:]
            for host in hosts {
                guard let value = host.settings.first(where: { $0.name == name })?.value else { continue }
                values[value, default: []].append((host.host, host.isSick))
            }
            guard values.count > 1 else { return nil }
            let sick = Set(values.filter { $0.value.contains { $0.isSick == true } }.keys)
            let well = Set(values.filter { $0.value.contains { $0.isSick == false } }.keys)
            let sorted = values.map { (value: $0.key, hosts: $0.value.map(\.host)) }
                .sorted { ($1.hosts.count, $0.value) < ($0.hosts.count, $1.value) }
            return FleetDifference(setting: name, values: sorted, explains: !sick.isEmpty && !well.isEmpty && sick.isDisjoint(with: well))
        }
        return differences.filter(\.explains) + differences.filter { !$0.explains }
    }
}
