internal import JSONKit
public import SealedBoxKit

/// Whether what one side of the mesh seals the other opens: a fresh delta goes through sealing, the wire form and the whole validation.
public enum SealRoundTrip {
    /// - Parameters:
    ///   - sealing: who sends.
    ///   - opening: who receives; with one configuration both are the same.
    ///   - now: microseconds since 1970 UTC.
    /// - Returns: why the envelope was not opened; nil when it was, and held what was sealed.
    public static func objection(
        sealing: MeshIdentity, opening: MeshIdentity, eventID: String, at now: Int64, nonce: Nonce
    ) -> EnvelopeReason? {
        guard let nodeKey = sealing.nodeKey else { return .configurationMissing }
        let key: SecretKey
        switch sealing.key {
        case .absent: return .configurationMissing
        case .malformed: return .invalidKey
        case .usable(let usable): key = usable
        }
        let delta: JSONObject = ["event_id": eventID.json, "smoke": PythonBase64.encode(nonce.bytes).json, "at": now.json]
        let builder = EnvelopeBuilder(key: key, nodeKey: nodeKey)
        guard let envelope = builder.seal(delta, eventID: JSONString(eventID), at: now, nonce: nonce),
            let received = (try? JSONReader(.python).read(EnvelopeBuilder.body(envelope)))?.object
        else { return .invalidPlaintext }
        var seen = SeenMessages()
        let verdict = EnvelopeValidator(opening).validate(received, at: now, seen: &seen)
        guard verdict.isOK else { return verdict.reason }
        return verdict.stateHash == StateHash.hex(.object(delta)) ? nil : .hashMismatch
    }
}
