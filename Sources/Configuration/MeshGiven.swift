internal import SystemKit

/// The mesh's variables beside its flags, as the service that listens to the mesh has them, or will have them: what its files say, and
/// what this program was started with, need not reach it. There are secrets among them: nothing of it is shown.
public struct MeshGiven: Sendable, Equatable {
    /// Who has them, for people: `container jarvis-api`.
    public let owner: String
    public let values: [String: String]
    /// Directories and files of this machine that a container sees, by where it sees them.
    let mounts: [String: String]
    /// Why nobody can tell what its image sets of those that are not among the values; nil where it was seen, or there is none.
    let unseen: String?
    /// Whether its own loopback addresses are not this machine's.
    public let hasOwnNetwork: Bool

    public init(
        owner: String, values: [String: String], mounts: [String: String] = [:], unseen: String? = nil, hasOwnNetwork: Bool = false
    ) {
        self.owner = owner
        self.values = values.filter { MeshGiven.concerns($0.key) }
        self.mounts = mounts
        self.unseen = unseen
        self.hasOwnNetwork = hasOwnNetwork
    }

    /// Paths that this program has to see as its own: they are compared and never taken over.
    static let places = ["JARVIS_MEMORY_ROOT", "JARVIS_MESH_OUTBOX_PATH"]
    private static let keypairs = ["JARVIS_MESH_KEYPAIR_PATH", "TREASURY_WALLET_PATH"]

    /// Variables of which the first one counts that is there and not empty.
    static let sync = [
        ["JARVIS_NATS_URL", "NATS_URL"], ["JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY"], ["JARVIS_MESH_NODE_PUBKEY"],
        ["JARVIS_MESH_SYNC_SUBJECT", "NATS_SUBJECT_MESH_SYNC"], ["JARVIS_MESH_USE_JETSTREAM"],
    ]
    static let attestation = [["JARVIS_MESH_PROGRAM_ID"], keypairs, ["SOLANA_RPC_URL"]]

    private static let flags: Set = [
        "JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED", "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED",
    ]
    private static let others: Set = [
        "JARVIS_NATS_URL", "NATS_URL", "NATS_SUBJECT_MESH_SYNC", "SOLANA_RPC_URL", "TREASURY_WALLET_PATH", "JARVIS_WALLET_PASSWORD",
    ]

    /// Whether a variable decides how the mesh works. The flags do not: they are what is asked.
    public static func isSetting(_ name: String) -> Bool {
        !flags.contains(name) && !places.contains(name) && (name.hasPrefix("JARVIS_MESH_") || others.contains(name))
    }

    /// Whether it is a setting, or a place that is compared.
    public static func concerns(_ name: String) -> Bool { isSetting(name) || places.contains(name) }

    /// The value as this program would use it: a path is another one here than in the container.
    ///
    /// - Parameter written: what this Jarvis's own files say, which name a path of this machine.
    func value(of name: String, written: String?) -> String? {
        guard let value = values[name], MeshGiven.keypairs.contains(name), value != written else { return values[name] }
        return onThisMachine(value) ?? value
    }

    /// nil for a path at which a container sees nothing of this machine's, and for all of them outside a container.
    func onThisMachine(_ path: String) -> String? {
        let found = mounts.keys.filter { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }.max { $0.count < $1.count }
        guard let target = found, let source = mounts[target] else { return nil }
        let rest = path.dropFirst(target.count).drop { $0 == "/" }
        return rest.isEmpty ? source : Paths.resolve(String(rest), in: source)
    }
}

extension Configuration {
    /// The same Jarvis with the mesh's variables as its service has them.
    public func seen(with given: MeshGiven) -> Configuration {
        var seen = self
        seen.given = given
        return seen
    }

    /// Why nobody can tell with what the service works, or would; nil where that is known, and where nobody asked.
    public var meshDoubt: String? {
        guard let given else { return nil }
        let groups = MeshGiven.sync + (isAttested ? MeshGiven.attestation : [])
        for names in groups {
            let first = names.lazy.compactMap { name in self.variable(name).map { (name, $0) } }.first { !$0.1.value.isEmpty }
            guard let (name, setting) = first, given.values[name] == nil else { continue }
            return "\(given.owner) does not have \(name), and \(setting.source.words): whether it loads that itself is not known"
        }
        let looked = [("JARVIS_MEMORY_ROOT", "jarvis.db", memoryDatabase.value), ("JARVIS_MESH_OUTBOX_PATH", "", outbox.value)]
        for (name, file, path) in looked {
            guard let value = given.values[name], !value.isEmpty else { continue }
            let there = [value, given.onThisMachine(value)].compactMap(\.self).map { file.isEmpty ? $0 : Paths.resolve(file, in: $0) }
            if there.contains(path) || there.contains(where: { isSame($0, path) }) { continue }
            return "\(given.owner) has another \(name) than the checks look at (\(path))"
        }
        // An empty one gives way to the next.
        let open = groups.compactMap { names in names.first { given.values[$0] != "" } }.first { given.values[$0] == nil }
        return given.unseen.flatMap { why in open.map { "what the image gives \(given.owner) of \($0) is not known: \(why)" } }
    }

    /// The environment of a program that works with the mesh in the service's stead; this program's own where nobody asked the service.
    public func meshEnvironment(_ environment: [String: String]) -> [String: String] {
        guard let given else { return environment }
        let written = files.flatMap { $0.file.entries.map(\.name) }
        let names = Set(given.values.keys).union(written).filter(MeshGiven.isSetting)
        let values = names.compactMap { name in self.variable(name).map { (name, $0.value) } }
        return environment.filter { !MeshGiven.isSetting($0.key) }.merging(values) { $1 }
    }

    private var isAttested: Bool {
        // The treasury's wallet and the RPC are there for other things too.
        ["JARVIS_MESH_PROGRAM_ID", "JARVIS_MESH_KEYPAIR_PATH"].contains { variable($0)?.value.isEmpty == false }
    }

    private func isSame(_ there: String, _ path: String) -> Bool {
        guard there.hasPrefix("/"), let own = try? Files.identity(absolute(path)) else { return false }
        return (try? Files.identity(there)) == own
    }
}
