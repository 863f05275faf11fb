internal import CHiredis

/// Turns a server's bytes into replies with hiredis's parser.
@safe struct ReplyReader: ~Copyable {
    // Owned: made in init, freed in deinit, used by one thread at a time.
    private let reader: UnsafeMutablePointer<redisReader>
    private var fed = 0

    /// Bytes of one reply; more is refused.
    static let limit = 16 << 20

    init() throws(RedisError) {
        guard let reader = unsafe chiredis_reader_new() else { throw RedisError(.protocolError, "no memory for a reply") }
        unsafe self.reader = unsafe reader
    }

    deinit { unsafe redisReaderFree(reader) }

    /// The next whole reply of what was fed so far, or nil when bytes are missing.
    mutating func next() throws(RedisError) -> RedisReply? {
        var object: UnsafeMutableRawPointer?
        guard unsafe redisReaderGetReply(reader, &object) == REDIS_OK else { throw failure() }
        guard let object = unsafe object else { return nil }
        // A finished reply is ours to free; it is copied before.
        defer { unsafe freeReplyObject(object) }
        fed = 0
        return unsafe copy(object.assumingMemoryBound(to: redisReply.self))
    }

    mutating func feed(_ bytes: ArraySlice<UInt8>) throws(RedisError) {
        fed += bytes.count
        guard fed <= Self.limit else { throw RedisError(.protocolError, "the reply is larger than \(Self.limit >> 20) MiB") }
        // hiredis copies the bytes into its own buffer.
        let code = unsafe bytes.withUnsafeBytes { unsafe redisReaderFeed(reader, $0.baseAddress, $0.count) }
        guard code == REDIS_OK else { throw failure() }
    }

    private func failure() -> RedisError {
        // errstr is a C array of 128 bytes inside the reader, always ended by NUL.
        let text = unsafe withUnsafeBytes(of: reader.pointee.errstr) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return RedisError(.protocolError, "the answer is not Redis's protocol: \(text)")
    }
}

/// Copies a reply out of C. hiredis nests at most nine deep, so the recursion is bounded.
private func copy(_ reply: UnsafeMutablePointer<redisReply>) -> RedisReply {
    let value = unsafe reply.pointee
    switch unsafe value.type {
    case REDIS_REPLY_INTEGER: return unsafe .integer(value.integer)
    case REDIS_REPLY_NIL: return .null
    case REDIS_REPLY_ARRAY:
        var elements: [RedisReply] = []
        for index in 0..<(unsafe value.elements) {
            elements.append(unsafe chiredis_element(reply, index).map { unsafe copy($0) } ?? .null)
        }
        return .array(elements)
    default:
        // Strings carry their own length and may hold any byte.
        let bytes = unsafe value.str.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: value.len)) } ?? []
        switch unsafe value.type {
        case REDIS_REPLY_STATUS: return .status(String(decoding: bytes, as: UTF8.self))
        case REDIS_REPLY_ERROR: return .error(String(decoding: bytes, as: UTF8.self))
        default: return .bulk(bytes)
        }
    }
}
