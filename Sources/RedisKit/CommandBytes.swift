internal import CHiredis

/// A command as the protocol has it: every argument with its length, so that no byte in it can mean anything else.
///
/// - Throws: `RedisError` `.protocolError` without memory.
func commandBytes(_ arguments: [[UInt8]]) throws(RedisError) -> [UInt8] {
    let lengths = arguments.map(\.count)
    let joined = arguments.flatMap { $0 }
    var command: UnsafeMutablePointer<CChar>?
    // One buffer holds all arguments; the pointers into it live as long as the closure. hiredis copies.
    let count = unsafe joined.withUnsafeBytes { buffer -> Int32 in
        var offset = 0
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        let empty: [CChar] = [0]
        return unsafe empty.withUnsafeBufferPointer { empty in
            for length in lengths {
                let start = unsafe buffer.baseAddress.map { unsafe ($0 + offset).assumingMemoryBound(to: CChar.self) }
                unsafe pointers.append(start ?? empty.baseAddress)
                offset += length
            }
            return unsafe redisFormatCommandArgv(&command, Int32(arguments.count), &pointers, lengths)
        }
    }
    guard count >= 0, let command = unsafe command else { throw RedisError(.protocolError, "no memory for a command") }
    defer { unsafe redisFreeCommand(command) }
    return unsafe Array(UnsafeRawBufferPointer(start: command, count: Int(count)))
}
