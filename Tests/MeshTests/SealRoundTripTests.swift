import Mesh
import SealedBoxKit
import TestSupport
import Testing

@Suite(.ownThread) struct SealRoundTripTests {
    static let key = String(repeating: "0123456789abcdef", count: 4)

    static func identity(_ key: String?, node: String? = "node") -> MeshIdentity { MeshIdentity(key: MeshKey(key), nodeKey: node) }

    @Test("One key seals and opens")
    func whole() {
        let identity = Self.identity(Self.key)
        #expect(objection(identity, identity) == nil)
    }

    @Test(
        "What stands in the way is named",
        arguments: [
            (identity(key), identity(String(key.reversed())), EnvelopeReason.decryptionFailed),
            (identity(nil), identity(key), .configurationMissing),
            (identity(" "), identity(key), .configurationMissing), (identity("00"), identity(key), .invalidKey),
            (identity(key, node: " "), identity(key), .configurationMissing),
            (identity(key), identity(key, node: nil), .configurationMissing),
            (identity(key), identity("0"), .invalidKey),
        ])
    func broken(sealing: MeshIdentity, opening: MeshIdentity, reason: EnvelopeReason) {
        #expect(objection(sealing, opening) == reason)
    }

    private func objection(_ sealing: MeshIdentity, _ opening: MeshIdentity) -> EnvelopeReason? {
        SealRoundTrip.objection(sealing: sealing, opening: opening, eventID: "e", at: 1_773_480_413_589_793, nonce: .random())
    }
}
