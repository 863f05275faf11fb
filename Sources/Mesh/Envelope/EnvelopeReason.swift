/// What validation says of an envelope: Jarvis's own words, and ours (marked) where Jarvis records the text of an exception.
///
/// In the order in which they are found (facts.md, "Validation, in this order").
public enum EnvelopeReason: String, Error, CaseIterable {
    /// The key or the node key is not configured: nothing can be validated.
    case configurationMissing = "mesh_sync_config_missing"
    case missingProtocolVersion = "missing_protocol_version"
    /// Absent, or blank.
    case missingMessageID = "missing_message_id"
    case missingIssuedAt = "missing_issued_at"
    case missingExpiresAt = "missing_expires_at"
    case missingStateHash = "missing_state_hash"
    case missingEncryptedPayload = "missing_encrypted_payload"
    case invalidProtocolVersion = "invalid_protocol_version"
    /// Ours.
    case invalidTimestamp = "invalid_timestamp"
    case clockSkew = "clock_skew"
    case stale = "stale_commitment"
    case replay = "replay_detected"
    case invalidEncryptedPayload = "invalid_encrypted_payload"
    /// Ours.
    case invalidKey = "invalid_key"
    /// Ours.
    case missingNonce = "missing_nonce_b64"
    /// Ours.
    case missingCiphertext = "missing_ciphertext_b64"
    /// Ours.
    case invalidBase64 = "invalid_base64"
    /// Ours.
    case invalidNonce = "invalid_nonce"
    /// Ours.
    case invalidCiphertext = "invalid_ciphertext"
    /// Ours.
    case decryptionFailed = "decryption_failed"
    /// Ours.
    case invalidPlaintext = "invalid_plaintext"
    case partialSyncData = "partial_sync_data"
    case hashMismatch = "hash_mismatch"
    case previousHashMismatch = "prev_hash_mismatch"
    case ok

    /// One sentence for people, without a full stop.
    public var words: String {
        switch self {
        case .configurationMissing: "the mesh key or the node key is not configured"
        case .missingProtocolVersion: "there is no protocol_version"
        case .missingMessageID: "message_id is absent or blank"
        case .missingIssuedAt: "there is no issued_at"
        case .missingExpiresAt: "there is no expires_at"
        case .missingStateHash: "there is no state_hash"
        case .missingEncryptedPayload: "there is no encrypted_payload"
        case .invalidProtocolVersion: "protocol_version is not 1.0"
        case .invalidTimestamp: "issued_at or expires_at is no time that Jarvis can read"
        case .clockSkew: "it was issued more than 30 s in the future"
        case .stale: "it has expired, and every receiver will refuse it"
        case .replay: "a message of this id was seen already"
        case .invalidEncryptedPayload: "encrypted_payload is not an object"
        case .invalidKey: "the mesh key is not 64 hexadecimal digits"
        case .missingNonce: "encrypted_payload has no nonce_b64"
        case .missingCiphertext: "encrypted_payload has no ciphertext_b64"
        case .invalidBase64: "the nonce or the ciphertext is not base64"
        case .invalidNonce: "the nonce is not 24 bytes long"
        case .invalidCiphertext: "the ciphertext is shorter than its authenticator"
        case .decryptionFailed: "sealed with another key, or changed since"
        case .invalidPlaintext: "what was sealed is no JSON object that Jarvis can read"
        case .partialSyncData: "what was sealed has no state_delta object"
        case .hashMismatch: "the state hashes outside, inside and computed are not one"
        case .previousHashMismatch: "the previous state hashes outside and inside differ"
        case .ok: "authentic and in time"
        }
    }
}
