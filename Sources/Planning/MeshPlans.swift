extension Plan {
    /// Whether it is about the mesh: the section that the runbook has for it, another one whose title names it, or any plan that sets one
    /// of its flags or sends its events. What the runbook forbids for the mesh's faults holds for all of these.
    public var isAboutMesh: Bool {
        if MeshSubject.isNamed(in: subject) { return true }
        return steps.contains { step in
            guard let operation = step.change?.operation else { return false }
            if operation.flagChange != nil { return true }
            return switch operation {
            case .send, .quarantine: true
            default: false
            }
        }
    }
}

/// The mesh's own words.
public enum MeshSubject {
    private static let words: Set<Substring> = ["mesh", "attestation", "attest", "nats", "jetstream", "outbox", "envelope", "envelopes"]

    /// - Parameter id: an incident's, which is the slug of its title.
    public static func isNamed(in id: String) -> Bool {
        id.lowercased().split { !$0.isLetter && !$0.isNumber }.contains(where: words.contains)
    }
}
