/// What is said in one hand-in: the message's bytes as they are asked for, and the server's replies.
final class Conversation {
    private let message: [UInt8]
    private var sent = 0
    private var replies: [String] = []
    private var kept = 0

    init(_ message: [UInt8]) { self.message = message }

    /// Copies the next bytes of the message; returns how many.
    func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, message.count - sent)
        unsafe buffer.copyBytes(from: message[sent..<(sent + count)])
        sent += count
        return count
    }

    /// Keeps one reply line. 64 KiB of them are enough for anybody.
    func take(_ bytes: UnsafeRawBufferPointer) {
        kept += bytes.count
        guard kept <= 64 << 10 else { return }
        replies += unsafe String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map(String.init)
    }

    /// What the server said when it had the whole message: the reply after `354 go ahead`.
    var receipt: String? {
        guard let place = replies.lastIndex(where: { $0.hasPrefix("354") }) else { return nil }
        return replies.dropFirst(place + 1).last { $0.hasPrefix("250") }
    }

    /// The last line that said no.
    var refusal: String? { replies.last { $0.hasPrefix("4") || $0.hasPrefix("5") } }
}

// Called by libcurl inside ccurl_multi_perform. The context is the conversation that MailTransfer keeps alive; buffers are valid during
// the call.
func giveMessage(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
    let conversation = unsafe Unmanaged<Conversation>.fromOpaque(context).takeUnretainedValue()
    return unsafe conversation.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

func takeReply(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let conversation = unsafe Unmanaged<Conversation>.fromOpaque(context).takeUnretainedValue()
    unsafe conversation.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
