public import Mesh

/// What `mesh enable` and `mesh disable` are asked for.
public struct FlagGoal: Sendable, Hashable {
    public let flags: [MeshFlag]
    public let isOn: Bool

    /// Turning on goes sync first, turning off attestation first, whatever the order given.
    public init(_ flags: Set<MeshFlag>, isOn: Bool) {
        let order: [MeshFlag] = isOn ? [.sync, .attestation] : [.attestation, .sync]
        self.flags = order.filter(flags.contains)
        self.isOn = isOn
    }

    /// `enable` or `disable`.
    public var verb: String { isOn ? "enable" : "disable" }

    /// `sync`, `attest` or `all`: the word of the command line.
    public var word: String { flags.count == 1 ? flags.first?.word ?? "" : "all" }

    /// The goal of two words: `disable`, `all`; nil for words that mean none. Both flags never go on at once, since attestation
    /// waits for evidence of sync.
    public init?(verb: String, word: String) {
        guard ["enable", "disable"].contains(verb) else { return nil }
        switch word {
        case "sync": self.init([.sync], isOn: verb == "enable")
        case "attest": self.init([.attestation], isOn: verb == "enable")
        case "all" where verb == "disable": self.init([.sync, .attestation], isOn: false)
        default: return nil
        }
    }
}
