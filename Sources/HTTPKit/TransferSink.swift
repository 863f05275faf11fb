internal import CCurl

/// Collects what arrives during one hop.
final class TransferSink {
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    private(set) var bodyTruncated = false
    /// True when the headers were refused for their size.
    private(set) var headersTooLarge = false
    private var headerBytes = 0
    private let bodyLimit: Int

    init(bodyLimit: Int) { self.bodyLimit = max(0, bodyLimit) }

    /// Takes a piece of the body; false ends the transfer.
    func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        let room = bodyLimit - body.count
        unsafe body.append(contentsOf: bytes.prefix(room))
        bodyTruncated = bytes.count > room
        return !bodyTruncated
    }

    /// Takes one header line; false ends the transfer. 256 KiB of them are enough for anybody.
    func take(header bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        headersTooLarge = headerBytes > 256 << 10
        guard !headersTooLarge else { return false }
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        // Every answer on the way, 100 Continue included, begins with a status line; the last one counts.
        if line.hasPrefix("HTTP/") { headers = [] }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { headers.append(HTTPHeader(trimmed(parts[0]), trimmed(parts[1]))) }
        return true
    }
}

private func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
}

// Called by libcurl inside ccurl_multi_perform. The context is the sink that EasyHandle keeps alive; the bytes are valid during the call.
func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let sink = unsafe Unmanaged<TransferSink>.fromOpaque(context).takeUnretainedValue()
    return unsafe sink.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context = unsafe context else { return 0 }
    let sink = unsafe Unmanaged<TransferSink>.fromOpaque(context).takeUnretainedValue()
    return unsafe sink.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
