public import JSONKit
public import SealedBoxKit

/// Seals state deltas into envelopes exactly as Jarvis does (facts.md, "Envelope").
public struct EnvelopeBuilder: Sendable {
    /// Seconds that an envelope lasts unless told otherwise.
    public static let defaultLifetime: Int64 = 300

    private let key: SecretKey
    private let nodeKey: String
    private let channel: String
    private let lifetime: Int64

    /// - Parameters:
    ///   - channel: Jarvis always writes the default one, whatever subject is configured.
    ///   - lifetime: seconds; less than 1 is taken as 1.
    public init(
        key: SecretKey, nodeKey: String, channel: String = MeshIdentity.defaultSubject, lifetime: Int64 = EnvelopeBuilder.defaultLifetime
    ) {
        self.key = key
        self.nodeKey = nodeKey
        self.channel = channel
        self.lifetime = max(1, lifetime)
    }

    /// - Parameters:
    ///   - delta: is given an `event_id` when it has none and `completesDelta` is true.
    ///   - eventID: becomes the message id.
    ///   - previousStateHash: a text or null.
    ///   - now: microseconds since 1970 UTC.
    ///   - nonce: never the same twice.
    /// - Returns: nil when the envelope would be issued or expire outside of Python's calendar, or when the delta is nested deeper than any
    ///   Jarvis could read.
    public func seal(
        _ delta: JSONObject, eventID: JSONString, previousStateHash: JSONValue = .null, at now: Int64, nonce: Nonce,
        completesDelta: Bool = true
    ) -> JSONObject? {
        let (expiry, overflow) = now.addingReportingOverflow(lifetime &* 1_000_000)
        guard !overflow, lifetime <= PythonTime.range.upperBound / 1_000_000, let issuedAt = PythonTime.isoformat(now),
            let expiresAt = PythonTime.isoformat(expiry), StateHash.depth(.object(delta)) <= StateHash.deepest
        else { return nil }
        var delta = delta
        if completesDelta, delta["event_id"] == nil { delta["event_id"] = .string(eventID) }
        let stateHash = StateHash.hex(.object(delta))
        let payload: JSONValue = [
            "message_id": eventID.json, "prev_state_hash": previousStateHash, "state_delta": delta.json, "state_hash": stateHash.json,
        ]
        let sealed = SealedBox.seal(JSONWriter.outbox.bytes(payload), nonce: nonce, key: key)
        return [
            "protocol_version": "1.0", "channel": channel.json, "node_pubkey": nodeKey.json, "message_id": eventID.json,
            "issued_at": issuedAt.json, "expires_at": expiresAt.json, "ttl_seconds": lifetime.json, "state_hash": stateHash.json,
            "prev_state_hash": previousStateHash,
            "encrypted_payload": [
                "nonce_b64": PythonBase64.encode(nonce.bytes).json, "ciphertext_b64": PythonBase64.encode(sealed).json,
            ],
        ]
    }

    /// What is published: the envelope as one JSON text in outbox form.
    public static func body(_ envelope: JSONObject) -> [UInt8] { JSONWriter.outbox.bytes(.object(envelope)) }
}
