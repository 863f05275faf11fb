/// The two switches of the mesh (facts.md, "Flags and variables").
public enum MeshFlag: String, Sendable, CaseIterable {
    case sync
    case attestation

    /// The variable that decides when it is set.
    public var variable: String {
        switch self {
        case .sync: "JARVIS_USE_MESH_SYNC"
        case .attestation: "JARVIS_USE_MESH_ATTEST"
        }
    }

    /// The variable of earlier versions, which decides when the other is not set.
    public var legacyVariable: String {
        switch self {
        case .sync: "JARVIS_MESH_SYNC_ENABLED"
        case .attestation: "JARVIS_MESH_ATTESTATION_ENABLED"
        }
    }
}
