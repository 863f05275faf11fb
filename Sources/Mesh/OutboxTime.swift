internal import SystemKit

/// Times as the outbox holds them: `2026-03-14T09:26:00.000001+00:00`, the fraction left out when it is 0.
public enum OutboxTime {
    /// Microseconds since 1970-01-01T00:00:00Z, or nil when the text is no such time.
    ///
    /// Also takes a space for `T`, `Z`, other offsets, no offset (as UTC), and a fraction of one to six digits.
    public static func microseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return microseconds(bytes.span, 0..<bytes.count)
    }

    /// The same for a part of some bytes.
    static func microseconds(_ all: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        let bytes = all.extracting(range)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[13] == colon, bytes[16] == colon,
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
            let days = CivilDate.days(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
        else { return nil }
        var at = 19
        var fraction: Int64 = 0
        if at < bytes.count && bytes[at] == UInt8(ascii: ".") {
            at += 1
            let start = at
            while at < bytes.count, at - start < 6, let digit = number(bytes, at, 1) {
                fraction = fraction * 10 + digit
                at += 1
            }
            guard at > start else { return nil }
            for _ in at - start..<6 { fraction *= 10 }
        }
        guard let offset = offsetMinutes(bytes, at) else { return nil }
        let seconds = days * 86_400 + hour * 3600 + (minute - offset) * 60 + second
        return seconds * 1_000_000 + fraction
    }

    private static let colon = UInt8(ascii: ":")

    /// The offset from UTC that the rest of the text says.
    private static func offsetMinutes(_ bytes: Span<UInt8>, _ at: Int) -> Int64? {
        guard at < bytes.count else { return 0 }
        if bytes[at] == UInt8(ascii: "Z") { return at + 1 == bytes.count ? 0 : nil }
        guard bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"), bytes.count == at + 6, bytes[at + 3] == colon,
            let hours = number(bytes, at + 1, 2), let minutes = number(bytes, at + 4, 2), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (bytes[at] == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func number(_ bytes: Span<UInt8>, _ at: Int, _ count: Int) -> Int64? {
        guard at + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for index in at..<at + count {
            let byte = bytes[index]
            guard 0x30...0x39 ~= byte else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }
}
