public import JSONKit
internal import SealedBoxKit

/// Jarvis's validation of an envelope: the same checks in the same order with the same words (facts.md, "Validation").
///
/// It reads no clock and no configuration. It answers for what it is given, and nothing it answers holds the key.
public struct EnvelopeValidator: Sendable {
    /// Microseconds by which an envelope may be ahead of the clock.
    public static let allowedSkew: Int64 = 30_000_000

    private let identity: MeshIdentity

    public init(_ identity: MeshIdentity) { self.identity = identity }

    /// - Parameters:
    ///   - envelope: as it came, repeated keys included.
    ///   - now: microseconds since 1970 UTC.
    ///   - seen: takes the message id when the answer is ok and replay is judged.
    ///   - checks: what of the moment is judged.
    public func validate(
        _ envelope: JSONObject, at now: Int64, seen: inout SeenMessages, checks: EnvelopeChecks = .all
    ) -> EnvelopeVerdict {
        var verdict = EnvelopeVerdict()
        do throws(EnvelopeReason) {
            guard identity.isConfigured else { throw .configurationMissing }
            let sealed = try judgeOutside(envelope, now, seen, checks, &verdict)
            let payload = try open(sealed)
            verdict.payload = payload
            try judgeInside(payload, envelope, &verdict)
        } catch {
            verdict.reason = error
        }
        if verdict.isOK, checks.contains(.replay), let id = verdict.messageID { seen.insert(id, at: now) }
        return verdict
    }

    private static let required: [(field: String, reason: EnvelopeReason)] = [
        ("protocol_version", .missingProtocolVersion), ("message_id", .missingMessageID), ("issued_at", .missingIssuedAt),
        ("expires_at", .missingExpiresAt), ("state_hash", .missingStateHash), ("encrypted_payload", .missingEncryptedPayload),
    ]

    /// Everything that can be said without the key; answers what is sealed.
    private func judgeOutside(
        _ envelope: JSONObject, _ now: Int64, _ seen: SeenMessages, _ checks: EnvelopeChecks, _ verdict: inout EnvelopeVerdict
    ) throws(EnvelopeReason) -> JSONObject {
        for (field, reason) in Self.required where envelope[field] == nil { throw reason }
        guard str(envelope, "protocol_version") == "1.0" else { throw .invalidProtocolVersion }
        let id = PythonText.strip(str(envelope, "message_id"))
        guard id != "" else { throw .missingMessageID }
        verdict.messageID = id
        verdict.issuedAt = PythonTime.microseconds(str(envelope, "issued_at"))
        verdict.expiresAt = PythonTime.microseconds(str(envelope, "expires_at"))
        guard let issuedAt = verdict.issuedAt, let expiresAt = verdict.expiresAt else { throw .invalidTimestamp }
        if checks.contains(.clockSkew), issuedAt - now > Self.allowedSkew { throw .clockSkew }
        if checks.contains(.expiry), now > expiresAt { throw .stale }
        if checks.contains(.replay), seen.contains(id, at: now) { throw .replay }
        guard let sealed = envelope["encrypted_payload"]?.object else { throw .invalidEncryptedPayload }
        return sealed
    }

    /// Opens the box. Jarvis decodes the nonce before it looks for the ciphertext, and measures both last.
    private func open(_ sealed: JSONObject) throws(EnvelopeReason) -> JSONObject {
        guard let key = identity.key.secret else { throw .invalidKey }
        guard sealed["nonce_b64"] != nil else { throw .missingNonce }
        guard let nonceBytes = PythonBase64.decode(str(sealed, "nonce_b64")) else { throw .invalidBase64 }
        guard sealed["ciphertext_b64"] != nil else { throw .missingCiphertext }
        guard let ciphertext = PythonBase64.decode(str(sealed, "ciphertext_b64")) else { throw .invalidBase64 }
        guard let nonce = Nonce(nonceBytes) else { throw .invalidNonce }
        let plaintext: [UInt8]
        do throws(SealedBox.Fault) {
            plaintext = try SealedBox.open(ciphertext, nonce: nonce, key: key)
        } catch {
            throw error == .tooShort ? .invalidCiphertext : .decryptionFailed
        }
        guard let payload = (try? JSONReader(.python).read(plaintext))?.object else { throw .invalidPlaintext }
        return payload
    }

    /// Whether the parts agree with each other.
    private func judgeInside(
        _ payload: JSONObject, _ envelope: JSONObject, _ verdict: inout EnvelopeVerdict
    ) throws(EnvelopeReason) {
        guard let delta = payload["state_delta"]?.object else { throw .partialSyncData }
        verdict.stateDelta = delta
        let outer = str(envelope, "state_hash")
        guard outer != "", areEqual(outer, str(payload, "state_hash")) else { throw .hashMismatch }
        guard StateHash.depth(.object(delta)) <= StateHash.deepest else { throw .invalidPlaintext }
        let computed = StateHash.hex(.object(delta))
        guard areEqual(outer, JSONString(computed)) else { throw .hashMismatch }
        verdict.stateHash = computed
        // One that is empty outside is not compared; Python calls more than the empty text empty.
        let previous = envelope["prev_state_hash"] ?? .null
        if PythonEquality.isTrue(previous), !PythonEquality.areEqual(previous, payload["prev_state_hash"] ?? .null) {
            throw .previousHashMismatch
        }
    }

    private func areEqual(_ a: JSONString, _ b: JSONString) -> Bool { ConstantTime.areEqual(a.bytes, b.bytes) }

    /// `str(object.get(field, ""))`.
    private func str(_ object: JSONObject, _ field: String) -> JSONString { object[field].map(PythonText.str) ?? "" }
}
