public import JSONKit

/// Something that Jarvis's validation lets pass (facts.md, "What the validation does not protect").
public struct EnvelopeConcern: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The id outside, by which a replay is known, is not the one inside.
        case messageID = "message_id_mismatch"
        /// `expires_at` − `issued_at` is not `ttl_seconds`: one of them was moved after sealing.
        case lifetime = "lifetime_mismatch"
        /// The envelope names another subject than the configured one.
        case channel = "channel_mismatch"
        /// A previous hash is sealed inside, but none stands outside, so the two were not compared.
        case previousHash = "prev_hash_unchecked"
    }

    /// What it means for sending.
    public enum Consequence: Sendable {
        /// A data-integrity event: never sent.
        case quarantine
        /// Not sent, and not broken either.
        case hold
        case warning
    }

    public let kind: Kind
    /// One sentence without a full stop.
    public let words: String

    public var consequence: Consequence {
        switch kind {
        case .messageID, .lifetime: .quarantine
        case .channel: .hold
        case .previousHash: .warning
        }
    }

    /// All there are, in the order of `Kind`. What was not read yet when validation ended raises no concern.
    ///
    /// - Parameter subject: the configured one.
    public static func all(_ envelope: JSONObject, _ verdict: EnvelopeVerdict, subject: String) -> [EnvelopeConcern] {
        [messageID(envelope, verdict), lifetime(envelope, verdict), channel(envelope, subject), previousHash(envelope, verdict)]
            .compactMap(\.self)
    }

    /// The subject that Jarvis would publish an envelope to.
    public static func destination(_ envelope: JSONObject, subject: String) -> JSONString {
        guard let channel = envelope["channel"], PythonEquality.isTrue(channel) else { return JSONString(subject) }
        return PythonText.str(channel)
    }

    private static func messageID(_ envelope: JSONObject, _ verdict: EnvelopeVerdict) -> EnvelopeConcern? {
        guard let payload = verdict.payload, let outer = envelope["message_id"] else { return nil }
        // Stricter than Python: the text 1 is not the number 1.
        if let inner = payload["message_id"], inner == outer { return nil }
        let inside = payload["message_id"].map { "\"\(PythonText.str($0).text)\"" } ?? "none"
        return EnvelopeConcern(.messageID, "the message id is \"\(PythonText.str(outer).text)\" outside and \(inside) inside")
    }

    private static func lifetime(_ envelope: JSONObject, _ verdict: EnvelopeVerdict) -> EnvelopeConcern? {
        guard let issuedAt = verdict.issuedAt, let expiresAt = verdict.expiresAt else { return nil }
        let lifetime = JSONNumber(Double(expiresAt - issuedAt) / 1_000_000)
        let lasts = "it lasts \(seconds(expiresAt - issuedAt)) s"
        // One that is absent confirms nothing and contradicts nothing: receivers take it.
        guard let given = envelope["ttl_seconds"] else { return nil }
        guard let ttl = given.number else {
            return EnvelopeConcern(.lifetime, "\(lasts), and ttl_seconds does not confirm it")
        }
        if PythonEquality.areEqual(.number(ttl), .number(lifetime)) { return nil }
        return EnvelopeConcern(.lifetime, "\(lasts), but ttl_seconds is \(ttl)")
    }

    private static func channel(_ envelope: JSONObject, _ subject: String) -> EnvelopeConcern? {
        let destination = destination(envelope, subject: subject)
        if destination == subject { return nil }
        return EnvelopeConcern(.channel, "its channel is \"\(destination.text)\", the configured subject is \"\(subject)\"")
    }

    private static func previousHash(_ envelope: JSONObject, _ verdict: EnvelopeVerdict) -> EnvelopeConcern? {
        guard let inner = verdict.payload?["prev_state_hash"], PythonEquality.isTrue(inner),
            !PythonEquality.isTrue(envelope["prev_state_hash"] ?? .null)
        else { return nil }
        return EnvelopeConcern(.previousHash, "a previous state hash is sealed inside, and none outside confirms it")
    }

    private static func seconds(_ microseconds: Int64) -> String {
        microseconds % 1_000_000 == 0 ? "\(microseconds / 1_000_000)" : "\(Double(microseconds) / 1_000_000)"
    }

    private init(_ kind: Kind, _ words: String) {
        self.kind = kind
        self.words = words
    }
}
