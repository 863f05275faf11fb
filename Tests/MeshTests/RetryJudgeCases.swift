import JSONKit
import Testing

@testable import Mesh

extension RetryJudgeTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let disposition: RetryDisposition
        let reason: String
        /// The same event waiting for its commit, with attestation on; nil: the same answer.
        var commit: (RetryDisposition, String)?
        let change: @Sendable (inout Event) -> Void

        init(
            _ name: String, _ disposition: RetryDisposition, _ reason: String, commit: (RetryDisposition, String)? = nil,
            _ change: @escaping @Sendable (inout Event) -> Void
        ) {
            testDescription = name
            self.disposition = disposition
            self.reason = reason
            self.commit = commit
            self.change = change
        }
    }

    static let zeros = JSONValue.string(JSONString(String(repeating: "0", count: 64)))
    static let cases: [Case] = [
        Case("a sound event", .publish, "ok", commit: (.commit, "ok")) { _ in },
        // What names it.
        Case("another state_hash in the record", .quarantine, "hash_mismatch") { $0.record["state_hash"] = zeros },
        Case("another delta in the record", .quarantine, "hash_mismatch") { $0.record["state_delta"] = ["event_id": "e1", "x": 2] },
        Case("no state_hash in the record", .publish, "ok", commit: (.hold, "missing_state_hash")) { $0.record["state_hash"] = "" },
        Case("no state_hash at all", .publish, "ok", commit: (.hold, "missing_state_hash")) { $0.record["state_hash"] = .some(nil) },
        Case("no delta in the record", .publish, "ok", commit: (.commit, "ok")) { $0.record["state_delta"] = .some(nil) },
        Case("the record's delta as it was before Jarvis added the id", .publish, "ok", commit: (.commit, "ok")) {
            $0.record["state_delta"] = ["x": 1]
        },
        Case("another hash outside", .quarantine, "hash_mismatch") { $0.outside["state_hash"] = zeros },
        Case("another message id, outside and inside", .quarantine, "message_id_mismatch") { $0.messageID = "e9" },
        Case("another message id outside", .quarantine, "message_id_mismatch") { $0.outside["message_id"] = "e9" },
        Case("white space around the message id outside", .quarantine, "message_id_mismatch") { $0.outside["message_id"] = " e1 " },
        Case("another event in the sealed delta", .quarantine, "event_id_mismatch") { $0.delta["event_id"] = "e9" },
        Case("no event in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = nil },
        Case("an empty id in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = "" },
        Case("null for an id in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = .null },
        Case("white space around the id in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = " e1 " },
        Case("an id that is a number", .publish, "ok", commit: (.commit, "ok")) {
            $0.id = "5"
            $0.messageID = "5"
            $0.delta["event_id"] = 5
        },
        // Whose it is and where it goes.
        Case("another node", .hold, "node_pubkey_mismatch") { $0.outside["node_pubkey"] = "node-b" },
        Case("no node", .publish, "ok", commit: (.commit, "ok")) { $0.outside["node_pubkey"] = .some(nil) },
        Case("an empty node", .publish, "ok", commit: (.commit, "ok")) { $0.outside["node_pubkey"] = "" },
        Case("another channel", .hold, "channel_mismatch") { $0.outside["channel"] = "jarvis.mesh.other" },
        Case("no channel", .publish, "ok", commit: (.commit, "ok")) { $0.outside["channel"] = .some(nil) },
        // Its age.
        Case("sealed 301 s ago", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.sealedAt = now - 301 * second
            $0.first = $0.sealedAt
        },
        Case("sealed exactly 300 s ago", .publish, "ok", commit: (.commit, "ok")) {
            $0.sealedAt = now - 300 * second
            $0.first = $0.sealedAt
        },
        Case("first recorded 301 s ago, sealed now", .hold, "stale_commitment", commit: (.commit, "ok")) { $0.first = now - 301 * second },
        Case("an expiry that was moved, with a ttl to match", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.sealedAt = now - 86_400 * second
            $0.first = $0.sealedAt
            $0.outside["expires_at"] = .string(JSONString(PythonTime.isoformat(now + 86_400 * second) ?? ""))
            $0.outside["ttl_seconds"] = 172_800
        },
        Case("sealed 301 s ago with an expiry that was moved, first recorded now", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.sealedAt = now - 301 * second
            $0.outside["expires_at"] = .string(JSONString(PythonTime.isoformat(now + 299 * second) ?? ""))
            $0.outside["ttl_seconds"] = 600
        },
        Case("an expiry that was moved nearer, with a ttl to match", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.outside["expires_at"] = .string(JSONString(PythonTime.isoformat(now - 5 * second) ?? ""))
            $0.outside["ttl_seconds"] = 5
        },
        Case("a lifetime that is not the ttl", .quarantine, "lifetime_mismatch") { $0.outside["ttl_seconds"] = 301 },
        Case("no ttl", .publish, "ok", commit: (.commit, "ok")) { $0.outside["ttl_seconds"] = .some(nil) },
        Case("a record without a time", .hold, "stale_commitment", commit: (.commit, "ok")) { $0.first = nil },
        Case("issued 31 s ahead", .hold, "clock_skew", commit: (.commit, "ok")) { $0.sealedAt = now + 31 * second },
        Case("issued 30 s ahead", .publish, "ok", commit: (.commit, "ok")) { $0.sealedAt = now + 30 * second },
        Case("recorded 31 s ahead", .hold, "clock_skew", commit: (.commit, "ok")) { $0.first = now + 31 * second },
        // What is broken for good, whatever its age.
        Case("another key", .quarantine, "decryption_failed") { $0.key = String(repeating: "22", count: 32) },
        Case("another key, and stale", .quarantine, "decryption_failed") {
            $0.key = String(repeating: "22", count: 32)
            $0.sealedAt = now - 900 * second
        },
        Case("another key, and ahead", .quarantine, "decryption_failed") {
            $0.key = String(repeating: "22", count: 32)
            $0.sealedAt = now + 900 * second
        },
        Case("no protocol version", .quarantine, "missing_protocol_version") { $0.outside["protocol_version"] = .some(nil) },
        Case("no readable time", .quarantine, "invalid_timestamp") { $0.outside["issued_at"] = "yesterday" },
        Case("another previous hash outside", .quarantine, "prev_hash_mismatch") {
            $0.previous = "aa"
            $0.outside["prev_state_hash"] = "bb"
        },
        Case("a previous hash that is hidden outside", .publish, "ok", commit: (.commit, "ok")) {
            $0.previous = "aa"
            $0.outside["prev_state_hash"] = .some(nil)
        },
        // What it was before.
        Case("invalid once, and nobody looked", .hold, "invalid_envelope") { $0.doubt = .open },
        Case("invalid once, acknowledged", .publish, "ok", commit: (.commit, "ok")) { $0.doubt = .acknowledged },
        Case("broken, and nobody looked at that", .hold, "invalid_envelope") {
            $0.doubt = .open
            $0.outside["state_hash"] = zeros
        },
        // Never sealed.
        Case("never sealed", .hold, "missing_envelope") { $0.isNaked = true },
        Case("never sealed, without a delta", .hold, "missing_envelope") {
            $0.isNaked = true
            $0.record["state_delta"] = .some(nil)
        },
        Case("never sealed, another hash", .quarantine, "hash_mismatch", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            $0.record["state_hash"] = zeros
        },
        Case("never sealed, another event in its delta", .quarantine, "event_id_mismatch", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            $0.delta["event_id"] = "e9"
        },
        Case("never sealed, deeper than Jarvis reads", .quarantine, "invalid_plaintext", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            // With the object around them one level too many.
            $0.delta["deep"] = (0..<StateHash.deepest).reduce(JSONValue.null) { value, _ in [value] }
        },
        Case("never sealed, as deep as Jarvis reads", .hold, "missing_envelope") {
            $0.isNaked = true
            $0.delta["deep"] = (1..<StateHash.deepest).reduce(JSONValue.null) { value, _ in [value] }
        },
    ]
}
