internal import CNATS

/// A message as it came from the server.
public struct NATSMessage: Sendable, Equatable {
    public let subject: String
    /// Where an answer is to go; nil when none is asked for.
    public let reply: String?
    /// The first value of each header, under its name as sent.
    public let headers: [String: String]
    public let body: [UInt8]

    public init(subject: String, reply: String? = nil, headers: [String: String] = [:], body: [UInt8]) {
        self.subject = subject
        self.reply = reply
        self.headers = headers
        self.body = body
    }

    /// What the server itself answers when nobody listens to the subject of a request.
    var saysNoResponders: Bool { body.isEmpty && headers["Status"] == "503" }

    /// Copies everything out of a message of libnats, which stays the caller's.
    init(_ library: NATSLibrary, _ message: OpaquePointer) {
        let text = { (pointer: UnsafePointer<CChar>?) in unsafe pointer.map { unsafe String(cString: $0) } }
        unsafe subject = text(cnats_message_subject(library.table, message)) ?? ""
        unsafe reply = text(cnats_message_reply(library.table, message))
        var count = 0
        let bytes = unsafe cnats_message_bytes(library.table, message, &count)
        unsafe body = Array(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))

        var headers: [String: String] = [:]
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        // The array of names is ours to free; the names belong to the message.
        let headerCount = unsafe cnats_message_headers(library.table, message, &names)
        defer { unsafe cnats_names_free(names) }
        for index in 0..<Int(headerCount) {
            guard let name = unsafe names?[index] else { continue }
            unsafe headers[String(cString: name)] = text(cnats_message_header(library.table, message, name))
        }
        self.headers = headers
    }
}
