internal import Glibc

/// The two streams an ending process writes to.
enum StandardStreams {
    /// Writes what can be written; at this point nobody is left to hear of a failure.
    static func write(_ text: String, toDescriptor descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // The buffer lives through the call, and the count is its own.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
