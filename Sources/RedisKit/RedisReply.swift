/// What a server answers. RESP3's further kinds are never asked for: no `HELLO 3` is sent.
public enum RedisReply: Sendable, Equatable {
    /// A short word such as `OK` or `PONG`.
    case status(String)
    /// An error inside an array; one that is the whole answer is thrown.
    case error(String)
    case integer(Int64)
    case bulk([UInt8])
    case null
    case array([RedisReply])

    /// Statuses and bulks as text, with bytes that are not UTF-8 replaced.
    public var text: String? {
        switch self {
        case .status(let text), .error(let text): text
        case .bulk(let bytes): String(decoding: bytes, as: UTF8.self)
        case .integer, .null, .array: nil
        }
    }

    /// The elements of an array.
    public var array: [RedisReply]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The number, when it is one.
    public var integer: Int64? {
        if case .integer(let value) = self { return value }
        return nil
    }
}
