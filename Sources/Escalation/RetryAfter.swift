internal import SystemKit

/// The `Retry-After` header (RFC 9110, 10.2.3): seconds, or a time.
enum RetryAfter {
    /// Milliseconds from now, never negative; nil for what is neither.
    static func milliseconds(_ text: String, now: Timestamp) -> Double? {
        let word = text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        if !word.isEmpty, word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return Double(word).map { $0 * 1000 }
        }
        return date(word).map { max(0, Double($0.milliseconds - now.milliseconds)) }
    }

    /// `Thu, 26 Nov 2026 03:00:00 GMT`, the one form that is still written.
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]) else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4]).000Z")
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
